/** What was found in the simulation, on the real testbeds of the same run. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePlan } from '../plan/plan-schema.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunFolder } from './run-folder.ts';
import type { AdapterResult, Counterexample, Reproduction } from './run-result.ts';

/** The shrunk plans of an adapter's counterexamples so far, each once. */
export async function plansShrunk(folder: RunFolder, results: readonly AdapterResult[]): Promise<readonly Plan[]> {
  const files = new Set(
    results.flatMap(({ counterexamples }) =>
      counterexamples.flatMap(({ plan, shrunk }) => (shrunk === undefined ? [] : [plan])),
    ),
  );
  return Promise.all(
    [...files].map(async (file) => {
      const path = join(folder.path, file);
      return decodePlan(await readFile(path, 'utf8'), path);
    }),
  );
}

/** The results of one adapter on all testbeds; counterexamples of the simulation say how often they reproduced elsewhere. */
export function withReproductions(results: readonly AdapterResult[]): readonly AdapterResult[] {
  return results.map((result) => ({
    ...result,
    counterexamples: result.counterexamples.map((example) => withReproduction(example, result, results)),
  }));
}

function withReproduction(
  example: Counterexample,
  of: AdapterResult,
  results: readonly AdapterResult[],
): Counterexample {
  if (example.shrunk === undefined) return example;
  const reproduced = results
    .filter((result) => result !== of)
    .flatMap(({ testbed, replayed = [] }) =>
      replayed
        .filter(({ plan }) => plan === example.plan)
        .map(({ runs, histories, broken, notInjected }): Reproduction => ({
          testbed,
          runs,
          histories,
          brokenRuns: broken[example.property]?.runs ?? 0,
          brokenHistories: broken[example.property]?.histories ?? 0,
          notInjected,
        })),
    );
  return reproduced.length === 0 ? example : { ...example, reproduced };
}
