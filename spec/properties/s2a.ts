import { beliefReads, beliefsOf } from '../belief.ts';
import type { Beliefs } from '../belief.ts';
import { candidateOf, compareTokens, earliest, latest } from '../history.ts';
import type { Token } from '../history.ts';
import { moment } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { storeReads, storeRecordOf } from '../store-record.ts';
import type { Tenure } from '../store-record.ts';
import { Tally } from '../tally.ts';

/** TokenMonotone with a ledger: tokens rise in the order of the writes that made someone holder. */
export const s2a: Property = {
  id: 'S2a',
  title: 'Tokens rise in the order of the grants',
  formula: 'grant(i,k) before_g grant(j,m) => k < m, or k = m for the same holder with no grant in between',
  kind: 'always',
  sources: [
    'Burrows, The Chubby lock service (2006), lock generation numbers',
    'ZooKeeper zxid',
    'etcd create revision',
  ],
  usualCause:
    'The token is drawn in a request of its own, so a slow winner draws it after the next one; or its counter expires, or is lost with the store. Look for a grant and a token that are not one atomic step.',
  reads: eventTypes(storeReads, beliefReads),
  needsLedger: true,
  claimed: (claims) => claims.fencing === 'monotonic',
  start: (context) => {
    const record = storeRecordOf(context);
    const beliefs = beliefsOf(context);
    return judgeAtEnd([record, beliefs], () => {
      const tally = new Tally();
      let previous: NumberedGrant | undefined;
      for (const grant of numberedGrants(record.tenures(), beliefs)) {
        if (grant === 'unknown') {
          tally.inconclusive += 1;
          continue;
        }
        if (previous !== undefined) compare(previous, grant, tally);
        previous = grant;
      }
      return tally.judgement();
    });
  },
};

interface NumberedGrant {
  readonly tenure: Tenure;
  /** Its place among all grants, also those without a number. */
  readonly place: number;
  readonly token: Token;
  /** The `elected` that told the token, where the record does not. */
  readonly electedIndex: number | undefined;
}

/**
 * Every grant with its token: that of the record, or that of the first `elected` of its holder before its next grant.
 * One for which no token was told is left out.
 */
function numberedGrants(tenures: readonly Tenure[], beliefs: Beliefs): readonly (NumberedGrant | 'unknown')[] {
  const found: (NumberedGrant | 'unknown')[] = [];
  const nextOfOwner = new Map<string, Tenure>();
  for (let place = tenures.length - 1; place >= 0; place -= 1) {
    const tenure = tenures[place];
    if (tenure === undefined) continue;
    const owner = tenure.candidate;
    if (tenure.token !== undefined) found.push({ tenure, place, token: tenure.token, electedIndex: undefined });
    else if (owner !== undefined) {
      const told = numberedByReport(tenure, place, nextOfOwner.get(owner), beliefs);
      if (told !== undefined) found.push(told);
    }
    if (owner !== undefined) nextOfOwner.set(owner, tenure);
  }
  return found.reverse();
}

function numberedByReport(
  tenure: Tenure,
  place: number,
  next: Tenure | undefined,
  beliefs: Beliefs,
): NumberedGrant | 'unknown' | undefined {
  const afterUs = latest(tenure.grant.event.at);
  const beforeUs = next === undefined ? Infinity : earliest(next.grant.event.at);
  const owner = tenure.owner ?? '';
  const first = beliefs.leaderships.find(
    (each) => (each.who === owner || each.candidate === owner) && latest(each.elected) >= afterUs,
  );
  if (first?.token === undefined || earliest(first.elected) > beforeUs) return undefined;
  // A report that touches either grant could belong to the one or the other.
  if (earliest(first.elected) <= afterUs || latest(first.elected) >= beforeUs) return 'unknown';
  return { tenure, place, token: first.token, electedIndex: first.electedIndex };
}

function compare(left: NumberedGrant, right: NumberedGrant, tally: Tally): void {
  const order = compareTokens(left.token, right.token);
  const again = order === 0 && right.place === left.place + 1 && sameHolder(left.tenure, right.tenure);
  if (order < 0 || again) tally.judged += 1;
  else tally.violated(witness, left, right);
}

function sameHolder(left: Tenure, right: Tenure): boolean {
  return candidateOf(left.grant.event.holder) === candidateOf(right.grant.event.holder);
}

function witness(left: NumberedGrant, right: NumberedGrant): Witness {
  const [first, second] = [left.tenure.grant, right.tenure.grant];
  const reports = [left, right].filter((each) => each.electedIndex !== undefined);
  return {
    sentence: `The grant to ${second.event.holder} ${moment(second.event.at)} has token ${right.token}, which is not larger than token ${left.token} of the earlier grant to ${first.event.holder} ${moment(first.event.at)}.`,
    events: [...reports.map((each) => each.electedIndex ?? 0), first.index, second.index],
    steps: [
      ...reports.map((each) => `${each.tenure.grant.event.holder} reports token ${each.token} for its grant.`),
      `The store makes ${first.event.holder} the holder; the token is ${left.token}.`,
      `The store makes ${second.event.holder} the holder later; the token is ${right.token}.`,
    ],
    fromUs: earliest(first.event.at),
    toUs: latest(second.event.at),
  };
}
