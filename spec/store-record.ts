/**
 * Who held the election by the store's own record, in the store's own order `g`. A *tenure* is the life of one record:
 * from the grant over its renewals to its release, expiry, replacement or loss. It is live until it is deleted or freed.
 */
import { candidateOf, earliest, latest } from './history.ts';
import type {
  CandidateId,
  EventType,
  HistoryEvent,
  HistoryHeader,
  Instant,
  Micros,
  ProcessId,
  StoreEvent,
  StoreLifeEvent,
  Token,
} from './history.ts';
import { sharedEvidence } from './shared-evidence.ts';
import type { Evidence, Feeding } from './shared-evidence.ts';
import type { MonitorContext } from './property.ts';

/** The event types from which the record is gathered. */
export const storeReads: readonly EventType[] = [
  'granted',
  'renewed',
  'released',
  'expired',
  'store-stopped',
  'store-started',
  'fault-start',
];

/** An event of the store and its place in the history. */
export interface StoreEntry<E extends StoreEvent | StoreLifeEvent = StoreEvent | StoreLifeEvent> {
  readonly event: E;
  readonly index: number;
}

/** The life of one record. */
export interface Tenure {
  /** Whose it is: a process, or a candidate where any incarnation may be meant; undefined where nobody can tell. */
  readonly owner: string | undefined;
  /** The candidate of the owner. */
  readonly candidate: CandidateId | undefined;
  readonly token: Token | undefined;
  /** The grant. */
  readonly grant: StoreEntry<StoreEvent>;
  /** The grant and all renewals, in order. */
  readonly writes: readonly StoreEntry<StoreEvent>[];
  /** Absent while it is live, at the end of the history too. */
  readonly end: TenureEnd | undefined;
}

export interface TenureEnd {
  readonly by: 'released' | 'expired' | 'replaced' | 'wiped';
  readonly at: Instant;
  readonly index: number;
  /** The process whose command ended it, where known. */
  readonly process: ProcessId | undefined;
}

/** A step of the store's wall clock. */
export interface ClockStep {
  readonly at: Instant;
  readonly byUs: Micros;
}

/** Gathers the store's events and reads tenures from them. */
export class StoreRecord implements Evidence {
  readonly reads: readonly EventType[] = storeReads;
  feeding: Feeding | undefined = undefined;
  readonly steps: readonly ClockStep[];
  readonly #steps: ClockStep[] = [];
  readonly #entries: StoreEntry[] = [];
  readonly #header: HistoryHeader;
  #lastIndex = -1;
  #lastG = -Infinity;
  #inOrder = true;
  #tenures: readonly Tenure[] | undefined;

  constructor(header: HistoryHeader) {
    this.#header = header;
    this.steps = this.#steps;
  }

  step(event: HistoryEvent, index: number): void {
    if (index <= this.#lastIndex) return;
    this.#lastIndex = index;
    switch (event.type) {
      case 'granted':
      case 'renewed':
      case 'released':
      case 'expired':
      case 'store-stopped':
      case 'store-started':
        if (event.g < this.#lastG) this.#inOrder = false;
        this.#lastG = event.g;
        this.#entries.push({ event, index });
        return;
      case 'fault-start':
        if (event.kind === 'store-step') this.#steps.push({ at: event.at, byUs: event.amount ?? 0 });
        return;
      default:
    }
  }

  /** All events of the store in its own order. Ask only when the history has ended. */
  entries(): readonly StoreEntry[] {
    if (!this.#inOrder) {
      this.#entries.sort((left, right) => left.event.g - right.event.g);
      this.#inOrder = true;
    }
    return this.#entries;
  }

  /** All tenures in the store's order. Ask only when the history has ended. */
  tenures(): readonly Tenure[] {
    this.#tenures ??= readTenures(this.entries(), (event) => this.#ownerOf(event));
    return this.#tenures;
  }

  /** A name that is no candidate's says who the holder is only through the process that wrote it. */
  #ownerOf(grant: StoreEvent): string | undefined {
    const candidate = candidateOf(grant.holder);
    return this.#header.candidates.some(({ id }) => id === candidate) ? grant.holder : grant.by;
  }
}

type OpenTenure = { -readonly [Key in keyof Tenure]: Tenure[Key] } & { readonly writes: StoreEntry<StoreEvent>[] };

function readTenures(
  entries: readonly StoreEntry[],
  ownerOf: (grant: StoreEvent) => string | undefined,
): readonly Tenure[] {
  const tenures: OpenTenure[] = [];
  let open: OpenTenure | undefined;
  let emptied: StoreLifeEvent | undefined;
  const close = (by: TenureEnd['by'], { event, index }: StoreEntry): void => {
    const process = 'by' in event ? event.by : undefined;
    if (open !== undefined) open.end = { by, at: event.at, index, process };
    open = undefined;
  };
  for (const entry of entries) {
    const { event, index } = entry;
    switch (event.type) {
      case 'granted': {
        close('replaced', entry);
        const grant = { event, index };
        const owner = ownerOf(event);
        const candidate = owner === undefined ? undefined : candidateOf(owner);
        open = { owner, candidate, token: event.token, grant, writes: [grant], end: undefined };
        tenures.push(open);
        break;
      }
      case 'renewed':
        open?.writes.push({ event, index });
        break;
      case 'released':
        close('released', entry);
        break;
      case 'expired':
        close(emptied !== undefined && isNextStep(emptied, event) ? 'wiped' : 'expired', entry);
        break;
      case 'store-started':
        if (event.durable !== false) break;
        if (event.member === undefined) close('wiped', entry);
        else emptied = event;
        break;
      case 'store-stopped':
    }
  }
  return tenures;
}

/** What a member that came back without its data takes with it ends in the next step of the store, at the same time. */
function isNextStep(emptied: StoreLifeEvent, expired: StoreEvent): boolean {
  return expired.g === emptied.g + 1 && earliest(expired.at) === earliest(emptied.at);
}

/** Whether a tenure may be the record of this candidate: a later incarnation may rightly go on with the record of an earlier one. */
export function belongsTo(tenure: Tenure, candidate: CandidateId): boolean {
  return tenure.candidate === undefined || tenure.candidate === candidate;
}

/** The earliest moment from which the record may have been there, and the latest until which it may. */
export function possiblyLive(tenure: Tenure): { readonly fromUs: Micros; readonly toUs: Micros } {
  return { fromUs: earliest(tenure.grant.event.at), toUs: tenure.end === undefined ? Infinity : latest(tenure.end.at) };
}

/** The record of the history that a context stands for. */
export const storeRecordOf: (context: MonitorContext) => StoreRecord = sharedEvidence(
  (context) => new StoreRecord(context.header),
);
