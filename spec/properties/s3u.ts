import { beliefReads, beliefsOf } from '../belief.ts';
import type { Leadership } from '../belief.ts';
import { delayUs, factsOf } from '../bounds.ts';
import { candidateOf, earliest, latest } from '../history.ts';
import type { HistoryHeader } from '../history.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { Tally } from '../tally.ts';
import { participationOf, participationReads, type Participation } from '../participation.ts';
import { resourceReads, writesOf } from '../writes.ts';
import type { WriteEntry } from '../writes.ts';

/** NoStaleEffect: what a user without fencing gets. */
export const s3u: Property = {
  id: 'S3u',
  title: 'No write of an old leader is applied after one of a newer leader',
  formula:
    "applied(e) before_n applied(e') => ~(elected(e').hi < elected(e).lo), or e' was given up while the write was on its way",
  kind: 'always',
  sources: ['Gray and Cheriton, Leases (1989)', 'Kleppmann, How to do distributed locking (2016)'],
  usualCause:
    'The old leader did not stop in time, or its write was on the way for longer than the lease had slack. Without a token that the resource checks, only timing protects it. Look at the margin between belief and lease.',
  reads: eventTypes(resourceReads, beliefReads, participationReads),
  needsLedger: false,
  claimed: (claims) => claims.exclusivity === 'timed',
  start: (context) => {
    const beliefs = beliefsOf(context);
    const writes = writesOf(context);
    const participation = participationOf(context);
    const { header } = context;
    return judgeAtEnd([beliefs, writes, participation], () => {
      const tally = new Tally();
      if (header.resource !== 'open') return tally.judgement();
      let newest: { readonly write: WriteEntry; readonly leadership: Leadership } | undefined;
      for (const write of writes.inOrder()) {
        if (write.event.type !== 'applied') continue;
        const leadership = beliefs.find(write.event.by, write.event.leadership);
        if (leadership === undefined) continue;
        const newestUs = newest === undefined ? -Infinity : earliest(newest.leadership.elected);
        if (newest !== undefined && latest(leadership.elected) + header.uncertaintyUs < newestUs) {
          const excused = isLate(write, newest.write, header) || wasGivenUp(leadership, write, participation);
          if (excused) tally.inconclusive += 1;
          else tally.violated(witness, newest.write, newest.leadership, write, leadership);
        } else if (earliest(leadership.elected) < newestUs) {
          tally.inconclusive += 1;
        } else {
          tally.judged += 1;
        }
        if (earliest(leadership.elected) > newestUs) newest = { write, leadership };
      }
      return tally.judgement();
    });
  },
};

/**
 * Whether it is the way to the resource that made the write stale: it took longer than the claims tolerate, and in the
 * tolerated time it would have come first. A busy machine does that without any fault of the plan.
 */
function isLate(stale: WriteEntry, newer: WriteEntry, header: HistoryHeader): boolean {
  const { sentAt } = stale.event;
  if (sentAt === undefined) return false;
  const dueUs = latest(sentAt) + delayUs(factsOf(header, candidateOf(stale.event.by)).claims);
  return dueUs < earliest(stale.event.at) && dueUs < latest(newer.event.at) + header.uncertaintyUs;
}

/**
 * Whether its own candidate gave the leadership up while the write was on its way. The next one may then follow as fast as
 * messages travel, and no margin of the lease lies in between: who resigns must first let its writes arrive.
 */
function wasGivenUp({ who, elected, end }: Leadership, { event }: WriteEntry, participation: Participation): boolean {
  if (end?.by !== 'lost' || event.sentAt === undefined || earliest(event.sentAt) > latest(end.at)) return false;
  const lostUs = latest(end.at);
  const calls = participation.of(who)?.calls ?? [];
  return calls.some(
    ({ kind, whileLeading, fromUs }) =>
      kind !== 'campaign' && whileLeading && fromUs >= earliest(elected) && fromUs <= lostUs,
  );
}

function witness(newWrite: WriteEntry, newer: Leadership, staleWrite: WriteEntry, older: Leadership): Witness {
  return {
    sentence: `A write of ${older.who}, elected${withNumber(older)} ${moment(older.elected)}, was applied ${moment(staleWrite.event.at)}, after one of ${newer.who}, the newer leader, elected${withNumber(newer)} ${moment(newer.elected)}.`,
    events: [older.electedIndex, newer.electedIndex, newWrite.index, staleWrite.index],
    steps: [
      `${older.who} is elected${withNumber(older)}.`,
      `${newer.who} is elected${withNumber(newer)}, later.`,
      `The resource applies write ${newWrite.event.n}, which is of ${newer.who}.`,
      `The resource applies write ${staleWrite.event.n}, which is of ${older.who}, the older leader: a stale effect.`,
    ],
    fromUs: earliest(newWrite.event.at),
    toUs: latest(staleWrite.event.at),
  };
}
