/**
 * The election as a whole, in a few words: what is left of a state when candidates and tokens have no names and no
 * number. There are few such states whatever the number of candidates and terms, so a search can be asked which of them
 * it has come to.
 */
import { electorAt, termOf, type ElectionState, type Standing } from './state.ts';

/** The standing of the term whose record is in the store, or that there is none. */
export type RecordState = 'free' | Standing;

export interface AbstractState {
  readonly record: RecordState;
  /** Whether anybody leads whose record is gone. */
  readonly isLedWithout: boolean;
  /** Whether anybody campaigns. */
  readonly isAwaited: boolean;
  /** Whether the resource has applied a write with the newest token. */
  readonly isAbreast: boolean;
  readonly isUp: boolean;
}

const records: readonly RecordState[] = ['free', 'granted', 'led', 'over', 'lapsed', 'forgone', 'unheard', 'recalled'];

/** Exclusive upper limit of the codes of abstract states. */
export const ABSTRACT_STATES: number = records.length * 16;

/** A number that tells abstract states apart. */
export function abstractCode(state: ElectionState): number {
  const { store, terms, electors, resource } = state;
  const record = store.record === 0 ? 0 : 1 + standingPlace(terms[store.record - 1]?.standing ?? 'granted');
  let isLedWithout = 0;
  let isAwaited = 0;
  for (let each = 0; each < electors.length; each += 1) {
    const { phase, token } = electorAt(state, each);
    if (phase === 'campaigning') isAwaited = 1;
    else if (phase === 'leading' && token !== store.record) isLedWithout = 1;
  }
  const isAbreast = resource.highest === store.counter ? 1 : 0;
  return (((record * 2 + isLedWithout) * 2 + isAwaited) * 2 + isAbreast) * 2 + (store.up ? 1 : 0);
}

/** The abstract state with this code. */
export function abstractStateOf(code: number): AbstractState {
  return {
    record: records[Math.floor(code / 16)] ?? 'free',
    isLedWithout: Math.floor(code / 8) % 2 === 1,
    isAwaited: Math.floor(code / 4) % 2 === 1,
    isAbreast: Math.floor(code / 2) % 2 === 1,
    isUp: code % 2 === 1,
  };
}

function standingPlace(standing: Standing): number {
  return records.indexOf(standing) - 1;
}

const recordPhrases: Readonly<Record<RecordState, string>> = {
  free: 'the election is free',
  granted: 'the record is of a candidate that has not heard of it',
  led: 'the record is of a leader',
  over: 'the record is of a leader that has stopped',
  lapsed: 'the record is of a leader that crashed',
  forgone: 'the record is of a candidate that gave it up',
  unheard: 'the record is of a process that had ended before',
  recalled: 'the record is of a leader that had given it up',
};

/** The abstract state in a sentence without its full stop. */
export function tellAbstractState({ record, isLedWithout, isAwaited, isAbreast, isUp }: AbstractState): string {
  const parts = [recordPhrases[record]];
  if (isLedWithout) parts.push('somebody leads without a record');
  parts.push(isAwaited ? 'somebody campaigns' : 'nobody campaigns');
  parts.push(isAbreast ? 'the resource knows the newest token' : 'the resource does not know the newest token');
  if (!isUp) parts.push('the store is down');
  return parts.join(', ');
}

/**
 * The state without the terms that can change nothing in abstract states any more: they are neither the newest nor in
 * the store, and nobody leads with them or may come to. Of the grants that one elector may still come to lead with
 * outside the store, one does for all. The other tokens are numbered anew, in their order. What is left does not grow
 * with the number of terms.
 */
export function withoutSpentTerms(state: ElectionState): ElectionState {
  const { store, terms, electors, resource } = state;
  const kept: number[] = [];
  const open = new Set<number>();
  for (let token = terms.length; token >= 1; token -= 1) {
    const { to, standing } = termOf(state, token);
    const isRecord = token === store.record;
    const isSpare = standing === 'granted' && !isRecord && open.has(to);
    const isOpen = (standing === 'granted' && !isSpare) || standing === 'led' || standing === 'recalled';
    if (standing === 'granted' && !isRecord) open.add(to);
    if (isOpen || isRecord || token === store.counter) kept.unshift(token);
  }
  if (kept.length === terms.length) return state;
  const renumbered = (token: number): number => kept.filter((each) => each <= token).length;
  return {
    store: { ...store, record: renumbered(store.record), counter: kept.length },
    terms: terms.filter((_term, place) => kept.includes(place + 1)),
    electors: electors.map((each) => (each.token === 0 ? each : { ...each, token: renumbered(each.token) })),
    resource: { highest: renumbered(resource.highest) },
  };
}
