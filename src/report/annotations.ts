/**
 * What a build server shows beside the code: at most five remarks, one a promise that is broken and not declared, each
 * at the adapter's own file. Servers drop what is more, and a reader does not need it: the report has everything.
 */
import { createHash } from 'node:crypto';
import type { AdapterResult, RunResult } from '../search/run-result.ts';
import { lintLines } from './words/adapter-words.ts';
import { cut, forTerminal, visible } from './words/plain-text.ts';
import { counted } from './words/quantities.ts';
import { byImportance } from './words/verdict-words.ts';

/** GitHub shows ten of a step and fifty of a job; five of a run leave room for others. */
const ANNOTATIONS_MAX = 5;

export interface Annotation {
  readonly title: string;
  /** Several lines. */
  readonly message: string;
  /** As `AdapterResult.file`. */
  readonly file?: string;
}

/** Where an annotation points: a path from the root of the repository, and a line from 1. */
export interface Spot {
  readonly file: string;
  readonly line: number;
}

/** The most telling promises first; the last annotation says how many more there are. */
export function annotationsOf(run: Pick<RunResult, 'adapters'>): readonly Annotation[] {
  const every = [...run.adapters.flatMap(failed), ...broken(run.adapters), ...run.adapters.flatMap(mistaken)];
  // Several runs say the same of one adapter.
  const all = every.filter(({ title }, index) => every.findIndex((other) => other.title === title) === index);
  const more = all.length - ANNOTATIONS_MAX;
  return all
    .slice(0, ANNOTATIONS_MAX)
    .map((annotation, index) =>
      more > 0 && index === ANNOTATIONS_MAX - 1
        ? { ...annotation, message: `${annotation.message}\n${counted(more, 'more is', 'more are')} in the report.` }
        : annotation,
    );
}

/** One a promise of an adapter, however many testbeds showed it. */
function broken(adapters: readonly AdapterResult[]): readonly Annotation[] {
  const owners = new Map(
    adapters.flatMap((adapter) => adapter.counterexamples.map((counterexample) => [counterexample, adapter] as const)),
  );
  const seen = new Set<string>();
  return byImportance([...owners.keys()]).flatMap((counterexample) => {
    const adapter = owners.get(counterexample);
    const promise = JSON.stringify([adapter?.name, counterexample.property]);
    if (adapter === undefined || seen.has(promise) || (counterexample.declared && !isHeldToAll(adapter))) return [];
    seen.add(promise);
    return [
      {
        title: `${adapter.name} breaks ${counterexample.property} on ${adapter.testbed}`,
        message: `${counterexample.sentence}\nReplay: ${counterexample.replay}`,
        ...fileOf(adapter),
      },
    ];
  });
}

/** Where nothing undeclared is broken and the verdict is `violated` all the same, declared deviations count: `--strict`. */
function isHeldToAll(adapter: AdapterResult): boolean {
  return (
    adapter.verdict === 'violated' &&
    adapter.counterexamples.every(({ declared }) => declared) &&
    !lintLines(adapter).some(({ isBreach }) => isBreach)
  );
}

function failed(adapter: AdapterResult): readonly Annotation[] {
  if (adapter.verdict !== 'failed') return [];
  const title = `Scrutineer itself could not judge ${adapter.name} on ${adapter.testbed}`;
  return [{ title, message: adapter.reason ?? 'No reason was given.', ...fileOf(adapter) }];
}

/** Mistakes of the adapter itself, which its lint holds against it. */
function mistaken(adapter: AdapterResult): readonly Annotation[] {
  return lintLines(adapter)
    .filter(({ isBreach }) => isBreach)
    .map(({ code, sentence, next }) => ({
      title: `${code} in ${adapter.name} on ${adapter.testbed}`,
      message: `${sentence}\n${next}`,
      ...fileOf(adapter),
    }));
}

function fileOf({ file }: AdapterResult): { readonly file?: string } {
  return file === undefined ? {} : { file };
}

/** One line for GitHub's runner, which reads it from either stream. Without a spot it stands on the job's page alone. */
export function workflowCommand({ title, message }: Annotation, spot: Spot | undefined): string {
  const properties = [
    ...(spot === undefined ? [] : [`file=${property(spot.file)}`, `line=${spot.line}`]),
    `title=${property(forTerminal(cut(title, 200)))}`,
  ];
  return `::error ${properties.join(',')}::${data(visible(cut(message, 2_000)))}`;
}

/** Percent signs first, since the others become some. */
function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** A line that GitLab's code quality report has for one annotation; it shows none without a place in a file. */
export interface CodeQualityIssue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'critical';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** The same place and promise have the same fingerprint in every run: GitLab compares branches by it. */
export function codeQualityIssue({ title, message }: Annotation, { file, line }: Spot): CodeQualityIssue {
  const name = forTerminal(cut(title, 200));
  return {
    description: `${name}: ${forTerminal(cut(message, 2_000))}`,
    check_name: 'scrutineer',
    fingerprint: createHash('sha256').update(`${file}\n${name}`).digest('hex'),
    severity: 'critical',
    location: { path: file, lines: { begin: line } },
  };
}

/** The line of `source`, from 1, where an adapter says what it promises; else where it is exported; else the first. */
export function lineOfPromises(source: string): number {
  const lines = source.split('\n');
  const claims = lines.findIndex((line) =>
    /^\s*(?:['"]?claims['"]?\s*[:(,]|(?:export\s+)?(?:const|function)\s+claims\b)/.test(line),
  );
  const exported = lines.findIndex((line) => /^\s*(?:export\s+default\b|module\.exports\b)/.test(line));
  return Math.max(0, claims >= 0 ? claims : exported) + 1;
}
