/** Writes the folder of an index: the page, the summary, JUnit, what GitLab shows beside code, and the badges. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, realpath, rename, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readHistoryFile } from '../../history/history-file.ts';
import { asciiTimeline } from '../terminal/ascii-timeline.ts';
import { readIndexStyle } from '../html.ts';
import { allAdapters, type IndexModel, type MergedRun } from './index-model.ts';
import { renderIndexPage } from './index-page.ts';
import type { FoundRun, FoundRuns } from './index-runs.ts';
import { renderIndexSummary } from './index-summary.ts';
import { renderMergedJunit } from '../junit/junit.ts';
import type { DrawnCounterexample } from '../markdown/markdown-violation.ts';
import { byImportance } from '../words/verdict-words.ts';
import { writeBadges, type WrittenBadge } from '../badge/write-badges.ts';

export interface WriteIndexOptions {
  /** Copies the pages of runs that lie outside into the folder, so that it can be published by itself. */
  readonly copy: boolean;
  /** Where the folder will be published. */
  readonly address?: string;
}

export interface WrittenIndex {
  readonly model: IndexModel;
  readonly badges: readonly WrittenBadge[];
}

/** What a copied run brings along: the page, and what it claims. Histories stay where they are; they can be large. */
const COPIED = ['report.html', 'certificate.json'];
/** Violations that are drawn in the summary; it has no room for more. */
const DRAWN_MAX = 40;

/**
 * Writes index.html, summary.md, junit.xml and badges/ into `into`. The runs are only read. Nothing in `into` is deleted
 * but badges/ of an earlier merge.
 */
export async function writeIndex(into: string, found: FoundRuns, options: WriteIndexOptions): Promise<WrittenIndex> {
  await mkdir(into, { recursive: true });
  const folder = await realpath(into);
  const runs: MergedRun[] = [];
  for (const run of found.runs) {
    const page = await pageOf(folder, run, options.copy);
    runs.push({ ...run, ...(page === undefined ? {} : { page }) });
  }
  const model: IndexModel = { runs, lost: found.lost };
  const drawings = await drawingsOf(model);
  const address = options.address === undefined ? {} : { address: options.address };
  await writeWhole(join(folder, 'index.html'), renderIndexPage(model, { style: await readIndexStyle() }));
  await writeWhole(join(folder, 'summary.md'), renderIndexSummary(model, { drawings, ...address }));
  await writeWhole(join(folder, 'junit.xml'), renderMergedJunit(model, drawings));
  const badges = await writeBadges(folder, allAdapters(model), model.lost.length);
  return { model, badges };
}

/** The address of a run's page, seen from the index; undefined where the run has none. */
async function pageOf(into: string, { folder, name }: FoundRun, copy: boolean): Promise<string | undefined> {
  if (!existsSync(join(folder, 'report.html'))) return undefined;
  const here = relative(into, folder);
  const isInside = here !== '' && !here.startsWith('..') && !isAbsolute(here);
  if (copy && !isInside) {
    const target = join(into, 'runs', name);
    await mkdir(target, { recursive: true });
    for (const file of COPIED) {
      if (existsSync(join(folder, file))) await copyFile(join(folder, file), join(target, file));
    }
    return addressOf(join('runs', name, 'report.html'));
  }
  // Another drive: there is no way from here to there but the whole path.
  if (isAbsolute(here)) return pathToFileURL(join(folder, 'report.html')).href;
  return addressOf(join(here, 'report.html'));
}

function addressOf(path: string): string {
  return path.split(sep).map(encodeURIComponent).join('/');
}

/** Timelines of the most telling violations, where the run still has their histories. */
async function drawingsOf({ runs }: IndexModel): Promise<readonly DrawnCounterexample[]> {
  const folders = new Map(
    runs.flatMap(({ folder, run }) =>
      run.adapters.flatMap(({ counterexamples }) => counterexamples.map((each) => [each, folder] as const)),
    ),
  );
  const drawings: DrawnCounterexample[] = [];
  for (const counterexample of byImportance([...folders.keys()]).slice(0, DRAWN_MAX)) {
    const folder = folders.get(counterexample);
    // A run comes from elsewhere: what it names is only looked for in its own folder.
    if (folder === undefined || !/^histories\/[\w-][\w.-]*$/.test(counterexample.history)) continue;
    try {
      const history = await readHistoryFile(join(folder, counterexample.history));
      drawings.push({ counterexample, drawing: asciiTimeline(history, counterexample.witness) });
    } catch {
      // The summary says it without a drawing; the run's own report says why the history cannot be read.
    }
  }
  return drawings;
}

/** A reader never sees half a page. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text);
  await rename(`${path}.partial`, path);
}
