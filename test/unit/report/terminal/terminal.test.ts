import { expect, test } from 'vitest';
import { asciiTimeline } from '../../../../src/report/terminal/ascii-timeline.ts';
import { displayWidth } from '../../../../src/report/terminal/display-width.ts';
import { renderClosing, renderViolation } from '../../../../src/report/terminal/terminal.ts';
import type { AdapterResult } from '../../../../src/search/run-result.ts';
import { counterexample, history, holdingAdapter, runOf, violatingAdapter } from '../example-run.ts';

const options = { colour: false, cwd: '/home/me', folder: '/home/me/reports/run' };

test('the timeline has at most ten lines of printable ASCII within its width, and shows who believed when', () => {
  for (const width of [38, 60, 118])
    for (const line of asciiTimeline(history, counterexample.witness, width))
      expect(line.length).toBeLessThanOrEqual(width);
  const lines = asciiTimeline(history, counterexample.witness, 78);
  expect(lines.length).toBeLessThanOrEqual(10);
  for (const line of lines) {
    expect(line).toMatch(/^[ -~]*$/);
    expect(line.length).toBeLessThanOrEqual(78);
  }
  const row = (label: string): string => lines.find((line) => line.startsWith(label)) ?? '';
  expect(row('a believes')).toMatch(/^a believes +\| +=+!+$/);
  expect(row('b believes')).toMatch(/^b believes +\| +=+$/);
  expect(row('store')).toMatch(/a+ +b+$/);
  // What is broken lies where a believes without holding, and b believes too.
  const broken = row('broken').indexOf('#');
  expect(row('a believes')[broken]).toBe('!');
  expect(row('b believes')[broken]).toBe('=');
});

test('seven candidates and many faults still fit into ten lines', () => {
  const candidates = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({
    id,
    leaseTtlMs: 5_000,
    claims: history.header.claims,
  }));
  const crowded = { ...history, header: { ...history.header, candidates } };
  const lines = asciiTimeline(crowded, counterexample.witness);
  expect(lines.length).toBeLessThanOrEqual(10);
  expect(lines.filter((line) => line.includes('believes  '))).toHaveLength(3);
});

test('a violation shows sentence, steps, paths from here and the replay command', () => {
  const text = renderViolation(counterexample, history, options);
  expect(text.split('\n')[0]).toBe(`✗ S4 violated  ${counterexample.sentence}`);
  expect(text).toContain('  3. At 8.104 s b#0 begins to believe');
  expect(text).toContain('reports/run/histories/a1b2c3d4-0.jsonl.gz');
  expect(text).not.toContain('/home/me');
  expect(text).toContain(`replay   ${counterexample.replay}`);
});

test('the closing table gives each property a verdict with its evidence, and ends with one line', () => {
  const text = renderClosing(runOf(violatingAdapter, holdingAdapter), options);
  expect(text).toMatch(/S4 +✗ violated +31,870 judged, 12 undecided, broken in 212 histories/);
  expect(text).toMatch(/S6 +✗ violated \(declared\) +90,412 judged/);
  expect(text).toMatch(/L6 +∅ vacuous +0 judged/);
  expect(text).toContain('not claimed: S1');
  expect(text).toContain('faults injected: cut 4,210');
  expect(text.split('\n').at(-1)).toBe(
    '✗ redis-lease breaks 1 promise (S4), and 1 promise (S6) as it declares, judged over 20,000 histories.',
  );
});

test('the last line says which promises were broken, and which of them are declared', () => {
  const lastLine = (...adapters: readonly AdapterResult[]): string =>
    renderClosing(runOf(...adapters), options)
      .split('\n')
      .at(-1) ?? '';
  const declaring: AdapterResult = {
    ...violatingAdapter,
    properties: violatingAdapter.properties.map((property) => ({ ...property, declared: true })),
  };
  expect(lastLine(declaring)).toBe(
    '✗ redis-lease breaks 2 promises (S4, S6) as it declares, judged over 20,000 histories.',
  );
  expect(lastLine({ ...declaring, verdict: 'matches' }, holdingAdapter)).toMatch(
    /^✓ redis-lease and \S+ behave as declared: redis-lease breaks 2 promises \(S4, S6\), over/,
  );
  const other: AdapterResult = {
    ...violatingAdapter,
    name: 'other',
    properties: violatingAdapter.properties.filter(({ id }) => id === 'S4'),
  };
  expect(lastLine(violatingAdapter, { ...violatingAdapter, testbed: 'local' }, other)).toMatch(
    /^✗ redis-lease breaks 1 promise \(S4\), and 1 promise \(S6\) as it declares; other breaks 1 promise \(S4\), judged/,
  );
});

test('strings of the implementation cannot command the terminal', () => {
  const hostile = '\u001b]0;owned\u0007\u001b[2J\u202eevil\nnext';
  const text = renderViolation(
    { ...counterexample, sentence: hostile, replay: hostile, witness: { ...counterexample.witness, steps: [hostile] } },
    history,
    options,
  );
  const closing = renderClosing(runOf({ ...violatingAdapter, name: hostile, reason: hostile }), options);
  expect(text + closing).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

/** What is there to be copied stays whole; so does the verdict, which is the last line for scripts. */
const isCopied = (line: string): boolean => /^(  (plan|history|report|replay)  |report  |[✓✗?!–] )/.test(line);

for (const columns of [40, 41, 60, 80, 120, 200]) {
  test(`nothing is wider than a terminal of ${columns} columns, and no word is lost`, () => {
    const wide = { ...options, columns };
    const run = runOf(violatingAdapter, holdingAdapter);
    const lines = [
      ...renderClosing(run, wide).split('\n').slice(0, -1),
      ...renderViolation(counterexample, history, wide).split('\n'),
    ];
    for (const line of lines) if (!isCopied(line)) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
    const one = runOf(violatingAdapter);
    expect(words(renderClosing(one, wide))).toEqual(words(renderClosing(one, options)));
  });
}

test('the columns of the tables are aligned, also below names of wide characters', () => {
  const named = { ...holdingAdapter, name: '選舉' };
  const lines = renderClosing(runOf(violatingAdapter, named), options).split('\n');
  const from = lines.findIndex((line) => line.startsWith('adapter'));
  const table = lines.slice(from, from + 3);
  expect(table).toEqual([
    'adapter      testbed    verdict     histories  broken',
    'redis-lease  simulated  ✗ violated     20,000  S4 S6',
    '選舉         simulated  ✓ holds        20,000  -',
  ]);
});

test('colours are painted over words, and change none', () => {
  const painted = renderClosing(runOf(violatingAdapter, holdingAdapter), { ...options, colour: true, columns: 60 });
  expect(painted).toContain('\u001b[31m✗ violated');
  expect(painted.replaceAll(/\u001b\[\d+m/g, '')).toBe(
    renderClosing(runOf(violatingAdapter, holdingAdapter), { ...options, columns: 60 }),
  );
  const violation = renderViolation(counterexample, history, { ...options, colour: true, columns: 50 });
  expect(violation).toMatch(/^\u001b\[31m✗ S4 violated\u001b\[39m  \u001b\[1ma#0 /);
});

test('an interrupted run says so in its last line, and that nothing is certified', () => {
  const text = renderClosing({ ...runOf(holdingAdapter), interrupted: true }, options);
  expect(text).toContain('nothing is certified');
  expect(text.split('\n').at(-1)).toMatch(/^✓ Interrupted\. redis-fencing keeps every promise/);
});
