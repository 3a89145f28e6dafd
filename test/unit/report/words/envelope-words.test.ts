/** The envelope and the void histories in words: terminal, Markdown and the phrases that the page shares with them. */
import { expect, test } from 'vitest';
import { envelopeOf } from '../../../../spec/envelope.ts';
import { cannotHoldWords, envelopeLine, envelopeRows, voidWords } from '../../../../src/report/words/envelope-words.ts';
import { renderMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { renderClosing } from '../../../../src/report/terminal/terminal.ts';
import type { AdapterResult, PropertyResult } from '../../../../src/search/run-result.ts';
import { claims } from '../../../golden/build-history.ts';
import { holdingAdapter, runOf } from '../example-run.ts';

function claiming(validityMs: number): AdapterResult {
  const own = { ...claims, timing: { ...claims.timing, validityMs } };
  const store = { kind: 'redis', granularityMs: 1, clockRatePpm: 0 };
  const envelope = envelopeOf({ claims: own, leaseTtlMs: 10_000, store });
  if (envelope === undefined) throw new Error('nothing timed is claimed');
  return { ...holdingAdapter, claims: own, envelope: { ...envelope, leaseTtlMs: 10_000 } };
}

const terminal = (adapter: AdapterResult): string =>
  renderClosing(runOf(adapter), { colour: false, cwd: '/home/me', folder: '/home/me/reports/run' });

test('claims inside: claimed beside the most, in one line and in a table', () => {
  const adapter = claiming(8000);
  const line =
    'clock rate 1,000 of 106,145 ppm, pause 1,000 of 1,941 ms, delay 50 of 991 ms, store step 0 of 941 ms, for a lease of 10,000 ms';
  expect(envelopeLine(adapter)).toBe(line);
  expect(terminal(adapter).split('\n')).toContain(`  envelope: ${line}`);
  expect(cannotHoldWords(adapter)).toEqual([]);
  const markdown = renderMarkdown(runOf(adapter), []);
  expect(markdown).toContain('| pause | 1,000 ms | 1,991 ms | 1,941 ms |');
  expect(markdown).toContain('| one-way delay | 50 ms | any | 991 ms |');
});

test('claims outside for effects: the line tells the rest, and a sentence says what cannot hold', () => {
  const adapter = claiming(8960);
  expect(envelopeLine(adapter)).toMatch(/^clock rate 1,000 of .*, without the delay to the resource$/);
  expect(envelopeRows(adapter).map(({ effects }) => effects)).toEqual(Array(4).fill('not even what is claimed'));
  expect(terminal(adapter)).toMatch(/^ {4}cannot hold exclusive effects without fencing \(S3u\) under/m);
  expect(renderMarkdown(runOf(adapter), [])).toMatch(/^It cannot hold exclusive effects/m);
});

test('claims outside altogether', () => {
  expect(envelopeLine(claiming(10_000))).toBe('the claims lie outside of it, for a lease of 10,000 ms');
});

test('nothing timed claimed: nothing said', () => {
  expect(envelopeLine(holdingAdapter)).toBeUndefined();
  expect(envelopeRows(holdingAdapter)).toEqual([]);
  expect(terminal(holdingAdapter)).not.toContain('envelope');
});

test('void histories are counted by what made them so, the most frequent first', () => {
  const property: PropertyResult = {
    id: 'S4',
    claimed: true,
    verdict: 'holds',
    declared: false,
    judged: 30,
    inconclusive: 0,
    violations: 0,
    histories: 1200,
    void: { 'store-lossy': 6, 'pause-unbounded': 1240, 'rate-unbounded': 3, wipe: 2 },
  };
  expect(voidWords(property)).toBe(
    'void in 1,251 histories (pause-unbounded 1,240, store-lossy 6, rate-unbounded 3, others 2)',
  );
  expect(voidWords({ ...property, void: {} })).toBeUndefined();
  const adapter = { ...holdingAdapter, properties: [property] };
  expect(terminal(adapter)).toMatch(
    /S4 +✓ holds +30 judged in 1,200 histories, void in 1,251 histories \(pause-unbounded 1,240/,
  );
  expect(renderMarkdown(runOf(adapter), [])).toContain('| 1,200 | 1,251 histories (pause-unbounded 1,240');
});
