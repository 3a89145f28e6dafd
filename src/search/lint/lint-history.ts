/** Mistakes that a fault-free history shows by itself: reports, tokens, and what was still open or held. Pure. */
import { requestTimeoutUs } from '../../../spec/bounds.ts';
import {
  candidateOf,
  earliest,
  latest,
  type CompletionEvent,
  type ElectedEvent,
  type History,
  type HistoryEvent,
  type LostEvent,
  type Micros,
  type OperationName,
  type ProcessId,
  type StoreEvent,
} from '../../../spec/history.ts';
import { moment, span, withNumber } from '../../../spec/phrases.ts';
import type { Plan } from '../../plan/plan.ts';
import type { LintNotebook } from './lint-notebook.ts';
import type { LintCode } from './lint-report.ts';
import { TokenWatch } from './lint-tokens.ts';

/** A campaign that ends without being elected in less than this did not wait for anybody. */
const AT_ONCE_US = 20_000;
/** So many in a row are no accident. */
const AT_ONCE_TIMES = 5;
/** What a store, a scheduler and a last message may need beyond the timeout of a request. */
const SLACK_US = 100_000;

/** Looks through one history; `place` is that among the histories of the lint. Gives back who was elected in it. */
export function lintHistory(
  history: History,
  { plan, place, notebook }: { readonly plan: Plan; readonly place: number; readonly notebook: LintNotebook },
): ReadonlySet<string> {
  const inspection = new Inspection(history, plan, (code, who, at, sentence) =>
    notebook.note(code, sentence, { candidate: candidateOf(who), at, history: place }),
  );
  for (const event of history.events) inspection.step(event);
  inspection.end();
  return inspection.elected;
}

type NoteOn = (code: LintCode, who: ProcessId, at: Micros, sentence: () => string) => void;

interface OpenOperation {
  readonly f: OperationName;
  readonly at: Micros;
  /** What its process believed when it began. */
  readonly belief: ElectedEvent | undefined;
}

/** One process, as far as its own reports go. */
interface Process {
  belief: ElectedEvent | undefined;
  closedAt: Micros | undefined;
  /** Since then it wants nothing of the election: its campaign was cancelled, or its resign or close has settled. */
  gaveUp: { readonly at: Micros; readonly by: string } | undefined;
  readonly open: Map<number, OpenOperation>;
  failedAtOnce: number;
  /** The belief during which isLeader last said something else. */
  contradicted: ElectedEvent | 'nobody' | undefined;
}

class Inspection {
  readonly elected: Set<string> = new Set<string>();
  readonly #history: History;
  readonly #plan: Plan;
  readonly #note: NoteOn;
  readonly #processes = new Map<ProcessId, Process>();
  readonly #candidates: ReadonlySet<string>;
  readonly #tokens: TokenWatch;
  readonly #settleUs: Micros;
  #grants = 0;
  #endUs: Micros = 0;

  constructor(history: History, plan: Plan, note: NoteOn) {
    this.#history = history;
    this.#plan = plan;
    this.#note = note;
    const { header } = history;
    this.#candidates = new Set(header.candidates.map(({ id }) => id));
    this.#tokens = new TokenWatch(header.claims.fencing === 'monotonic', note);
    this.#settleUs = requestTimeoutUs(header.claims) + 4 * header.networkDelayUsMax + SLACK_US;
  }

  step(event: HistoryEvent): void {
    this.#endUs = Math.max(this.#endUs, latest(event.at));
    switch (event.type) {
      case 'invoke': {
        const process = this.#process(event.who);
        process.open.set(event.op, { f: event.f, at: earliest(event.at), belief: process.belief });
        return;
      }
      case 'ok':
      case 'fail':
      case 'info':
        this.#ended(event);
        return;
      case 'elected':
        this.#begins(event);
        return;
      case 'lost':
        this.#ends(event);
        return;
      case 'crashed':
        this.#note('LINT-CRASH', event.who, earliest(event.at), () => crashSentence(event.who, event.at, event.reason));
        return;
      case 'granted':
      case 'renewed':
      case 'released':
      case 'expired':
        this.#record(event);
        return;
      default:
    }
  }

  /** What is still open when everything is over. */
  end(): void {
    for (const [who, process] of this.#processes) {
      for (const operation of process.open.values()) this.#unsettled(who, operation);
    }
    if (this.elected.size > 0 && this.#history.header.ledger && this.#grants === 0) {
      const [who = ''] = this.elected;
      this.#note('LINT-GRANTS-BLIND', who, 0, () => `${who} was elected, but grants.holder never named a holder.`);
    }
  }

