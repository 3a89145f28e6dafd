/**
 * What a property is, what judging it yields, and the words of the verdict.
 */
import type { Claims } from './claims.ts';
import type { Circumstance } from './faults.ts';
import type { EventType, HistoryEvent, HistoryHeader, Micros } from './history.ts';
import type { LinearizabilityChecker } from './linearizability.ts';
import type { PieceTaker } from './timed-piece.ts';

export type PropertyId =
  | 'S1'
  | 'S2a'
  | 'S2b'
  | 'S3a'
  | 'S3b'
  | 'S3u'
  | 'S4'
  | 'S5-V1'
  | 'S5-V2'
  | 'S5-V3'
  | 'S5-V4'
  | 'S6'
  | 'S7'
  | 'S8'
  | 'S9'
  | 'W1-weak'
  | 'W1-strong'
  | 'W2'
  | 'W3'
  | 'ST1'
  | 'ST2'
  | 'ST3'
  | 'R1'
  | 'L1'
  | 'L2'
  | 'L3'
  | 'L4'
  | 'L5'
  | 'L6'
  | 'L7';

/**
 * The verdict of one property over one history or many.
 * - `holds`: judged on enough evidence and never broken;
 * - `violated`: a witness proves that every consistent reading of the history breaks it;
 * - `store-fault`: it broke, and the store, or the testbed's own resource, broke a promise of its own (ST1 to ST3, R1) on
 *   which it rests;
 * - `inconclusive`: evidence was there, and did not decide;
 * - `vacuous`: nothing ever exercised it;
 * - `not-claimed`: the implementation does not promise it, or the testbed has no ledger to see it by.
 */
export type VerdictWord = 'holds' | 'violated' | 'store-fault' | 'inconclusive' | 'vacuous' | 'not-claimed';

/** The few events that prove a violation, in the order in which they should be told. */
export interface Witness {
  /** The violation in one sentence with times, candidates and tokens. */
  readonly sentence: string;
  /** Indices into the events of the history. The last two are those that conflict. */
  readonly events: readonly number[];
  /** What each of `events` shows, in prose; as long as `events`. */
  readonly steps: readonly string[];
  /** The stretch of time in which the promise was broken. */
  readonly fromUs: Micros;
  readonly toUs: Micros;
}

/** The judgement of one property over one history. */
export interface Verdict {
  readonly property: PropertyId;
  readonly verdict: VerdictWord;
  /** How many pieces of evidence were judged conclusively (grants compared, obligations met ...). */
  readonly judged: number;
  /** How many could not be decided. */
  readonly inconclusive: number;
  /** Present when `violated` or `store-fault`. */
  readonly witness?: Witness;
  /** Why the verdict is `inconclusive` or `not-claimed`, in a phrase. */
  readonly reason?: string;
  /** Where the property was not judged on this history: the circumstance under which nothing is promised. */
  readonly void?: Circumstance;
}

/** What a monitor learns before the first event. */
export interface MonitorContext {
  readonly header: HistoryHeader;
  /** Decides linearizability, for the properties that ask for it. Without it they come to no conclusion. */
  readonly linearizable?: LinearizabilityChecker;
  /** Takes what the monitors of liveness measure. Without it nothing is measured. */
  readonly timings?: PieceTaker;
  /** What the monitors of this history share, by what makes it; `sharedEvidence` keeps it here. */
  shared?: Map<unknown, unknown>;
}

/** What a monitor says after the last event. */
export interface Judgement {
  readonly judged: number;
  readonly inconclusive: number;
  readonly witness?: Witness;
  readonly reason?: string;
}

/** Judges one history in a single pass over its events. */
export interface Monitor {
  /** `index` is the position of the event in the history. Called only for events of the types that the property reads. */
  step(event: HistoryEvent, index: number): void;
  end(endUs: Micros): Judgement;
}

/**
 * A monitor that only lets evidence be gathered and judges it in the end. Whoever feeds it may feed what it `gathers`
 * instead, each piece with the event types that it reads.
 */
export interface GatheringMonitor extends Monitor {
  readonly gathers: readonly {
    readonly reads: readonly EventType[];
    step(event: HistoryEvent, index: number): void;
  }[];
}

/** A promise that an election can keep or break. One file in spec/properties each. */
export interface Property {
  readonly id: PropertyId;
  /** A named sentence, for instance "Two candidates never hold the same term". */
  readonly title: string;
  readonly formula: string;
  readonly kind: 'always' | 'within' | 'sometimes';
  readonly sources: readonly string[];
  /** A sentence that teaches what usually breaks it and where to look. */
  readonly usualCause: string;
  /** Event types that the monitor reads. */
  readonly reads: readonly EventType[];
  /** Whether these claims promise it; `needsLedger` properties are further `not-claimed` on a history without one. */
  claimed(claims: Claims): boolean;
  readonly needsLedger: boolean;
  start(context: MonitorContext): Monitor;
}
