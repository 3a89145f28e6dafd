/** Badges: never better than the evidence, and safe whatever an adapter is called. */
import { describe, expect, test } from 'vitest';
import { badgeFiles, badgeOf, badgeSnippet, renderBadge } from '../../../../src/report/badge/badge.ts';
import type { AdapterResult } from '../../../../src/search/run-result.ts';
import { holdingAdapter, violatingAdapter } from '../example-run.ts';

function certified(level: 'none' | 'simulated' | 'faulted' | 'soaked'): AdapterResult {
  return { ...holdingAdapter, certificate: { level, missing: [] } };
}

const matching: AdapterResult = { ...violatingAdapter, verdict: 'matches' };
const undecided: AdapterResult = { ...holdingAdapter, verdict: 'inconclusive' };
const failed: AdapterResult = { ...holdingAdapter, verdict: 'failed' };
const skipped: AdapterResult = { ...holdingAdapter, verdict: 'skipped' };

describe('the word', () => {
  test.each([
    ['simulated', [certified('simulated')]],
    ['faulted', [certified('simulated'), certified('faulted')]],
    ['soaked', [certified('soaked'), skipped]],
    ['as declared', [matching, certified('soaked')]],
    ['violated', [certified('soaked'), violatingAdapter]],
    ['inconclusive', [certified('soaked'), undecided]],
    ['not certified', [certified('none')]],
    ['not certified', [holdingAdapter]],
    ['not certified', [certified('soaked'), failed]],
    ['not certified', [skipped]],
  ] as const)('%s', (word, results) => {
    expect(badgeOf('x', results).word).toBe(word);
  });

  test('a run that is missing might have broken anything: nothing passes', () => {
    expect(badgeOf('x', [certified('soaked')], 1)).toMatchObject({ word: 'inconclusive', tone: 'warning' });
    expect(badgeOf('x', [violatingAdapter], 1).word).toBe('violated');
  });
});

describe('the picture', () => {
  test('names itself, is as wide as its words, and loads nothing', () => {
    const svg = renderBadge(badgeOf('redis-fencing', [certified('simulated')]));
    expect(svg).toContain('role="img"');
    expect(svg).toContain(
      '<title>Scrutineer: redis-fencing keeps its promises, certified at the level simulated</title>',
    );
    expect(svg).not.toMatch(/href|url\(|@import|<style|<script/);
    expect(svg.length).toBeLessThan(1_200);
    const [wide, narrow] = ['as declared', 'soaked'].map((word) => {
      const badge = { adapter: 'x', word, tone: 'good', title: 'x' } as const;
      return Number(/^<svg [^>]*width="(\d+)"/.exec(renderBadge(badge as never))?.[1]);
    });
    expect(wide).toBeGreaterThan(Number(narrow) + 15);
  });

  test('a hostile name stays text', () => {
    const svg = renderBadge(badgeOf('"><script>alert(1)</script>\u202e', [violatingAdapter]));
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('\u202e');
    expect(svg.match(/<title>/g)).toHaveLength(1);
  });
});

test('files have plain names, one for each adapter, also where case does not count', () => {
  const files = badgeFiles([
    'redis-lease',
    '../../etc/passwd',
    'a b',
    'a?b',
    'A-B',
    '',
    '..',
    'redis-lease',
    'x'.repeat(300),
  ]);
  expect([...files.values()]).toEqual([
    'redis-lease.svg',
    'etc-passwd.svg',
    'a-b.svg',
    'a-b-2.svg',
    'A-B-3.svg',
    'adapter.svg',
    'adapter-2.svg',
    `${'x'.repeat(59)}.svg`,
  ]);
});

test('the snippet leads from the badge to the evidence', () => {
  const badge = badgeOf('x](y)', [certified('simulated')]);
  expect(badgeSnippet(badge, 'x.svg', 'https://example.org/runs/')).toBe(
    String.raw`[![Scrutineer: x\](y) keeps its promises, certified at the level simulated](https://example.org/runs/badges/x.svg)](https://example.org/runs/index.html)`,
  );
});
