/**
 * History, event, operation: the nouns of the specification.
 *
 * A history is a header and the events of one election under one plan, in the order of their (earliest) times.
 * Three authorities write into it, each with an order of its own: the processes (one program order each), the
 * store (`g`) and the resource (`n`). Order across authorities exists only where their times do not touch.
 */
import type { Claims } from './claims.ts';
import type { FaultKind } from './faults.ts';

/** Integer microseconds since the start of the history. */
export type Micros = number;

/** An exact time, or `[earliest, latest]` where the moment is only known to lie in between (both ends included). */
export type Instant = Micros | readonly [earliest: Micros, latest: Micros];

/** A candidate's name: `b`. It survives restarts. */
export type CandidateId = string;

/** One incarnation of a candidate: `b#0`, and `b#1` after its first restart. */
export type ProcessId = string;

/** Tokens and terms are decimal strings, so that 64-bit numbers survive JSON. Compare them with `compareTokens`. */
export type Token = string;

/** What a candidate can be asked to do. */
export type OperationName = 'campaign' | 'start' | 'resign' | 'is-leader' | 'leader' | 'write' | 'close';

/** The number of a leadership among those of its process, from 1: names a belief that has neither token nor term. */
export type LeadershipNumber = number;

/** An operation begins. A `campaign` of an event-style candidate is its `start`, open until its `close`. */
export interface InvokeEvent {
  readonly at: Instant;
  readonly who: ProcessId;
  readonly type: 'invoke';
  readonly op: number;
  readonly f: OperationName;
  readonly value?: OperationValue;
}

/**
 * An operation ends: `ok` took effect, `fail` certainly had no effect, `info` nobody knows. An operation that never
 * completes is open to the end of the history.
 */
export interface CompletionEvent {
  readonly at: Instant;
  readonly who: ProcessId;
  readonly type: 'ok' | 'fail' | 'info';
  readonly op: number;
  readonly value?: OperationValue;
  readonly error?: string;
}

/** What an operation carried or returned; which fields are there depends on `f`. */
export interface OperationValue {
  readonly token?: Token;
  readonly term?: Token;
  readonly leadership?: LeadershipNumber;
  /** `is-leader`: the answer. */
  readonly leading?: boolean;
  /** `leader`: who leads as the candidate sees it; absent when it sees nobody. */
  readonly holder?: string;
  /** `write`: what the resource said. */
  readonly outcome?: 'applied' | 'refused';
}

/** Belief begins. */
export interface ElectedEvent {
  readonly at: Instant;
  readonly who: ProcessId;
  readonly type: 'elected';
  readonly leadership: LeadershipNumber;
  readonly token?: Token;
  readonly term?: Token;
}

/** Belief ends. `leadership` is that of the `elected` which it ends; 0 where there is none (S8). */
export interface LostEvent {
  readonly at: Instant;
  readonly who: ProcessId;
  readonly type: 'lost';
  readonly leadership: LeadershipNumber;
  readonly token?: Token;
  readonly term?: Token;
  readonly reason?: string;
}

/** A process comes to life (`started`), dies (`crashed`), or gives up for good in an orderly way (`closed`). */
export interface LifeEvent {
  readonly at: Instant;
  readonly who: ProcessId;
  readonly type: 'started' | 'crashed' | 'closed';
  readonly reason?: string;
}

/** A process stood still: from `at` (earliest) to `at` (latest) its own ticker did not run. Judged like a pause. */
export interface StallEvent {
  readonly at: readonly [earliest: Micros, latest: Micros];
  readonly who: ProcessId;
  readonly type: 'stall';
}

/**
 * The store's own record of who holds the election, from the ledger. `g` is the store's order.
 * - `granted`: someone became holder, also by overwriting or deleting another's record.
 * - `renewed`: the record lives longer (or got another lifetime), same holder.
 * - `released`: the record was deleted by a client.
 * - `expired`: the store freed it; `at` is `[end of its lifetime, the store's own notice]`.
 */
export interface StoreEvent {
  readonly at: Instant;
  readonly who: 'store';
  readonly type: 'granted' | 'renewed' | 'released' | 'expired';
  readonly g: number;
  /** The holder after the event for `granted` and `renewed`, the former holder otherwise: a process where known, else a candidate or a foreign name. */
  readonly holder: string;
  readonly token?: Token;
  /** The process whose command caused it, where the ledger knows. */
  readonly by?: ProcessId;
  /** Lifetime of the record from this event on, by the store's clock, in microseconds; null: it never ends (S9). */
  readonly leaseUs?: Micros | null;
  /** For `granted`: the holder whose live record this event replaced. */
  readonly replaced?: string;
}

/** The store process itself: started, stopped, restarted with or without what it knew. */
export interface StoreLifeEvent {
  readonly at: Instant;
  readonly who: 'store';
  readonly type: 'store-stopped' | 'store-started';
  readonly g: number;
  /** For `store-started`: whether all records survived. */
  readonly durable?: boolean;
  /** For `store-started` without all records: what was written before this moment survived. Absent: nothing did. */
  readonly keptUntilUs?: Micros;
  /** Which of several independent stores it is, from 1; absent where there is but one. */
  readonly member?: number;
}

