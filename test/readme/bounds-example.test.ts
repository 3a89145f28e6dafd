/** The worked example of docs/claims-and-bounds.md: its numbers are those of the adapter in docs/write-an-adapter.md. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  demotionBoundUs,
  failoverBoundUs,
  handoverBoundUs,
  orphanBoundUs,
  type TimingFacts,
} from '../../spec/bounds.ts';
import { envelopeOf } from '../../spec/envelope.ts';
import { loadAdapter } from '../../src/load-adapter.ts';
import { count } from '../../src/report/words/quantities.ts';
import { pageNamed, tableOf } from './pages.ts';
import { readersFolder } from './scrutineer.ts';

const page = pageNamed('docs/claims-and-bounds.md');
let folder: string;
let facts: TimingFacts;

beforeAll(async () => {
  folder = await readersFolder();
  const file = join(folder, 'adapter.ts');
  const [shown] = pageNamed('docs/write-an-adapter.md').fences.filter(({ language }) => language === 'ts');
  await writeFile(file, shown?.text ?? '');
  const adapter = await loadAdapter(pathToFileURL(file));
  const leaseTtlMs = 10_000;
  facts = {
    claims: adapter.claims({ leaseTtlMs }),
    leaseTtlMs,
    store: { kind: adapter.store, granularityMs: 1, clockRatePpm: 0 },
  };
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the worked example', () => {
  test('has the bounds that the specification derives', () => {
    const { claims } = facts;
    const bounds = [demotionBoundUs(claims), failoverBoundUs(facts), handoverBoundUs(claims), orphanBoundUs(facts)];
    expect(tableOf(page, 'bound').map((row) => row.at(-1))).toEqual(bounds.map((us) => `${thousands(us / 1000)} ms`));
  });

  test('has the envelope that a run prints', () => {
    const { belief, effects, claimed } = envelopeOf(facts) ?? {};
    const most = [belief?.largest, effects?.largest].map((limits) => [
      limits?.clockRatePpm,
      limits?.pauseMs,
      limits?.networkDelayMs,
      limits?.storeStepMs,
    ]);
    const own = [claimed?.clockRatePpm, claimed?.pauseMs, claimed?.networkDelayMs, 0];
    const told = tableOf(page, 'what goes wrong').map((row) => row.slice(1));
    expect(told).toEqual(
      own.map((value, row) => [value, ...most.map((side) => side[row])].map((each) => written(each, row === 0))),
    );
    expect(page.text).toContain(`room for ${thousands(belief?.marginMs ?? 0)} ms`);
  });
});

function written(value: number | null | undefined, isRate: boolean): string {
  if (value === null || value === undefined) return 'any';
  return `${count(Math.floor(value))} ${isRate ? 'ppm' : 'ms'}`;
}

function thousands(ms: number): string {
  return ms.toLocaleString('en', { maximumFractionDigits: 3 });
}
