import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { describePlan } from '../../../src/report/words/describe-plan.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { unpackEvents } from '../../../src/report/packed/packed-events.ts';
import { reportModel } from '../../../src/report/model.ts';
import { fromText85 } from '../../../src/report/packed/text85.ts';
import { runSentence, verdictOf } from '../../../src/report/words/verdict-words.ts';
import { history, holdingAdapter, plan, runOf, violatingAdapter } from './example-run.ts';

const stored = { adapter: 'redis-lease', testbed: 'simulated', history, plan };

describe('the model', () => {
  test('shows the most telling undeclared violation first, samples last', () => {
    const [s4, s6] = violatingAdapter.counterexamples;
    if (s4 === undefined || s6 === undefined) throw new Error('the example has two counterexamples');
    const model = reportModel(
      runOf(violatingAdapter),
      [],
      [stored, { ...stored, counterexample: s6 }, { ...stored, counterexample: s4 }],
    );
    expect(model.exhibits.map((exhibit) => exhibit.counterexample?.property)).toEqual(['S4', 'S6', undefined]);
  });
});

describe('the page', () => {
  test('forbids everything but its own script and style', () => {
    const assets = { loader: 'load()', script: 'console.log(1)', style: 'p{color:red}' };
    const html = renderHtml(reportModel(runOf(violatingAdapter), [], [stored]), assets);
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(html).toContain(
      `default-src 'none'; script-src ${hash(assets.loader)} ${hash(assets.script)}; style-src ${hash(assets.style)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test('text of a history cannot end the element that carries it', () => {
    const hostile = '</script><script>alert(1)</script><!-- \u2028';
    const html = renderHtml(reportModel(runOf({ ...violatingAdapter, name: hostile, verdict: 'violated' }), [], []), {
      loader: '',
      script: '',
      style: '',
    });
    expect(html).not.toContain('alert(1)</script>');
    expect(html).not.toContain('\u2028');
    expect(html.match(/<script/g)).toHaveLength(2);
  });

  test('events travel packed, and those of a hostile history cannot end their element either', () => {
    const events = history.events.map((event) => ({ ...event, reason: '</template><script>alert(1)</script>' }));
    const report = reportModel(runOf(violatingAdapter), [], [{ ...stored, history: { ...history, events } }, stored]);
    const html = renderHtml(report, { loader: '', script: '', style: '' });
    const texts = /<template id="report-events">([^<]*)<\/template>/.exec(html)?.[1]?.split('\n');
    expect(texts?.map((text) => unpackEvents(gunzipSync(fromText85(text))))).toEqual([events, history.events]);
    expect(html).not.toContain('alert(1)');
  });
});

describe('sentences', () => {
  test.each([
    ['holds', 'redis-fencing keeps every promise that was claimed, over 20,000 histories.', runOf(holdingAdapter)],
    ['matches', 'redis-fencing behaves as declared', runOf({ ...holdingAdapter, verdict: 'matches' }, holdingAdapter)],
    ['violated', 'redis-lease breaks 1 promise', runOf(violatingAdapter, holdingAdapter)],
    [
      'violated',
      'redis-lease breaks 2 promises',
      runOf({
        ...violatingAdapter,
        properties: violatingAdapter.properties.map((property) => ({ ...property, declared: true })),
      }),
    ],
    [
      'inconclusive',
      'redis-lease: the evidence does not decide, over 20,000 histories: L1 is undecided; nothing exercised L6.',
      runOf({ ...violatingAdapter, verdict: 'inconclusive' }),
    ],
    [
      'inconclusive',
      'redis-fencing: no candidate was ever elected in 50 histories.',
      runOf({
        ...holdingAdapter,
        verdict: 'inconclusive',
        reason: 'no candidate was ever elected in 50 histories. What its operations said: nothing.',
        properties: Array.from(
          { length: 7 },
          () =>
            ({
              id: 'S4',
              title: '',
              claimed: true,
              declared: false,
              verdict: 'vacuous',
              judged: 0,
              inconclusive: 0,
              violations: 0,
            }) as const,
        ),
      }),
    ],
    [
      'failed',
      'Scrutineer itself could not finish redis-lease: the worker died.',
      runOf({ ...violatingAdapter, verdict: 'failed', reason: 'the worker died' }, violatingAdapter),
    ],
    [
      'skipped',
      'redis-fencing was not run: needs local|containers.',
      runOf({ ...holdingAdapter, verdict: 'skipped', reason: 'needs local|containers' }),
    ],
    ['skipped', 'Nothing was judged.', runOf()],
  ])('%s: %s', (verdict, sentence, run) => {
    expect(verdictOf(run)).toBe(verdict);
    expect(runSentence(run)).toContain(sentence);
  });

  test('a plan reads as prose', () => {
    const prose = describePlan(plan).join('\n');
    expect(prose).toContain('Fault 1, pause: 600 ms after the 1st renewed, on the leader, for 6 s');
    expect(prose).toContain('Fault 3, crash: at 12 s, on a waiting candidate, for 2 s');
    expect(prose).toContain('Candidate c rests 500 ms between campaigns, gives a campaign up after 9 s.');
    expect(prose).toContain('from 18 s to the end at 20 s candidate c is cut off for good');
  });
});