/** The protected resource applied or refused a write. `n` is the resource's own order. */
export interface ResourceEvent {
  readonly at: Instant;
  readonly who: 'resource';
  readonly type: 'applied' | 'refused';
  readonly n: number;
  readonly by: ProcessId;
  readonly leadership: LeadershipNumber;
  readonly token?: Token;
  /** When the write left its candidate: the moment at which it acted on its belief. */
  readonly sentAt?: Instant;
}

/** A fault begins or ends. `at` is the achieved time, `intendedUs` the plan's. A fault without `fault-stop` lasts to the end. */
export interface FaultEvent {
  readonly at: Instant;
  readonly who: 'nemesis';
  readonly type: 'fault-start' | 'fault-stop';
  /** Index of the fault in the plan. */
  readonly fault: number;
  readonly kind: FaultKind;
  readonly intendedUs: Micros;
  /** Link faults: both ends, as candidate, `store` or `resource`; one of several stores is `store/2`. */
  readonly from?: string;
  readonly to?: string;
  /** Process faults: the process. Store faults: `store`, or `store/2`. */
  readonly on?: string;
  /** Amount of the fault where it has one: delay, clock step (microseconds), clock rate (ppm). */
  readonly amount?: number;
  /** Message faults: what was hit, for instance `response of set`. */
  readonly detail?: string;
}

/** The phases of a plan begin: trouble, healed (everything works), degraded (a permanent but sufficient core), and the end. */
export interface PhaseEvent {
  readonly at: Instant;
  readonly who: 'nemesis';
  readonly type: 'phase';
  readonly phase: 'trouble' | 'healed' | 'degraded' | 'end';
}

export type HistoryEvent =
  | InvokeEvent
  | CompletionEvent
  | ElectedEvent
  | LostEvent
  | LifeEvent
  | StallEvent
  | StoreEvent
  | StoreLifeEvent
  | ResourceEvent
  | FaultEvent
  | PhaseEvent;

export type EventType = HistoryEvent['type'];

export interface HistoryHeader {
  readonly schema: 'scrutineer/history@1';
  readonly adapter: string;
  readonly testbed: TestbedKind;
  /** Which of the elections of a plan this is, from 0; the simulated testbed runs one a plan. */
  readonly election: number;
  readonly planHash: string;
  readonly seed: number;
  readonly leaseTtlMs: number;
  readonly claims: Claims;
  readonly candidates: readonly HistoryCandidate[];
  readonly store: StoreFacts;
  /** Whether the resource refuses writes with an outdated token. */
  readonly resource: 'enforcing' | 'open';
  /** Present where the resource that enforces is one that the adapter brought; otherwise it is the testbed's. */
  readonly ownResource?: true;
  /** False where nothing beside the store records who holds the election: what needs grants is then not claimed. */
  readonly ledger: boolean;
  /** Half the width of what two clocks of this testbed may differ by; overlaps shorter than it prove nothing. */
  readonly uncertaintyUs: Micros;
  /** Longest one-way delay of a healthy link. */
  readonly networkDelayUsMax: Micros;
  /** Why what really happened is too far from the plan to decide anything, where it is. */
  readonly drifted?: string;
}

export interface HistoryCandidate {
  readonly id: CandidateId;
  readonly leaseTtlMs: number;
  /** The lease in force for this candidate's claims. */
  readonly claims: Claims;
  /** Rate error of its clocks from the start, where they have one. @defaultValue 0 */
  readonly clockRatePpm?: number;
}

/** What the store promises about time; see G, rho_s and J in spec/README.md. */
export interface StoreFacts {
  readonly kind: string;
  /** G: how much later than its end an unrenewed record may still be there. */
  readonly granularityMs: number;
  readonly clockRatePpm: number;
  /** How many independent stores there are, each with a clock of its own. @defaultValue 1 */
  readonly members?: number;
}

export type TestbedKind = 'simulated' | 'local' | 'containers';

export interface History {
  readonly header: HistoryHeader;
  readonly events: readonly HistoryEvent[];
}

/** Earliest time of an instant. */
export function earliest(at: Instant): Micros {
  return typeof at === 'number' ? at : at[0];
}

/** Latest time of an instant. */
export function latest(at: Instant): Micros {
  return typeof at === 'number' ? at : at[1];
}

/** `b` of `b#0`. A name without an incarnation is returned as it is. */
export function candidateOf(process: ProcessId): CandidateId {
  const mark = process.lastIndexOf('#');
  return mark < 0 ? process : process.slice(0, mark);
}

/** How one of several stores is called in the events of faults: `store/2`. */
export function memberName(member: number): string {
  return `store/${member}`;
}

/** 2 of `store/2`; undefined for any other name, also for the whole store. */
export function memberOf(name: string | undefined): number | undefined {
  return name?.startsWith('store/') === true ? Number(name.slice('store/'.length)) : undefined;
}

/** How many of the stores may fail while a majority of them is left; 0 where there is but one. */
export function minorityOf({ members = 1 }: StoreFacts): number {
  return Math.ceil(members / 2) - 1;
}

/** Negative, zero or positive as `left` is smaller than, equal to or larger than `right`, both decimal strings without leading zeros. */
export function compareTokens(left: Token, right: Token): number {
  if (left === right) return 0;
  const negative = left.startsWith('-');
  if (negative !== right.startsWith('-')) return negative ? -1 : 1;
  const byLength = left.length - right.length;
  const magnitude = byLength !== 0 ? byLength : left < right ? -1 : left > right ? 1 : 0;
  return negative ? 0 - magnitude : magnitude;
}
