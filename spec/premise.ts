/**
 * The premise of liveness, taken from the faults and from what candidates were asked to do: who is in the core, and until
 * when an election may rightly be blocked. See "Liveness as bounded response" in spec/README.md.
 */
import { beliefReads, beliefsOf, type Beliefs } from './belief.ts';
import { boundsOf, delayUs, outsiderHoldUs } from './bounds.ts';
import { earliest, latest } from './history.ts';
import type { CandidateId, EventType, HistoryHeader, Micros, ProcessId } from './history.ts';
import {
  participationOf,
  participationReads,
  type Call,
  type Participant,
  type Participation,
} from './participation.ts';
import type { MonitorContext } from './property.ts';
import { eventTypes, sharedEvidence, type Evidence } from './shared-evidence.ts';
import { outside, type Stretch } from './standstill.ts';
import { common, coveredUs, minus, union } from './stretches.ts';
import { troubleReads, troublesOf, type Trouble, type Troubles } from './trouble.ts';

/** The event types of the evidence behind the premise. */
export const premiseReads: readonly EventType[] = eventTypes(beliefReads, troubleReads, participationReads);

/** A stretch in which a candidate campaigned, ran, and was reached by no trouble: it is in the core then. */
export interface Membership extends Stretch {
  readonly who: ProcessId;
  readonly candidate: CandidateId;
  /** Position of the invocation of its campaign. */
  readonly index: number;
}

/** Draws the premise from belief, trouble and participation; ask only when the history has ended. */
export class Premise {
  /** What has to be gathered for it. */
  readonly evidence: readonly Evidence[];
  readonly troubles: Troubles;
  /** All candidates of the history. */
  readonly candidates: readonly CandidateId[];
  readonly #participation: Participation;
  readonly #beliefs: Beliefs;
  readonly #header: HistoryHeader;
  /** How long each candidate may rightly block an election without leading. */
  readonly #holdUs: (candidate: CandidateId) => Micros;
  #allHolds: readonly Stretch[] | undefined;
  #blocked: readonly Stretch[] | undefined;
  #core: readonly Membership[] | undefined;
  #handovers: readonly Call[] | undefined;

