/** Several runs side by side: all are there, none is merged with another, and what is missing is said. */
import { describe, expect, test } from 'vitest';
import { mergedExitCode } from '../../../../src/cli/merged-exit-code.ts';
import { indexGroups, indexSentence, indexSign, type IndexModel } from '../../../../src/report/merged/index-model.ts';
import { renderIndexPage } from '../../../../src/report/merged/index-page.ts';
import { renderIndexSummary } from '../../../../src/report/merged/index-summary.ts';
import { shownViolations } from '../../../../src/report/exhibit/shown-violations.ts';
import type { AdapterResult, RunResult } from '../../../../src/search/run-result.ts';
import { counterexample, holdingAdapter, runOf, violatingAdapter } from '../example-run.ts';

const hostile = '<img src=x onerror=alert(1)> "\'& \u0000\u202e [x](https://a.example) | ~~~~~~\n# title';

function modelOf(...runs: readonly RunResult[]): IndexModel {
  return {
    runs: runs.map((run, index) => ({
      name: `run-${index + 1}`,
      folder: `/runs/run-${index + 1}`,
      run,
      page: `../run-${index + 1}/report.html`,
    })),
    lost: [],
  };
}

const holding = runOf(holdingAdapter);
const violating = runOf(violatingAdapter);
const lost = [{ name: 'run-9', reason: 'There is no run.json in it: a run that was killed writes none.' }];

describe('index.html', () => {
  test('has the sentence first, then every result of every run', () => {
    const html = renderIndexPage(modelOf(holding, violating, violating), { style: '' });
    expect(html).toContain('<h1>redis-lease breaks 1 promise (S4), and 1 promise (S6) as it declares');
    expect(html.match(/<div class="result">/g)).toHaveLength(3);
    expect(html.indexOf('>redis-lease</a></th>')).toBeLessThan(html.indexOf('>redis-fencing</a></th>'));
    expect(html).toContain('breaks S4 S6, 20,000 histories');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('style=');
  });

  test('a broken promise leads to where its run shows it', () => {
    const html = renderIndexPage(modelOf(holding, violating), { style: '' });
    const order = shownViolations(violating).map((each) => each.counterexample.property);
    expect(order).toEqual(['S4', 'S6']);
    expect(html).toMatch(
      /<a href="\.\.\/run-2\/report\.html#violation\/1"><span class="sign bad">[^<]*<span[^<]*<\/span> violated</,
    );
    expect(html).toContain('href="../run-2/report.html#violation/2"');
  });

  test('promises with the worst verdict come first, those that nobody claims last and in one line', () => {
    const html = renderIndexPage(modelOf(violating), { style: '' });
    const ids = [...html.matchAll(/<th scope="row"><span class="id">(\S+)<\/span>/g)].map(([, id]) => id);
    expect(ids).toEqual(['S4', 'S6', 'L1', 'L6', 'S8']);
    expect(html).toContain('Not claimed: S1.');
  });

  test('says of each run with which seed, versions and command it was made, and how far its certificate goes', () => {
    const certificate = {
      level: 'faulted',
      missing: ['It was judged for 12 min; the level asks for an hour.'],
    } as const;
    const html = renderIndexPage(modelOf(runOf({ ...holdingAdapter, certificate })), { style: '' });
    for (const words of [
      'seed',
      '42',
      '2026-01-02 03:04:05 UTC',
      '20.20.2',
      'redis',
      '7.0.15',
      'npx scrutineer certify',
    ])
      expect(html).toContain(words);
    expect(html).toContain(
      '<strong>redis-fencing</strong>: level faulted. <span class="quiet">It was judged for 12 min',
    );
  });

  test('a run without a page has no link, and says how to get one', () => {
    const [run] = modelOf(violating).runs;
    if (run === undefined) throw new Error('there is a run');
    const { page, ...without } = run;
    expect(page).toBeDefined();
    const html = renderIndexPage({ runs: [without], lost: [] }, { style: '' });
    expect(html).not.toContain('report.html#');
    expect(html).toContain('It has no report.html');
  });

  test('no text becomes markup', () => {
    const run = runOf({
      ...violatingAdapter,
      name: hostile,
      title: hostile,
      reason: hostile,
      counterexamples: [{ ...counterexample, sentence: hostile }],
    });
    const [merged] = modelOf({ ...run, command: hostile, versions: { [hostile]: hostile } }).runs;
    if (merged === undefined) throw new Error('there is a run');
    const html = renderIndexPage(
      {
        runs: [{ ...merged, name: hostile, page: `../${hostile}/report.html` }],
        lost: [{ name: hostile, reason: hostile }],
      },
      { style: '' },
    );
    expect(html).not.toMatch(/<img|onerror=alert\(1\)>|[\u0000\u202e]/);
    expect(html.match(/ id="[^"]*"/g)?.every((id) => /^ id="(lost|results|runs|adapter-\d+)(-name)?"$/.test(id))).toBe(
      true,
    );
  });

  test('the same runs give the same page', () => {
    const page = (): string => renderIndexPage(modelOf(holding, violating), { style: 'a' });
    expect(page()).toBe(page());
  });
});

