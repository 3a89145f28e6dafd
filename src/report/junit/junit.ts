/** `junit.xml`: one test case an adapter, testbed and property, in the format that build servers read. */
import type { AdapterResult, PropertyResult, RunResult } from '../../search/run-result.ts';
import { certificateWords, lintLines } from '../words/adapter-words.ts';
import type { IndexModel, LostRun } from '../merged/index-model.ts';
import { attribute, element, failureText, suiteMarkup, type Case, type Suite } from './junit-markup.ts';
import type { DrawnCounterexample } from '../markdown/markdown-violation.ts';
import { signOf } from '../words/verdict-words.ts';

/**
 * JUnit's three outcomes for our verdicts: undeclared violations are failures; a Scrutineer that failed is an error;
 * what was not decided, not exercised, not claimed or declared as a deviation is skipped, with the reason as message.
 */
export function renderJunit(run: RunResult, drawings: readonly DrawnCounterexample[] = []): string {
  return document(
    run.adapters.map((adapter) => suiteOf(adapter, { run, drawings })),
    run.elapsedMs,
  );
}

/** The same of several runs, each suite with the name of its run. One that is missing or cannot be read is an error. */
export function renderMergedJunit({ runs, lost }: IndexModel, drawings: readonly DrawnCounterexample[] = []): string {
  const suites = runs.flatMap(({ name, run }) =>
    run.adapters.map((adapter) => suiteOf(adapter, { run, drawings, prefix: name })),
  );
  return document(
    [...suites, ...lost.map(lostSuite)],
    runs.reduce((sum, { run }) => sum + run.elapsedMs, 0),
  );
}

function document(suites: readonly Suite[], elapsedMs: number): string {
  const total = (outcome: Case['outcome']): number =>
    suites.reduce((sum, { cases }) => sum + cases.filter((each) => each.outcome === outcome).length, 0);
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // No `skipped` here: the common schemas know it only of a suite.
    `<testsuites name="scrutineer" tests="${tests}" failures="${total('failure')}" errors="${total('error')}" time="${seconds(elapsedMs)}">`,
    ...suites.map(suiteMarkup),
    '</testsuites>',
    '',
  ].join('\n');
}

interface SuiteContext {
  readonly run: RunResult;
  readonly drawings: readonly DrawnCounterexample[];
  /** Name of the run, where there are several. */
  readonly prefix?: string;
}

function suiteOf(adapter: AdapterResult, { run, drawings, prefix }: SuiteContext): Suite {
  const className = `${prefix === undefined ? '' : `${prefix}.`}${adapter.name}.${adapter.testbed}`;
  const cases = adapter.properties.map((property) => caseOf(property, adapter, { className, drawings }));
  cases.push(...lintCases(adapter, className));
  if (adapter.verdict === 'failed') {
    const message = adapter.reason ?? 'Scrutineer itself failed';
    cases.push({
      outcome: 'error',
      xml: element({ className, name: 'run', tag: 'error', type: 'scrutineer-failed', message }),
    });
  }
  if (adapter.verdict === 'skipped' && cases.length === 0) {
    const message = adapter.reason ?? 'not run';
    cases.push({ outcome: 'skipped', xml: element({ className, name: 'run', tag: 'skipped', message }) });
  }
  return {
    name: `${adapter.name} on ${adapter.testbed}${prefix === undefined ? '' : `, run ${prefix}`}`,
    packageName: prefix ?? 'scrutineer',
    startedAt: run.startedAt,
    // What is judged together has no time of its own: that of the run counts where it has one suite only.
    time: seconds(run.adapters.length === 1 ? run.elapsedMs : 0),
    facts: factsOf(adapter, run),
    cases,
    output: `${run.command}\n`,
  };
}

function factsOf(adapter: AdapterResult, run: RunResult): readonly (readonly [string, string])[] {
  return [
    ['seed', String(run.seed)],
    ['testbed', adapter.testbed],
    ['verdict', adapter.verdict],
    ['histories', String(adapter.histories)],
    ['certificate', certificateWords(adapter)?.level ?? 'none'],
    ...Object.entries(run.versions).map(([name, version]): [string, string] => [`version of ${name}`, version]),
  ];
}

interface CaseContext {
  readonly className: string;
  readonly drawings: readonly DrawnCounterexample[];
}

function caseOf(property: PropertyResult, adapter: AdapterResult, { className, drawings }: CaseContext): Case {
  const found = adapter.counterexamples.find((counterexample) => counterexample.property === property.id);
  const name = property.id;
  if (property.verdict === 'holds') return { outcome: 'passed', xml: element({ className, name }) };
  if (property.verdict === 'violated' && !property.declared) {
    const message = found?.sentence ?? `broken in ${property.violations} histories`;
    const drawing = drawings.find(({ counterexample }) => counterexample === found)?.drawing ?? [];
    const details = found === undefined ? '' : failureText(found, drawing);
    return {
      outcome: 'failure',
      xml: element({ className, name, tag: 'failure', type: 'violated', message, details }),
    };
  }
  const reason = found?.sentence ?? property.reason;
  const message = `${signOf(property).word}${reason === undefined ? '' : `: ${reason}`}`;
  return { outcome: 'skipped', xml: element({ className, name, tag: 'skipped', message }) };
}

/** A case for the lint where it has something to say. */
function lintCases(adapter: AdapterResult, className: string): readonly Case[] {
  const lines = lintLines(adapter);
  const [first] = lines;
  if (first === undefined) return [];
  const message = `${first.code}: ${first.sentence}`;
  const name = 'lint';
  if (!lines.some(({ isBreach }) => isBreach))
    return [{ outcome: 'skipped', xml: element({ className, name, tag: 'skipped', message }) }];
  const details = lines.map(({ code, sentence, seen, next }) => `${code}: ${sentence} (${seen}) ${next}`).join('\n');
  return [
    { outcome: 'failure', xml: element({ className, name, tag: 'failure', type: 'contract', message, details }) },
  ];
}

function lostSuite({ name, reason }: LostRun): Suite {
  const xml = element({ className: name, name: 'run', tag: 'error', type: 'run-missing', message: reason });
  return {
    name: `run ${name}`,
    packageName: name,
    startedAt: undefined,
    time: seconds(0),
    facts: [],
    cases: [{ outcome: 'error', xml }],
    output: '',
  };
}

/** The whole document is in seconds with three digits. */
function seconds(ms: number): string {
  return attribute((ms / 1_000).toFixed(3));
}
