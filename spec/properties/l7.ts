import { beliefsOf, type Beliefs, type Leadership } from '../belief.ts';
import { boundsOf, factsOf, queuedUs } from '../bounds.ts';
import { earliest, latest, type CandidateId, type HistoryHeader, type Micros } from '../history.ts';
import { participationOf, type Participation } from '../participation.ts';
import { moment, seconds } from '../phrases.ts';
import { premiseOf, premiseReads, type Membership, type Premise } from '../premise.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { outside, touchesAny } from '../standstill.ts';
import { Tally } from '../tally.ts';

/**
 * NonStarvation_K, bounded bypass: while a candidate waits with nothing in its way, at most K elections of others go by.
 * An election counts once the candidate is certain to have asked, and only if its own report cannot have been held up.
 */
export const l7: Property = {
  id: 'L7',
  title: 'A waiting candidate is passed over only so many times',
  formula:
    "core(i) on [t', t''] /\\ ~elected(i) on it => card{elected(j) on it : j # i} <= K, K = bypassesMax; t' once i has asked",
  kind: 'within',
  sources: [
    'Lamport, A new solution of Dijkstra’s concurrent programming problem (1974)',
    'etcd concurrency.Election, order of create revisions',
    'ZooKeeper recipes: sequence nodes',
  ],
  usualCause:
    'Who comes first is decided by who polls at the right moment, or a place in the queue is lost at every attempt. Look at whether a waiting candidate keeps one place, and at what puts others before it.',
  reads: premiseReads,
  needsLedger: false,
  claimed: (claims) => claims.bypassesMax !== undefined,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const premise = premiseOf(context);
    const participation = participationOf(context);
    const { header } = context;
    return judgeAtEnd(premise.evidence, (endUs) => {
      const tally = new Tally();
      const askedUs = boundsOf(header, ({ claims }) => queuedUs(claims));
      for (const member of premise.core()) {
        const most = factsOf(header, member.candidate).claims.bypassesMax;
        if (most === undefined) continue;
        for (const wait of waitsOf(member, { beliefs, endUs, header })) {
          const fromUs = wait.fromUs + askedUs(wait.candidate);
          if (wait.toUs <= fromUs) continue;
          const bypasses = bypassesOf(wait, fromUs, { beliefs, premise, participation });
          if (!premise.delaysAreTolerated) tally.inconclusive += 1;
          else if (bypasses.length > most) tally.violated(witness, wait, bypasses, most);
          else if (wait.isElected) tally.judged += 1;
          else tally.inconclusive += 1;
        }
      }
      return tally.judgement();
    });
  },
};

interface Evidence {
  readonly beliefs: Beliefs;
  readonly premise: Premise;
  readonly participation: Participation;
}

/** A stretch in which a candidate was in the core and did not lead. */
interface Wait extends Membership {
  /** Whether it ended with the election of the candidate. */
  readonly isElected: boolean;
}

interface Ending {
  readonly beliefs: Beliefs;
  readonly endUs: Micros;
  readonly header: HistoryHeader;
}

/** A candidate that campaigns by itself stays in the core while it leads; its waits lie in between. */
function waitsOf(member: Membership, { beliefs, endUs, header: { uncertaintyUs } }: Ending): readonly Wait[] {
  const own = beliefs.of(member.who);
  const led = own.map(({ elected, end }) => ({
    fromUs: earliest(elected),
    toUs: end === undefined ? Infinity : latest(end.at),
  }));
  const whole = { fromUs: member.fromUs, toUs: Math.min(member.toUs, endUs) };
  return outside(whole, led).map(({ fromUs, toUs }) => {
    const isElected = own.some(
      ({ elected }) => earliest(elected) <= toUs + uncertaintyUs && toUs <= latest(elected) + uncertaintyUs,
    );
    return { ...member, fromUs, toUs, isElected };
  });
}

/** Elections of others that certainly happened while this candidate waited. */
function bypassesOf(wait: Wait, fromUs: Micros, { beliefs, premise, participation }: Evidence): readonly Leadership[] {
  return beliefs.leaderships.filter(({ who, candidate, elected, electedIndex }) => {
    if (candidate === wait.candidate || earliest(elected) <= fromUs || latest(elected) >= wait.toUs) return false;
    const askedUs = participation.campaignBefore(who, electedIndex)?.fromUs ?? -Infinity;
    const asked = { fromUs: Math.max(askedUs, wait.fromUs), toUs: latest(elected) };
    return !touchesAny(premise.troubles.of(candidate), asked) && !touchesAny(premise.troubles.stallsOf(who), asked);
  });
}

function witness(wait: Wait, bypasses: readonly Leadership[], most: number): Witness {
  const counted = bypasses.slice(0, most + 1);
  const names = [...new Set(counted.map(({ candidate }): CandidateId => candidate))].join(', ');
  const last = counted.at(-1);
  const toUs = last === undefined ? wait.toUs : latest(last.elected);
  const times = most === 1 ? 'once' : `${most} times`;
  return {
    sentence: `${wait.who} campaigns without hindrance from ${seconds(wait.fromUs)} on, and by ${seconds(toUs)} others (${names}) have been elected ${counted.length} times; it should be passed over at most ${times}.`,
    events: [wait.index, ...counted.map(({ electedIndex }) => electedIndex)],
    steps: [
      `${wait.who} begins to campaign.`,
      ...counted.map((each, place) => `${each.who} is elected ${moment(each.elected)}: bypass ${place + 1}.`),
    ],
    fromUs: wait.fromUs,
    toUs,
  };
}
