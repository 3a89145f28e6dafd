import { candidateOf, compareTokens, earliest, latest } from '../history.ts';
import type { ElectedEvent, HistoryEvent, InvokeEvent, ProcessId, Token } from '../history.ts';
import { moment } from '../phrases.ts';
import type { Judgement, Monitor, Property } from '../property.ts';
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
  reads: ['invoke', 'elected'],
  needsLedger: false,
  claimed: (claims) => claims.fencing === 'monotonic',
  start: () => new TokensInRealTime(),
};

interface Numbered {
  readonly event: ElectedEvent;
  readonly index: number;
  readonly token: Token;
}

interface Attempt {
  readonly event: InvokeEvent;
  readonly index: number;
  /** The largest token that was reported for certain before this campaign began. */
  readonly ceiling: Numbered | undefined;
}

class TokensInRealTime implements Monitor {
  readonly #tally = new Tally();
  readonly #attempts: Map<ProcessId, Attempt> = new Map();
  /** Reports that may still overlap with what comes next. */
  #recent: Numbered[] = [];
  #largest: Numbered | undefined;

  step(event: HistoryEvent, index: number): void {
    if (event.type === 'invoke') {
      if (event.f !== 'campaign' && event.f !== 'start') return;
      this.#settle(earliest(event.at));
      this.#attempts.set(event.who, { event, index, ceiling: this.#largest });
    } else if (event.type === 'elected' && event.token !== undefined) {
      const elected = { event, index, token: event.token };
      const attempt = this.#attempts.get(event.who);
      if (attempt?.ceiling !== undefined) this.#compare(attempt.ceiling, attempt, elected);
      this.#recent.push(elected);
    }
  }

  end(): Judgement {
    return this.#tally.judgement();
  }

  #settle(beforeUs: number): void {
    if (this.#recent.length === 0) return;
    const open: Numbered[] = [];
    for (const each of this.#recent) {
      if (latest(each.event.at) >= beforeUs) open.push(each);
      else if (this.#largest === undefined || compareTokens(each.token, this.#largest.token) > 0) this.#largest = each;
    }
    this.#recent = open;
  }

  #compare(before: Numbered, attempt: Attempt, after: Numbered): void {
    const order = compareTokens(before.token, after.token);
    const same = order === 0 && candidateOf(before.event.who) === candidateOf(after.event.who);
    // The same candidate may go on with its own number; whether a grant lay in between is for the ledger to say (S2a).
    if (order < 0 || same) {
      this.#tally.judged += 1;
      return;
    }
    this.#tally.violated({
      sentence: `${after.event.who} began to campaign ${moment(attempt.event.at)}, after ${before.event.who} had been elected with token ${before.token}, and was elected with token ${after.token}.`,
      events: [attempt.index, before.index, after.index],
      steps: [
        `${after.event.who} begins to campaign.`,
        `Before that, ${before.event.who} was elected with token ${before.token}.`,
        `${after.event.who} is elected with token ${after.token}, which is not larger.`,
      ],
      fromUs: earliest(before.event.at),
      toUs: latest(after.event.at),
    });
  }
}
