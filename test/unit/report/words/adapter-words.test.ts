// Goal: mistakes of an adapter and the level of its certificate are told in every report, and cannot break out of it.
import { describe, expect, test } from 'vitest';
import { certificateWords, declaredLint, lintLines } from '../../../../src/report/words/adapter-words.ts';
import { renderJunit } from '../../../../src/report/junit/junit.ts';
import { renderMarkdown } from '../../../../src/report/markdown/markdown.ts';
import { renderClosing } from '../../../../src/report/terminal/terminal.ts';
import { runSentence } from '../../../../src/report/words/verdict-words.ts';
import type { LintFinding } from '../../../../src/search/lint/lint-report.ts';
import type { AdapterResult } from '../../../../src/search/run-result.ts';
import { holdingAdapter, runOf, violatingAdapter } from '../example-run.ts';

const mistake: LintFinding = {
  code: 'LINT-LOST-LATE',
  severity: 'error',
  declared: false,
  sentence: 'resign of b#0 settled at 1.200 s, but <b>its</b> leadership had not been reported lost.',
  next: 'Abort lost first.',
  times: 1_234,
  example: { candidate: 'b', at: 1_200_000, history: 7 },
};
const warning: LintFinding = { ...mistake, code: 'LINT-CLAIMS-TTL', severity: 'warning', times: 1 };
const declared: LintFinding = { ...mistake, code: 'LINT-ELECTED-TWICE', declared: true };

function linted(...findings: readonly LintFinding[]): AdapterResult {
  return {
    ...holdingAdapter,
    verdict: 'violated',
    reason: 'the adapter breaks the contract',
    lint: { histories: 200, findings },
  };
}

const options = { colour: false, cwd: '/', folder: '/run' };

describe('mistakes', () => {
  test('say what, how often, where first, and what to do', () => {
    expect(lintLines(linted(mistake, warning, declared))).toMatchObject([
      {
        code: 'LINT-LOST-LATE',
        isBreach: true,
        seen: 'seen 1,234 times in 200 histories without faults, first by b at 1.200 s of history 7',
      },
      { code: 'LINT-CLAIMS-TTL', isBreach: false, seen: 'seen in the claims' },
    ]);
    expect(declaredLint(linted(mistake, declared))).toBe('1 mistake is what it declares: LINT-ELECTED-TWICE');
    expect(lintLines(holdingAdapter)).toEqual([]);
  });

  test('come before the promises in the terminal, and into its last line', () => {
    const text = renderClosing(runOf(linted(mistake, declared)), options);
    expect(text.indexOf('✗ LINT-LOST-LATE')).toBeLessThan(text.indexOf('property'));
    expect(text).toContain('lint: 1 mistake is what it declares');
    expect(text.split('\n').at(-1)).toContain('breaks the contract of adapters, judged over');
  });

  test('beside broken promises both are told', () => {
    const sentence = runSentence(runOf({ ...violatingAdapter, lint: { histories: 200, findings: [mistake] } }));
    expect(sentence).toMatch(/breaks the contract of adapters, and 1 promise \(S4\)/);
  });

  test('are a failed case of their own in JUnit, and a skipped one where they are warnings', () => {
    expect(renderJunit(runOf(linted(mistake)))).toMatch(
      /name="lint"[^>]*>\s*<failure type="contract" message="LINT-LOST-LATE: resign of b#0 settled at 1\.200 s, but &lt;b&gt;/,
    );
    expect(renderJunit(runOf(linted(warning)))).toMatch(/name="lint"[^>]*>\s*<skipped message="LINT-CLAIMS-TTL/);
    expect(renderJunit(runOf(holdingAdapter))).not.toContain('name="lint"');
  });

  test('are text in Markdown, never markup', () => {
    const text = renderMarkdown(runOf(linted(mistake)), []);
    expect(text).toContain('- ✗ `LINT-LOST-LATE` resign of b\\#0');
    expect(text).not.toContain('<b>');
  });
});

describe('certificates', () => {
  const certified = (level: 'none' | 'faulted', verdict: AdapterResult['verdict'] = 'holds'): AdapterResult => ({
    ...holdingAdapter,
    verdict,
    certificate: { level, missing: ['Run for an hour.'] },
  });

  test('the level, and what the next one needs', () => {
    expect(certificateWords(certified('faulted'))).toEqual({ level: 'level faulted', missing: ['Run for an hour.'] });
    expect(certificateWords(certified('none', 'matches'))?.level).toBe('no level: it matches its declaration');
    expect(certificateWords(holdingAdapter)).toBeUndefined();
  });

  test('in the terminal and in Markdown', () => {
    const run = runOf(certified('faulted'));
    expect(renderClosing(run, options)).toContain('  certificate: level faulted\n    Run for an hour.');
    expect(renderMarkdown(run, [])).toContain('Certificate: level faulted. Run for an hour.');
  });
});
