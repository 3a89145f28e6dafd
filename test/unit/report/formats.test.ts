/** Markdown, JUnit and JSON: what they say, and that nothing in a history can break out of them. */
import { describe, expect, test } from 'vitest';
import { asciiTimeline } from '../../../src/report/ascii-timeline.ts';
import { renderJson } from '../../../src/report/json.ts';
import { renderJunit } from '../../../src/report/junit.ts';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { counterexample, history, holdingAdapter, runOf, violatingAdapter } from './example-run.ts';

const drawings = [{ counterexample, drawing: asciiTimeline(history, counterexample.witness) }];
const hostile =
  '<img src=x onerror=alert(1)> | `code` ]]> \u0000\ufffe\u202e @someone https://a.example "quoted" & ~~~~~~\n# title';

describe('summary.md', () => {
  test('says verdict, table, violation with its drawing, and replay', () => {
    const text = renderMarkdown(runOf(violatingAdapter), drawings);
    expect(text).toMatch(/^# ✗ redis-lease breaks 1 promise/);
    expect(text).toContain('| S4 | ✗ violated | 31,870 | 12 | 212 |');
    expect(text).toContain('a believes   |');
    expect(text).toContain(`Replay: \`${counterexample.replay}\``);
  });

  test('no text becomes markup', () => {
    const text = renderMarkdown(
      runOf({
        ...violatingAdapter,
        name: hostile,
        counterexamples: [
          {
            ...counterexample,
            sentence: hostile,
            replay: hostile,
            witness: { ...counterexample.witness, steps: [hostile] },
          },
        ],
      }),
      [],
    );
    const prose = text.split('\n').filter((line) => !line.includes('Replay:'));
    expect(prose.join('\n')).not.toMatch(/<img|@someone|https:\/\/|[\u0000\u202e]/);
    expect(text).not.toMatch(/^# title/m);
    // A code span with a fence longer than the backticks in it.
    expect(text).toMatch(/Replay: `` .*`code`.* ``$/m);
  });

  test('stays within 64 KiB, and says what it left out', () => {
    const many = Array.from({ length: 500 }, () => ({ ...counterexample, sentence: 'ä'.repeat(1_500) }));
    const text = renderMarkdown(runOf({ ...violatingAdapter, counterexamples: many }), []);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
    expect(text).toMatch(/\d+ sections were left out/);
  });
});

describe('junit.xml', () => {
  test('has one case per adapter and property, with undecided and declared ones skipped', () => {
    const xml = renderJunit(runOf(violatingAdapter, holdingAdapter));
    expect(xml).toContain('<testsuites name="scrutineer" tests="12" failures="1" errors="0" skipped="4"');
    expect(xml).toContain(`<failure type="violated" message="${counterexample.sentence}">`);
    expect(xml).toContain('<skipped message="vacuous"/>');
    expect(xml).toContain('<skipped message="inconclusive: no stretch of calm was long enough"/>');
    expect(xml).toContain('<skipped message="violated (declared): a#0 renewed the record of b#0 at 9.602 s"/>');
    expect(xml).toContain('<testcase classname="redis-fencing.simulated" name="L6"/>');
  });

  test('a Scrutineer that failed is an error, never a failure', () => {
    const xml = renderJunit(runOf({ ...holdingAdapter, verdict: 'failed', reason: 'the worker died', properties: [] }));
    expect(xml).toContain('tests="1" failures="0" errors="1" skipped="0"');
    expect(xml).toContain('<error type="scrutineer-failed" message="the worker died"/>');
  });

  test('holds only characters that XML allows, and no markup of a history', () => {
    const xml = renderJunit(
      runOf({
        ...violatingAdapter,
        name: hostile,
        counterexamples: [{ ...counterexample, sentence: hostile, replay: hostile }],
      }),
    );
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|<img|]]>/);
    expect(xml.match(/<testcase/g)).toHaveLength(6);
  });
});

test('JSON is the run itself, on one line', () => {
  const run = runOf(violatingAdapter);
  const text = renderJson(run);
  expect(JSON.parse(text)).toEqual(run);
  expect(text).not.toContain('\n');
});
