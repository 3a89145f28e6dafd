/** Writes every report of a run into its folder, from what is stored there. */
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { properties } from '../../spec/properties.ts';
import type { History } from '../../spec/history.ts';
import { readHistoryFile } from '../history/history-file.ts';
import { decodePlan } from '../plan/plan-schema.ts';
import type { Plan } from '../plan/plan.ts';
import { readOutput } from '../search/output-file.ts';
import type { AdapterResult, RunResult } from '../search/run-result.ts';
import type { ProcessOutput } from '../testbed/process-output.ts';
import { asciiTimeline } from './terminal/ascii-timeline.ts';
import { readPageAssets, renderHtml } from './html.ts';
import { renderJunit } from './junit/junit.ts';
import { renderMarkdown } from './markdown/markdown.ts';
import { reportModel } from './model.ts';
import type { StoredExhibit } from './model.ts';
import { withoutSequences } from './words/plain-text.ts';
import { shownViolations } from './exhibit/shown-violations.ts';
import { writeBadges } from './badge/write-badges.ts';

/** Stored histories that are opened in the search for one that shows what passed. */
const SAMPLE_CANDIDATES_MAX = 40;

/**
 * Writes report.html, junit.xml, summary.md and badges/ into `folder`, from `run` and the histories and plans stored there. A
 * history that cannot be read is said so in the report; it never keeps the report from being written.
 */
export async function writeReports(folder: string, run: RunResult): Promise<void> {
  const violations = await violationsOf(folder, run);
  const samples = await samplesOf(folder, run);
  const assets = await readPageAssets();
  const drawings = violations.flatMap(({ counterexample, history }) =>
    counterexample === undefined || history === undefined
      ? []
      : [{ counterexample, drawing: asciiTimeline(history, counterexample.witness) }],
  );
  await writeBadges(folder, run.adapters);
  await writeWhole(join(folder, 'junit.xml'), renderJunit(run, drawings));
  await writeWhole(join(folder, 'summary.md'), renderMarkdown(run, drawings));
  await writeWhole(
    join(folder, 'report.html'),
    renderHtml(reportModel(run, properties, [...violations, ...samples]), assets),
  );
}

async function violationsOf(folder: string, run: RunResult): Promise<readonly StoredExhibit[]> {
  return Promise.all(
    shownViolations(run).map(async ({ adapter, counterexample }) => {
      const history = await attempt(() => readHistoryFile(join(folder, counterexample.history)));
      const plan = await attempt(() => readPlan(join(folder, counterexample.plan)));
      const output = await readOutput(folder, counterexample.history);
      return {
        adapter: adapter.name,
        testbed: adapter.testbed,
        counterexample,
        ...(history.value === undefined
          ? { missing: `The history could not be read: ${history.reason}` }
          : { history: history.value }),
        ...(plan.value === undefined ? {} : { plan: plan.value }),
        ...(output === undefined ? {} : { output: output.map(plain) }),
      };
    }),
  );
}

/** What colours a terminal is only noise on a page. */
function plain(output: ProcessOutput): ProcessOutput {
  return { ...output, text: withoutSequences(output.text) };
}

/** For each adapter whose promises held, one stored history without a violation, where the run kept one. */
async function samplesOf(folder: string, run: RunResult): Promise<readonly StoredExhibit[]> {
  const violating = new Set(
    run.adapters.flatMap(({ counterexamples }) => counterexamples.map(({ history }) => history)),
  );
  const wanted = new Set(run.adapters.filter(({ verdict }) => verdict === 'holds' || verdict === 'matches'));
  const names = (await attempt(() => readdir(join(folder, 'histories')))).value ?? [];
  const samples: StoredExhibit[] = [];
  let opened = 0;
  for (const name of names
    .filter((entry) => /\.jsonl(\.gz)?$/.test(entry) && !violating.has(`histories/${entry}`))
    .sort()) {
    if (wanted.size === 0 || opened >= SAMPLE_CANDIDATES_MAX) break;
    opened += 1;
    const history = (await attempt(() => readHistoryFile(join(folder, 'histories', name)))).value;
    const adapter = history && [...wanted].find((entry) => isOf(history, entry));
    if (history === undefined || adapter === undefined) continue;
    wanted.delete(adapter);
    const plan = (await attempt(() => readPlan(join(folder, 'plans', `${history.header.planHash}.json`)))).value;
    samples.push({ adapter: adapter.name, testbed: adapter.testbed, history, ...(plan === undefined ? {} : { plan }) });
  }
  return samples;
}

function isOf({ header }: History, adapter: AdapterResult): boolean {
  return header.adapter === adapter.name && header.testbed === adapter.testbed;
}

async function readPlan(path: string): Promise<Plan> {
  return decodePlan(await readFile(path, 'utf8'), path);
}

type Attempt<T> = { readonly value: T } | { readonly value: undefined; readonly reason: string };

async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { value: undefined, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A reader never sees half a report. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text);
  await rename(`${path}.partial`, path);
}
