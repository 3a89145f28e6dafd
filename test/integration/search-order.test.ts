/**
 * The outcome of a simulated run depends on its seed alone, not on how many workers share it; and each counterexample is
 * small, says what it was shrunk from, and gives its stored event log again, byte for byte.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults } from '../../spec/faults.ts';
import { hashHistory } from '../../src/history/json-lines.ts';
import { readHistoryFile } from '../../src/history/history-file.ts';
import { loadAdapter } from '../../src/load-adapter.ts';
import { decodePlan } from '../../src/plan/plan-schema.ts';
import { certify } from '../../src/search/certify.ts';
import type { AdapterResult } from '../../src/search/run-result.ts';
import { simulate } from '../../src/testbed/simulated/simulate.ts';

const file = resolve('adapters/redis-lease/adapter.ts');
const SEED = 11;
const HISTORIES = 80;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrutineer-order-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const runs = new Map<string, Promise<AdapterResult>>();

/** Each run is made once. */
function run(jobs: number, keepGoing: boolean): Promise<AdapterResult> {
  const key = `${jobs}-${String(keepGoing)}`;
  const known = runs.get(key) ?? certified(jobs, keepGoing);
  runs.set(key, known);
  return known;
}

async function certified(jobs: number, keepGoing: boolean): Promise<AdapterResult> {
  const { adapters } = await certify({
    adapters: [{ name: 'redis-lease', url: pathToFileURL(file).href }],
    testbeds: ['simulated'],
    seed: SEED,
    histories: HISTORIES,
    faults: Object.values(faults).map(({ kind }) => kind),
    holdTo: 'all',
    strict: true,
    keepGoing,
    jobs,
    keep: 'failing',
    folder: join(folder, `${jobs}-${String(keepGoing)}`),
    command: 'the same for all',
    signal: new AbortController().signal,
  });
  const [result] = adapters;
  if (result === undefined) throw new Error('the adapter was not run');
  return result;
}

/** All but the folder of the run, which stands in the replay commands. */
function outcomeOf(result: AdapterResult): unknown {
  return { ...result, counterexamples: result.counterexamples.map(({ replay: _command, ...rest }) => rest) };
}

describe('a simulated run', () => {
  test('to the end has the same outcome with one worker and with three', async () => {
    const [alone, together] = [await run(1, true), await run(3, true)];
    expect(outcomeOf(together)).toEqual(outcomeOf(alone));
    expect(alone.histories).toBeGreaterThanOrEqual(HISTORIES);
  });

  test('up to the first violation has the same outcome, too', async () => {
    const [alone, together] = [await run(1, false), await run(3, false)];
    expect(outcomeOf(together)).toEqual(outcomeOf(alone));
    expect(alone.histories).toBeLessThan(HISTORIES);
  });

  test('gives counterexamples that are small, and replay byte for byte', async () => {
    const { counterexamples } = await run(1, true);
    expect(counterexamples.length).toBeGreaterThan(4);
    const adapter = await loadAdapter(file);
    for (const { property, plan, history, historyHash, shrunk, ...size } of counterexamples) {
      const place = join(folder, '1-true');
      const stored = decodePlan(await readFile(join(place, plan), 'utf8'), plan);
      expect(hashHistory(await simulate(adapter, stored)), property).toBe(historyHash);
      expect(hashHistory(await readHistoryFile(join(place, history))), property).toBe(historyHash);
      expect(size.candidates, property).toBeLessThanOrEqual(shrunk?.fromCandidates ?? 0);
      expect(size.faults, property).toBeLessThanOrEqual(shrunk?.fromFaults ?? 0);
      decodePlan(await readFile(join(place, shrunk?.plan ?? ''), 'utf8'), 'the plan that it was shrunk from');
    }
    const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
    expect(median(counterexamples.map((each) => each.faults))).toBeLessThanOrEqual(2);
    expect(median(counterexamples.map((each) => each.candidates))).toBeLessThanOrEqual(3);
  });
});
