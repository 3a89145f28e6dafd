/**
 * The nouns of the abstract election: a store with one record, the terms that it granted, the electors that want to
 * lead, and the resource that they write to.
 *
 * Messages are not kept in boxes. What matters of a message is that it may arrive late, twice or never, and this depends
 * only on whether somebody could have sent it. So a term knows how far its process has come with it (its standing), and
 * from the standing follows which messages about it may still be on their way.
 */
import type { GuardName } from './guards.ts';

/** Tokens are 1, 2, 3 ... in the order of the grants; 0 stands for none. */
export type ModelToken = number;

/** How far the process that a term was granted to has come with it. */
export type Standing =
  /** It may hear of the grant and come to lead. */
  | 'granted'
  /** It believes that it leads. */
  | 'led'
  /** It led. Its belief is over, so it may have asked for the release. */
  | 'over'
  /** It died while it led: nobody ever asked for the release. */
  | 'lapsed'
  /** It gave the term up before it believed in it, or died then, and may have asked for the release. */
  | 'forgone'
  /** It had ended before the grant: nobody ever knew of the term. */
  | 'unheard'
  /** It leads with what it had given up; only where the guard `given-up-is-over` is missing. */
  | 'recalled';

/** One leadership as the store granted it. */
export interface Term {
  /** Index of the elector that it was granted to. */
  readonly to: number;
  readonly standing: Standing;
}

/** The lease store: one record at most, and a counter that it draws tokens from. */
export interface LeaseStore {
  readonly up: boolean;
  /** The token in the record; 0: the election is free. */
  readonly record: ModelToken;
  /** Ticks since the record was last written, at most T; 0 where time is not counted. */
  readonly age: number;
  /** The last token that was drawn. */
  readonly counter: ModelToken;
  /** By how many ticks the store's clock has jumped forward so far. */
  readonly stepped: number;
}

export type Phase = 'resting' | 'campaigning' | 'leading' | 'ended';

/** Where nothing is on its way to an elector. */
export const nothing = -1;

/** A candidate: the process of it that lives now, and what earlier ones may have left on the way. */
export interface Elector {
  readonly phase: Phase;
  /** The term that it believes in; 0 unless it leads. */
  readonly token: ModelToken;
  /** This process has campaigned, so a request of it for the election may be on its way. */
  readonly campaigned: boolean;
  /** An earlier process of this candidate has. */
  readonly haunted: boolean;
  /** Ticks since the anchor of its deadline, at most D + P. */
  readonly since: number;
  /** Ticks since the store granted or renewed its term, where it has not heard of that yet; `nothing` otherwise. */
  readonly unheard: number;
  /** It stands still. */
  readonly paused: boolean;
}

/** The protected resource, which remembers the largest token of a write that it applied. */
export interface ResourceMemory {
  readonly highest: ModelToken;
}

export interface ElectionState {
  readonly store: LeaseStore;
  /** The term with token k at place k - 1. */
  readonly terms: readonly Term[];
  readonly electors: readonly Elector[];
  readonly resource: ResourceMemory;
}

/** The constants of time, in ticks. Without them anything may take any time: an expiry, a deadline, a message. */
export interface ModelTime {
  /** T: how long the store keeps a record that is not written again. */
  readonly leaseTicks: number;
  /** D: how long a leader believes after the anchor of its last renewal. */
  readonly validityTicks: number;
  /** P: by how much a leader that runs may end its belief too late. */
  readonly pauseTicks: number;
  /** J: the forward steps of the store's clock, all together. */
  readonly stepTicks: number;
  /** What D counts from. Rates of clocks are not modelled: every clock runs with the ticks. */
  readonly anchor: 'send' | 'receipt';
  /** How long a reply may be on its way. */
  readonly replyTicks: number;
}

/** What is explored: how many of everything, and what can happen to it. */
export interface Scope {
  readonly electors: number;
  /** The store grants no more terms than this. */
  readonly terms: number;
  /** Undefined: without time. */
  readonly time: ModelTime | undefined;
  /** Processes may stand still. It matters only where time is counted. */
  readonly pauses: boolean;
  /** Processes may crash, end and start again. */
  readonly crashes: boolean;
  /** The store may go down and come back with its data. */
  readonly storeStops: boolean;
  /** Leaders write to a resource that compares tokens. */
  readonly writes: boolean;
  /** A guard that is missing on purpose. */
  readonly without?: GuardName;
}

/** The elector with this index. Throws where there is none, which the parameters of actions rule out. */
export function electorAt(state: ElectionState, index: number): Elector {
  const elector = state.electors[index];
  if (elector === undefined) throw new Error(`the model has no elector ${index}`);
  return elector;
}

/** The term with this token. Throws where it was never granted. */
export function termOf(state: ElectionState, token: ModelToken): Term {
  const term = state.terms[token - 1];
  if (term === undefined) throw new Error(`the model has granted no term ${token}`);
  return term;
}

/** The state with another elector in place of the one with this index. */
export function withElector(state: ElectionState, index: number, elector: Elector): ElectionState {
  const electors = state.electors.slice();
  electors[index] = elector;
  return { store: state.store, terms: state.terms, electors, resource: state.resource };
}

/** The state with another standing of one term. */
export function withStanding(state: ElectionState, token: ModelToken, standing: Standing): ElectionState {
  const terms = state.terms.slice();
  terms[token - 1] = { to: termOf(state, token).to, standing };
  return { store: state.store, terms, electors: state.electors, resource: state.resource };
}

/** The state with another store. */
export function withStore(state: ElectionState, store: LeaseStore): ElectionState {
  return { store, terms: state.terms, electors: state.electors, resource: state.resource };
}
