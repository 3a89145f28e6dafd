/**
 * Reads the history of leadership by the ledger. It says in which order leaderships began, and so it numbers them: tokens
 * are not needed then, nor trusted. Each end of a stretch rests on what can be relied on for it:
 * - a campaign took effect no earlier than its grant. An upper limit comes from what a client was told, and from nothing
 *   else: until somebody knew of a leadership, nobody can be blamed for not knowing of it;
 * - what no client ever saw (a grant whose reply was lost) need not have taken effect, so it is left out;
 * - leadership does not end before its record does. What keeps it is told as a view: whoever had looked at the record at
 *   its last moment would have been told of it;
 * - a leader that asks to give up may have done so from then on. Where its resignation was `ok`, it has when that returns.
 */
import type { Beliefs, Leadership } from './belief.ts';
import { earliest, latest } from './history.ts';
import type { HistoryHeader, Micros, ProcessId } from './history.ts';
import type { Holdings } from './holding.ts';
import type { LeadershipHistory, LeadershipOperation, OpenOperation } from './leadership-history.ts';
import { keptUntilUs, LIFETIME_ROUNDING_US } from './lease-life.ts';
import type { Call, Participation, View } from './participation.ts';
import { withNumber } from './phrases.ts';
import { touches } from './standstill.ts';
import { possiblyLive, type StoreRecord, type Tenure } from './store-record.ts';
import { ToldHolders } from './told-holder.ts';

/** What the reading rests on. */
export interface LedgerEvidence {
  readonly header: HistoryHeader;
  readonly participation: Participation;
  readonly beliefs: Beliefs;
  readonly record: StoreRecord;
  readonly holdings: Holdings;
}

/** The history of leadership that ends at `endUs`. */
export function leadershipsByLedger(evidence: LedgerEvidence, endUs: Micros): LeadershipHistory {
  return new LedgerReading(evidence, endUs).history();
}

/** Somebody was told who leads, by a view or by being elected; or that its own leadership is over. */
interface Answer {
  readonly kind: 'told' | 'elected' | 'resigned';
  readonly who: ProcessId;
  readonly fromUs: Micros;
  readonly toUs: Micros;
  readonly index: number;
  /** The records that it may speak of, in the store's order; undefined where it says that nobody leads. */
  readonly mayMean: readonly Tenure[] | undefined;
  readonly view: View | undefined;
  readonly leadership: Leadership | undefined;
}

class LedgerReading {
  readonly #evidence: LedgerEvidence;
  readonly #endUs: Micros;
  readonly #tenures: readonly Tenure[];
  readonly #answers: Answer[] = [];
  readonly #operations: LeadershipOperation[] = [];
  /** By number: the campaign, once a client has been told of its leadership. */
  readonly #campaigns: (OpenOperation | undefined)[] = [];
  readonly #numberOf = new Map<Leadership, number>();

  constructor(evidence: LedgerEvidence, endUs: Micros) {
    this.#evidence = evidence;
    this.#endUs = endUs;
    this.#tenures = evidence.record.tenures();
  }

  history(): LeadershipHistory {
    this.#wereElected();
    this.#haveResigned();
    const undecided = this.#wereTold();
    this.#read();
    this.#keep(this.#givenUpUs());
    const tenures = this.#tenures;
    return { operations: this.#operations, undecided, nameOf: (number) => nameOf(tenures[number - 1]) };
  }

  /**
   * To be elected is to be told that one leads. Where no record of one's own was there during the campaign, nobody led, and
   * W1 says so; it is then no evidence against what others were told.
   */
  #wereElected(): void {
    const { participation, beliefs, holdings, header } = this.#evidence;
    for (const leadership of beliefs.leaderships) {
      const { who, number, elected, electedIndex: index } = leadership;
      const campaignUs = participation.campaignBefore(who, index)?.fromUs ?? 0;
      const before = beliefs.find(who, number - 1);
      const fromUs = Math.max(campaignUs, before === undefined ? 0 : earliest(before.elected)) - header.uncertaintyUs;
      const toUs = latest(elected) + header.uncertaintyUs;
      const held = holdings.of(leadership);
      const isThere = (tenure: Tenure): boolean => touches(possiblyLive(tenure), { fromUs, toUs });
      const mayMean = held.every(isThere) ? held : held.filter(isThere);
      if (mayMean.length === 0) continue;
      this.#answers.push({ kind: 'elected', who, fromUs, toUs, index, mayMean, view: undefined, leadership });
    }
  }