  #process(who: ProcessId): Process {
    let process = this.#processes.get(who);
    if (process === undefined) {
      process = {
        belief: undefined,
        closedAt: undefined,
        gaveUp: undefined,
        open: new Map(),
        failedAtOnce: 0,
        contradicted: undefined,
      };
      this.#processes.set(who, process);
    }
    return process;
  }

  #begins(event: ElectedEvent): void {
    const { who } = event;
    const at = earliest(event.at);
    const process = this.#process(who);
    const { belief, closedAt } = process;
    if (belief !== undefined) {
      this.#note(
        'LINT-ELECTED-TWICE',
        who,
        at,
        () =>
          `${who} reported elected${withNumber(event)} ${moment(event.at)}, although it had reported elected${withNumber(belief)} ${moment(belief.at)} and not lost in between.`,
      );
    }
    if (closedAt !== undefined) this.#afterClose(event, closedAt);
    process.belief = event;
    process.gaveUp = undefined;
    process.failedAtOnce = 0;
    this.elected.add(candidateOf(who));
    this.#tokens.elected(event);
  }

  #ends(event: LostEvent): void {
    const process = this.#process(event.who);
    if (process.belief !== undefined && event.leadership === process.belief.leadership) {
      process.belief = undefined;
    } else if (process.closedAt !== undefined) {
      this.#afterClose(event, process.closedAt);
    } else {
      this.#note(
        'LINT-LOST-UNELECTED',
        event.who,
        earliest(event.at),
        () => `${event.who} reported lost ${moment(event.at)}, although it was not elected then.`,
      );
    }
  }

  #afterClose(event: ElectedEvent | LostEvent, closedAt: Micros): void {
    this.#note(
      'LINT-REPORT-AFTER-CLOSE',
      event.who,
      earliest(event.at),
      () => `${event.who} reported ${event.type} ${moment(event.at)}, after its close had settled ${moment(closedAt)}.`,
    );
  }

  #ended(event: CompletionEvent): void {
    const process = this.#process(event.who);
    const operation = process.open.get(event.op);
    if (operation === undefined) return;
    process.open.delete(event.op);
    switch (operation.f) {
      case 'campaign':
      case 'start':
        this.#campaignEnded(event, operation, process);
        return;
      case 'resign':
      case 'close':
        if (event.type === 'ok') this.#gaveUp(event, operation, process);
        return;
      case 'is-leader':
        if (event.value?.leading !== undefined) this.#compare(event, event.value.leading, process);
        return;
      default:
    }
  }

  #campaignEnded(event: CompletionEvent, operation: OpenOperation, process: Process): void {
    const at = earliest(event.at);
    const abortedAt = operation.f === 'campaign' ? this.#abortedAt(event.who, operation) : Infinity;
    if (event.type === 'ok') {
      if (at <= abortedAt) return;
      this.#note(
        'LINT-CANCEL-IGNORED',
        event.who,
        at,
        () =>
          `The campaign of ${event.who} settled as elected ${moment(event.at)}, ${span(at - abortedAt)} after its signal had aborted.`,
      );
      return;
    }
    if (at >= abortedAt) {
      process.gaveUp = { at, by: 'its campaign was cancelled' };
      process.failedAtOnce = 0;
      return;
    }
    const tookUs = at - operation.at;
    process.failedAtOnce = tookUs < AT_ONCE_US ? process.failedAtOnce + 1 : 0;
    if (process.failedAtOnce < AT_ONCE_TIMES) return;
    this.#note(
      'LINT-CAMPAIGN-AT-ONCE',
      event.who,
      at,
      () =>
        `${AT_ONCE_TIMES} campaigns of ${event.who} in a row ended without being elected or cancelled, the last ${moment(event.at)} after ${span(tookUs)}: ${event.error ?? 'without a message'}.`,
    );
  }

  /** When the driver gave up waiting for this campaign. */
  #abortedAt(who: ProcessId, operation: OpenOperation): Micros {
    const plan = this.#plan.candidates.find(({ id }) => id === candidateOf(who));
    const cancelled =
      plan?.cancelAfterMs === undefined ? Infinity : operation.at + Math.ceil(plan.cancelAfterMs * 1000);
    return Math.min(cancelled, plan?.leaveMs === undefined ? Infinity : plan.leaveMs * 1000);
  }

  #gaveUp(event: CompletionEvent, operation: OpenOperation, process: Process): void {
    const at = earliest(event.at);
    const { belief } = operation;
    if (belief !== undefined && process.belief === belief) {
      this.#note(
        'LINT-LOST-LATE',
        event.who,
        at,
        () =>
          `${operation.f} of ${event.who} settled ${moment(event.at)}, but the leadership${withNumber(belief)} that it ends had not been reported lost.`,
      );
    }
    if (operation.f === 'close') process.closedAt = at;
    // Whoever campaigns by itself may lead again before its resign has settled.
    if (process.belief === undefined) process.gaveUp = { at, by: `its ${operation.f} had settled` };
  }

  #compare(event: CompletionEvent, leading: boolean, process: Process): void {
    const present = process.belief ?? 'nobody';
    if (leading === (process.belief !== undefined)) {
      process.contradicted = undefined;
      return;
    }
    // Once may be the very moment of a change; twice in one leadership (or between two) is a state of its own.
    if (process.contradicted === present) {
      const reported = process.belief === undefined ? 'it does not lead' : 'it leads';
      this.#note(
        'LINT-IS-LEADER',
        event.who,
        earliest(event.at),
        () =>
          `isLeader of ${event.who} answered ${leading ? 'yes' : 'no'} twice, at last ${moment(event.at)}, while by its own reports ${reported}.`,
      );
    }
    process.contradicted = present;
  }

  #record(event: StoreEvent): void {
    const holder = candidateOf(event.holder);
    if (event.type === 'granted') {
      this.#grants += 1;
      if (!this.#candidates.has(holder)) {
        this.#note(
          'LINT-GRANTS-NAME',
          event.by ?? event.holder,
          earliest(event.at),
          () =>
            `grants.holder named ${JSON.stringify(event.holder)} ${moment(event.at)}, which is no candidate (${[...this.#candidates].join(', ')}).`,
        );
      }
    }
    if (event.type !== 'granted' && event.type !== 'renewed') return;
    for (const [who, process] of this.#processes) {
      if (candidateOf(who) === holder) this.#keeps(event, who, process);
    }
  }

  /** Whether somebody goes on holding the record who has wanted nothing of the election for long; that it expires is enough. */
  #keeps(event: StoreEvent, who: ProcessId, process: Process): void {
    const { gaveUp } = process;
    const at = earliest(event.at);
    if (gaveUp === undefined) return;
    if ([...process.open.values()].some(({ f }) => f === 'campaign' || f === 'start')) {
      // It wants to be elected again.
      process.gaveUp = undefined;
      return;
    }
    if (event.type === 'granted') {
      // What was asked for before may still be granted; it is to be let go as soon.
      process.gaveUp = { ...gaveUp, at };
      return;
    }
    if (at - gaveUp.at <= this.#settleUs) return;
    this.#note(
      'LINT-GRANT-KEPT',
      who,
      at,
      () =>
        `${who} renewed the record ${moment(event.at)}, ${span(at - gaveUp.at)} after ${gaveUp.by}, and without leading.`,
    );
  }

  #unsettled(who: ProcessId, operation: OpenOperation): void {
    const leaseUs = this.#history.header.leaseTtlMs * 1000;
    const open = (sinceUs: Micros): boolean => this.#endUs - sinceUs > this.#settleUs + leaseUs;
    if (operation.f === 'resign' || operation.f === 'close') {
      if (!open(operation.at)) return;
      const code = operation.f === 'resign' ? 'LINT-RESIGN-UNSETTLED' : 'LINT-CLOSE-UNSETTLED';
      this.#note(
        code,
        who,
        operation.at,
        () =>
          `${operation.f} of ${who}, called ${moment(operation.at)}, had not settled when the history ended ${moment(this.#endUs)}.`,
      );
    } else if (operation.f === 'campaign') {
      const abortedAt = this.#abortedAt(who, operation);
      if (!open(abortedAt)) return;
      this.#note(
        'LINT-CANCEL-UNSETTLED',
        who,
        abortedAt,
        () =>
          `The signal of the campaign of ${who} aborted ${moment(abortedAt)}, but it had not settled when the history ended ${moment(this.#endUs)}.`,
      );
    }
  }
}

function crashSentence(who: ProcessId, at: HistoryEvent['at'], reason: string | undefined): string {
  return `${who} ended ${moment(at)} by an error that nothing caught: ${reason ?? 'without a message'}.`;
}
