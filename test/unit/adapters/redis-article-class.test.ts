/**
 * Goal: an ordinary Node class, unchanged, is found guilty of the faults that its published original is known for, and
 * each stored plan shows the one that it is stored for.
 * Method: each plan simulated with virtual globals and judged, and the events that make up the fault looked up.
 */
import '../../../src/testbed/simulated/world-worker.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { History, HistoryEvent } from '../../../spec/history.ts';
import { faults } from '../../../spec/faults.ts';
import { judge } from '../../../src/judge/judge.ts';
import { loadAdapter } from '../../../src/load-adapter.ts';
import { planGenerator } from '../../../src/plan/generate-plan.ts';
import { decodePlan } from '../../../src/plan/plan-schema.ts';
import { simulate } from '../../../src/testbed/simulated/simulate.ts';

const folder = (name: string): URL => new URL(`../../../adapters/${name}/`, import.meta.url);
const adapter = await loadAdapter(folder('redis-article-class'));
const reference = await loadAdapter(folder('redis-fencing'));
const faultKinds = Object.values(faults).map(({ kind }) => kind);
const deviations = adapter.knownDeviations ?? [];

async function played(file: string, by = adapter): Promise<History> {
  const path = `plans/${file}`;
  return simulate(by, decodePlan(readFileSync(new URL(path, folder('redis-article-class')), 'utf8'), path));
}

function violated(history: History): readonly string[] {
  return judge(history, { holdTo: 'claims' }).flatMap(({ property, verdict }) =>
    verdict === 'violated' ? [property] : [],
  );
}

/** The position of the first event after `from` that is as described. */
function find(events: readonly HistoryEvent[], from: number, wanted: Readonly<Record<string, unknown>>): number {
  const place = events.findIndex(
    (event, index) =>
      index >= from && Object.entries(wanted).every(([field, value]) => Reflect.get(event, field) === value),
  );
  expect(place, `an event like ${JSON.stringify(wanted)}`).toBeGreaterThanOrEqual(0);
  return place;
}

test('it declares the promises that it breaks', () => {
  expect(adapter.globals).toBe('virtual');
  expect(deviations.map(({ property }) => property).sort()).toEqual(
    ['L3', 'S3u', 'S4', 'S6', 'S7', 'S8', 'W1-strong', 'W1-weak', 'W3'].sort(),
  );
});

describe.each(deviations)('$property', ({ property, plan }) => {
  const file = plan.replace('plans/', '');

  test('is broken by its stored plan', async () => {
    expect(violated(await played(file))).toContain(property);
  });

  test('is kept by the reference on the same plan', async () => {
    expect(violated(await played(file, reference))).toEqual([]);
  });
});

describe('what each plan shows', () => {
  test('re-entry that is not atomic: elected while another leads, whose lock it prolongs', async () => {
    const { events } = await played('re-entry-after-a-pause.json');
    const other = find(events, find(events, 0, { type: 'fault-start', kind: 'pause-at' }), {
      type: 'granted',
      holder: 'b#0',
    });
    const prolonged = find(events, find(events, other, { type: 'elected', who: 'b#0' }), {
      type: 'renewed',
      by: 'a#0',
    });
    const both = find(events, prolonged, { type: 'elected', who: 'a#0' });
    expect(events.slice(other, both).filter(({ type }) => type === 'lost')).toEqual([]);
  });

  test('an error that is never told: no demotion, and no election of the same node any more', async () => {
    const { events } = await played('renewals-refused.json');
    const led = find(events, 0, { type: 'elected', who: 'a#0' });
    find(events, led, { type: 'granted', holder: 'b#0' });
    expect(events.slice(led).filter(({ type, who }) => type === 'lost' && who === 'a#0')).toEqual([]);
    const asked = events.flatMap((event) =>
      event.type === 'ok' && event.who === 'a#0' && event.value?.leading === false ? [event] : [],
    );
    expect(asked.length).toBeGreaterThan(0);
  });

  test('a stop that does not wait for the SET on its way: elected after the resignation', async () => {
    const { events } = await played('elected-after-resignation.json');
    const resigned = find(events, 0, { type: 'invoke', who: 'a#0', f: 'resign' });
    expect(events.slice(0, resigned).filter(({ type }) => type === 'elected')).toEqual([]);
    find(events, resigned, { type: 'elected', who: 'a#0' });
  });

  test('a resignation that releases first and tells nobody', async () => {
    const { events } = await played('resignation.json');
    const resigned = find(events, find(events, 0, { type: 'elected', who: 'a#0' }), { type: 'invoke', f: 'resign' });
    const released = find(events, resigned, { type: 'released' });
    find(events, released, { type: 'ok' });
    expect(events.slice(resigned).filter(({ type, who }) => type === 'lost' && who === 'a#0')).toEqual([]);
  });
});

test('interpreted Lua gives the histories that the twins give', async () => {
  const { scripts, ...rest } = adapter;
  expect(scripts?.length).toBe(2);
  const generator = planGenerator({ seed: 7, adapter, faults: new Set(faultKinds), scale: 'virtual' });
  for (let index = 0; index < 20; index += 1) {
    const plan = generator.plan(index);
    expect(await simulate(rest, plan)).toEqual(await simulate(adapter, plan));
  }
});

test('the same plan gives the same history', async () => {
  const [first, second] = [await played('renewals-refused.json'), await played('renewals-refused.json')];
  expect(second).toEqual(first);
});