  /** A resignation that was `ok`, and that was called while leading, is an answer too: that leadership is over. */
  #haveResigned(): void {
    const { participation, header } = this.#evidence;
    const elections = [...this.#answers];
    for (const { who, calls } of participation.all()) {
      for (const call of calls) {
        if (call.kind !== 'resign' || call.outcome !== 'ok' || !call.whileLeading) continue;
        const leadership = this.#leadershipAt(call);
        const election = elections.find((each) => each.leadership === leadership);
        if (election === undefined) continue;
        // Whoever is elected again on what may be the same record goes on, and it is not over as the resignation says.
        const mayGoOn = elections.some(
          ({ index, mayMean }) => index > call.index && mayMean?.some((tenure) => election.mayMean?.includes(tenure)),
        );
        if (mayGoOn) continue;
        const fromUs = call.fromUs - header.uncertaintyUs;
        const toUs = call.toUs + header.uncertaintyUs;
        const index = call.returnedIndex ?? call.index;
        const { mayMean } = election;
        this.#answers.push({ kind: 'resigned', who, fromUs, toUs, index, mayMean, view: undefined, leadership });
      }
    }
  }

  /** The leadership that was current when a process called. */
  #leadershipAt({ who, index }: Call): Leadership | undefined {
    return this.#evidence.beliefs.of(who).findLast(({ electedIndex }) => electedIndex < index);
  }

  /** Gives the number of those of which nobody can tell whom they mean. */
  #wereTold(): number {
    const { participation, header } = this.#evidence;
    const told = new ToldHolders(header, this.#tenures);
    let undecided = 0;
    for (const { who, views } of participation.all()) {
      for (const view of views) {
        const { holder, number, invoked, answered, answeredIndex: index } = view;
        const records = holder === undefined ? undefined : told.records(holder, number);
        if (records !== undefined && records.possible.length > 0) {
          undecided += 1;
          continue;
        }
        const fromUs = earliest(invoked.at) - header.uncertaintyUs;
        const toUs = latest(answered.at) + header.uncertaintyUs;
        const mayMean = records?.named;
        this.#answers.push({ kind: 'told', who, fromUs, toUs, index, mayMean, view, leadership: undefined });
      }
    }
    return undecided;
  }

  /** Turns answers into operations. */
  #read(): void {
    const positions = new Positions(this.#answers, this.#tenures);
    for (const answer of this.#answers) {
      const { kind, who, fromUs, toUs, index, view, leadership } = answer;
      if (kind === 'resigned') {
        const number = leadership === undefined ? undefined : this.#numberOf.get(leadership);
        if (number === undefined) continue;
        positions.over(number, toUs);
        this.#operations.push({ does: 'resign', number, fromUs, toUs, happened: true, who, index, view });
        continue;
      }
      const number = positions.numberOf(answer);
      const campaign = number === 0 ? undefined : this.#campaign(number);
      if (leadership === undefined) {
        this.#operations.push({ does: 'view', number, fromUs, toUs, happened: true, who, index, view });
        continue;
      }
      this.#numberOf.set(leadership, number);
      if (campaign === undefined || toUs >= campaign.toUs || toUs < campaign.fromUs) continue;
      campaign.toUs = toUs;
      campaign.happened = true;
      campaign.index = index;
      campaign.who = who;
    }
  }

  /** The campaign that led to a leadership of which a client was told; undefined where nobody was granted it. */
  #campaign(number: number): OpenOperation | undefined {
    const known = this.#campaigns[number];
    const tenure = this.#tenures[number - 1];
    if (known !== undefined || tenure === undefined) return known;
    const { index, event } = tenure.grant;
    const fromUs = earliest(event.at) - this.#evidence.header.uncertaintyUs;
    const stretch = { fromUs, toUs: Infinity, happened: false };
    const campaign = { does: 'campaign' as const, number, ...stretch, who: event.holder, index, view: undefined };
    this.#campaigns[number] = campaign;
    this.#operations.push(campaign);
    return campaign;
  }

  /** When its leader first asked to give a leadership up, by its number: it may have been over from then on. */
  #givenUpUs(): readonly (Micros | undefined)[] {
    const givenUpUs: (Micros | undefined)[] = [];
    for (const { calls } of this.#evidence.participation.all()) {
      for (const call of calls) {
        if (call.kind === 'campaign' || !call.whileLeading) continue;
        const leadership = this.#leadershipAt(call);
        const number = leadership === undefined ? undefined : this.#numberOf.get(leadership);
        if (number === undefined) continue;
        const fromUs = call.fromUs - this.#evidence.header.uncertaintyUs;
        givenUpUs[number] = Math.min(givenUpUs[number] ?? Infinity, fromUs);
      }
    }
    return givenUpUs;
  }

  /** For each leadership that a client was told of, a view at the earliest end of its record. */
  #keep(givenUpUs: readonly (Micros | undefined)[]): void {
    const { header, record } = this.#evidence;
    const toUs = this.#endUs + header.uncertaintyUs;
    for (const campaign of this.#campaigns) {
      const tenure = campaign === undefined ? undefined : this.#tenures[campaign.number - 1];
      if (campaign === undefined || tenure === undefined) continue;
      const { number, who } = campaign;
      const endsUs = keptUntilUs(tenure, record.steps, header.store) - LIFETIME_ROUNDING_US - header.uncertaintyUs;
      const fromUs = Math.min(endsUs, givenUpUs[number] ?? Infinity, toUs);
      const index = tenure.end?.index ?? tenure.writes.at(-1)?.index ?? tenure.grant.index;
      this.#operations.push({ does: 'view', number, fromUs, toUs, happened: true, who, index, view: undefined });
    }
  }
}

