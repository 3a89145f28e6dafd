import { candidateOf, compareTokens, earliest, latest } from '../history.ts';
import type { CandidateId, ResourceEvent, Token } from '../history.ts';
import { moment } from '../phrases.ts';
import type { Property } from '../property.ts';
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
      const grants = header.ledger
        ? grantsByCandidate(
            record.tenures(),
            header.candidates.map(({ id }) => id),
          )
        : undefined;
      let largest: (WriteEntry & { readonly token: Token }) | undefined;
      for (const { event, index } of writes.inOrder()) {
        const { token } = event;
        if (event.type !== 'applied' || token === undefined) continue;
        if (largest !== undefined && compareTokens(token, largest.token) < 0)
          outdated(tally, largest, { event, index });
        else if (grants !== undefined && forged(event, token, grants, header.uncertaintyUs))
          forgery(tally, { event, index });
        else tally.judged += 1;
        if (largest === undefined || compareTokens(token, largest.token) > 0) largest = { event, index, token };
      }
      return tally.judgement();
    });
  },
};

/** Undefined where the record does not tell every token: then nothing can be called forged. */
function grantsByCandidate(
  tenures: readonly Tenure[],
  candidates: readonly CandidateId[],
): ReadonlyMap<string, Tenure> | undefined {
  const first = new Map<string, Tenure>();
  for (const tenure of tenures) {
    if (tenure.token === undefined) return undefined;
    for (const candidate of candidates) {
      const key = `${candidate} ${tenure.token}`;
      if (belongsTo(tenure, candidate) && !first.has(key)) first.set(key, tenure);
    }
  }
  return first;
}

function forged(
  event: ResourceEvent,
  token: Token,
  grants: ReadonlyMap<string, Tenure>,
  uncertaintyUs: number,
): boolean {
  const grant = grants.get(`${candidateOf(event.by)} ${token}`);
  return grant === undefined || earliest(grant.grant.event.at) > latest(event.at) + uncertaintyUs;
}

function outdated(tally: Tally, newer: WriteEntry & { readonly token: Token }, older: WriteEntry): void {
  tally.violated(() => ({
    sentence: `The resource applied a write of ${older.event.by} with token ${older.event.token} ${moment(older.event.at)}, after it had applied one of ${newer.event.by} with token ${newer.token} ${moment(newer.event.at)}.`,
    events: [newer.index, older.index],
    steps: [
      `The resource applies a write of ${newer.event.by} with token ${newer.token}.`,
      `It then applies a write of ${older.event.by} with the older token ${older.event.token}.`,
    ],
    fromUs: earliest(newer.event.at),
    toUs: latest(older.event.at),
  }));
}

function forgery(tally: Tally, write: WriteEntry): void {
  tally.violated(() => ({
    sentence: `The resource applied a write of ${write.event.by} with token ${write.event.token} ${moment(write.event.at)}, a token which the store had not granted to it by then.`,
    events: [write.index],
    steps: [
      `The resource applies a write of ${write.event.by} with token ${write.event.token}; no grant has this token for it.`,
    ],
    fromUs: earliest(write.event.at),
    toUs: latest(write.event.at),
  }));
}
