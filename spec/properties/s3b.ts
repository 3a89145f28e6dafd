import { beliefReads } from '../belief.ts';
import type { Leadership } from '../belief.ts';
import { belongsTo, storeReads } from '../store-record.ts';
import type { Tenure } from '../store-record.ts';
import { beliefAndRecordOf } from '../holding.ts';
import { earliest, latest } from '../history.ts';
import type { Micros } from '../history.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { Tally } from '../tally.ts';
import { resourceReads, writesOf } from '../writes.ts';
import type { WriteEntry } from '../writes.ts';

/** RightfulAccepted: the rightful leader is not fenced out. */
export const s3b: Property = {
  id: 'S3b',
  title: 'The resource never refuses the rightful leader',
  formula: 'refused(i,k) => (i,k) was not the newest grant, or was not live throughout the write',
  kind: 'always',
  sources: ['Kleppmann, How to do distributed locking (2016)'],
  usualCause:
    'Tokens were drawn out of the order of the grants, or one leadership uses several tokens, so that its own newer one fences off its older writes. Look for a token that is not fixed at the grant.',
  reads: eventTypes(resourceReads, beliefReads, storeReads),
  needsLedger: true,
  claimed: (claims) => claims.fencing === 'monotonic',
  start: (context) => {
    const { beliefs, record, holdings } = beliefAndRecordOf(context);
    const writes = writesOf(context);
    const { header } = context;
    return judgeAtEnd([beliefs, record, writes], () => {
      const tally = new Tally();
      if (header.resource !== 'enforcing') return tally.judgement();
      for (const write of writes.inOrder()) {
        const { event } = write;
        if (event.token === undefined) continue;
        if (event.type === 'applied') {
          tally.judged += 1;
          continue;
        }
        const leadership = beliefs.find(event.by, event.leadership);
        if (leadership === undefined) continue;
        const rightful = rightfulTenure(write, leadership, holdings.of(leadership), header.uncertaintyUs);
        if (rightful === undefined) tally.judged += 1;
        else if (rightful === 'unknown') tally.inconclusive += 1;
        else tally.violated(witness, write, leadership, rightful);
      }
      return tally.judgement();
    });
  },
};

/**
 * The grant that made the writer the rightful leader from sending to refusal; undefined where it certainly was not. A
 * record that is live is that of the newest grant, since each grant ends the record before it.
 */
function rightfulTenure(
  write: WriteEntry,
  leadership: Leadership,
  held: readonly Tenure[],
  uncertaintyUs: Micros,
): Tenure | 'unknown' | undefined {
  const fromUs = earliest(write.event.sentAt ?? leadership.elected) - uncertaintyUs;
  const toUs = latest(write.event.at) + uncertaintyUs;
  const atLatestUs = earliest(write.event.at) - uncertaintyUs;
  let unknown = false;
  for (const tenure of held) {
    const endUs = tenure.end === undefined ? Infinity : latest(tenure.end.at);
    if (earliest(tenure.grant.event.at) > fromUs || endUs < atLatestUs) continue;
    const live = latest(tenure.grant.event.at) < fromUs && (tenure.end === undefined || earliest(tenure.end.at) > toUs);
    const known = tenure.owner !== undefined && belongsTo(tenure, leadership.candidate);
    if (live && known) return tenure;
    unknown = true;
  }
  return unknown ? 'unknown' : undefined;
}

function witness(write: WriteEntry, leadership: Leadership, tenure: Tenure): Witness {
  const { event } = write;
  const grant = tenure.grant.event;
  return {
    sentence: `The resource refused a write of ${event.by} with token ${event.token} ${moment(event.at)}, although its grant ${moment(grant.at)} was the newest and its record was live all the time.`,
    events: [tenure.grant.index, leadership.electedIndex, write.index],
    steps: [
      `The store makes ${grant.holder} the holder${withNumber(grant)}; nobody is granted anything after that.`,
      `${event.by} is elected${withNumber(leadership)}.`,
      `The resource refuses its write with token ${event.token}.`,
    ],
    fromUs: earliest(grant.at),
    toUs: latest(event.at),
  };
}
