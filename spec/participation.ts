/**
 * What each process was asked, and when: campaigns, resigns and closes with their outcomes, whether it leads, who leads,
 * and what it wrote to the protected resource. Most events of a history are operations, so they are gathered once, here,
 * for all who need any of them.
 */
import { candidateOf, earliest, latest } from './history.ts';
import type {
  CandidateId,
  CompletionEvent,
  EventType,
  HistoryEvent,
  InvokeEvent,
  Micros,
  ProcessId,
  Token,
} from './history.ts';
import { sharedEvidence } from './shared-evidence.ts';
import type { Evidence, Feeding } from './shared-evidence.ts';
import type { Stretch } from './standstill.ts';
import type { MonitorContext } from './property.ts';

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
  readonly invoked: InvokeEvent;
  readonly index: number;
  /** Its completion, and the position of that; undefined where it never returned. */
  readonly returned: CompletionEvent | undefined;
  readonly returnedIndex: number | undefined;
}

/** One `is-leader` call that was answered. */
export interface Question {
  readonly invoked: InvokeEvent;
  readonly invokedIndex: number;
  readonly answered: CompletionEvent;
  readonly answeredIndex: number;
  readonly leading: boolean;
}

/** One `leader` call that was answered: whom its observer was told to be the leader, and with which number. */
export interface View {
  readonly invoked: InvokeEvent;
  readonly invokedIndex: number;
  readonly answered: CompletionEvent;
  readonly answeredIndex: number;
  /** Undefined where it was told that nobody leads. */
  readonly holder: string | undefined;
  /** The token, else the term. */
  readonly number: Token | undefined;
}

/** One write to the protected resource, as its sender knows it. */
export interface SentWrite {
  readonly who: ProcessId;
  readonly invoked: InvokeEvent;
  readonly invokedIndex: number;
  /** What names the leadership that wrote; undefined where it has neither token nor term. */
  readonly token: Token | undefined;
  /** The reply, and its place; undefined where none came, or one that does not tell what became of the write. */
  readonly replied: CompletionEvent | undefined;
  readonly repliedIndex: number;
  readonly outcome: 'applied' | 'refused' | undefined;
}

export interface Participant {
  readonly who: ProcessId;
  readonly candidate: CandidateId;
  /** In the order of their invocations. */
  readonly calls: readonly Call[];
  /** In the order of their answers. */
  readonly questions: readonly Question[];
  /** In the order of their answers. */
  readonly views: readonly View[];
  /** In the order of their invocations. */
  readonly writes: readonly SentWrite[];
  /** When it crashed or closed; Infinity while it lives. */
  readonly endedUs: Micros;
}

type OpenWrite = { -readonly [Key in keyof SentWrite]: SentWrite[Key] };

type OpenCall = { -readonly [Key in keyof Call]: Call[Key] };

interface OpenParticipant {
  readonly who: ProcessId;
  readonly candidate: CandidateId;
  readonly calls: OpenCall[];
  readonly questions: Question[];
  readonly views: View[];
  readonly writes: OpenWrite[];
  /** Before this place every write has its reply. Replies come nearly in the order of the writes. */
  firstUnanswered: number;
  /** Calls that have not returned. Few are open at a time, so a list is the quickest to search. */
  readonly open: OpenCall[];
  /** The last question. The driver asks a process again only when it has answered, so one is enough. */
  asked: InvokeEvent | undefined;
  askedIndex: number;
  /** The last `leader` call, likewise. */
  looked: InvokeEvent | undefined;
  lookedIndex: number;
  leading: boolean;
  endedUs: Micros;
}

/** Gathers what processes were asked. */
export class Participation implements Evidence {
  readonly reads: readonly EventType[] = participationReads;
  feeding: Feeding | undefined = undefined;
  /** The campaigns of all processes, in the order of their invocations. */
  readonly campaigns: readonly Call[];
  readonly #campaigns: OpenCall[] = [];
  readonly #participants = new Map<ProcessId, OpenParticipant>();

