/**
 * What many histories add up to. Tallies are plain data, so that workers can post them, and adding is associative, so
 * that the outcome does not depend on who judged which history.
 */
import type { Circumstance, FaultKind } from '../../spec/faults.ts';
import { latest, type History } from '../../spec/history.ts';
import { addStates, countStates, emptyStates, isWalked, type StatesTally } from '../explore/state-coverage.ts';
import type { PropertyId, Verdict, VerdictWord } from '../../spec/property.ts';
import type { Timings } from '../../spec/timings.ts';
import { addCoverage, countCoverage, emptyCoverage, type Coverage } from './coverage.ts';
import { addTimings, countTimings, emptyTimings, type TimingTally } from './timing-tally.ts';

export interface PropertyTally {
  /** Pieces of evidence, over all histories. */
  judged: number;
  inconclusive: number;
  /** Histories by their verdict. */
  readonly histories: Partial<Record<VerdictWord, number>>;
  /** Why histories were not decided, and how many for each reason. */
  readonly reasons: Record<string, number>;
  /** Histories on which it was not judged, by the circumstance under which nothing is promised. */
  readonly void: Partial<Record<Circumstance, number>>;
}

export interface Tally {
  histories: number;
  plans: number;
  events: number;
  /** How long the histories were, one after the other. */
  spanUs: number;
  readonly properties: Partial<Record<PropertyId, PropertyTally>>;
  /** How often a candidate believed that it was elected. */
  elections: number;
  /** Errors of operations, by `method: message`, and how many operations ended with each: what to tell where nothing was ever elected. */
  readonly errors: Record<string, number>;
  /** How often each kind of fault was injected. */
  readonly faults: Partial<Record<FaultKind, number>>;
  /** Transitions × faults. */
  readonly coverage: Coverage;
  /** How long responses took; absent where nothing was measured. */
  timing?: TimingTally;
  /** What walking the model along some of the histories showed; absent where none was walked. */
  states?: StatesTally;
}

export function emptyTally(): Tally {
  return {
    histories: 0,
    plans: 0,
    events: 0,
    spanUs: 0,
    elections: 0,
    errors: {},
    properties: {},
    faults: {},
    coverage: emptyCoverage(),
  };
}

/** Adds one judged history. The caller counts plans, since a plan may give many histories. */
export function countHistory(tally: Tally, history: History, verdicts: readonly Verdict[]): void {
  tally.histories += 1;
  countCoverage(tally.coverage, history);
  tally.events += history.events.length;
  const last = history.events.at(-1);
  tally.spanUs += last === undefined ? 0 : latest(last.at);
  for (const event of history.events) {
    if (event.type === 'fault-start') tally.faults[event.kind] = (tally.faults[event.kind] ?? 0) + 1;
    else if (event.type === 'elected') tally.elections += 1;
    else if ((event.type === 'info' || event.type === 'fail') && event.error !== undefined)
      addTo(tally.errors, event.error, 1);
  }
  for (const verdict of verdicts) {
    const property = propertyTally(tally, verdict.property);
    property.judged += verdict.judged;
    property.inconclusive += verdict.inconclusive;
    property.histories[verdict.verdict] = (property.histories[verdict.verdict] ?? 0) + 1;
    if (verdict.reason !== undefined) addTo(property.reasons, verdict.reason, 1);
    if (verdict.void !== undefined) property.void[verdict.void] = (property.void[verdict.void] ?? 0) + 1;
  }
}

/** Walks the model along a simulated history where it is the turn of its plan and the claims are those of the model. */
export function countStatesOf(tally: Tally, history: History, place: number): void {
  const { testbed, claims, ledger } = history.header;
  const isModelled =
    testbed === 'simulated' && ledger && claims.fencing === 'monotonic' && claims.exclusivity === 'timed';
  if (isModelled && isWalked(place)) countStates((tally.states ??= emptyStates()), history);
}

/** Adds what was measured while the history of these verdicts was judged. */
export function countTimingsOf(tally: Tally, timings: Timings, verdicts: readonly Verdict[]): void {
  countTimings((tally.timing ??= emptyTimings()), timings, verdicts);
}

/** Adds `more` to `tally`. */
export function addTally(tally: Tally, more: Tally): void {
  tally.histories += more.histories;
  tally.plans += more.plans;
  tally.events += more.events;
  tally.spanUs += more.spanUs;
  tally.elections += more.elections;
  addCoverage(tally.coverage, more.coverage);
  if (more.timing !== undefined) addTimings((tally.timing ??= emptyTimings()), more.timing);
  if (more.states !== undefined) addStates((tally.states ??= emptyStates()), more.states);
  for (const [error, operations] of Object.entries(more.errors)) addTo(tally.errors, error, operations);
  for (const kind of keysOf(more.faults)) tally.faults[kind] = (tally.faults[kind] ?? 0) + (more.faults[kind] ?? 0);
  for (const id of keysOf(more.properties)) {
    const from = more.properties[id];
    if (from === undefined) continue;
    const into = propertyTally(tally, id);
    into.judged += from.judged;
    into.inconclusive += from.inconclusive;
    for (const word of keysOf(from.histories))
      into.histories[word] = (into.histories[word] ?? 0) + (from.histories[word] ?? 0);
    for (const [reason, histories] of Object.entries(from.reasons)) addTo(into.reasons, reason, histories);
    for (const under of keysOf(from.void)) into.void[under] = (into.void[under] ?? 0) + (from.void[under] ?? 0);
  }
}

/** Histories in which each property was violated. */
export function violationsOf(tally: Tally): ReadonlyMap<PropertyId, number> {
  const violations = new Map<PropertyId, number>();
  for (const id of keysOf(tally.properties)) {
    const count = tally.properties[id]?.histories.violated ?? 0;
    if (count > 0) violations.set(id, count);
  }
  return violations;
}

function propertyTally(tally: Tally, id: PropertyId): PropertyTally {
  return (tally.properties[id] ??= { judged: 0, inconclusive: 0, histories: {}, reasons: {}, void: {} });
}

/** Phrases may name times, so that their number has no bound of its own. */
const PHRASES_MAX = 50;

function addTo(counts: Record<string, number>, phrase: string, times: number): void {
  const known = counts[phrase];
  if (known === undefined && Object.keys(counts).length >= PHRASES_MAX) return;
  counts[phrase] = (known ?? 0) + times;
}

/**
 * The worst word wins; conclusive evidence anywhere wins over histories that had none. A history that was not judged at
 * all does not say whether there was anything to judge: where the judged ones had nothing, there is no open question.
 */
export function wordOf(property: PropertyTally | undefined): VerdictWord {
  const has = (word: VerdictWord): boolean => (property?.histories[word] ?? 0) > 0;
  if (has('violated')) return 'violated';
  if (has('store-fault')) return 'store-fault';
  if ((property?.judged ?? 0) > 0) return 'holds';
  if ((property?.inconclusive ?? 0) > 0) return 'inconclusive';
  if (has('vacuous')) return 'vacuous';
  if (has('inconclusive')) return 'inconclusive';
  return has('not-claimed') ? 'not-claimed' : 'vacuous';
}

/** The phrase that was counted most often. */
export function mostFrequent(counts: Readonly<Record<string, number>> | undefined): string | undefined {
  let most: readonly [phrase: string, times: number] | undefined;
  for (const entry of Object.entries(counts ?? {})) {
    if (most === undefined || entry[1] > most[1]) most = entry;
  }
  return most?.[0];
}

function keysOf<K extends string>(record: Partial<Record<K, unknown>>): K[] {
  return Object.keys(record).filter((key): key is K => key in record);
}
