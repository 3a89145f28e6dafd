/**
 * What the page says first, in words and ready to be laid out: the sentence, and of each adapter the verdict, what it
 * rests on and what was assumed. Made in Node, so that the page needs no words of its own.
 */
import type { PropertyId } from '../../spec/property.ts';
import type { AdapterResult, PropertyResult, RunResult } from '../search/run-result.ts';
import { certificateWords, declaredLint, lintLines } from './words/adapter-words.ts';
import type { LintLine } from './words/adapter-words.ts';
import { assumptionsOf } from './words/assumption-words.ts';
import type { Assumption } from './words/assumption-words.ts';
import { voidWords } from './words/envelope-words.ts';
import type { Exhibit, PropertyText } from './exhibit/exhibit.ts';
import { count, counted, elapsed } from './words/quantities.ts';
import type { VerdictSign } from './words/verdict-sign.ts';
import { runSentence, signOf, signOfAdapter, verdictOf } from './words/verdict-words.ts';

/** One cell of the table of promises. */
export interface PromiseCell {
  readonly sign: VerdictSign;
  /** Pieces of evidence that decided; absent where nothing was claimed. */
  readonly judged?: string;
  /** `1,204 histories`; absent where it is not known. */
  readonly exercised?: string;
  readonly declared: boolean;
  /** Whatever else there is to say: undecided, broken, void, and why. */
  readonly remarks: readonly string[];
}

/** An adapter on a testbed. */
export interface VerdictColumn {
  readonly name: string;
  readonly testbed: string;
  readonly sign: VerdictSign;
  /** `20,000 histories of 20,000 plans, 6,214,008 events`. */
  readonly evidence: string;
  readonly reason?: string;
  readonly lint: readonly LintLine[];
  readonly declaredLint?: string;
  readonly certificate?: { readonly level: string; readonly missing: readonly string[] };
  readonly assumptions: readonly Assumption[];
  /** A cell for each row of the page's table; null where it was not even asked. */
  readonly cells: readonly (PromiseCell | null)[];
}

export interface VerdictPage {
  readonly sign: VerdictSign;
  /** The whole run in a sentence. */
  readonly sentence: string;
  /** The exhibit that is told first, an index: an undeclared violation, where there is one. */
  readonly told?: number;
  readonly columns: readonly VerdictColumn[];
  /** The promises that somebody makes. */
  readonly rows: readonly { readonly id: PropertyId; readonly title: string }[];
  /** Those that nobody makes. */
  readonly notClaimed: readonly PropertyId[];
  /** `Seed 42, 48.2 s, begun 2026-01-02T03:04:05.000Z`, as name and value. */
  readonly environment: readonly (readonly [name: string, value: string])[];
}

/** Pure: the same run and exhibits give the same words. */
export function verdictPage(
  run: RunResult,
  properties: readonly PropertyText[],
  exhibits: readonly Exhibit[],
): VerdictPage {
  const all = [...new Set(run.adapters.flatMap((adapter) => adapter.properties.map(({ id }) => id)))];
  const isClaimed = (wanted: PropertyId): boolean =>
    run.adapters.some((adapter) =>
      adapter.properties.some(({ id, verdict }) => id === wanted && verdict !== 'not-claimed'),
    );
  const titles = new Map(properties.map(({ id, title }) => [id, title]));
  const rows = all.filter(isClaimed).map((id) => ({ id, title: titles.get(id) ?? '' }));
  const told = toldFirst(run, exhibits);
  return {
    sign: signOfAdapter(verdictOf(run)),
    sentence: runSentence(run),
    ...(told === undefined ? {} : { told }),
    columns: run.adapters.map((adapter) => columnOf(adapter, rows, exhibits)),
    rows,
    notClaimed: all.filter((id) => !isClaimed(id)),
    environment: [
      ['seed', String(run.seed)],
      ['testbed', run.testbed],
      ['begun', run.startedAt],
      ['took', elapsed(run.elapsedMs)],
      ...Object.entries(run.versions),
    ],
  };
}

/** Exhibits are sorted by importance, undeclared violations first; only with --strict does a declared one count. */
function toldFirst(run: RunResult, exhibits: readonly Exhibit[]): number | undefined {
  if (verdictOf(run) !== 'violated') return undefined;
  const first = exhibits.findIndex(({ counterexample }) => counterexample !== undefined);
  if (first < 0) return undefined;
  // What breaks the contract itself is told by the run's sentence, and comes before what is declared.
  const isContract = exhibits[first]?.counterexample?.declared === true && run.adapters.some(isBreach);
  return isContract ? undefined : first;
}

function isBreach(adapter: AdapterResult): boolean {
  return lintLines(adapter).some((line) => line.isBreach);
}

function columnOf(adapter: AdapterResult, rows: VerdictPage['rows'], exhibits: readonly Exhibit[]): VerdictColumn {
  const { name, testbed, reason, histories, plans, events } = adapter;
  const declared = declaredLint(adapter);
  const certificate = certificateWords(adapter);
  const header = exhibits.find((exhibit) => exhibit.adapter === name && exhibit.testbed === testbed)?.header;
  return {
    name,
    testbed,
    sign: signOfAdapter(adapter.verdict),
    evidence: `${counted(histories, 'history', 'histories')} of ${counted(plans, 'plan', 'plans')}, ${counted(events, 'event', 'events')}`,
    ...(reason === undefined ? {} : { reason }),
    lint: lintLines(adapter),
    ...(declared === undefined ? {} : { declaredLint: declared }),
    ...(certificate === undefined ? {} : { certificate }),
    assumptions: histories === 0 ? [] : assumptionsOf(adapter.claims, header),
    cells: rows.map(({ id }) => {
      const property = adapter.properties.find((each) => each.id === id);
      return property === undefined ? null : cellOf(property);
    }),
  };
}

function cellOf(property: PropertyResult): PromiseCell {
  const { verdict, declared, judged, histories, inconclusive, violations, reason } = property;
  if (verdict === 'not-claimed') return { sign: signOf(property), declared, remarks: [] };
  const under = voidWords(property);
  return {
    sign: signOf(property),
    judged: count(judged),
    ...(histories === undefined ? {} : { exercised: counted(histories, 'history', 'histories') }),
    declared,
    remarks: [
      ...(violations > 0 ? [`broken in ${counted(violations, 'history', 'histories')}`] : []),
      ...(inconclusive > 0 ? [`${count(inconclusive)} undecided`] : []),
      ...(under === undefined ? [] : [under]),
      ...(reason === undefined ? [] : [reason]),
    ],
  };
}
