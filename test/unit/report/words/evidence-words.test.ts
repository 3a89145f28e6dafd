/** What every format says of shrinking, of replays on other testbeds, and of coverage. */
import { describe, expect, test } from 'vitest';
import type { AdapterResult, Counterexample } from '../../../../src/search/run-result.ts';
import {
  coverageWords,
  replayWords,
  reproductionWords,
  shrunkWords,
} from '../../../../src/report/words/evidence-words.ts';
import { renderMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { renderClosing } from '../../../../src/report/terminal/terminal.ts';
import { counterexample as shown, runOf, violatingAdapter as searched } from '../example-run.ts';

/** As it is found, and as a replay of it: neither shrunk nor covering anything. */
const { shrunk: _from, reproduced: _elsewhere, ...counterexample } = shown;
const { coverage: _cells, ...violatingAdapter } = searched;

const shrunk = { plan: 'plans/0.json', fromFaults: 5, fromCandidates: 4, runs: 57, complete: true };
const small: Counterexample = { ...counterexample, faults: 1, candidates: 2, shrunk };
const pauseAt = { kind: 'pause-at', why: 'no instruction to stop at' } as const;
const coverage: NonNullable<AdapterResult['coverage']> = {
  actions: ['elected'],
  faults: ['none', 'cut'],
  histories: [[3, 0]],
  mandatory: { cells: 2, missed: [{ action: 'elected', fault: 'cut' }] },
  unreachable: [],
};

describe('a shrunk counterexample', () => {
  test('says from what to what', () => {
    expect(shrunkWords(small)).toBe('shrunk from 5 faults and 4 candidates to 1 fault and 2 candidates, in 57 runs');
    expect(shrunkWords(counterexample)).toBeUndefined();
  });

  test('says when nothing could be taken away, and when the budget ended', () => {
    const same = { ...small, shrunk: { ...shrunk, fromFaults: 1, fromCandidates: 2, complete: false } };
    expect(shrunkWords(same)).toBe(
      'made shorter and plainer in 57 runs; it needs the 1 fault and 2 candidates that it was found with; the budget of runs ended before nothing more could be taken away',
    );
  });

  test('says how often it showed again, that it did not, or why it was not tried', () => {
    const reproduced: Counterexample['reproduced'] = [
      { testbed: 'local', runs: 2, histories: 40, brokenRuns: 2, brokenHistories: 31, notInjected: [] },
      { testbed: 'containers', runs: 2, histories: 40, brokenRuns: 0, brokenHistories: 0, notInjected: [] },
      { testbed: 'local', runs: 0, histories: 0, brokenRuns: 0, brokenHistories: 0, notInjected: [pauseAt] },
    ];
    expect(reproductionWords({ ...small, reproduced })).toEqual([
      'on local: showed again in 31 of 40 histories (2 of 2 runs)',
      'on containers: did not show again in 40 histories (2 runs)',
      'on local: not tried, since pause-at cannot be injected there (no instruction to stop at)',
    ]);
  });
});

describe('a replay', () => {
  const replayed: AdapterResult['replayed'] = [
    { plan: 'plans/1.json', runs: 3, histories: 60, broken: { S4: { runs: 2, histories: 7 } }, notInjected: [pauseAt] },
    { plan: 'plans/2.json', runs: 1, histories: 20, broken: {}, notInjected: [] },
  ];

  test('says what each plan showed, and which of its faults could not be injected', () => {
    expect(replayWords({ ...violatingAdapter, replayed })).toEqual([
      'plans/1.json: S4 broken in 7 of 60 histories (2 of 3 runs); pause-at cannot be injected there (no instruction to stop at)',
      'plans/2.json: nothing broken in 20 histories (1 run)',
    ]);
  });

  test('is told in the terminal and in Markdown', () => {
    const run = runOf({ ...violatingAdapter, replayed });
    expect(renderClosing(run, { colour: false, cwd: '/', folder: '/r' })).toContain('S4 broken in 7 of 60 histories');
    expect(renderMarkdown(run, [])).toContain('S4 broken in 7 of 60 histories');
  });
});

describe('coverage', () => {
  const adapter = { ...violatingAdapter, coverage };

  test('says how many mandatory cells were reached, and which were missed', () => {
    expect(coverageWords(adapter)).toBe('1 of 2 mandatory cells of transition × fault reached, missed: elected × cut');
    expect(coverageWords(violatingAdapter)).toBeUndefined();
  });

  test('is told in the terminal and in Markdown', () => {
    const run = runOf(adapter);
    expect(renderClosing(run, { colour: false, cwd: '/', folder: '/r' })).toContain('coverage: 1 of 2 mandatory cells');
    expect(renderMarkdown(run, [])).toContain('Coverage: 1 of 2 mandatory cells');
  });
});
