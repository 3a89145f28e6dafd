/**
 * What each process asked for, and when: campaigns, resigns and closes, with their outcomes.
 */
import { earliest, latest } from './history.ts';
import type { CompletionEvent, EventType, HistoryEvent, InvokeEvent, Micros, ProcessId } from './history.ts';
import type { Stretch } from './standstill.ts';

/** The event types from which participation is gathered. */
export const participationReads: readonly EventType[] = [
  'invoke',
  'ok',
  'fail',
  'info',
  'elected',
  'lost',
  'crashed',
  'closed',
];

/** A call in its widest reading; it lasts to Infinity where it never returned. */
export interface Call extends Stretch {
  readonly who: ProcessId;
  readonly kind: 'campaign' | 'resign' | 'close';
  readonly outcome: 'ok' | 'fail' | 'info' | 'open';
  /** Resign: the process believed that it led when it was called. */
  readonly whileLeading: boolean;
  readonly index: number;
  /** Position of its completion. */
  readonly returnedIndex?: number;
}

type OpenCall = { -readonly [Key in keyof Call]: Call[Key] };

export interface Participant {
  readonly who: ProcessId;
  /** In the order of their invocations. */
  readonly calls: readonly Call[];
  /** When it crashed or closed; Infinity while it lives. */
  readonly endedUs: Micros;
}

interface OpenParticipant {
  readonly who: ProcessId;
  readonly calls: OpenCall[];
  readonly byOp: Map<number, OpenCall>;
  leading: boolean;
  endedUs: Micros;
}

const kinds: Readonly<Record<string, Call['kind']>> = {
  campaign: 'campaign',
  start: 'campaign',
  resign: 'resign',
  close: 'close',
};

export class Participation {
  readonly #participants = new Map<ProcessId, OpenParticipant>();

  step(event: HistoryEvent, index: number): void {
    switch (event.type) {
      case 'invoke':
        return this.#invoked(event, index);
      case 'ok':
      case 'fail':
      case 'info':
        return this.#returned(event, index);
      case 'elected':
        this.#of(event.who).leading = true;
        return undefined;
      case 'lost':
        this.#of(event.who).leading = false;
        return undefined;
      case 'crashed':
      case 'closed':
        this.#of(event.who).endedUs = Math.min(this.#of(event.who).endedUs, latest(event.at));
        return undefined;
      default:
        return undefined;
    }
  }

  all(): Iterable<Participant> {
    return this.#participants.values();
  }

  #invoked(event: InvokeEvent, index: number): void {
    const kind = kinds[event.f];
    if (kind === undefined) return;
    const participant = this.#of(event.who);
    const call: OpenCall = {
      who: event.who,
      kind,
      outcome: 'open',
      whileLeading: participant.leading,
      fromUs: earliest(event.at),
      toUs: Infinity,
      index,
    };
    participant.calls.push(call);
    participant.byOp.set(event.op, call);
  }

  #returned(event: CompletionEvent, index: number): void {
    const participant = this.#participants.get(event.who);
    const call = participant?.byOp.get(event.op);
    if (participant === undefined || call === undefined) return;
    participant.byOp.delete(event.op);
    call.outcome = event.type;
    call.toUs = latest(event.at);
    call.returnedIndex = index;
  }

  #of(who: ProcessId): OpenParticipant {
    const known = this.#participants.get(who);
    if (known !== undefined) return known;
    const made: OpenParticipant = { who, calls: [], byOp: new Map(), leading: false, endedUs: Infinity };
    this.#participants.set(who, made);
    return made;
  }
}
