/**
 * Brings the trouble of a plan: waits for each fault's anchor, resolves its target, injects it, and heals it. Process,
 * link and store faults hit all elections of the batch and follow the first one; message faults hit each election when
 * its own anchor comes.
 */
import { faults as descriptions, type FaultKind } from '../../../../spec/faults.ts';
import type { CandidateId, FaultEvent } from '../../../../spec/history.ts';
import type { Endings, Fault, Plan } from '../../../plan/plan.ts';
import type { FromHost, MessageFaultKind } from '../host/protocol.ts';
import { machineUs } from '../machine-clock.ts';
import type { ElectionRecord } from './election-record.ts';
import { inject, type Field, type Injected } from './inject.ts';

/** A fault this late did not hit what it was meant for. */
const DRIFT_US = 250_000;

export interface NemesisOptions {
  readonly plan: Plan;
  readonly startUs: number;
  readonly elections: readonly ElectionRecord[];
  readonly field: Field;
  onFailure(error: unknown): void;
  onFaultsChanged(active: readonly FaultKind[]): void;
}

interface Active {
  readonly kind: FaultKind;
  end(): Promise<void>;
}

export class Nemesis {
  readonly #options: NemesisOptions;
  readonly #cancels = new Set<() => void>();
  readonly #active = new Set<Active>();
  readonly #busy = new Set<Promise<void>>();
  readonly #intendedUs = new Map<string, number>();
  #over = false;

  constructor(options: NemesisOptions) {
    this.#options = options;
    options.plan.faults.forEach((fault, index) => {
      if (isMessageFault(fault.kind)) {
        for (const election of options.elections) this.#await(fault, index, election);
      } else if (options.elections[0] !== undefined) {
        this.#await(fault, index, options.elections[0]);
      }
    });
  }

