/**
 * One run is one folder: `run.json`, the plans and histories that matter, and the reports. Its layout is part of the
 * command line's contract (scripts and CI read it).
 */
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { History } from '../../spec/history.ts';
import { writeHistoryFile } from '../history/history-file.ts';
import { newFolder } from '../new-folder.ts';
import { MalformedInputError, parseJson } from '../schemas/malformed-input.ts';
import { isSystemError, systemWords } from '../system-words.ts';
import { planHash } from '../plan/plan-hash.ts';
import type { Plan } from '../plan/plan.ts';
import { outputFileOf } from './output-file.ts';
import type { ProcessOutput } from '../testbed/process-output.ts';
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

/** The folder that was named for a run holds something else, or cannot be written. */
export class RunFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
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
    const entries = await writable(path, async () => {
      await newFolder(path);
      return readdir(path);
    });
    const foreign = entries.find((entry) => !ownEntries.has(entry.replace(/\.partial$/, '')));
    if (foreign !== undefined) {
      throw new RunFolderError(
        `${path}: expected an empty folder or that of an earlier run, found ${foreign} in it. Name another folder for the reports.`,
      );
    }
    await writable(path, async () => {
      for (const entry of entries) await rm(join(path, entry), { recursive: true, force: true });
      await mkdir(join(path, 'plans'));
      await mkdir(join(path, 'histories'));
    });
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

  /** Stores what the candidates of a stored history printed, beside it; nothing where they printed nothing. */
  async writeOutput(history: string, outputs: readonly ProcessOutput[]): Promise<void> {
    if (outputs.length === 0) return;
    await writeWhole(join(this.path, outputFileOf(history)), `${JSON.stringify(outputs, undefined, 2)}\n`);
  }

  /** Stores the result; the reports are made from it. */
  async writeRun(run: RunResult): Promise<void> {
    await storeRun(this.path, run);
  }
}

/** What a person can do something about is said so. */
async function writable<T>(path: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const message = `${path}: expected a folder that can be written, found that it cannot: ${systemWords(error)}. Name another folder by --report.`;
    throw new RunFolderError(message, { cause: error });
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

/** Reads the result of a run. Throws `MalformedInputError` where the folder holds none, or something else in its place. */
export async function readRun(folder: string): Promise<RunResult> {
  const path = join(folder, 'run.json');
  const run = parseJson(await textOf(path), { source: path, what: 'run' });
  if (isRunResult(run)) return run;
  const schema = hasSchema(run) ? String(run.schema) : 'none';
  throw new MalformedInputError({
    source: path,
    field: schema === RUN_SCHEMA ? 'adapters' : 'schema',
    expected: schema === RUN_SCHEMA ? 'the results of its adapters' : JSON.stringify(RUN_SCHEMA),
    found: schema === RUN_SCHEMA ? 'none' : schema,
    next: 'This is no run that this Scrutineer wrote, or it was edited by hand; run it again.',
  });
}

const RUN_SCHEMA = 'scrutineer/run@1';

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const next = 'Name the folder of a run that ended; reports/latest is the last one.';
    throw new MalformedInputError({ source: path, field: '', expected: 'a file', found: systemWords(error), next });
  }
}

function isRunResult(value: unknown): value is RunResult {
  if (!hasSchema(value) || value.schema !== RUN_SCHEMA) return false;
  return 'adapters' in value && Array.isArray(value.adapters) && 'seed' in value && 'versions' in value;
}

function hasSchema(value: unknown): value is { readonly schema: unknown } {
  return typeof value === 'object' && value !== null && 'schema' in value;
}

/** A reader never sees half a file, also when the run is killed. */
async function writeWhole(path: string, content: string): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, content);
  await rename(partial, path);
}
