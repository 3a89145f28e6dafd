import { beliefReads, beliefsOf } from '../belief.ts';
import type { Leadership } from '../belief.ts';
import { compareTokens, earliest, latest } from '../history.ts';
import type { Micros, ProcessId, Token } from '../history.ts';
import { participationOf, participationReads } from '../participation.ts';
import type { Call } from '../participation.ts';
import { moment } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { Tally } from '../tally.ts';

/** TokenMonotone without a ledger: who begins to campaign after an election was reported gets a larger token. */
export const s2b: Property = {
  id: 'S2b',
  title: 'Whoever campaigns after an election gets a larger token',
  formula: 'elected(j,m).hi < campaign(i).inv /\\ elected(i,k) => m < k, or m = k for the same candidate',
  kind: 'always',
  sources: ['Burrows, The Chubby lock service (2006), lock generation numbers', 'etcd create revision'],
  usualCause:
    'The counter behind the token was lost, expired or reset between two leaderships, or the token is an identifier that does not rise. Look at how the counter survives a vacancy and a restart of the store.',
  reads: eventTypes(participationReads, beliefReads),
  needsLedger: false,
  claimed: (claims) => claims.fencing === 'monotonic',
  start: (context) => {
    const participation = participationOf(context);
    const beliefs = beliefsOf(context);
    return judgeAtEnd([participation, beliefs], () => {
      const tally = new Tally();
      const reported = new ReportedTokens();
      const attempts = new Map<ProcessId, Attempt>();
      let begun = 0;
      for (const leadership of beliefs.leaderships) {
        for (let next = participation.campaigns[begun]; next !== undefined; next = participation.campaigns[begun]) {
          if (next.index > leadership.electedIndex) break;
          attempts.set(next.who, { campaign: next, ceiling: reported.largestBefore(next.fromUs) });
          begun += 1;
        }
        if (leadership.token === undefined) continue;
        const elected = { leadership, token: leadership.token };
        const attempt = attempts.get(leadership.who);
        if (attempt?.ceiling !== undefined) compare(tally, attempt.ceiling, attempt, elected);
        reported.add(elected);
      }
      return tally.judgement();
    });
  },
};

interface Numbered {
  readonly leadership: Leadership;
  readonly token: Token;
}

interface Attempt {
  readonly campaign: Call;
  /** The largest token that was reported for certain before this campaign began. */
  readonly ceiling: Numbered | undefined;
}

/** The tokens that were reported so far. */
class ReportedTokens {
  /** Reports that may still overlap with what comes next. */
  #recent: Numbered[] = [];
  #largest: Numbered | undefined;

  add(elected: Numbered): void {
    this.#recent.push(elected);
  }

  /** The largest that was certainly reported by then. Ask in the order of time. */
  largestBefore(us: Micros): Numbered | undefined {
    if (this.#recent.length === 0) return this.#largest;
    const open: Numbered[] = [];
    for (const each of this.#recent) {
      if (latest(each.leadership.elected) >= us) open.push(each);
      else if (this.#largest === undefined || compareTokens(each.token, this.#largest.token) > 0) this.#largest = each;
    }
    this.#recent = open;
    return this.#largest;
  }
}

function compare(tally: Tally, before: Numbered, attempt: Attempt, after: Numbered): void {
  const order = compareTokens(before.token, after.token);
  const same = order === 0 && before.leadership.candidate === after.leadership.candidate;
  // The same candidate may go on with its own number; whether a grant lay in between is for the ledger to say (S2a).
  if (order < 0 || same) tally.judged += 1;
  else tally.violated(witness, before, attempt.campaign, after);
}

function witness(before: Numbered, campaign: Call, after: Numbered): Witness {
  const { who, elected, electedIndex } = after.leadership;
  const first = before.leadership;
  return {
    sentence: `${who} began to campaign ${moment(campaign.invoked.at)}, after ${first.who} had been elected with token ${before.token}, and was elected with token ${after.token}.`,
    events: [campaign.index, first.electedIndex, electedIndex],
    steps: [
      `${who} begins to campaign.`,
      `Before that, ${first.who} was elected with token ${before.token}.`,
      `${who} is elected with token ${after.token}, which is not larger.`,
    ],
    fromUs: earliest(first.elected),
    toUs: latest(elected),
  };
}