/**
 * Which leadership each answer speaks of. One that names a holder without a number may speak of any of that holder's
 * leaderships, and is read as the earliest one that the answers before it allow. That invents no violation: an earlier
 * leadership asks less of all that follows, so if any reading has an order, this one does.
 *
 * Leadership k has position 2k, and the time after it in which nobody leads 2k + 1.
 */
class Positions {
  readonly #tenures: readonly Tenure[];
  /** Whether all answers speak for themselves: then nothing has to be remembered of those before. */
  readonly #isClear: boolean;
  readonly #read: { readonly position: number; readonly toUs: Micros }[] = [];

  /** Sorts the answers, in which order they have to be asked about. */
  constructor(answers: Answer[], tenures: readonly Tenure[]) {
    this.#tenures = tenures;
    this.#isClear = !answers.some(({ mayMean }) => mayMean !== undefined && mayMean.length > 1);
    if (!this.#isClear) answers.sort((left, right) => left.fromUs - right.fromUs);
  }

  /** 0: nobody. One more than there are: somebody who was never granted the election. */
  numberOf({ mayMean, fromUs, toUs }: Answer): number {
    if (this.#isClear) return mayMean === undefined ? 0 : this.#place(mayMean[0]);
    const begun = this.#begunBefore(fromUs);
    if (mayMean === undefined) {
      this.#read.push({ position: begun | 1, toUs });
      return 0;
    }
    const numbers = mayMean.map((tenure) => this.#place(tenure));
    const number = numbers.find((each) => 2 * each >= begun) ?? numbers.at(-1) ?? this.#place(undefined);
    this.#read.push({ position: 2 * number, toUs });
    return number;
  }

  /** Somebody was told that a leadership is over. */
  over(number: number, toUs: Micros): void {
    if (!this.#isClear) this.#read.push({ position: 2 * number + 1, toUs });
  }

  #place(tenure: Tenure | undefined): number {
    return tenure === undefined ? this.#tenures.length + 1 : this.#tenures.indexOf(tenure) + 1;
  }

  /** The last position of which somebody had been told before `us`. */
  #begunBefore(us: Micros): number {
    let begun = 0;
    for (const { position, toUs } of this.#read) if (position > begun && toUs < us) begun = position;
    return begun;
  }
}

function nameOf(tenure: Tenure | undefined): string {
  if (tenure === undefined) return 'somebody who was never granted the election';
  return `${tenure.owner ?? tenure.grant.event.holder}${withNumber(tenure)}`;
}
