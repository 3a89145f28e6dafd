/** The text of a vitest file that replays counterexamples: plain, and nothing that an implementation said can act in it. */
import { expect, test } from 'vitest';
import { replayTestFile } from '../../../src/cli/replay-test-file.ts';
import { quietPlan } from '../../support/simulated-plan.ts';

const options = {
  testFile: '/project/test/leader.test.ts',
  adapterFile: '/project/adapters/mine/adapter.ts',
  adapterName: 'mine',
  holdTo: 'claims',
  cases: [{ counterexample: { property: 'S4', declared: false, sentence: 'Two lead.' }, plan: quietPlan() }],
} as const;

test('names the adapter from where the file is, and expects what is not declared to hold', () => {
  const text = replayTestFile(options);
  expect(text).toContain("const adapter = new URL('../adapters/mine/adapter.ts', import.meta.url);");
  expect(text).toContain(
    "  property: 'S4',\n  expected: 'holds',\n  plan: {\n    schema: 'scrutineer/plan@1',\n    seed: 1,",
  );
  expect(text).toContain('// Two lead.');
  expect(text).not.toContain('holdTo');
});

test('expects a declared deviation to stay, and holds to all where the replay did', () => {
  const [each] = options.cases;
  const declared = { ...each, counterexample: { ...each.counterexample, declared: true } };
  const text = replayTestFile({ ...options, holdTo: 'all', cases: [declared, declared] });
  expect(text.match(/expected: 'violated'/g)).toHaveLength(2);
  expect(text).toContain("holdTo: 'all'");
});

test('keeps what an implementation says inside its comment, and odd names inside their strings', () => {
  const [{ plan, counterexample }] = options.cases;
  const sentence = 'a */ process.exit(1)\nprocess.exit(2)\u2028process.exit(3)';
  const candidates = [{ id: `it's "a"`, joinMs: 0, restMs: 10 }];
  const text = replayTestFile({
    ...options,
    adapterName: 'mine */ process.exit(4)',
    cases: [{ counterexample: { ...counterexample, sentence }, plan: { ...plan, candidates } }],
  });
  for (const line of text.split(/[\n\r\u2028\u2029]/)) {
    if (line.includes('process.exit')) expect(line).toMatch(/^( \*|\/\/) /);
  }
  expect(text.match(/\*\//g)).toHaveLength(1);
  expect(text).toContain(String.raw`id: "it's \"a\""`);
});
