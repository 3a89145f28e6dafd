/** What a frame draws: everything in view once, alone or counted, and never much more than the screen has columns. */
import { expect, test } from 'vitest';
import { visitColumns } from '../../../../src/report/page/timeline/columns.ts';
import { linearScale, viewportOf } from '../../../../src/report/page/timeline/scale.ts';
import { at, trackOf } from '../../../../src/report/page/timeline/track.ts';
import type { Track } from '../../../../src/report/page/timeline/track.ts';

const END = 1_000_000;

function visited(track: Track, fromUs: number, toUs: number): { alone: number[]; counted: number; visits: number } {
  const seen = { alone: [] as number[], counted: 0, visits: 0 };
  visitColumns(track, viewportOf(linearScale(END), { fromUs, toUs }, 92, 1_092), 2, {
    one(place) {
      seen.alone.push(place);
      seen.visits += 1;
    },
    many(first, end) {
      seen.counted += end - first;
      seen.visits += 1;
    },
  });
  return seen;
}

const every = (stepUs: number, lengthUs: number): Track =>
  trackOf(
    Array.from({ length: Math.floor(END / stepUs) }, (_, event) => ({
      fromUs: event * stepUs,
      toUs: event * stepUs + lengthUs,
      event,
    })),
  );

test('spans with room are drawn each, those before and after the view are not', () => {
  const { alone, counted } = visited(every(10_000, 4_000), 102_000, 205_000);
  expect(alone).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  expect(counted).toBe(0);
});

test('spans without room are counted, and cost a visit a column at most', () => {
  const { counted, visits, alone } = visited(every(10, 5), 0, END);
  expect(counted + alone.length).toBe(100_000);
  expect(visits).toBeLessThanOrEqual(510);
});

test('a long span that begins in a full column is drawn besides being counted', () => {
  const spans = Array.from({ length: 20 }, (_, event) => ({ fromUs: event, toUs: event, event }));
  const track = trackOf([...spans, { fromUs: 21, toUs: 500_000, event: 20 }]);
  const { alone, counted } = visited(track, 0, END);
  expect(counted).toBe(21);
  expect(alone.map((place) => at(track.event, place))).toEqual([20]);
});

test('a span that began long before the view and reaches into it is drawn', () => {
  const track = trackOf([
    { fromUs: 0, toUs: END, event: 0 },
    ...Array.from({ length: 50 }, (_, event) => ({ fromUs: 10 + event, toUs: 11 + event, event: event + 1 })),
  ]);
  expect(visited(track, 500_000, 600_000).alone).toEqual([0]);
});
