/** Which plans a replay means, and whose they are. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { TestbedKind } from '../../spec/history.ts';
import { decodePlan } from '../plan/plan-schema.ts';
import type { Plan } from '../plan/plan.ts';
import { readRun } from '../search/run-folder.ts';
import type { AdapterResult, Counterexample } from '../search/run-result.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { runFolderOf } from './run-folder-of.ts';

/** What the user said about it. */
export interface ReplayChoice {
  readonly adapter?: string;
  readonly testbed?: TestbedKind;
}

/** Plans that belong to one adapter on one testbed. */
export interface Replay {
  readonly adapter: string;
  readonly testbed: TestbedKind;
  readonly plans: readonly Plan[];
  /** Counterexamples of the simulation that these plans showed when they were found. */
  readonly stored: readonly Counterexample[];
}

/**
 * The plans that a path means: a plan's file, or every counterexample of a run. Throws `CommandError` (usage) where there
 * is none, and `MalformedInputError` where a file is no plan.
 */
export async function findReplays(path: string, choice: ReplayChoice): Promise<readonly Replay[]> {
  const isPlan = path.endsWith('.json') && !path.endsWith('run.json');
  return isPlan ? [await planReplay(path, choice)] : runReplays(path, choice);
}

/** A plan file; the run in whose plans/ it lies says whose it is, unless flags do. */
async function planReplay(path: string, choice: ReplayChoice): Promise<Replay> {
  if (!existsSync(path))
    throw new CommandError(
      exitCodes.usage,
      `${path}: there is no such plan. Expected a file in the plans/ of a run or of an adapter.`,
    );
  const plan = decodePlan(await readFile(path, 'utf8'), path);
  const owner = await ownerOf(path, choice);
  const adapter = choice.adapter ?? owner?.file ?? owner?.name ?? adapterBeside(path);
  if (adapter === undefined) {
    throw new CommandError(
      exitCodes.usage,
      `${path}: which adapter? The plan lies neither in the folder of a run nor in that of an adapter; name one by --adapter.`,
    );
  }
  const testbed = choice.testbed ?? owner?.testbed ?? 'simulated';
  const folder = dirname(dirname(path));
  const shown = owner?.counterexamples.filter((each) => resolve(folder, each.plan) === path) ?? [];
  return { adapter, testbed, plans: [plan], stored: owner?.testbed === 'simulated' ? shown : [] };
}

async function ownerOf(path: string, choice: ReplayChoice): Promise<AdapterResult | undefined> {
  const folder = dirname(dirname(path));
  if (!existsSync(join(folder, 'run.json'))) return undefined;
  const { adapters } = await readRun(folder);
  const owners = adapters.filter((adapter) =>
    adapter.counterexamples.some(
      ({ plan, shrunk }) => resolve(folder, plan) === path || (shrunk && resolve(folder, shrunk.plan)) === path,
    ),
  );
  return owners.find(({ testbed }) => testbed === choice.testbed) ?? owners[0] ?? adapters[0];
}

/** `adapters/redis-lease/plans/s4.json` belongs to `adapters/redis-lease`. */
function adapterBeside(path: string): string | undefined {
  const folder = dirname(dirname(path));
  const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
  return extensions.some((extension) => existsSync(join(folder, `adapter.${extension}`))) ? folder : undefined;
}

/** Every counterexample of a run, by adapter and testbed; on a testbed that the run did not break anything on, those that it found elsewhere. */
async function runReplays(path: string, choice: ReplayChoice): Promise<readonly Replay[]> {
  const folder = runFolderOf(path);
  const { adapters } = await readRun(folder);
  const broken = adapters.filter(
    ({ name, file, counterexamples }) =>
      counterexamples.length > 0 &&
      (choice.adapter === undefined || choice.adapter === name || choice.adapter === file),
  );
  const there = broken.filter(({ testbed }) => (choice.testbed ?? testbed) === testbed);
  const wanted = there.length > 0 ? there : broken;
  if (wanted.length === 0) {
    throw new CommandError(
      exitCodes.usage,
      `${folder}: this run has no counterexample to replay${choice.adapter === undefined ? '' : ` of ${choice.adapter}`}.`,
    );
  }
  return Promise.all(wanted.map((result) => replayOf(folder, result, choice)));
}

async function replayOf(
  folder: string,
  { name, file, testbed, counterexamples }: AdapterResult,
  choice: ReplayChoice,
): Promise<Replay> {
  const files = [...new Set(counterexamples.map(({ plan }) => join(folder, plan)))];
  return {
    adapter: file ?? name,
    testbed: choice.testbed ?? testbed,
    plans: await Promise.all(files.map(async (each) => decodePlan(await readFile(each, 'utf8'), each))),
    stored: testbed === 'simulated' ? counterexamples : [],
  };
}
