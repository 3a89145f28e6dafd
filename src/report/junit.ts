/** `junit.xml`: one test case per adapter, testbed and property. */
import type { AdapterResult, Counterexample, PropertyResult, RunResult } from '../search/run-result.ts';
import { lintLines } from './adapter-words.ts';
import { cut, forTerminal, visible } from './plain-text.ts';
import { signOf } from './verdict-words.ts';

/**
 * JUnit's three outcomes for our verdicts: undeclared violations are failures; a Scrutineer that failed is an error;
 * what was not decided, not exercised, not claimed or declared as a deviation is skipped, with the reason as message.
 */
export function renderJunit(run: RunResult): string {
  const suites = run.adapters.map((adapter) => suiteOf(adapter, run));
  const total = (pick: (suite: Suite) => number): number => suites.reduce((sum, suite) => sum + pick(suite), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="scrutineer" tests="${total((suite) => suite.tests)}" failures="${total((suite) => suite.failures)}" errors="${total((suite) => suite.errors)}" skipped="${total((suite) => suite.skipped)}" time="${(run.elapsedMs / 1_000).toFixed(3)}">`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly xml: string;
}

interface Case {
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

function suiteOf(adapter: AdapterResult, run: RunResult): Suite {
  const name = `${adapter.name} on ${adapter.testbed}`;
  const cases = adapter.properties.map((property) => caseOf(property, adapter));
  cases.push(...lintCases(adapter));
  if (adapter.verdict === 'failed') cases.push(wholeCase(adapter, 'error', 'Scrutineer itself failed'));
  if (adapter.verdict === 'skipped' && cases.length === 0) cases.push(wholeCase(adapter, 'skipped', 'not run'));
  const number = (outcome: Case['outcome']): number => cases.filter((entry) => entry.outcome === outcome).length;
  const counts = {
    tests: cases.length,
    failures: number('failure'),
    errors: number('error'),
    skipped: number('skipped'),
  };
  const xml = [
    `  <testsuite name="${attribute(name)}" tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${counts.skipped}" timestamp="${attribute(run.startedAt)}">`,
    ...cases.map((entry) => entry.xml),
    '  </testsuite>',
  ].join('\n');
  return { ...counts, xml };
}

function caseOf(property: PropertyResult, adapter: AdapterResult): Case {
  const found = adapter.counterexamples.find((counterexample) => counterexample.property === property.id);
  const head = caseHead(adapter, property.id);
  if (property.verdict === 'holds') return { outcome: 'passed', xml: `${head}/>` };
  if (property.verdict === 'violated' && !property.declared) {
    const sentence = found?.sentence ?? `broken in ${property.violations} histories`;
    const details = found === undefined ? '' : failureText(found);
    return {
      outcome: 'failure',
      xml: `${head}>\n      <failure type="violated" message="${attribute(sentence)}">${content(details)}</failure>\n    </testcase>`,
    };
  }
  const reason = found?.sentence ?? property.reason;
  const message = `${signOf(property).word}${reason === undefined ? '' : `: ${reason}`}`;
  return { outcome: 'skipped', xml: `${head}>\n      <skipped message="${attribute(message)}"/>\n    </testcase>` };
}

/** A case for the lint where it has something to say. */
function lintCases(adapter: AdapterResult): readonly Case[] {
  const lines = lintLines(adapter);
  const [first] = lines;
  if (first === undefined) return [];
  const head = caseHead(adapter, 'lint');
  const message = attribute(`${first.code}: ${first.sentence}`);
  if (!lines.some(({ isBreach }) => isBreach)) {
    return [{ outcome: 'skipped', xml: `${head}>\n      <skipped message="${message}"/>\n    </testcase>` }];
  }
  const details = lines.map(({ code, sentence, seen, next }) => `${code}: ${sentence} (${seen}) ${next}`).join('\n');
  return [
    {
      outcome: 'failure',
      xml: `${head}>\n      <failure type="contract" message="${message}">${content(details)}</failure>\n    </testcase>`,
    },
  ];
}

function wholeCase(adapter: AdapterResult, outcome: 'error' | 'skipped', fallback: string): Case {
  const message = attribute(adapter.reason ?? fallback);
  const type = outcome === 'error' ? ' type="scrutineer-failed"' : '';
  return {
    outcome,
    xml: `${caseHead(adapter, 'run')}>\n      <${outcome}${type} message="${message}"/>\n    </testcase>`,
  };
}

function caseHead(adapter: AdapterResult, name: string): string {
  return `    <testcase classname="${attribute(`${adapter.name}.${adapter.testbed}`)}" name="${attribute(name)}"`;
}

function failureText(counterexample: Counterexample): string {
  const steps = counterexample.witness.steps.map((step, index) => `${index + 1}. ${step}`);
  return [
    counterexample.sentence,
    ...steps,
    `plan: ${counterexample.plan}`,
    `history: ${counterexample.history}`,
    `replay: ${counterexample.replay}`,
  ].join('\n');
}

function attribute(text: string): string {
  return entities(forTerminal(cut(text, 2_000)));
}

function content(text: string): string {
  return entities(visible(cut(text, 20_000)));
}

/** `visible` has already turned all but two of the characters that XML forbids into escapes. */
function entities(text: string): string {
  return text
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&apos;');
}
