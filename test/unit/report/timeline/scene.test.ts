/** The hand-written history as a scene, a layout, and what is found under the pointer in it. */
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../../spec/history.ts';
import { hitAt } from '../../../../src/report/page/timeline/hit.ts';
import { layoutOf } from '../../../../src/report/page/timeline/layout.ts';
import type { RowKind } from '../../../../src/report/page/timeline/layout.ts';
import { operationRows } from '../../../../src/report/page/timeline/operation-rows.ts';
import { hitWords } from '../../../../src/report/page/timeline/readout.ts';
import { linearScale, viewportOf } from '../../../../src/report/page/timeline/scale.ts';
import { eventsIn, sceneOf } from '../../../../src/report/page/timeline/scene.ts';
import type { Track } from '../../../../src/report/page/timeline/track.ts';
import { history } from '../example-run.ts';

const scene = sceneOf(history);
const layout = layoutOf(scene, 1_000);
const viewport = viewportOf(linearScale(scene.endUs), { fromUs: 0, toUs: 20_000_000 }, layout.left, layout.right);

const stretches = (track: Track | undefined): readonly (readonly [number, number])[] =>
  track === undefined ? [] : [...track.fromUs].map((fromUs, index) => [fromUs, track.toUs[index] ?? -1] as const);

/** What the pointer finds in a row of a lane at a moment. */
function words(kind: RowKind, lane: number | undefined, us: number): string {
  const row = layout.rows.find((each) => each.kind === kind && each.lane === lane);
  if (row === undefined) throw new Error(`no ${kind}`);
  const hit = hitAt(layout, viewport, viewport.x(us), row.y + row.height / 2);
  return hit === undefined ? '' : hitWords(scene, hit, us);
}

test('belief is disputed exactly where the store names another or nobody', () => {
  const [a, b] = scene.lanes;
  expect(stretches(a?.disputed)).toEqual([[7_710_000, 10_420_000]]);
  expect(stretches(b?.disputed)).toEqual([]);
  expect(stretches(a?.stopped)).toEqual([[3_312_000, 9_312_000]]);
  expect(stretches(scene.lanes[2]?.stopped)).toEqual([[12_001_000, 14_003_000]]);
});

test('where nothing records whom the store names, no belief is disputed', () => {
  const { lanes } = sceneOf({ ...history, header: { ...history.header, ledger: false } });
  expect(lanes.map(({ disputed }) => disputed.event.length)).toEqual([0, 0, 0]);
});

test('a fault has a row to itself while another goes on, and room for its name', () => {
  expect(scene.strips.map(stretches)).toEqual([
    [
      [3_000_000, 9_000_000],
      [12_000_000, 14_000_000],
    ],
    [[3_312_000, 9_312_000]],
  ]);
});

test('rows do not overlap, and lanes follow each other', () => {
  const rows = layout.rows.filter(({ kind }) => kind !== 'stopped');
  rows.forEach((row, index) =>
    expect(row.y).toBeGreaterThanOrEqual((rows[index - 1]?.y ?? 0) + (rows[index - 1]?.height ?? 0)),
  );
  expect(layout.lanes.map(({ name }) => name)).toEqual(['store', 'a', 'b', 'c']);
  expect(layout.height).toBeGreaterThan(layout.endY);
});

describe('under the pointer', () => {
  test('belief, to the microsecond, and whether the store agrees', () => {
    const belief = '1.210000 s, a#0 believes that it leads, token 3; until 10.420000 s, 9.21 s';
    expect(words('believed', 0, 5_000_000)).toBe(belief);
    expect(words('believed', 0, 9_000_000)).toBe(`${belief}; here the store does not name it`);
  });

  test('operations with their end, writes, faults, stretches without life', () => {
    expect(words('operations', 0, 600_000)).toBe('0.002000 s, a#0 calls campaign (operation 1); ok after 1.21 s');
    expect(words('operations', 2, 5_000_000)).toMatch(/calls campaign \(operation 1\); never completes$/);
    expect(words('writes', 0, 9_830_000)).toContain('refuses write 9 of a#0, token 3');
    expect(words('strip', undefined, 5_000_000)).toContain('begins: slow c ⇄ store');
    expect(words('stopped', 2, 13_000_000)).toContain('c#0 crashes; until 14.003000 s');
    expect(words('store', undefined, 2_000_000)).toContain('store grants to a#0, token 3');
  });

  test('nothing where nothing is, also left of the axis', () => {
    expect(words('believed', 2, 17_000_000)).toBe('');
    expect(hitAt(layout, viewport, 3, layout.rows[0]?.y ?? 0)).toBeUndefined();
  });

  test('a crowd says that it is one', () => {
    const wide = viewportOf(linearScale(1e12), { fromUs: 0, toUs: 1e12 }, layout.left, layout.right);
    const row = layout.rows.find(({ kind, lane }) => kind === 'writes' && lane === 0);
    const hit = hitAt(layout, wide, wide.x(2_000_000), (row?.y ?? 0) + 4);
    expect(hit === undefined ? '' : hitWords(scene, hit, 0)).toMatch(
      /^6 begin here, zoom in to tell them apart; one: /,
    );
  });
});

test('events in view are those that begin in it, both ends included', () => {
  expect(eventsIn(scene, { fromUs: 0, toUs: 20_000_000 })).toEqual({ first: 0, end: history.events.length });
  const { first, end } = eventsIn(scene, { fromUs: 9_312_000, toUs: 9_330_000 });
  expect([...scene.all.event.subarray(first, end)].map((index) => history.events[index]?.type)).toEqual([
    'fault-stop',
    'applied',
  ]);
});

test('operations at the same time have rows of their own, and an open one ends with its process', () => {
  const events: readonly HistoryEvent[] = [
    { at: 0, who: 'a#0', type: 'invoke', op: 1, f: 'campaign' },
    { at: 10, who: 'a#0', type: 'invoke', op: 2, f: 'write' },
    { at: 20, who: 'a#0', type: 'fail', op: 2 },
    { at: 30, who: 'a#0', type: 'invoke', op: 3, f: 'write' },
    { at: 40, who: 'a#0', type: 'info', op: 3 },
    { at: 50, who: 'a#0', type: 'crashed' },
    { at: 60, who: 'a#1', type: 'invoke', op: 1, f: 'campaign' },
  ];
  const rows = operationRows(events, 100).get('a') ?? [];
  expect(rows.map(stretches)).toEqual([
    [
      [0, 50],
      [60, 100],
    ],
    [
      [10, 20],
      [30, 40],
    ],
  ]);
  expect(rows.map(({ look }) => [...look])).toEqual([
    [3, 3],
    [1, 2],
  ]);
});
