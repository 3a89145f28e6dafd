/** Terminals count columns, not characters: wide characters take two, combining marks none. */
import { describe, expect, test } from 'vitest';
import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from '../../../../src/report/terminal/display-width.ts';

describe('columns', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['', 0],
    ['redis-lease', 11],
    ['✓ holds', 7],
    ['選舉', 4],
    ['e\u0301lu', 3],
    ['👑 a', 4],
    ['µs', 2],
  ];
  for (const [text, width] of cases) {
    test(`${JSON.stringify(text)} takes ${width}`, () => {
      expect(displayWidth(text)).toBe(width);
    });
  }

  test('a wide character that half fits is cut off whole', () => {
    expect(cutToWidth('選舉選舉', 6)).toBe('選舉…');
    expect(cutToWidth('選舉選舉', 8)).toBe('選舉選舉');
    expect(cutToWidth('leader', 4)).toBe('lea…');
    expect(padToWidth('選', 4)).toBe('選  ');
  });
});

describe('wrapping', () => {
  test('breaks between words and keeps the indent of the line', () => {
    expect(wrapToWidth('  1. the leader was paused', { width: 16, indent: 5 })).toEqual([
      '  1. the leader',
      '     was paused',
    ]);
    expect(wrapToWidth('whole', { width: Infinity, indent: 0 })).toEqual(['whole']);
  });

  test('a word longer than a line is broken, and nothing of it is lost', () => {
    const lines = wrapToWidth(`  a ${'x'.repeat(50)} b`, { width: 20, indent: 4 });
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(20);
    expect(lines.join('').replaceAll(' ', '')).toBe(`a${'x'.repeat(50)}b`);
  });
});
