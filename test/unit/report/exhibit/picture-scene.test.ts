/** What travels with the verdict to be drawn: cut to what matters, small, with the steps of the witness at their places. */
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../../../spec/history.ts';
import { sceneOf } from '../../../../src/report/exhibit/picture-scene.ts';
import { counterexample, history } from '../example-run.ts';

const { witness } = counterexample;

test('the steps of the witness are at their rows, in their words, and the last two conflict', () => {
  const { marks, broken } = sceneOf(history, witness);
  expect(marks.map(({ step, row, lane, conflicts }) => [step, row, lane, conflicts])).toEqual([
    [1, 'belief', 0, false],
    [2, 'store', undefined, false],
    [3, 'belief', 1, true],
    [4, 'belief', 0, true],
  ]);
  expect(marks[2]?.words).toBe('b#0 believes that it leads, token 4');
  // The time is told in front of the step, so it is not said again.
  expect(marks[0]?.told).toMatch(/^a#0 begins to believe that it leads, with token 3/);
  expect(marks[3]?.told).toContain('9.312 s');
  // An uncertain moment is shown where it is closest to the broken stretch.
  expect(marks[1]?.atUs).toBe(7_714_000);
  expect(broken).toEqual({ fromUs: 9_312_000, toUs: 10_420_000 });
});

test('what lies outside of the stretch worth looking at is left out, and a sample shows the whole history', () => {
  const picture = sceneOf(history, witness);
  expect(picture.toUs).toBeLessThan(14_000_000);
  expect(picture.bands.map(({ name }) => name)).toEqual(['slow c ⇄ store +250 ms', 'pause a#0', 'crash c#0']);
  expect(picture.phases.map(({ phase }) => phase)).toEqual(['trouble']);
  expect(picture.omitted).toBe(0);
  const sample = sceneOf(history, undefined);
  expect([sample.fromUs, sample.toUs]).toEqual([0, 20_000_000]);
  expect(sample.marks).toEqual([]);
  expect(sample).not.toHaveProperty('broken');
});

test('of a thousand writes those nearest to the violation are drawn, and the rest is counted', () => {
  const writes = Array.from({ length: 1_000 }, (_, n): HistoryEvent => ({
    at: 9_000_000 + n * 2_000,
    who: 'resource',
    type: 'applied',
    n: n + 100,
    by: 'b#0',
    leadership: 1,
    token: '4',
  }));
  const events = [...history.events, ...writes];
  const picture = sceneOf({ ...history, events }, witness);
  const drawn = picture.lanes.flatMap((lane) => lane.writes);
  expect(drawn.length).toBeGreaterThan(100);
  expect(drawn.length).toBeLessThanOrEqual(200);
  expect(picture.omitted).toBeGreaterThan(800);
  for (const { atUs } of drawn) expect(atUs).toBeLessThan(10_800_000);
  expect(JSON.stringify(picture).length).toBeLessThan(24_000);
});

test('a mark of an answer or a write knows since when it was under way', () => {
  const events: readonly HistoryEvent[] = [
    { at: 100, who: 'a#0', type: 'invoke', op: 3, f: 'leader' },
    { at: 150, who: 'b#0', type: 'invoke', op: 3, f: 'leader' },
    { at: 200, who: 'a#0', type: 'ok', op: 3, value: { holder: 'b#0' } },
    { at: [300, 310], who: 'resource', type: 'applied', n: 1, by: 'b#0', leadership: 1, sentAt: 250 },
    { at: 1_000, who: 'nemesis', type: 'phase', phase: 'end' },
  ];
  const { marks } = sceneOf({ ...history, events }, { ...witness, events: [2, 3], fromUs: 200, toUs: 300 });
  expect(marks.map(({ sinceUs, row, lane, words }) => [sinceUs, row, lane, words])).toEqual([
    [100, 'action', 0, 'a#0 is told that b#0 leads'],
    [250, 'action', 1, 'resource applies write 1 of b#0'],
  ]);
});
