/**
 * Reads the history of leadership without a ledger, by the numbers that leaderships carry. It is weaker than the reading by
 * the ledger: when a campaign that nobody was told of took effect, and when a record ended, nobody knows, so a leadership
 * begins with the first campaign of its candidate at the earliest, and may end at any time.
 */
import type { Beliefs, Leadership } from './belief.ts';
import { candidateOf, compareTokens, earliest, latest } from './history.ts';
import type { CandidateId, HistoryHeader, Micros, ProcessId, Token } from './history.ts';
import type { LeadershipHistory, LeadershipOperation, OpenOperation } from './leadership-history.ts';
import type { Participation, View } from './participation.ts';

export interface NumberedEvidence {
  readonly header: HistoryHeader;
  readonly participation: Participation;
  readonly beliefs: Beliefs;
}

/** The history of leadership, or why the numbers do not tell it. */
export function leadershipsByNumber(evidence: NumberedEvidence): LeadershipHistory | { readonly why: string } {
  const leaders = leadersOf(evidence);
  return 'why' in leaders ? leaders : new NumberReading(evidence, leaders).history();
}

type Leaders = ReadonlyMap<Token, Leadership>;

function leadersOf({ header, beliefs }: NumberedEvidence): Leaders | { readonly why: string } {
  const leaders = new Map<Token, Leadership>();
  for (const leadership of beliefs.leaderships) {
    const { token, term } = leadership;
    const number = token ?? term;
    if (number === undefined) return { why: 'neither a ledger nor numbers tell one leadership from another' };
    if (token !== undefined && header.claims.fencing !== 'monotonic')
      return { why: 'without a ledger nothing says in which order leaderships began' };
    if (leaders.has(number)) return { why: 'without a ledger one number stands for several leaderships' };
    leaders.set(number, leadership);
  }
  return leaders;
}

class NumberReading {
  readonly #evidence: NumberedEvidence;
  readonly #leaders: Leaders;
  /** All numbers that anybody was told, in their order. */
  readonly #numbers: readonly Token[];
  readonly #operations: LeadershipOperation[] = [];

  constructor(evidence: NumberedEvidence, leaders: Leaders) {
    this.#evidence = evidence;
    this.#leaders = leaders;
    const told = new Set(leaders.keys());
    for (const { views } of evidence.participation.all())
      for (const { holder, number } of views) if (holder !== undefined && number !== undefined) told.add(number);
    this.#numbers = [...told].sort(compareTokens);
  }

  history(): LeadershipHistory {
    const { participation } = this.#evidence;
    const campaigns = this.#numbers.map((_, place) => this.#campaign(place + 1));
    let undecided = 0;
    for (const { who, views, calls } of participation.all()) {
      for (const view of views) {
        const { holder, number } = view;
        if (holder !== undefined && number === undefined) undecided += 1;
        else this.#wasTold(who, view, campaigns);
      }
      for (const call of calls) {
        if (call.kind !== 'resign' || call.outcome !== 'ok' || !call.whileLeading) continue;
        const leadership = this.#evidence.beliefs.of(who).findLast(({ electedIndex }) => electedIndex < call.index);
        const number = leadership === undefined ? 0 : this.#placeOf(leadership.token ?? leadership.term);
        if (number === 0) continue;
        const stretch = this.#stretch(call.fromUs, call.toUs);
        const index = call.returnedIndex ?? call.index;
        this.#operations.push({ does: 'resign', number, ...stretch, happened: true, who, index, view: undefined });
      }
    }
    for (const campaign of campaigns) if (campaign.index >= 0) this.#operations.push(campaign);
    return { operations: this.#operations, undecided, nameOf: (number) => this.#nameOf(number) };
  }

  /** The campaign for a number, in its widest reading; its `index` stays -1 where nobody is known to have campaigned for it. */
  #campaign(number: number): OpenOperation {
    const leadership = this.#leaders.get(this.#numbers[number - 1] ?? '');
    const none = { does: 'campaign' as const, number, who: leadership?.who ?? '', view: undefined };
    if (leadership === undefined) return { ...none, fromUs: 0, toUs: Infinity, happened: false, index: -1 };
    const { fromUs } = this.#firstCampaign(leadership.candidate) ?? { fromUs: 0 };
    const stretch = this.#stretch(fromUs, latest(leadership.elected));
    return { ...none, ...stretch, happened: true, index: leadership.electedIndex };
  }

  #wasTold(who: ProcessId, view: View, campaigns: readonly OpenOperation[]): void {
    const { holder, number, invoked, answered, answeredIndex: index } = view;
    const stretch = this.#stretch(earliest(invoked.at), latest(answered.at));
    let place = 0;
    if (holder !== undefined) {
      place = this.#placeOf(number);
      const campaign = campaigns[place - 1];
      const isKnown = campaign !== undefined && this.#mayLead(holder, campaign);
      if (!isKnown) place = this.#numbers.length + 1;
    }
    this.#operations.push({ does: 'view', number: place, ...stretch, happened: true, who, index, view });
  }

  /** Whether whoever is named may have this leadership. One that never said so itself may have been granted it unknowingly. */
  #mayLead(holder: string, campaign: OpenOperation): boolean {
    const candidate = candidateOf(holder);
    const isCandidate = this.#evidence.header.candidates.some(({ id }) => id === candidate);
    if (campaign.happened) return !isCandidate || candidateOf(campaign.who) === candidate;
    const first = this.#firstCampaign(isCandidate ? candidate : undefined);
    if (first === undefined) return false;
    if (campaign.index < 0) {
      campaign.who = holder;
      campaign.index = first.index;
      campaign.fromUs = first.fromUs - this.#evidence.header.uncertaintyUs;
    }
    return campaign.who === holder;
  }

  #firstCampaign(candidate: CandidateId | undefined): { readonly fromUs: Micros; readonly index: number } | undefined {
    const { campaigns } = this.#evidence.participation;
    return campaigns.find(({ who }) => candidate === undefined || candidateOf(who) === candidate);
  }

  #placeOf(number: Token | undefined): number {
    return number === undefined ? 0 : this.#numbers.indexOf(number) + 1;
  }

  #stretch(fromUs: Micros, toUs: Micros): { readonly fromUs: Micros; readonly toUs: Micros } {
    const { uncertaintyUs } = this.#evidence.header;
    return { fromUs: fromUs - uncertaintyUs, toUs: toUs + uncertaintyUs };
  }

  #nameOf(number: number): string {
    const told = this.#numbers[number - 1];
    const who = told === undefined ? undefined : this.#leaders.get(told)?.who;
    return `${who ?? 'somebody'} with number ${told ?? 'none'}`;
  }
}
