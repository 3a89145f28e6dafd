/** Scrolling over more rows than a browser's element is high. Method: a million rows of 34 px, seen through 600 px. */
import { describe, expect, test } from 'vitest';
import { ScrollScale } from '../../../src/report/page/history/scroll-scale.ts';

const scaleOf = (rows: number): ScrollScale => {
  const scale = new ScrollScale();
  scale.resize({ rows, rowPx: 34, viewPx: 600 });
  return scale;
};

describe('as many rows as fit', () => {
  test('scrolling is what it is', () => {
    const scale = scaleOf(1_000);
    expect(scale.heightPx).toBe(34_000);
    scale.scrolled(3_400);
    expect(scale.stretch(0)).toEqual({ from: 100, to: 118, topPx: 3_400 });
    expect(scale.settled()).toBe(3_400);
  });

  test('rows beyond both edges, within the list', () => {
    const scale = scaleOf(20);
    scale.scrolled(17);
    expect(scale.stretch(5)).toEqual({ from: 0, to: 20, topPx: 0 });
    expect(scaleOf(0).stretch(5)).toEqual({ from: 0, to: 0, topPx: 0 });
  });
});

describe('a million rows', () => {
  const endPx = 34_000_000 - 600;

  test('no element is higher than browsers can', () => {
    expect(scaleOf(1_000_000).heightPx).toBe(15_000_000);
  });

  test('small steps move as far as they say, wherever one is', () => {
    const scale = scaleOf(1_000_000);
    scale.scrolled(7_000_000);
    const before = scale.stretch(0).from;
    scale.scrolled(7_000_340);
    expect(scale.stretch(0).from).toBe(before + 10);
  });

  test('the thumb reaches every part; both ends are exact', () => {
    const scale = scaleOf(1_000_000);
    scale.scrolled((15_000_000 - 600) / 2);
    expect(scale.stretch(0).from).toBe(Math.floor(endPx / 2 / 34));
    scale.scrolled(15_000_000 - 600);
    const last = scale.stretch(0);
    expect(last.to).toBe(1_000_000);
    expect(last.topPx + (last.to - last.from) * 34).toBeCloseTo(15_000_000, 3);
    scale.scrolled(15_000_000 - 700);
    scale.scrolled(0);
    expect(scale.stretch(0)).toEqual({ from: 0, to: 18, topPx: 0 });
  });

  test('what has settled is where the thumb belongs, and shows the same rows', () => {
    const scale = scaleOf(1_000_000);
    for (let at = 0; at <= 50_000; at += 100) scale.scrolled(at);
    const before = scale.stretch(0);
    const settled = scale.settled();
    expect(settled).toBeCloseTo(50_000 * ((15_000_000 - 600) / endPx), -1);
    expect(scale.stretch(0).from).toBe(before.from);
    scale.scrolled(settled);
    expect(scale.stretch(0).from).toBe(before.from);
  });

  test('revealing a row moves no more than needed, and places it whole within the window', () => {
    const scale = scaleOf(1_000_000);
    expect(scale.reveal(3)).toBeUndefined();
    const scrollTop = scale.reveal(999_999);
    expect(scrollTop).toBe(15_000_000 - 600);
    expect(scale.stretch(0).to).toBe(1_000_000);
    scale.reveal(500_000);
    expect(scale.stretch(0).from).toBe(500_000);
    scale.reveal(500_017);
    expect(scale.stretch(0).to).toBe(500_018);
  });

  test('fewer rows: one is not beyond their end', () => {
    const scale = scaleOf(1_000_000);
    scale.scrolled(15_000_000);
    scale.resize({ rows: 10, rowPx: 34, viewPx: 600 });
    expect(scale.stretch(0)).toEqual({ from: 0, to: 10, topPx: 0 });
  });
});
