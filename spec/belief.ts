/**
 * Who believed to lead, and when: `B_{i,k}`. Belief begins with `elected` and ends with `lost`, or with the process.
 * It is *running* belief: where a process stands still, and within the grace g after that, it claims nothing. What
 * a monitor may build on is certain belief, from the latest reading of `elected` to the earliest of its end.
 */
import { factsOf, graceUs } from './bounds.ts';
import { candidateOf, earliest, latest } from './history.ts';
import type {
  CandidateId,
  ElectedEvent,
  EventType,
  HistoryEvent,
  HistoryHeader,
  Instant,
  LeadershipNumber,
  LifeEvent,
  LostEvent,
  Micros,
  ProcessId,
  Token,
} from './history.ts';
import { sharedEvidence } from './shared-evidence.ts';
import type { Evidence, Feeding } from './shared-evidence.ts';
import { Standstills, outside } from './standstill.ts';
import type { Stretch } from './standstill.ts';
import type { MonitorContext } from './property.ts';

/** The event types from which belief is gathered. */
export const beliefReads: readonly EventType[] = [
  'elected',
  'lost',
  'crashed',
  'closed',
  'stall',
  'fault-start',
  'fault-stop',
];

/** One leadership as its process reported it. */
export interface Leadership {
  readonly who: ProcessId;
  readonly candidate: CandidateId;
  readonly number: LeadershipNumber;
  readonly token: Token | undefined;
  readonly term: Token | undefined;
  readonly elected: Instant;
  readonly electedIndex: number;
  /** How it ended; absent while it lasts, at the end of the history too. A second `elected` ends what was open. */
  readonly end: LeadershipEnd | undefined;
}

export interface LeadershipEnd {
  readonly by: 'lost' | 'crashed' | 'closed' | 'elected';
  readonly at: Instant;
  readonly index: number;
}

type OpenLeadership = { -readonly [Key in keyof Leadership]: Leadership[Key] };

/** A report that does not fit: a second `elected`, a `lost` of nothing, or anything after the process has closed. */
export interface MisplacedReport {
  readonly kind: 'elected-twice' | 'lost-without-elected' | 'after-close';
  readonly event: ElectedEvent | LostEvent;
  readonly index: number;
  /** What it conflicts with: the earlier `elected`, the `closed`, or the last report; absent where there was none. */
  readonly conflictIndex: number | undefined;
}

interface ProcessState {
  readonly candidate: CandidateId;
  open: OpenLeadership | undefined;
  lastReportIndex: number | undefined;
  closedIndex: number | undefined;
  readonly leaderships: OpenLeadership[];
}

/** Gathers leaderships, standstills and misplaced reports. */
export class Beliefs implements Evidence {
  readonly reads: readonly EventType[] = beliefReads;
  feeding: Feeding | undefined = undefined;
  /** In the order of their `elected`. */
  readonly leaderships: readonly Leadership[];
  readonly misplaced: readonly MisplacedReport[];
  readonly #leaderships: OpenLeadership[] = [];
  readonly #misplaced: MisplacedReport[] = [];
  readonly #processes: Map<ProcessId, ProcessState> = new Map();
  readonly #standstills: Standstills = new Standstills();
  readonly #graced: Map<ProcessId, readonly Stretch[]> = new Map();
  readonly #bare: Map<ProcessId, readonly Stretch[]> = new Map();
  readonly #header: HistoryHeader;

  constructor(header: HistoryHeader) {
    this.#header = header;
    this.leaderships = this.#leaderships;
    this.misplaced = this.#misplaced;
  }

  step(event: HistoryEvent, index: number): void {
    switch (event.type) {
      case 'elected':
        return this.#elected(event, index);
      case 'lost':
        return this.#lost(event, index);
      case 'crashed':
      case 'closed':
        return this.#ended(event, index);
      case 'stall':
        return this.#standstills.stall(event);
      case 'fault-start':
      case 'fault-stop':
        return this.#standstills.fault(event);
      default:
        return undefined;
    }
  }