  constructor() {
    this.campaigns = this.#campaigns;
  }

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
      case 'closed': {
        const participant = this.#of(event.who);
        participant.endedUs = Math.min(participant.endedUs, latest(event.at));
        return undefined;
      }
      default:
        return undefined;
    }
  }

  all(): Iterable<Participant> {
    return this.#participants.values();
  }

  of(who: ProcessId): Participant | undefined {
    return this.#participants.get(who);
  }

  /** The campaign behind an `elected` at this place of the history: the latest of its process before it. */
  campaignBefore(who: ProcessId, electedIndex: number): Call | undefined {
    const calls = this.of(who)?.calls ?? [];
    for (let place = calls.length - 1; place >= 0; place -= 1) {
      const call = calls[place];
      if (call?.kind === 'campaign' && call.index < electedIndex) return call;
    }
    return undefined;
  }

  #invoked(event: InvokeEvent, index: number): void {
    switch (event.f) {
      case 'is-leader': {
        const participant = this.#of(event.who);
        participant.asked = event;
        participant.askedIndex = index;
        return undefined;
      }
      case 'leader': {
        const participant = this.#of(event.who);
        participant.looked = event;
        participant.lookedIndex = index;
        return undefined;
      }
      case 'campaign':
      case 'start':
        this.#campaigns.push(this.#call('campaign', event, index));
        return undefined;
      case 'resign':
      case 'close':
        this.#call(event.f, event, index);
        return undefined;
      case 'write':
        this.#of(event.who).writes.push({
          who: event.who,
          invoked: event,
          invokedIndex: index,
          token: event.value?.token ?? event.value?.term,
          replied: undefined,
          repliedIndex: -1,
          outcome: undefined,
        });
        return undefined;
    }
  }

  #call(kind: Call['kind'], invoked: InvokeEvent, index: number): OpenCall {
    const participant = this.#of(invoked.who);
    const call: OpenCall = {
      who: invoked.who,
      kind,
      outcome: 'open',
      whileLeading: participant.leading,
      fromUs: earliest(invoked.at),
      toUs: Infinity,
      invoked,
      index,
      returned: undefined,
      returnedIndex: undefined,
    };
    participant.calls.push(call);
    participant.open.push(call);
    return call;
  }

  #returned(event: CompletionEvent, index: number): void {
    const participant = this.#participants.get(event.who);
    if (participant === undefined) return;
    const { asked, askedIndex, looked, lookedIndex, open, questions } = participant;
    if (asked !== undefined && asked.op === event.op) {
      const leading = event.value?.leading;
      if (event.type !== 'ok' || leading === undefined) return;
      questions.push({ invoked: asked, invokedIndex: askedIndex, answered: event, answeredIndex: index, leading });
      return;
    }
    if (looked !== undefined && looked.op === event.op) {
      if (event.type === 'ok') participant.views.push(viewOf(looked, lookedIndex, event, index));
      return;
    }
    if (answersWrite(participant, event, index)) return;
    for (let place = 0; place < open.length; place += 1) {
      const call = open[place];
      if (call === undefined || call.invoked.op !== event.op) continue;
      call.outcome = event.type;
      call.toUs = latest(event.at);
      call.returned = event;
      call.returnedIndex = index;
      open.splice(place, 1);
      return;
    }
  }

  #of(who: ProcessId): OpenParticipant {
    const known = this.#participants.get(who);
    if (known !== undefined) return known;
    const made: OpenParticipant = {
      who,
      candidate: candidateOf(who),
      calls: [],
      questions: [],
      views: [],
      writes: [],
      firstUnanswered: 0,
      open: [],
      asked: undefined,
      askedIndex: -1,
      looked: undefined,
      lookedIndex: -1,
      leading: false,
      endedUs: Infinity,
    };
    this.#participants.set(who, made);
    return made;
  }
}

/** Whether it is the reply to a write; if so, keeps it there. */
function answersWrite(participant: OpenParticipant, event: CompletionEvent, index: number): boolean {
  const { writes } = participant;
  for (let place = participant.firstUnanswered; place < writes.length; place += 1) {
    const write = writes[place];
    if (write === undefined || write.repliedIndex >= 0 || write.invoked.op !== event.op) continue;
    write.replied = event;
    write.repliedIndex = index;
    write.outcome = event.type === 'ok' ? event.value?.outcome : undefined;
    while ((writes[participant.firstUnanswered]?.repliedIndex ?? -1) >= 0) participant.firstUnanswered += 1;
    return true;
  }
  return false;
}

function viewOf(invoked: InvokeEvent, invokedIndex: number, answered: CompletionEvent, answeredIndex: number): View {
  const { value } = answered;
  const number = value?.token ?? value?.term;
  return { invoked, invokedIndex, answered, answeredIndex, holder: value?.holder, number };
}

/** The participation of the history that a context stands for. */
export const participationOf: (context: MonitorContext) => Participation = sharedEvidence(() => new Participation());
