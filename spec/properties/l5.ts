import { beliefReads, beliefsOf, type Beliefs } from '../belief.ts';
import { boundsOf, delayUs, orphanBoundUs } from '../bounds.ts';
import { earliest, latest, type CandidateId, type HistoryHeader, type Micros } from '../history.ts';
import { moment, seconds, span, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { outside, type Stretch } from '../standstill.ts';
import { possiblyLive, storeReads, storeRecordOf, type Tenure } from '../store-record.ts';
import { coveredUs, union } from '../stretches.ts';
import { Tally } from '../tally.ts';
import { troubleReads, troublesOf, type Troubles } from '../trouble.ts';

/**
 * NoOrphan_O. A record that nobody comes to believe in is over within the bound. Where its candidate stands still or is cut
 * off, nothing of it reaches the store, so that the record must expire: such trouble only begins a new stretch of waiting.
 */
export const l5: Property = {
  id: 'L5',
  title: 'A grant that nobody believes in is over within the bound',
  formula:
    "grant(i,k) ~>_{<= O} elected(i,k) \\/ delete(k) \\/ expire(k) \\/ grant(_,k'>k), O = T/(1-rho_s) + G + F, from the later of the grant and the end of the last fault on i",
  kind: 'within',
  sources: [
    'ZooKeeper recipes: recoverable errors and the GUID',
    'etcd concurrency.Election, the cancelled Campaign',
    'jepsen.etcd, lock.clj',
  ],
  usualCause:
    'The reply to a grant was lost, or came after the campaign had been given up, and something goes on prolonging the record; or the record has no end of its own. Look at who renews it, and at what becomes of a late reply.',
  reads: eventTypes(beliefReads, storeReads, troubleReads),
  needsLedger: true,
  claimed: (claims) => claims.liveness,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const record = storeRecordOf(context);
    const troubles = troublesOf(context);
    const { header } = context;
    return judgeAtEnd([beliefs, record, troubles], (endUs) => {
      const tally = new Tally();
      const delaysAreTolerated = header.networkDelayUsMax <= delayUs(header.claims);
      const judging = { beliefs, troubles, header, boundUs: boundsOf(header, orphanBoundUs), endUs };
      for (const tenure of record.tenures()) {
        const overdue = delaysAreTolerated ? overdueOf(tenure, judging) : 'unknown';
        if (overdue === 'unknown') tally.inconclusive += 1;
        else if (overdue === undefined) tally.judged += 1;
        else tally.violated(witness, tenure, overdue);
      }
      return tally.judgement();
    });
  },
};

interface Judging {
  readonly beliefs: Beliefs;
  readonly troubles: Troubles;
  readonly header: HistoryHeader;
  readonly boundUs: (candidate: CandidateId) => Micros;
  readonly endUs: Micros;
}

/** A stretch in which the orphan lived on; it should have ended at `dueUs`. */
interface Overdue extends Stretch {
  readonly dueUs: Micros;
  readonly boundUs: Micros;
}

/** Undefined where the grant was believed in, or was over in time; unknown where neither is certain yet. */
function overdueOf(tenure: Tenure, judging: Judging): Overdue | 'unknown' | undefined {
  const { candidate, end } = tenure;
  const { endUs, header } = judging;
  const believedUs = believedFrom(tenure, judging.beliefs);
  const overUs = Math.min(believedUs, end === undefined ? Infinity : latest(end.at));
  if (candidate === undefined || !header.candidates.some(({ id }) => id === candidate))
    return believedUs === Infinity ? 'unknown' : undefined;
  const lived = { fromUs: latest(tenure.grant.event.at), toUs: Math.min(overUs, endUs) };
  const boundUs = judging.boundUs(candidate);
  if (lived.toUs - lived.fromUs > boundUs) {
    const overdue = firstOverdue({ lived, candidate, tenure, boundUs }, judging);
    if (overdue !== undefined) return overdue;
  }
  return overUs > endUs ? 'unknown' : undefined;
}

/** When its candidate first believed in it, or in what may be it; Infinity where it never did. */
function believedFrom(tenure: Tenure, beliefs: Beliefs): Micros {
  const { fromUs, toUs } = possiblyLive(tenure);
  let first = Infinity;
  for (const { candidate, token, elected, end } of beliefs.leaderships) {
    if (tenure.candidate !== undefined && candidate !== tenure.candidate) continue;
    if (token !== undefined && tenure.token !== undefined && token !== tenure.token) continue;
    const isOver = end !== undefined && latest(end.at) < fromUs;
    // With the same token it is this grant, however late it was reported.
    const isLater = token === undefined && earliest(elected) > toUs;
    if (!isOver && !isLater) first = Math.min(first, Math.max(fromUs, earliest(elected)));
  }
  return first;
}

interface Orphan {
  readonly tenure: Tenure;
  readonly candidate: CandidateId;
  readonly lived: Stretch;
  readonly boundUs: Micros;
}

function firstOverdue(
  { tenure, candidate, lived, boundUs }: Orphan,
  { troubles, header }: Judging,
): Overdue | undefined {
  const stalls = tenure.owner === undefined ? [] : troubles.stallsOf(tenure.owner);
  for (const { fromUs, toUs } of outside(lived, interruptions(candidate, troubles))) {
    const slackUs = header.uncertaintyUs + coveredUs({ fromUs, toUs }, stalls);
    const dueUs = fromUs + boundUs + slackUs;
    if (toUs > dueUs) return { fromUs, toUs, dueUs, boundUs };
  }
  return undefined;
}

/** Trouble of the store, and trouble in which what the candidate sends may arrive; of other trouble, beginning and end. */
function interruptions(candidate: CandidateId, troubles: Troubles): readonly Stretch[] {
  const all: Stretch[] = [...troubles.store];
  for (const { effect, fromUs, toUs } of troubles.of(candidate)) {
    if (effect === 'impaired') all.push({ fromUs, toUs });
    else all.push({ fromUs, toUs: fromUs }, { fromUs: toUs, toUs });
  }
  return union(all);
}

function witness(tenure: Tenure, { fromUs, toUs, dueUs, boundUs }: Overdue): Witness {
  const { grant, writes, owner, end } = tenure;
  const last = writes.findLast(({ event }) => earliest(event.at) <= toUs) ?? grant;
  const over = end === undefined ? [] : [{ index: end.index, step: `The record is over ${moment(end.at)}.` }];
  const events = [
    { index: grant.index, step: `The store makes ${owner ?? 'somebody'} the holder${withNumber(grant.event)}.` },
    ...(last === grant ? [] : [{ index: last.index, step: `The record is prolonged ${moment(last.event.at)}.` }]),
    ...over,
  ].sort((left, right) => left.index - right.index);
  return {
    sentence: `${owner ?? 'Somebody'} was granted the election${withNumber(grant.event)} ${moment(grant.event.at)} and never believed in it; without trouble from ${seconds(fromUs)} on the record should have been over within ${span(boundUs)}, and it was still there at ${seconds(toUs)}.`,
    events: events.map(({ index }) => index),
    steps: events.map(({ step }) => step),
    fromUs: dueUs,
    toUs,
  };
}
