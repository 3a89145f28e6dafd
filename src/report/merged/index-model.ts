/** Several runs side by side: what the index page, its summary and its JUnit are made from. Verdicts are never merged. */
import type { AdapterResult, RunResult } from '../../search/run-result.ts';
import { counted } from '../words/quantities.ts';
import { shownViolations } from '../exhibit/shown-violations.ts';
import { runSentence, signOfAdapter, verdictOf, WORST_FIRST } from '../words/verdict-words.ts';
import type { VerdictSign } from '../words/verdict-sign.ts';

/** A run that could be read. */
export interface MergedRun {
  /** What it is called among the others; no two have the same. */
  readonly name: string;
  /** Its folder, absolute. */
  readonly folder: string;
  readonly run: RunResult;
  /** Address of its report.html, seen from the index. Absent where it has none. */
  readonly page?: string;
}

/** A run that was named or expected, and is not there or cannot be read. */
export interface LostRun {
  readonly name: string;
  readonly reason: string;
}

export interface IndexModel {
  readonly runs: readonly MergedRun[];
  readonly lost: readonly LostRun[];
}

/** What one run found of one adapter on one testbed. */
export interface IndexEntry {
  readonly of: MergedRun;
  readonly adapter: AdapterResult;
  /** Where its page shows a property broken, seen from the index; by property. */
  readonly shown: ReadonlyMap<string, string>;
}

/** What all runs found of one adapter, the worst first. */
export interface IndexGroup {
  readonly name: string;
  readonly entries: readonly IndexEntry[];
}

/** The adapters, the worst first, then by name. */
export function indexGroups({ runs }: IndexModel): readonly IndexGroup[] {
  const groups = new Map<string, IndexEntry[]>();
  for (const of of runs) {
    const shown = addressesOf(of);
    for (const adapter of of.run.adapters) {
      const group = groups.get(adapter.name) ?? [];
      groups.set(adapter.name, [...group, { of, adapter, shown: shown.get(adapter) ?? new Map() }]);
    }
  }
  const rank = ({ adapter }: IndexEntry): number => WORST_FIRST.indexOf(adapter.verdict);
  const sorted = [...groups].map(([name, entries]) => ({
    name,
    entries: entries.sort((left, right) => rank(left) - rank(right)),
  }));
  const worst = ({ entries }: IndexGroup): number => Math.min(...entries.map(rank));
  return sorted.sort((left, right) => worst(left) - worst(right) || (left.name < right.name ? -1 : 1));
}

/** For each adapter of a run: where its page shows what it broke. */
function addressesOf({ run, page }: MergedRun): ReadonlyMap<AdapterResult, ReadonlyMap<string, string>> {
  const byAdapter = new Map<AdapterResult, Map<string, string>>();
  if (page === undefined) return byAdapter;
  for (const [index, { adapter, counterexample }] of shownViolations(run).entries()) {
    const addresses = byAdapter.get(adapter) ?? new Map<string, string>();
    if (!addresses.has(counterexample.property))
      addresses.set(counterexample.property, `${page}#violation/${index + 1}`);
    byAdapter.set(adapter, addresses);
  }
  return byAdapter;
}

/** All that was found, as if it were of one run: for the sentence and the exit code, not to be shown. */
export function allAdapters({ runs }: IndexModel): readonly AdapterResult[] {
  return runs.flatMap(({ run }) => run.adapters);
}

/** The sign over the whole page. What is not there is never a pass. */
export function indexSign(model: IndexModel): VerdictSign {
  const verdict = verdictOf({ adapters: allAdapters(model) });
  const isBad = verdict === 'failed' || verdict === 'violated';
  if (model.lost.length > 0 && !isBad) return { glyph: '!', word: 'incomplete', tone: 'warning' };
  return signOfAdapter(verdict);
}

/** All runs in one sentence or two: what is broken first, and always what is missing. */
export function indexSentence(model: IndexModel): string {
  const { runs, lost } = model;
  const all = counted(runs.length + lost.length, 'run', 'runs');
  const missing = `${lost.length === 1 ? 'One' : String(lost.length)} of ${all} ${lost.length === 1 ? 'is' : 'are'} missing or cannot be read`;
  if (runs.length === 0) return lost.length < 2 ? 'There is no run that can be read.' : `None of ${all} can be read.`;
  const adapters = allAdapters(model);
  const sentence = runSentence({ adapters });
  if (lost.length === 0) return sentence;
  const verdict = verdictOf({ adapters });
  return verdict === 'failed' || verdict === 'violated'
    ? `${sentence} ${missing}.`
    : `${missing}. The others: ${sentence}`;
}
