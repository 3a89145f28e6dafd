/** Annotations: few, telling, at the right line, and unable to become other commands. */
import { describe, expect, test } from 'vitest';
import { annotationsOf, codeQualityIssue, lineOfPromises, workflowCommand } from '../../../src/report/annotations.ts';
import type { AdapterResult } from '../../../src/search/run-result.ts';
import type { PropertyId } from '../../../spec/property.ts';
import { counterexample, holdingAdapter, runOf, violatingAdapter } from './example-run.ts';

const file = 'adapters/redis-lease/adapter.ts';

function breaking(properties: readonly PropertyId[], over: Partial<AdapterResult> = {}): AdapterResult {
  return {
    ...violatingAdapter,
    file,
    counterexamples: properties.map((property) => ({ ...counterexample, property, declared: false })),
    ...over,
  };
}

describe('which there are', () => {
  test('one a promise that is broken and not declared, with sentence and replay command', () => {
    expect(annotationsOf(runOf({ ...violatingAdapter, file }, holdingAdapter))).toEqual([
      {
        title: 'redis-lease breaks S4 on simulated',
        message: `${counterexample.sentence}\nReplay: ${counterexample.replay}`,
        file,
      },
    ]);
  });

  test('at most five, the most telling first, and the last says how many more', () => {
    const all = annotationsOf(runOf(breaking(['W2', 'S9', 'S8', 'S7', 'S6', 'S4', 'S1'])));
    expect(all.map(({ title }) => title.split(' ')[2])).toEqual(['S4', 'S1', 'S6', 'S7', 'S9']);
    expect(all.at(-1)?.message).toMatch(/\n2 more are in the report\.$/);
  });

  test('a promise that several testbeds show broken is said once', () => {
    expect(annotationsOf(runOf(breaking(['S4']), breaking(['S4'], { testbed: 'local' })))).toHaveLength(1);
  });

  test('declared deviations are none, unless they are what counts', () => {
    const declared = breaking([], { counterexamples: [{ ...counterexample, declared: true }] });
    expect(annotationsOf(runOf({ ...declared, verdict: 'matches' }))).toEqual([]);
    expect(annotationsOf(runOf({ ...declared, verdict: 'violated' }))).toHaveLength(1);
  });

  test('a Scrutineer that failed is said first', () => {
    const failed: AdapterResult = { ...holdingAdapter, verdict: 'failed', reason: 'the worker died' };
    expect(annotationsOf(runOf(breaking(['S4']), failed))[0]).toMatchObject({ message: 'the worker died' });
  });
});

describe('as workflow commands', () => {
  test('point at the line', () => {
    expect(workflowCommand({ title: 'x breaks S4', message: 'a\nb' }, { file: 'src/x.ts', line: 12 })).toBe(
      '::error file=src/x.ts,line=12,title=x breaks S4::a%0Ab',
    );
    expect(workflowCommand({ title: 'x', message: 'y' }, undefined)).toBe('::error title=x::y');
  });

  test('no text ends one, or begins another', () => {
    const hostile = '100%\r\n::set-output name=x::y, z: \u001b[31m\u202e';
    const line = workflowCommand({ title: hostile, message: hostile }, { file: 'a,line=1:b%.ts', line: 1 });
    expect(line).not.toMatch(/[\r\n\u001b\u202e]/);
    const [, properties = '', data = ''] = /^::error (.*?)::(.*)$/.exec(line) ?? [];
    expect(properties).toBe(
      'file=a%2Cline=1%3Ab%25.ts,line=1,title=100%25 %3A%3Aset-output name=x%3A%3Ay%2C z%3A \\u{202e}',
    );
    expect(data).toMatch(/^100%25\\u\{d\}%0A::set-output/);
  });
});

test('for GitLab: the same place and promise have the same fingerprint, others have others', () => {
  const issue = (title: string, message: string, line: number): ReturnType<typeof codeQualityIssue> =>
    codeQualityIssue({ title, message }, { file: 'src/x.ts', line });
  expect(issue('x breaks S4', 'a', 3)).toMatchObject({
    check_name: 'scrutineer',
    severity: 'critical',
    location: { path: 'src/x.ts', lines: { begin: 3 } },
  });
  expect(issue('x breaks S4', 'a', 3).fingerprint).toBe(issue('x breaks S4', 'b', 4).fingerprint);
  expect(issue('x breaks S4', 'a', 3).fingerprint).not.toBe(issue('x breaks S6', 'a', 3).fingerprint);
});

test.each([
  ['import x;\n\nexport default defineAdapter({\n  name: 1,\n  claims: ({ leaseTtlMs }) => ({', 5],
  ['const claims = 1;\nexport default { claims };', 1],
  ['export default defineAdapter({\n  claims,\n});', 2],
  ['export default defineAdapter({\n  "claims": 1,\n});', 2],
  ['// claims\n\nexport default build();', 3],
  ['const a = 1;\nmodule.exports = a;', 2],
  ['', 1],
])('the line of what is promised: %j', (source, line) => {
  expect(lineOfPromises(source)).toBe(line);
});
