/** Counterexamples as a vitest file that anybody can run and keep. */
import { dirname, relative } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { forTerminal } from '../report/words/plain-text.ts';
import type { Counterexample } from '../search/run-result.ts';

export interface ReplayTestOptions {
  /** Absolute paths. */
  readonly testFile: string;
  readonly adapterFile: string;
  readonly adapterName: string;
  readonly holdTo: 'claims' | 'all';
  readonly cases: readonly ReplayTestCase[];
}

export interface ReplayTestCase {
  readonly counterexample: Pick<Counterexample, 'property' | 'declared' | 'sentence'>;
  readonly plan: Plan;
}

/**
 * The text of the file: one test a broken promise. One that is declared is expected to stay broken; any other fails
 * until the implementation is mended, and then guards it.
 */
export function replayTestFile({ testFile, adapterFile, adapterName, holdTo, cases }: ReplayTestOptions): string {
  const path = relative(dirname(testFile), adapterFile).replaceAll('\\', '/');
  const place = path.startsWith('.') ? path : `./${path}`;
  return [
    '/**',
    ` * Found by Scrutineer in ${commentText(adapterName)}. Each plan is run again in the simulation, byte for byte as it was found.`,
    ' * `holds` fails as long as the plan breaks the promise; `violated` fails when it no longer does.',
    ' */',
    "import { replayElection } from 'scrutineer/vitest';",
    '',
    `const adapter = new URL(${literal(place)}, import.meta.url);`,
    ...cases.flatMap(({ counterexample, plan }) => [
      '',
      `// ${commentText(counterexample.sentence)}`,
      'replayElection(adapter, {',
      `  property: ${literal(counterexample.property)},`,
      `  expected: ${literal(counterexample.declared ? 'violated' : 'holds')},`,
      ...(holdTo === 'all' ? ["  holdTo: 'all',"] : []),
      `  plan: ${literal(plan).replaceAll('\n', '\n  ')},`,
      '});',
    ]),
    '',
  ].join('\n');
}

/** The value as people write it: plain keys, and single quotes where nothing needs an escape. */
function literal(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
    .replaceAll(/^( *)"(\w+)":/gm, '$1$2:')
    .replaceAll(/"((?:[^"\\]|\\.)*)"/g, (text, content: string) => (/['\\]/.test(content) ? text : `'${content}'`));
}

/** Text of an implementation cannot end a comment. */
function commentText(text: string): string {
  return forTerminal(text).replaceAll(/\s+/g, ' ').replaceAll('*/', '* /');
}
