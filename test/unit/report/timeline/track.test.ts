/** Tracks against plain filters over the same spans: a search may skip nothing that is in view. */
import { expect, test } from 'vitest';
import { at, lowerBound, nearest, touching, trackOf } from '../../../../src/report/page/timeline/track.ts';
import type { Span } from '../../../../src/report/page/timeline/track.ts';

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) yield (state = (state * 48_271) % 2_147_483_647);
}

function spansOf(seed: number, count: number): readonly Span[] {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, event) => {
    const fromUs = next.next().value % 1_000;
    return { fromUs, toUs: fromUs + (next.next().value % 7 === 0 ? 400 : next.next().value % 12), event };
  });
}

test('a track is sorted, and knows how far it reaches', () => {
  const track = trackOf([
    { fromUs: 5, toUs: 6, event: 0 },
    { fromUs: 1, toUs: 9, event: 1, look: 2 },
    { fromUs: 7, toUs: 7, event: 2 },
  ]);
  expect([...track.event]).toEqual([1, 0, 2]);
  expect([...track.look]).toEqual([2, 0, 0]);
  expect([...track.reachUs]).toEqual([9, 9, 9]);
});

test.each([1, 2, 3, 4, 5])('everything that touches a stretch is among the places given (%i)', (seed) => {
  const spans = spansOf(seed, 300);
  const track = trackOf(spans);
  for (const [fromUs, toUs] of [
    [0, 2_000],
    [100, 120.5],
    [500, 500],
    [999, 1_400],
    [1_500, 1_600],
  ] as const) {
    const { first, end } = touching(track, { fromUs, toUs });
    const given = [...track.event.subarray(first, end)].filter((event) => (spans[event]?.toUs ?? 0) >= fromUs);
    const wanted = spans.filter((span) => span.fromUs <= toUs && span.toUs >= fromUs).map(({ event }) => event);
    expect(given.sort((left, right) => left - right)).toEqual(wanted);
  }
});

test('the nearest span is the one a plain search finds, within the tolerance', () => {
  const spans = spansOf(9, 60);
  const track = trackOf(spans);
  for (let us = 0; us < 1_500; us += 13) {
    const distances = spans.map((span) => Math.max(0, span.fromUs - us, us - span.toUs));
    const least = Math.min(...distances);
    const found = nearest(track, us, 10);
    if (least > 10) expect(found).toBe(-1);
    else expect(distances[at(track.event, found)]).toBe(least);
  }
});

test('a search within bounds stays within them', () => {
  const column = Float64Array.of(1, 3, 3, 7);
  expect(lowerBound(column, 3)).toBe(1);
  expect(lowerBound(column, 8)).toBe(4);
  expect(lowerBound(column, 0, 2)).toBe(2);
  expect(lowerBound(column, 9, 0, 2)).toBe(2);
});