  /** The leadership of a process by its number. */
  find(who: ProcessId, number: LeadershipNumber): Leadership | undefined {
    const all = this.#processes.get(who)?.leaderships;
    if (all === undefined) return undefined;
    const expected = all[number - 1];
    return expected?.number === number ? expected : all.find((each) => each.number === number);
  }

  /** The leaderships of one process, in order. */
  of(who: ProcessId): readonly Leadership[] {
    return this.#processes.get(who)?.leaderships ?? none;
  }

  /** When a process stood still, each time with the grace g after it. Ask only when the history has ended. */
  standstillsOf(who: ProcessId): readonly Stretch[] {
    const known = this.#graced.get(who);
    if (known !== undefined) return known;
    const found = this.#standstills.of(who, graceUs(factsOf(this.#header, candidateOf(who)).claims));
    this.#graced.set(who, found);
    return found;
  }

  /** When a process stood still, without the grace: for what is owed in running time. */
  bareStandstillsOf(who: ProcessId): readonly Stretch[] {
    const known = this.#bare.get(who);
    if (known !== undefined) return known;
    const found = this.#standstills.of(who, 0);
    this.#bare.set(who, found);
    return found;
  }

  /** The stretches in which the process certainly ran and believed in this leadership. */
  certain(leadership: Leadership, endUs: Micros): readonly Stretch[] {
    const fromUs = latest(leadership.elected);
    const toUs = leadership.end === undefined ? endUs : earliest(leadership.end.at);
    if (toUs <= fromUs) return [];
    return outside({ fromUs, toUs }, this.standstillsOf(leadership.who));
  }

  #elected(event: ElectedEvent, index: number): void {
    const process = this.#processOf(event.who);
    if (process.closedIndex !== undefined) {
      this.#misplaced.push({ kind: 'after-close', event, index, conflictIndex: process.closedIndex });
    }
    if (process.open !== undefined) {
      this.#misplaced.push({ kind: 'elected-twice', event, index, conflictIndex: process.open.electedIndex });
      process.open.end = { by: 'elected', at: event.at, index };
    }
    const leadership: OpenLeadership = {
      who: event.who,
      candidate: process.candidate,
      number: event.leadership,
      token: event.token,
      term: event.term,
      elected: event.at,
      electedIndex: index,
      end: undefined,
    };
    process.open = leadership;
    process.lastReportIndex = index;
    process.leaderships.push(leadership);
    this.#leaderships.push(leadership);
  }

  #lost(event: LostEvent, index: number): void {
    const process = this.#processOf(event.who);
    const { open } = process;
    if (process.closedIndex !== undefined) {
      this.#misplaced.push({ kind: 'after-close', event, index, conflictIndex: process.closedIndex });
    } else if (open === undefined || open.number !== event.leadership) {
      this.#misplaced.push({ kind: 'lost-without-elected', event, index, conflictIndex: process.lastReportIndex });
    }
    if (open !== undefined && open.number === event.leadership) {
      open.end = { by: 'lost', at: event.at, index };
      process.open = undefined;
    }
    process.lastReportIndex = index;
  }

  #ended(event: LifeEvent, index: number): void {
    const process = this.#processOf(event.who);
    if (event.type === 'closed') process.closedIndex = index;
    if (process.open !== undefined) {
      process.open.end = { by: event.type === 'closed' ? 'closed' : 'crashed', at: event.at, index };
      process.open = undefined;
    }
  }

  #processOf(who: ProcessId): ProcessState {
    const known = this.#processes.get(who);
    if (known !== undefined) return known;
    const made: ProcessState = {
      candidate: candidateOf(who),
      open: undefined,
      lastReportIndex: undefined,
      closedIndex: undefined,
      leaderships: [],
    };
    this.#processes.set(who, made);
    return made;
  }
}

const none: readonly never[] = [];

/** The beliefs of the history that a context stands for. */
export const beliefsOf: (context: MonitorContext) => Beliefs = sharedEvidence((context) => new Beliefs(context.header));
