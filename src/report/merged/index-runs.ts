/** Finds the runs that are to be shown side by side. What is named and is no run is said so, with the reason. */
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathFromHere } from '../../search/replay-command.ts';
import { readRun } from '../../search/run-folder.ts';
import type { RunResult } from '../../search/run-result.ts';
import type { LostRun } from './index-model.ts';
import { wrongWithRun } from './index-run-schema.ts';
import { forTerminal } from '../words/plain-text.ts';

export interface FoundRun {
  readonly name: string;
  /** Absolute, without links. */
  readonly folder: string;
  readonly run: RunResult;
}

export interface FoundRuns {
  readonly runs: readonly FoundRun[];
  readonly lost: readonly LostRun[];
}

export interface RunsWanted {
  /** Folders of runs, or folders that hold such folders, absolute. */
  readonly places: readonly string[];
  /** Names of runs that must be among them. */
  readonly expected: readonly string[];
  /** The folder of the index, absolute: never one of the runs. */
  readonly into: string;
}

type Place = { readonly folder: string } | { readonly at: string; readonly reason: string };

/** Reads every run at `places`, each once, in their order. Rejects for nothing that a folder holds. */
export async function findRuns({ places, expected, into }: RunsWanted): Promise<FoundRuns> {
  const own = existsSync(into) ? await realpath(into) : into;
  const found: Place[] = [];
  for (const place of places) found.push(...(await runsAt(place, own)));
  const folders = [...new Set(found.flatMap((each) => ('folder' in each ? [each.folder] : [])))];
  const names = namesOf(folders);
  const runs: FoundRun[] = [];
  const lost: LostRun[] = found.flatMap((each) =>
    'folder' in each ? [] : [{ name: basename(each.at), reason: each.reason }],
  );
  for (const [index, folder] of folders.entries()) {
    const name = names[index] ?? folder;
    const read = await readWhole(folder);
    if ('run' in read) runs.push({ name, folder, run: read.run });
    else lost.push({ name, reason: read.reason });
  }
  const known = new Set([...runs, ...lost].map(({ name }) => name));
  for (const name of new Set(expected))
    if (!known.has(name)) lost.push({ name, reason: 'It was expected, and no folder of that name was given.' });
  return { runs, lost };
}

/** A folder is that of a run, or it holds such folders: what a build server downloads, one artifact a folder. */
async function runsAt(place: string, own: string): Promise<readonly Place[]> {
  if (!existsSync(place)) return [{ at: place, reason: `There is nothing at ${forTerminal(pathFromHere(place))}.` }];
  const folder = await realpath(await folderAt(place));
  if (folder === own) return [];
  if (existsSync(join(folder, 'run.json'))) return [{ folder }];
  if (!(await stat(folder)).isDirectory()) return [{ at: place, reason: 'It is a file, and not one of a run.' }];
  if (isStarted(folder)) return [{ at: folder, reason: KILLED }];
  const inside: Place[] = [];
  for (const entry of (await readdir(folder)).sort()) {
    const path = join(folder, entry);
    if (entry.startsWith('.') || !existsSync(path) || !(await stat(path)).isDirectory()) continue;
    const child = await realpath(path);
    if (child === own || isIndex(child)) continue;
    if (existsSync(join(child, 'run.json'))) inside.push({ folder: child });
    else inside.push({ at: child, reason: isStarted(child) ? KILLED : 'There is no run.json in it.' });
  }
  if (inside.length > 0 || isIndex(folder)) return inside;
  return [{ at: folder, reason: 'There is no run.json in it, nor in a folder in it.' }];
}

const KILLED = 'There is no run.json in it: a run that was killed writes none.';

function isStarted(folder: string): boolean {
  return existsSync(join(folder, 'plans')) || existsSync(join(folder, 'histories'));
}

/** Written by an earlier merge. */
function isIndex(folder: string): boolean {
  return existsSync(join(folder, 'index.html')) && existsSync(join(folder, 'junit.xml'));
}

/** A report in the folder of a run means the run; a file `latest` stands for a link, where there are none. */
async function folderAt(place: string): Promise<string> {
  if ((await stat(place)).isDirectory()) return place;
  if (existsSync(join(dirname(place), 'run.json'))) return dirname(place);
  if (basename(place) !== 'latest') return place;
  const target = resolve(dirname(place), (await readFile(place, 'utf8')).trim());
  return existsSync(target) ? target : place;
}

async function readWhole(folder: string): Promise<{ readonly run: RunResult } | { readonly reason: string }> {
  try {
    const run = await readRun(folder);
    const wrong = wrongWithRun(run);
    if (wrong === undefined) return { run };
    return { reason: `Its run.json is not whole: ${wrong}.` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // A page may be published: where the folder was on this machine is nobody's business.
    return { reason: `It cannot be read: ${message.replaceAll(join(folder, '/'), '')}` };
  }
}

/** The last name of each folder, with those before it where two are the same. */
function namesOf(folders: readonly string[]): readonly string[] {
  return folders.map((folder) => {
    for (let depth = 1; depth <= folder.length; depth += 1) {
      const name = tail(folder, depth);
      const same = folders.filter((other) => tail(other, depth) === name);
      if (same.length === 1) return name;
    }
    return folder;
  });
}

function tail(folder: string, depth: number): string {
  return folder.split(/[\\/]/).slice(-depth).join('-');
}
