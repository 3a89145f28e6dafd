import { beliefsOf } from '../belief.ts';
import { factsOf, pauseUs, requestTimeoutUs } from '../bounds.ts';
import { earliest, latest } from '../history.ts';
import type { Property } from '../property.ts';
import { eventTypes } from '../shared-evidence.ts';
import { touches } from '../standstill.ts';
import { troubleReads, troublesOf } from '../trouble.ts';
import { witnessedMonitor, witnessedReads } from '../witnessed.ts';

/**
 * Witness, strong form: the record is live at the very moment of `elected`. A process that has just resumed is not judged,
 * nor is a leadership whose reply may have come late: with its link in trouble while the reply was awaited.
 */
export const w1Strong: Property = {
  id: 'W1-strong',
  title: 'Whoever is elected holds a live record at that moment',
  formula: 'elected(i,k) at t => live(i,k,t)',
  kind: 'always',
  sources: ['node-redlock #296', 'etcd-io/etcd #11456'],
  usualCause:
    'The time that the request took is not counted: a reply that comes after the lifetime of the record is taken as success. Look for a deadline that is measured from the sending of the request.',
  reads: eventTypes(witnessedReads, troubleReads),
  needsLedger: true,
  claimed: () => true,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const troubles = troublesOf(context);
    return witnessedMonitor(context, {
      tokens: false,
      when: 'at that moment',
      window: (leadership) => {
        const elected = { fromUs: earliest(leadership.elected), toUs: latest(leadership.elected) };
        return beliefs.standstillsOf(leadership.who).some((still) => touches(still, elected)) ? undefined : elected;
      },
      isExcused: ({ candidate, elected }, campaign) => {
        // A reply that is still accepted was asked for no longer ago than the request lasts.
        const { claims } = factsOf(context.header, candidate);
        const askedUs = earliest(elected) - requestTimeoutUs(claims) - pauseUs(claims);
        const awaited = { fromUs: Math.max(askedUs, campaign?.fromUs ?? 0), toUs: latest(elected) };
        return troubles.of(candidate).some((trouble) => trouble.effect !== 'stopped' && touches(trouble, awaited));
      },
      gathers: [troubles],
    });
  },
};
