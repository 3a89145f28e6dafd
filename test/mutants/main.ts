/**
 * `npm run mutants`: how fast the ordinary search kills each planted bug, and whether it flags what is harmless. Exits
 * with 1 unless every mutant is killed on every seed and nothing benign is flagged.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOptions, usage, type CommandOptions } from './command-options.ts';
import { Crew } from './crew.ts';
import { baseUrl, plant } from './plant.ts';
import { benignRow, isKilled, lastLine, mutantHeading, mutantRow, overallLine } from './table.ts';
import type { BenignResult, MutantResult } from './table.ts';
import type { Mutant, Variant } from './variant.ts';
import type { Killed } from './worker-protocol.ts';

/** What is benign is judged on at least so many histories a seed. */
const BENIGN_HISTORIES_MIN = 200;

interface Field {
  readonly crew: Crew;
  /** The root of the repository. */
  readonly root: string;
  /** Where variants are planted. */
  readonly folder: string;
  readonly seeds: readonly number[];
  readonly historiesMax: number;
}

async function main(): Promise<void> {
  let options: CommandOptions;
  try {
    options = commandOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`mutants: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exitCode = 64;
    return;
  }
  const root = process.cwd();
  mkdirSync(join(root, 'dist', 'mutants'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'mutants', 'planted-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  const crew = new Crew(options.jobs);
  const seeds = Array.from({ length: options.seeds }, (_, index) => index + 1);
  try {
    await run({ crew, root, folder, seeds, historiesMax: options.historiesMax }, options);
  } finally {
    await crew.dismiss();
  }
}

async function run(field: Field, options: CommandOptions): Promise<void> {
  if (options.mutants.length > 0) for (const line of mutantHeading()) print(line);
  const results = await inOrder(options.mutants, (mutant) => huntOn(field, mutant), mutantRow);
  if (results.length > 0) print(overallLine(results));
  // The same plans that killed the mutants: all of a seed up to the last kill.
  const histories = field.seeds.map((_, place) =>
    Math.max(BENIGN_HISTORIES_MIN, ...results.map(({ kills }) => kills[place]?.histories ?? 0)),
  );
  const benign = await inOrder(options.benign, (variant) => acquitOn(field, variant, histories), benignRow);
  for (const { variant, alarms } of benign) for (const alarm of alarms) print(`${variant.id}: ${alarm}`);
  print(lastLine(results, benign));
  if (!results.every(isKilled) || benign.some(({ alarms }) => alarms.length > 0)) process.exitCode = 1;
}

/** Does all at once, and prints each line as soon as it and those before it are there. */
async function inOrder<T, R>(
  items: readonly T[],
  perform: (item: T) => Promise<R>,
  lineOf: (result: R) => string,
): Promise<readonly R[]> {
  const all = items.map(perform);
  // Whichever fails first is thrown by the loop below when its turn comes.
  for (const each of all) each.catch(() => undefined);
  const results: R[] = [];
  for (const each of all) {
    const result = await each;
    print(lineOf(result));
    results.push(result);
  }
  return results;
}

/** Rejects where the base breaks a promise on a plan that kills: then it is not the mutant that was found. */
async function huntOn(field: Field, mutant: Mutant): Promise<MutantResult> {
  const { crew, root, folder, seeds, historiesMax } = field;
  const url = plant(root, folder, mutant).href;
  const kills = await Promise.all(
    seeds.map(async (seed): Promise<Killed | undefined> => {
      const outcome = await crew.perform({
        kind: 'hunt',
        url,
        baseUrl: baseUrl(root, mutant.base).href,
        properties: mutant.properties,
        seed,
        historiesMax,
      });
      if (outcome.kind === 'false-alarm') throw new Error(`${mutant.id}, seed ${seed}: ${outcome.message}`);
      return outcome.kind === 'killed' ? outcome : undefined;
    }),
  );
  return { mutant, kills };
}

async function acquitOn(field: Field, variant: Variant, histories: readonly number[]): Promise<BenignResult> {
  const { crew, root, folder, seeds } = field;
  const url = plant(root, folder, variant).href;
  const outcomes = await Promise.all(
    seeds.map((seed, place) =>
      crew.perform({
        kind: 'acquit',
        url,
        baseUrl: baseUrl(root, variant.base).href,
        seed,
        histories: histories[place] ?? BENIGN_HISTORIES_MIN,
      }),
    ),
  );
  return {
    variant,
    histories: outcomes.reduce((sum, each) => sum + (each.kind === 'acquitted' ? each.histories : 0), 0),
    alarms: outcomes.flatMap((each) => (each.kind === 'false-alarm' ? [each.message] : [])),
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
