/** Flags are read strictly; an error says what was expected. */
import { describe, expect, test } from 'vitest';
import { parseCandidates, parseDurationMs, parseFaults, parseSeed, parseTestbeds } from '../../../src/cli/options.ts';

describe('flags', () => {
  test('times carry their unit', () => {
    expect([parseDurationMs('500ms'), parseDurationMs('60s'), parseDurationMs('1.5m'), parseDurationMs('1h')]).toEqual([
      500, 60_000, 90_000, 3_600_000,
    ]);
    for (const wrong of ['60', '0s', '-1s', 's', '1d', ''])
      expect(() => parseDurationMs(wrong)).toThrow('for instance 60s');
  });

  test('faults are none, all or known kinds, each once', () => {
    expect(parseFaults('none')).toEqual([]);
    expect(parseFaults('cut,pause,cut')).toEqual(['cut', 'pause']);
    expect(parseFaults('all')).toContain('store-wipe');
    expect(() => parseFaults('cut,earthquake')).toThrow('found "earthquake"');
  });

  test('testbeds are known kinds, each once', () => {
    expect(parseTestbeds('local, simulated,local')).toEqual(['local', 'simulated']);
    expect(() => parseTestbeds('cloud')).toThrow('Expected simulated, local, containers');
  });

  test('numbers are whole and within their range', () => {
    expect(parseSeed('0')).toBe(0);
    for (const wrong of ['-1', '1e3', '1.5', 'x', '']) expect(() => parseSeed(wrong)).toThrow('whole number');
    expect(() => parseCandidates('1')).toThrow('from 2 to 7');
    expect(() => parseCandidates('8')).toThrow('from 2 to 7');
  });
});
