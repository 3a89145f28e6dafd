import { candidateOf, compareTokens, earliest, latest } from '../history.ts';
import type { CandidateId, HistoryHeader, Micros, ProcessId, ResourceEvent, Token } from '../history.ts';
import { moment } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { belongsTo, storeReads, storeRecordOf } from '../store-record.ts';
import type { Tenure } from '../store-record.ts';
import { Tally } from '../tally.ts';
import { resourceReads, writesOf } from '../writes.ts';
import type { WriteEntry } from '../writes.ts';

/** Fencing: an enforcing resource never applies an older token after a newer one, nor one that was never granted. */
export const s3a: Property = {
  id: 'S3a',
  title: 'The resource never applies a write with an outdated or forged token',
  formula: "applied(i,k) => k >= max{k' : applied(_,k') earlier} /\\ grant(i,k) earlier",
  kind: 'always',
  sources: ['Kleppmann, How to do distributed locking (2016)', 'Burrows, The Chubby lock service (2006), sequencers'],
  usualCause:
    'The resource compares tokens as text, or remembers the last token instead of the largest. Look at the comparison in the resource, not at the election.',
  reads: eventTypes(resourceReads, storeReads),
  needsLedger: false,
  claimed: (claims) => claims.fencing === 'monotonic',
  start: (context) => {
    const writes = writesOf(context);
    const record = storeRecordOf(context);
    const { header } = context;
    return judgeAtEnd([writes, record], () => {
      const tally = new Tally();
      if (header.resource !== 'enforcing') return tally.judgement();
      const grants = header.ledger ? grantsOf(record.tenures(), header) : undefined;
      let largest: (WriteEntry & { readonly token: Token }) | undefined;
      for (const { event, index } of writes.inOrder()) {
        const { token } = event;
        if (event.type !== 'applied' || token === undefined) continue;
        if (largest !== undefined && compareTokens(token, largest.token) < 0)
          tally.violated(outdated, largest, { event, index });
        else if (grants?.allows(event, token) === false) tally.violated(forgery, { event, index });
        else tally.judged += 1;
        if (largest === undefined || compareTokens(token, largest.token) > 0) largest = { event, index, token };
      }
      return tally.judgement();
    });
  },
};

/** Which tokens were granted to whom; undefined where the record does not tell every token: then nothing can be called forged. */
function grantsOf(tenures: readonly Tenure[], header: HistoryHeader): Grants | undefined {
  return tenures.some(({ token }) => token === undefined) ? undefined : new Grants(tenures, header.uncertaintyUs);
}

class Grants {
  readonly #tenures: readonly Tenure[];
  readonly #uncertaintyUs: Micros;
  /** What was looked up last. Writes come in runs of one leadership, so this is mostly what is asked for again. */
  #last: { readonly by: ProcessId; readonly token: Token; readonly grantedUs: Micros } | undefined;

  constructor(tenures: readonly Tenure[], uncertaintyUs: Micros) {
    this.#tenures = tenures;
    this.#uncertaintyUs = uncertaintyUs;
  }

  /** Whether the writer may have been granted this token by then. */
  allows({ by, at }: ResourceEvent, token: Token): boolean {
    if (this.#last?.by !== by || this.#last.token !== token) {
      this.#last = { by, token, grantedUs: this.#grantedUs(candidateOf(by), token) };
    }
    return this.#last.grantedUs <= latest(at) + this.#uncertaintyUs;
  }

  /** The earliest time of the first grant of this token to the candidate; Infinity where there was none. */
  #grantedUs(candidate: CandidateId, token: Token): Micros {
    const first = this.#tenures.find((tenure) => tenure.token === token && belongsTo(tenure, candidate));
    return first === undefined ? Infinity : earliest(first.grant.event.at);
  }
}

function outdated(newer: WriteEntry & { readonly token: Token }, older: WriteEntry): Witness {
  return {
    sentence: `The resource applied a write of ${older.event.by} with token ${older.event.token} ${moment(older.event.at)}, after it had applied one of ${newer.event.by} with token ${newer.token} ${moment(newer.event.at)}.`,
    events: [newer.index, older.index],
    steps: [
      `The resource applies a write of ${newer.event.by} with token ${newer.token}.`,
      `It then applies a write of ${older.event.by} with the older token ${older.event.token}.`,
    ],
    fromUs: earliest(newer.event.at),
    toUs: latest(older.event.at),
  };
}

function forgery(write: WriteEntry): Witness {
  return {
    sentence: `The resource applied a write of ${write.event.by} with token ${write.event.token} ${moment(write.event.at)}, a token which the store had not granted to it by then.`,
    events: [write.index],
    steps: [
      `The resource applies a write of ${write.event.by} with token ${write.event.token}; no grant has this token for it.`,
    ],
    fromUs: earliest(write.event.at),
    toUs: latest(write.event.at),
  };
}