describe('what is missing', () => {
  test('is said in the sentence, in a part of its own, and is no pass', () => {
    const model = { ...modelOf(holding), lost };
    expect(indexSentence(model)).toBe(
      'One of 2 runs is missing or cannot be read. The others: redis-fencing keeps every promise that was claimed, over 20,000 histories.',
    );
    expect(indexSign(model)).toMatchObject({ word: 'incomplete', tone: 'warning' });
    const html = renderIndexPage(model, { style: '' });
    expect(html).toContain('<h2 id="lost-name">Missing or unreadable</h2>');
    expect(html).toContain('a run that was killed writes none.');
  });

  test('does not hide what is broken', () => {
    expect(indexSentence({ ...modelOf(violating), lost })).toMatch(
      /^redis-lease breaks 1 promise .*\. One of 2 runs is missing or cannot be read\.$/,
    );
  });

  test('may be everything', () => {
    expect(indexSentence({ runs: [], lost })).toBe('There is no run that can be read.');
    expect(indexSentence({ runs: [], lost: [...lost, ...lost] })).toBe('None of 2 runs can be read.');
    expect(renderIndexPage({ runs: [], lost }, { style: '' })).toContain('run-9');
  });
});

describe('one adapter in several runs', () => {
  test('is grouped, the worst first, and nothing is added up', () => {
    const better: AdapterResult = { ...violatingAdapter, verdict: 'holds', properties: holdingAdapter.properties };
    const [group, ...others] = indexGroups(modelOf(runOf(better), violating));
    expect(others).toEqual([]);
    expect(group?.entries.map(({ of, adapter }) => [of.name, adapter.verdict])).toEqual([
      ['run-2', 'violated'],
      ['run-1', 'holds'],
    ]);
  });
});

describe('summary.md', () => {
  const drawings = [{ counterexample, drawing: ['a  ====', 'b    =='] }];

  test('has what is missing, the violation that tells most, and a row a result', () => {
    const text = renderIndexSummary({ ...modelOf(holding, violating), lost }, { drawings });
    expect(text).toMatch(/^# ✗ redis-lease breaks/);
    expect(text.indexOf('`run-9`')).toBeLessThan(text.indexOf('### S4'));
    expect(text).toContain('a  ====');
    expect(text).toContain('| redis-lease | simulated | run-2 | ✗ violated | S4, S6 | none | 20,000 |');
    expect(text).toContain('See it in `../run-2/report.html#violation/1`.');
    expect(text).not.toContain('](');
  });

  test('links where the page is public, and only there', () => {
    const text = renderIndexSummary(modelOf(violating), { drawings, address: 'https://example.org/p/' });
    expect(text).toContain('[All results](<https://example.org/p/index.html>)');
    expect(text).toContain('[See it in the report](<https://example.org/run-1/report.html#violation/1>)');
  });

  test('stays within 64 KiB with 200 violations and hostile strings', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...counterexample,
      sentence: hostile.repeat(40),
      plan: `plans/${index}.json`,
    }));
    const run = runOf({ ...violatingAdapter, name: hostile, counterexamples: many });
    const all = many.map((each) => ({ counterexample: each, drawing: ['a  ===='] }));
    const rows = Array.from({ length: 300 }, (_, index) => ({ name: `lost-${index}`, reason: hostile.repeat(9) }));
    const text = renderIndexSummary({ ...modelOf(run, run), lost: rows.slice(0, 40) }, { drawings: all });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
    expect(text).toMatch(/sections were left out to stay below 64 KiB; index\.html has everything\.\n$/);
    expect(text).toMatch(/^~~~~~~text$/m);
    expect(text).not.toMatch(/<img|[\u0000\u202e]|^# title/m);
  });
});

describe('the exit code', () => {
  const interrupted = { ...holding, interrupted: true };
  const ofVerdict = (verdict: AdapterResult['verdict']): RunResult => runOf({ ...holdingAdapter, verdict });

  test.each([
    [0, modelOf(holding, ofVerdict('matches'))],
    [1, modelOf(holding, violating, ofVerdict('inconclusive'), interrupted)],
    [2, modelOf(holding, ofVerdict('inconclusive'), ofVerdict('skipped'))],
    [69, modelOf(holding, ofVerdict('skipped'))],
    [130, modelOf(interrupted, ofVerdict('inconclusive'))],
    [65, { ...modelOf(violating), lost }],
    [65, { runs: [], lost: [] }],
    [70, { ...modelOf(ofVerdict('failed'), violating), lost }],
  ])('%i', (code, model) => {
    expect(mergedExitCode(model)).toBe(code);
  });
});
