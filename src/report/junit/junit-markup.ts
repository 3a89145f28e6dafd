/** The elements of `junit.xml`. What a history says can neither end one nor bring in a character that XML forbids. */
import type { Counterexample } from '../../search/run-result.ts';
import { cut, forTerminal, visible } from '../words/plain-text.ts';

export interface Case {
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

export interface Suite {
  readonly name: string;
  readonly packageName: string;
  /** ISO 8601, UTC; unknown for a run that cannot be read. */
  readonly startedAt: string | undefined;
  /** In seconds. */
  readonly time: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly cases: readonly Case[];
  /** What the suite leaves on its standard output. */
  readonly output: string;
}

/** The format knows no zone, and wants a moment in any case. */
const EPOCH = '1970-01-01T00:00:00';

/** Elements and attributes in the order, and as many, as the common schemas ask for. */
export function suiteMarkup(suite: Suite, index: number): string {
  const number = (outcome: Case['outcome']): number => suite.cases.filter((each) => each.outcome === outcome).length;
  const attributes: readonly (readonly [string, string])[] = [
    ['name', suite.name],
    ['package', suite.packageName],
    ['id', String(index)],
    ['tests', String(suite.cases.length)],
    ['failures', String(number('failure'))],
    ['errors', String(number('error'))],
    ['skipped', String(number('skipped'))],
    ['time', suite.time],
    ['timestamp', suite.startedAt?.slice(0, 19) ?? EPOCH],
    // Where a run was made is nobody's business; the format wants a name all the same.
    ['hostname', 'localhost'],
  ];
  return [
    `  <testsuite ${attributes.map(([name, value]) => `${name}="${attribute(value)}"`).join(' ')}>`,
    '    <properties>',
    ...suite.facts.map(([name, value]) => `      <property name="${attribute(name)}" value="${attribute(value)}"/>`),
    '    </properties>',
    ...suite.cases.map(({ xml }) => xml),
    `    <system-out>${content(suite.output)}</system-out>`,
    '    <system-err></system-err>',
    '  </testsuite>',
  ].join('\n');
}

export interface CaseElement {
  readonly className: string;
  readonly name: string;
  /** Absent where it passed. */
  readonly tag?: 'failure' | 'error' | 'skipped';
  readonly type?: string;
  readonly message?: string;
  readonly details?: string;
}

/** A test case takes no time of its own: all properties are judged in one go. */
export function element({ className, name, tag, type, message = '', details = '' }: CaseElement): string {
  const head = `    <testcase classname="${attribute(className)}" name="${attribute(name)}" time="0.000"`;
  if (tag === undefined) return `${head}/>`;
  const of = `${type === undefined ? '' : ` type="${attribute(type)}"`} message="${attribute(message)}"`;
  const inner = details === '' ? `<${tag}${of}/>` : `<${tag}${of}>${content(details)}</${tag}>`;
  return `${head}>\n      ${inner}\n    </testcase>`;
}

/** What somebody reads who has nothing but the build server's page. */
export function failureText(counterexample: Counterexample, drawing: readonly string[]): string {
  const steps = counterexample.witness.steps.map((step, index) => `${index + 1}. ${step}`);
  return [
    counterexample.sentence,
    ...(drawing.length === 0 ? [] : ['', ...drawing, '']),
    ...steps,
    `plan: ${counterexample.plan}`,
    `history: ${counterexample.history}`,
    `replay: ${counterexample.replay}`,
  ].join('\n');
}

/** Text for a quoted attribute, on one line. */
export function attribute(text: string): string {
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