  /** Ends every fault, and keeps those from happening that still wait. Settles when everything works again. */
  async heal(): Promise<void> {
    this.#over = true;
    for (const cancel of this.#cancels) cancel();
    for (const member of this.#options.field.members.values()) member.send({ type: 'disarm' });
    await Promise.all(this.#busy);
    await Promise.all([...this.#active].map((active) => active.end()));
  }

  /** The permanent fault of the last phase; it is numbered after those of the plan. */
  async degrade({ candidate, kind }: NonNullable<Endings['degraded']>): Promise<void> {
    const { plan, field } = this.#options;
    const injected = await inject(field, { kind, target: candidate, index: plan.faults.length, amountMs: 0 });
    const intendedUs = plan.endings.degradeAtMs * 1000;
    if (injected !== undefined)
      this.#record('fault-start', { kind, index: plan.faults.length, intendedUs, injected, at: injected.at });
  }

  /** A host says that a message was hit, or went its way. */
  messageFault(message: Extract<FromHost, { type: 'message-fault' }>, from: CandidateId): void {
    const fault = this.#options.plan.faults[message.fault];
    const election = this.#options.elections[message.election];
    if (fault === undefined || election === undefined) return;
    const armedUs = this.#intendedUs.get(`${message.fault}/${message.election}`) ?? 0;
    const { startUs, plan } = this.#options;
    const lastUs = Math.min(message.atUs - startUs, plan.endings.healAtMs * 1000);
    election.add({
      at: message.atUs,
      who: 'nemesis',
      type: message.edge === 'start' ? 'fault-start' : 'fault-stop',
      fault: message.fault,
      kind: message.kind,
      intendedUs: message.edge === 'start' ? armedUs : lastUs,
      from,
      to: 'store',
      detail: message.detail,
    });
  }

  #await(fault: Fault, index: number, election: ElectionRecord): void {
    const fireAt = (anchorUs: number): void => {
      const intendedUs = anchorUs + fault.afterMs * 1000;
      this.#later(intendedUs, () => this.#fire(fault, index, election, intendedUs));
    };
    if ('atMs' in fault.anchor) fireAt(this.#options.startUs + fault.anchor.atMs * 1000);
    else this.#cancels.add(election.at(fault.anchor.event, fault.anchor.nth, fireAt));
  }

  #later(atUs: number, then: () => void): void {
    const timer = setTimeout(
      () => {
        this.#cancels.delete(cancel);
        if (!this.#over) then();
      },
      Math.max(0, (atUs - machineUs()) / 1000),
    );
    const cancel = (): void => clearTimeout(timer);
    this.#cancels.add(cancel);
  }

  /** Injects now, or, while nobody plays the role, as soon as somebody does. */
  #fire(fault: Fault, index: number, election: ElectionRecord, intendedUs: number): void {
    const attempt = (dueUs: number): boolean => {
      if (this.#over) return true;
      const { field } = this.#options;
      const target = field.isStoreFault(fault.kind)
        ? 'store'
        : election.resolve(fault.target, field.present(fault.kind));
      if (target === undefined) return false;
      if (isMessageFault(fault.kind)) this.#arm(fault.kind, fault, { index, election, target, intendedUs });
      else this.#track(this.#inject(fault, { index, target, intendedUs, dueUs }));
      return true;
    };
    if (attempt(intendedUs)) return;
    const stop = election.onChange(() => {
      const playedUs = machineUs();
      // Not within the event itself: the role belongs to whoever has it when the event is over.
      setImmediate(() => {
        if (this.#cancels.has(stop) && attempt(playedUs)) {
          this.#cancels.delete(stop);
          stop();
        }
      });
    });
    this.#cancels.add(stop);
  }

  #arm(
    kind: MessageFaultKind,
    fault: Fault,
    to: { index: number; election: ElectionRecord; target: CandidateId; intendedUs: number },
  ): void {
    const { field, startUs } = this.#options;
    this.#intendedUs.set(`${to.index}/${to.election.index}`, to.intendedUs - startUs);
    field.members.get(to.target)?.send({
      type: 'arm',
      election: to.election.index,
      fault: to.index,
      kind,
      nth: fault.message?.nth ?? 1,
      leg: fault.message?.leg ?? 'request',
      forMs: fault.forMs,
    });
  }

  /** `dueUs`: when it was to come, given that its role had to be played by somebody. */
  async #inject(
    fault: Fault,
    to: { index: number; target: CandidateId; intendedUs: number; dueUs: number },
  ): Promise<void> {
    const { field, plan, startUs, elections } = this.#options;
    const { kind } = fault;
    const { index } = to;
    const injected = await inject(field, { kind, target: to.target, index, amountMs: fault.amount ?? 0 });
    if (injected === undefined) return;
    const intendedUs = to.intendedUs - startUs;
    this.#record('fault-start', { kind, index, intendedUs, injected, at: injected.at });
    const lateUs = injected.at[0] - to.dueUs;
    if (lateUs > DRIFT_US) {
      const why = `fault ${index} (${kind}) came ${Math.round(lateUs / 1000)} ms later than planned`;
      for (const election of elections) election.drifted ??= why;
    }
    const forMs = descriptions[kind].instantaneous ? 0 : fault.forMs;
    const healUs = startUs + plan.endings.healAtMs * 1000;
    // One that came late still lasts as long as it should.
    const endUs = Math.min(injected.at[1] + forMs * 1000, healUs);
    const intendedEndUs = Math.min(to.intendedUs + forMs * 1000, healUs);
    let ending: Promise<void> | undefined;
    const end = async (): Promise<void> => {
      const at = await injected.end();
      this.#active.delete(active);
      this.#record('fault-stop', { kind, index, intendedUs: intendedEndUs - startUs, injected, at });
      this.#told();
    };
    const active: Active = { kind, end: () => (ending ??= end()) };
    this.#active.add(active);
    this.#told();
    if (forMs === 0) await active.end();
    else this.#later(endUs, () => this.#track(active.end()));
  }

  #track(work: Promise<void>): void {
    const guarded = work.catch((error: unknown) => this.#options.onFailure(error));
    this.#busy.add(guarded);
    void guarded.then(() => this.#busy.delete(guarded));
  }

  #told(): void {
    this.#options.onFaultsChanged([...this.#active].map((active) => active.kind));
  }

  #record(
    type: 'fault-start' | 'fault-stop',
    of: { kind: FaultKind; index: number; intendedUs: number; injected: Injected; at: readonly [number, number] },
  ): void {
    const event: FaultEvent = {
      at: of.at,
      who: 'nemesis',
      type,
      fault: of.index,
      kind: of.kind,
      intendedUs: of.intendedUs,
      ...of.injected.where,
    };
    for (const election of this.#options.elections) election.add(event);
  }
}

function isMessageFault(kind: FaultKind): kind is MessageFaultKind {
  return descriptions[kind].scope === 'message';
}
