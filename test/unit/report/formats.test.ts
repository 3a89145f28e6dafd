/** Markdown, JUnit and JSON: what they say, and that nothing in a history can break out of them. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { asciiTimeline } from '../../../src/report/terminal/ascii-timeline.ts';
import { renderJson } from '../../../src/report/json.ts';
import { renderJunit, renderMergedJunit } from '../../../src/report/junit/junit.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import type { RunResult } from '../../../src/search/run-result.ts';
import { counterexample, history, holdingAdapter, runOf, violatingAdapter } from './example-run.ts';

const drawings = [{ counterexample, drawing: asciiTimeline(history, counterexample.witness) }];
const hostile =
  '<img src=x onerror=alert(1)> | `code` ]]> \u0000\ufffe\u202e @someone https://a.example "quoted" & ~~~~~~\n# title';

/** A run in which every string would like to be something else. */
function hostileRun(): RunResult {
  const run = runOf({
    ...violatingAdapter,
    name: hostile,
    reason: hostile,
    properties: violatingAdapter.properties.map((property) => ({ ...property, reason: hostile })),
    counterexamples: [{ ...counterexample, sentence: hostile, replay: hostile, plan: hostile }],
  });
  return { ...run, command: hostile, versions: { [hostile]: hostile } };
}

const schema = await readFile(new URL('../../fixtures/junit-common.xsd', import.meta.url), 'utf8');

async function wrongWith(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema });
  return errors.map(({ message }) => message);
}

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

  test('shows the violation that tells most before the tables, and where the page shows it', () => {
    const text = renderMarkdown(runOf(holdingAdapter, violatingAdapter), drawings);
    expect(text.indexOf('### S4')).toBeLessThan(text.indexOf('## redis-fencing'));
    expect(text.indexOf('### S6 (declared)')).toBeGreaterThan(text.indexOf('## redis-lease'));
    expect(text).toContain('See it in `report.html#violation/1`.');
  });

  test.each([
    ['long', 'ä'.repeat(1_500)],
    ['hostile', `${hostile} www.a.example ${'\u0007'.repeat(3_000)}`],
  ])('stays within 64 KiB with 200 violations and %s strings, cut between sections, and says so', (_, sentence) => {
    const many = Array.from({ length: 200 }, (__, index) => ({
      ...counterexample,
      sentence,
      replay: sentence,
      plan: `plans/${index}.json`,
      witness: { ...counterexample.witness, steps: Array.from({ length: 40 }, () => sentence) },
    }));
    const run = runOf({ ...violatingAdapter, name: sentence, reason: sentence, counterexamples: many });
    const text = renderMarkdown(
      { ...run, command: sentence.repeat(50), testbed: 'simulated' },
      many.map((each) => ({ counterexample: each, drawing: ['a  ====', 'b    =='] })),
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
    expect(Buffer.byteLength(text)).toBeGreaterThan(20 * 1024);
    expect(text).toMatch(/\n\d+ sections were left out to stay below 64 KiB; report\.html has everything\.\n$/);
    expect(text.match(/^~~~~~~/gm)?.length ?? 0).toBe(2 * (text.match(/^~~~~~~text$/gm)?.length ?? 0));
    expect(text).toMatch(/^~~~~~~text$/m);
    // Only in code.
    expect(text.replace(/`[^\n]*`/g, '')).not.toContain('www.a');
    for (const row of text.split('\n').filter((line) => line.startsWith('|'))) expect(row).toMatch(/\|$/);
  });
});

describe('junit.xml', () => {
  test('has one case per adapter and property, with undecided and declared ones skipped', () => {
    const xml = renderJunit(runOf(violatingAdapter, holdingAdapter));
    expect(xml).toContain('<testsuites name="scrutineer" tests="12" failures="1" errors="0" time="48.210"');
    expect(xml).toMatch(
      /<testsuite name="redis-lease on simulated"[^>]* tests="6" failures="1" errors="0" skipped="4"/,
    );
    expect(xml).toContain(`<failure type="violated" message="${counterexample.sentence}">`);
    expect(xml).toContain('<skipped message="vacuous"/>');
    expect(xml).toContain('<skipped message="inconclusive: no stretch of calm was long enough"/>');
    expect(xml).toContain('<skipped message="violated (declared): a#0 renewed the record of b#0 at 9.602 s"/>');
    expect(xml).toContain('<testcase classname="redis-fencing.simulated" name="L6" time="0.000"/>');
  });

  test('a Scrutineer that failed is an error, never a failure', () => {
    const xml = renderJunit(runOf({ ...holdingAdapter, verdict: 'failed', reason: 'the worker died', properties: [] }));
    expect(xml).toContain('tests="1" failures="0" errors="1" skipped="0"');
    expect(xml).toContain('<error type="scrutineer-failed" message="the worker died"/>');
  });

  test('a failure has the drawing and the command that shows it again', () => {
    const xml = renderJunit(runOf(violatingAdapter), drawings);
    expect(xml).toContain('a believes   |');
    expect(xml).toContain(`replay: ${counterexample.replay}`);
  });

  test.each([
    ['plain', runOf(violatingAdapter, holdingAdapter), []],
    ['nothing', runOf(), []],
    ['hostile', hostileRun(), drawings],
    [
      'failed and skipped',
      runOf({ ...holdingAdapter, verdict: 'failed' }, { ...holdingAdapter, verdict: 'skipped', properties: [] }),
      [],
    ],
  ] as const)('is what the common schemas describe: %s', async (_, run, drawn) => {
    const merged = renderMergedJunit(
      { runs: [{ name: 'one', folder: '/one', run }], lost: [{ name: hostile, reason: hostile }] },
      drawn,
    );
    for (const xml of [renderJunit(run, drawn), merged]) expect(await wrongWith(xml)).toEqual([]);
  });

  test('the schema refuses what viewers would', async () => {
    const xml = renderJunit(runOf(violatingAdapter));
    expect(await wrongWith(xml.replace(' time="0.000"', ''))).not.toEqual([]);
    expect(await wrongWith(xml.replace('<failure ', '<broken '))).not.toEqual([]);
  });

  test('several runs: each suite has the name of its run, and a run that is missing is an error', () => {
    const xml = renderMergedJunit({
      runs: ['simulated', 'again'].map((name) => ({ name, folder: `/${name}`, run: runOf(violatingAdapter) })),
      lost: [{ name: 'local', reason: 'There is no run.json in it.' }],
    });
    expect(xml).toContain('<testsuites name="scrutineer" tests="13" failures="2" errors="1"');
    expect(xml).toContain('classname="again.redis-lease.simulated" name="S4"');
    expect(xml).toContain('<error type="run-missing" message="There is no run.json in it."/>');
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
