import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../../spec/history.ts';
import {
  linearScale,
  momentsOf,
  panned,
  rankScale,
  viewportOf,
  zoomed,
} from '../../../../src/report/page/timeline/scale.ts';
import { history } from '../example-run.ts';

const ranks = rankScale(Float64Array.of(0, 10, 1_000, 1_001, 50_000));

test('moments are ascending and distinct, both ends of what is uncertain', () => {
  const events: readonly HistoryEvent[] = [
    { at: 5, who: 'a#0', type: 'started' },
    { at: [5, 9], who: 'a#0', type: 'crashed' },
    { at: 7, who: 'a#1', type: 'started' },
  ];
  expect([...momentsOf(events)]).toEqual([5, 7, 9]);
});

describe('by rank', () => {
  test('every moment has as much room as any other', () => {
    const { x } = viewportOf(ranks, { fromUs: 0, toUs: 50_000 }, 100, 500);
    expect([0, 10, 1_000, 1_001, 50_000].map(x)).toEqual([100, 200, 300, 400, 500]);
    expect(x(505)).toBeCloseTo(250, 6);
  });

  test('what lies beyond the first and last moment stays at the ends', () => {
    expect([ranks.unitAt(-5), ranks.unitAt(60_000)]).toEqual([0, 4]);
    expect([ranks.usAt(-1), ranks.usAt(9)]).toEqual([0, 50_000]);
  });

  test('a history with one moment, or none, has an axis', () => {
    for (const moments of [new Float64Array(0), Float64Array.of(7)]) {
      const scale = rankScale(moments);
      const { x } = viewportOf(scale, zoomed(scale, { fromUs: 0, toUs: 7 }, 0.5, 3), 0, 100);
      expect(Number.isFinite(x(7))).toBe(true);
    }
  });
});

describe.each([
  ['linear', linearScale(20_000_000)],
  ['rank', rankScale(momentsOf(history.events))],
])('%s', (_, scale) => {
  const view = { fromUs: 4_000_000, toUs: 12_000_000 };

  test('both directions undo each other', () => {
    const { x, us } = viewportOf(scale, view, 92, 1_000);
    for (const moment of [1_000_000, 4_000_000, 7_654_321, 12_000_000]) expect(us(x(moment))).toBeCloseTo(moment, 0);
  });

  test('zooming keeps the moment under the pointer where it is', () => {
    const fixed = 9_312_000;
    const before = viewportOf(scale, view, 0, 1_000).x(fixed);
    expect(viewportOf(scale, zoomed(scale, view, 0.5, fixed), 0, 1_000).x(fixed)).toBeCloseTo(before, 3);
  });

  test('neither panning nor zooming leaves the axis or comes closer than the closest look', () => {
    expect(panned(scale, view, -50).fromUs).toBe(0);
    expect(panned(scale, view, 50).toUs).toBeCloseTo(20_000_000, 0);
    expect(zoomed(scale, view, 1e9, 5_000_000)).toEqual({ fromUs: 0, toUs: 20_000_000 });
    const close = zoomed(scale, view, 1e-12, 5_000_000);
    expect(scale.unitAt(close.toUs) - scale.unitAt(close.fromUs)).toBeCloseTo(scale.unitsMin, 3);
  });
});

test('panning moves by a share of what is shown', () => {
  expect(panned(linearScale(100), { fromUs: 20, toUs: 40 }, 0.5)).toEqual({ fromUs: 30, toUs: 50 });
});