  constructor(context: MonitorContext) {
    this.#header = context.header;
    this.#holdUs = boundsOf(context.header, outsiderHoldUs);
    this.#beliefs = beliefsOf(context);
    this.troubles = troublesOf(context);
    this.#participation = participationOf(context);
    this.evidence = [this.#beliefs, this.troubles, this.#participation];
    this.candidates = context.header.candidates.map(({ id }) => id);
  }

  /** False where the network is slower even without faults than the claims tolerate: then nothing is promised. */
  get delaysAreTolerated(): boolean {
    return this.#header.networkDelayUsMax <= delayUs(this.#header.claims);
  }

  /** Who is in the core, and when. */
  core(): readonly Membership[] {
    if (this.#core !== undefined) return this.#core;
    const core: Membership[] = [];
    for (const participant of this.#participation.all()) this.#addMemberships(participant, core);
    this.#core = core;
    return core;
  }

  /**
   * When an election may rightly be blocked by someone who does not lead: the union over all incarnations x of the
   * stretches up to a(x) + T / (1 - rho_s) + G, in order.
   */
  blocked(): readonly Stretch[] {
    return (this.#blocked ??= union(this.#holds()));
  }

  /** From when on nobody rightly blocks an election, as far as what had begun by `us` tells. */
  freeFromUs(us: Micros): Micros {
    let fromUs = 0;
    for (const hold of this.#holds()) if (hold.fromUs <= us && hold.toUs > fromUs) fromUs = hold.toUs;
    return fromUs;
  }

  /** The parts of `window` in which nobody may rightly block an election and the member is in the core. */
  unblocked(window: Stretch, member: Membership): readonly Stretch[] {
    const shared = common(window, member);
    return shared === undefined ? [] : outside(shared, this.blocked());
  }

  /** The bound for this member, prolonged by the stalls of its machine in the window that begins at `fromUs`. */
  prolongedUs(boundUs: Micros, member: Membership, fromUs: Micros): Micros {
    const stalls = this.troubles.stallsOf(member.who);
    const { uncertaintyUs } = this.#header;
    return boundUs + uncertaintyUs + coveredUs({ fromUs, toUs: fromUs + 2 * boundUs }, stalls);
  }

  /** All resigns that were called by a believer and settled `ok`. */
  handovers(): readonly Call[] {
    return (this.#handovers ??= this.#findHandovers());
  }

  #findHandovers(): readonly Call[] {
    const calls: Call[] = [];
    for (const { calls: all } of this.#participation.all()) {
      for (const call of all)
        if (call.kind === 'resign' && call.whileLeading && call.outcome === 'ok') calls.push(call);
    }
    return calls;
  }

  /** Whether the process had been asked to step down or to close, and when last, no later than at `us`. */
  wasAskedToStop(who: ProcessId, sinceUs: Micros, us: Micros): boolean {
    const calls = this.#participation.of(who)?.calls ?? [];
    return calls.some((call) => call.kind !== 'campaign' && call.fromUs <= us && call.toUs >= sinceUs);
  }

  #addMemberships({ who, candidate, calls, endedUs }: Participant, core: Membership[]): void {
    const away: Stretch[] = [...this.troubles.of(candidate), ...this.troubles.store];
    for (const call of calls) if (call.kind !== 'campaign') away.push(call);
    const apart = union(away);
    for (const { kind, index, fromUs, toUs } of calls) {
      if (kind !== 'campaign') continue;
      for (const part of outside({ fromUs, toUs: Math.min(toUs, endedUs) }, apart)) {
        core.push({ who, candidate, index, fromUs: part.fromUs, toUs: part.toUs });
      }
    }
  }

  #holds(): readonly Stretch[] {
    return (this.#allHolds ??= this.#findHolds());
  }

  #findHolds(): readonly Stretch[] {
    const holds: Stretch[] = [];
    let longestUs = 0;
    for (const id of this.candidates) {
      const holdUs = this.#holdUs(id);
      longestUs = Math.max(longestUs, holdUs);
      this.#holdsOfTrouble(id, holdUs, holds);
    }
    for (const { fromUs, toUs } of this.troubles.store) holds.push({ fromUs, toUs: toUs + longestUs });
    for (const participant of this.#participation.all()) this.#holdsOfCalls(participant, holds);
    this.#holdsOfBelief(holds);
    return holds;
  }

  /**
   * The beginning of a cut or a stop, the end of any trouble; and impaired candidates throughout, as long as they
   * campaign or believe, because what they send arrives.
   */
  #holdsOfTrouble(candidate: CandidateId, holdUs: Micros, holds: Stretch[]): void {
    const delta = delayUs(this.#header.claims);
    for (const trouble of this.troubles.of(candidate)) {
      const { fromUs, toUs } = trouble;
      holds.push({ fromUs, toUs: fromUs + delta + holdUs });
      if (toUs !== Infinity) holds.push({ fromUs: toUs, toUs: toUs + holdUs });
      if (trouble.effect !== 'impaired') continue;
      for (const active of this.#activityOf(candidate)) {
        const part = common(trouble, active);
        if (part !== undefined) holds.push({ fromUs: part.fromUs, toUs: part.toUs + holdUs });
      }
    }
  }

  /** The stretches in which any incarnation of the candidate campaigned or believed. */
  #activityOf(candidate: CandidateId): readonly Stretch[] {
    const active: Stretch[] = [];
    for (const { who, candidate: whose, calls, endedUs } of this.#participation.all()) {
      if (whose !== candidate) continue;
      for (const call of calls) {
        if (call.kind === 'campaign') active.push({ fromUs: call.fromUs, toUs: Math.min(call.toUs, endedUs) });
      }
      for (const leadership of this.#beliefs.of(who)) {
        const toUs = leadership.end === undefined ? endedUs : latest(leadership.end.at);
        active.push({ fromUs: earliest(leadership.elected), toUs });
      }
    }
    return active;
  }

  /** Resigns and closes until they are certain, and campaigns that ended without an election. */
  #holdsOfCalls(participant: Participant, holds: Stretch[]): void {
    const { candidate, calls, endedUs } = participant;
    const holdUs = this.#holdUs(candidate);
    const severed = this.#severed(candidate);
    const pending: Stretch[] = [];
    calls.forEach((call, position) => {
      if (call.kind === 'campaign') {
        if (call.outcome === 'fail' || call.outcome === 'info') pending.push({ fromUs: call.toUs, toUs: call.toUs });
        return;
      }
      const settled = calls.find(
        (later, place) => place >= position && later.kind === call.kind && later.outcome === 'ok',
      );
      const toUs = Math.min(settled?.toUs ?? Infinity, endedUs);
      // A leadership that ended by a resign which settled `ok` while leading is certain to be over: it leaves no record.
      if (call.whileLeading && call.kind === 'resign' && call.outcome === 'ok')
        holds.push({ fromUs: call.fromUs, toUs });
      else pending.push({ fromUs: call.fromUs, toUs });
    });
    if (endedUs !== Infinity) pending.push({ fromUs: endedUs, toUs: endedUs + delayUs(this.#header.claims) });
    for (const each of pending) prolonged(each, severed, holdUs, holds);
  }

  /** The end of each belief, except where a resign made it certain. */
  #holdsOfBelief(holds: Stretch[]): void {
    const handovers = this.handovers();
    for (const { who, candidate, end } of this.#beliefs.leaderships) {
      if (end === undefined) continue;
      const at = latest(end.at);
      if (handovers.some((call) => call.who === who && call.fromUs <= at && at <= call.toUs)) continue;
      prolonged({ fromUs: at, toUs: at }, this.#severed(candidate), this.#holdUs(candidate), holds);
    }
  }

  /** When nothing that the candidate does reaches the store: what it did before the cut is a hold of the cut itself. */
  #severed(candidate: CandidateId): readonly Trouble[] {
    const all = this.troubles.of(candidate);
    return all.length === 0 ? all : all.filter((trouble) => trouble.effect !== 'impaired');
  }
}

/** The parts of a stretch, or the instant, in which the candidate could reach the store, and the lease that may follow each. */
function prolonged(stretch: Stretch, severed: readonly Trouble[], holdUs: Micros, holds: Stretch[]): void {
  if (stretch.fromUs === stretch.toUs) {
    const cut = severed.some((trouble) => trouble.fromUs <= stretch.fromUs && stretch.toUs < trouble.toUs);
    if (!cut) holds.push({ fromUs: stretch.fromUs, toUs: stretch.toUs + holdUs });
    return;
  }
  for (const { fromUs, toUs } of minus([stretch], severed)) holds.push({ fromUs, toUs: toUs + holdUs });
}

/** The premise of the history that a context stands for. */
export const premiseOf: (context: MonitorContext) => Premise = sharedEvidence((context) => new Premise(context));
