/**
 * One run is one folder: `run.json`, the plans and histories that matter, and the reports. Its layout is part of the
 * command line's contract (scripts and CI read it).
 */
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { History } from '../../spec/history.ts';
import { writeHistoryFile } from '../history/history-file.ts';
import { planHash } from '../plan/plan-hash.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunResult } from './run-result.ts';

/** What a run writes. */
const ownEntries: ReadonlySet<string> = new Set([
  'run.json',
  'report.html',
  'junit.xml',
  'summary.md',
  'certificate.json',
  'badges',
  'histories',
  'plans',
]);

/** The folder that was named for a run holds something else. */
export class RunFolderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RunFolderError';
  }
}

/** A run's folder on disk. Paths that its methods return are relative to the folder, with `/`. */
export class RunFolder {
  readonly path: string;
  readonly #plans = new Map<string, Promise<void>>();
  readonly #histories = new Map<string, number>();

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Creates the folder, without what an earlier run of the same name left in it. Throws `RunFolderError` where it holds
   * anything else: nothing that a run did not write is ever deleted.
   */
  static async open(path: string): Promise<RunFolder> {
    await mkdir(path, { recursive: true });
    const entries = await readdir(path);
    const foreign = entries.find((entry) => !ownEntries.has(entry.replace(/\.partial$/, '')));
    if (foreign !== undefined) {
      throw new RunFolderError(
        `${path}: expected an empty folder or that of an earlier run, found ${foreign} in it. Name another folder for the reports.`,
      );
    }
    for (const entry of entries) await rm(join(path, entry), { recursive: true, force: true });
    await mkdir(join(path, 'plans'));
    await mkdir(join(path, 'histories'));
    return new RunFolder(path);
  }

  /** Stores a plan under its hash, once: the same plan may be run several times side by side. */
  async writePlan(plan: Plan): Promise<string> {
    const name = `plans/${planHash(plan)}.json`;
    const written =
      this.#plans.get(name) ?? writeWhole(join(this.path, name), `${JSON.stringify(plan, undefined, 2)}\n`);
    this.#plans.set(name, written);
    await written;
    return name;
  }

  /** Stores a history, compressed; several of one plan are numbered from 0. */
  async writeHistory(history: History): Promise<string> {
    const hash = history.header.planHash;
    const number = this.#histories.get(hash) ?? 0;
    this.#histories.set(hash, number + 1);
    const name = `histories/${hash}-${number}.jsonl.gz`;
    await writeHistoryFile(join(this.path, name), history);
    return name;
  }

  /** Stores the result; the reports are made from it. */
  async writeRun(run: RunResult): Promise<void> {
    await storeRun(this.path, run);
  }
}

/** Stores the result of a run in its folder, in place of what was there. */
export async function storeRun(folder: string, run: RunResult): Promise<void> {
  await writeWhole(join(folder, 'run.json'), `${JSON.stringify(run, undefined, 2)}\n`);
}

/** Points `latest`, beside a run's folder, to it. Where links are not to be had, a file of that name holds the folder's name. */
export async function linkLatest(folder: string): Promise<void> {
  const link = join(dirname(folder), 'latest');
  await rm(link, { force: true, recursive: true });
  try {
    await symlink(basename(folder), link, 'dir');
  } catch {
    await writeFile(link, `${basename(folder)}\n`);
  }
}

/** Reads the result of a run. Throws where the folder holds none or one of another schema. */
export async function readRun(folder: string): Promise<RunResult> {
  const path = join(folder, 'run.json');
  const text = await readFile(path, 'utf8');
  const run: unknown = JSON.parse(text);
  if (!isRunResult(run)) {
    throw new Error(
      `${path}: expected the result of a run ("schema": "scrutineer/run@1"); this is something else, or was written by a newer Scrutineer`,
    );
  }
  return run;
}

function isRunResult(value: unknown): value is RunResult {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'scrutineer/run@1';
}

/** A reader never sees half a file, also when the run is killed. */
async function writeWhole(path: string, content: string): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, content);
  await rename(partial, path);
}
