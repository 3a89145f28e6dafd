import { factsOf, requestTimeoutUs, stalenessUs } from '../bounds.ts';
import type { Claims } from '../claims.ts';
import { candidateOf, earliest, latest, type Micros, type ProcessId } from '../history.ts';
import { participationOf, participationReads, type View } from '../participation.ts';
import { moment, seconds, span, withNumber } from '../phrases.ts';
import { premiseOf, premiseReads, type Premise } from '../premise.ts';
import type { MonitorContext, Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { touches, touchesAny, type Stretch } from '../standstill.ts';
import { possiblyLive, storeReads, storeRecordOf, type Tenure } from '../store-record.ts';
import { coveredUs } from '../stretches.ts';
import { Tally } from '../tally.ts';
import { ToldHolders } from '../told-holder.ts';

/**
 * LeaderView V3, bounded staleness: what an observer is told was so at most Delta before it was told. It is promised in
 * partial synchrony: a view is held against nobody whose observer, or whose store, was in trouble in that time or so
 * shortly before that a request of then could still be under way.
 */
export const s5V3: Property = {
  id: 'S5-V3',
  title: 'What an observer is told was so a short while ago',
  formula:
    'view(o) = (h,k) at t => exists u in [t - Delta, t]: live(h,k,u); view(o) = none at t => exists u: ~live(_,u)',
  kind: 'always',
  sources: ['Ongaro, Consensus: Bridging Theory and Practice (2014), section 6.4', 'ZooKeeper, sync'],
  usualCause:
    'The answer comes from a cache that nobody refreshes, or that a lost watch left behind. Look at when the cache was filled last, and at what empties it when the record ends.',
  reads: eventTypes(premiseReads, participationReads, storeReads),
  needsLedger: true,
  claimed: ({ leaderView }: Claims) => typeof leaderView === 'object',
  start: (context) => {
    const participation = participationOf(context);
    const record = storeRecordOf(context);
    const premise = premiseOf(context);
    return judgeAtEnd([...premise.evidence, participation, record], () => {
      const tally = new Tally();
      let judging: Judging | undefined;
      for (const { who, views } of participation.all()) {
        const stale = stalenessUs(factsOf(context.header, candidateOf(who)).claims);
        if (stale === undefined) continue;
        judging ??= judgingOf(context, record.tenures(), premise);
        for (const view of views) judge(view, { who, boundUs: stale }, judging, tally);
      }
      return tally.judgement();
    });
  },
};

interface Judging {
  readonly context: MonitorContext;
  readonly told: ToldHolders;
  /** When nobody may have held the election, in order. */
  readonly free: readonly Stretch[];
  readonly premise: Premise;
}

function judgingOf(context: MonitorContext, tenures: readonly Tenure[], premise: Premise): Judging {
  return { context, told: new ToldHolders(context.header, tenures), free: possiblyFree(tenures), premise };
}

/** Between the end of one record and the grant of the next, each in its widest reading; one that replaces leaves no gap. */
function possiblyFree(tenures: readonly Tenure[]): readonly Stretch[] {
  const free: Stretch[] = [];
  let fromUs: Micros | undefined = -Infinity;
  for (const { grant, end } of tenures) {
    if (fromUs !== undefined) free.push({ fromUs, toUs: latest(grant.event.at) });
    fromUs = end === undefined || end.by === 'replaced' ? undefined : earliest(end.at);
  }
  if (fromUs !== undefined) free.push({ fromUs, toUs: Infinity });
  return free;
}

interface Observer {
  readonly who: ProcessId;
  readonly boundUs: Micros;
}

function judge(view: View, { who, boundUs }: Observer, judging: Judging, tally: Tally): void {
  const { context, premise } = judging;
  const { header } = context;
  const toUs = latest(view.answered.at);
  const stallsUs = coveredUs(
    { fromUs: earliest(view.answered.at) - 2 * boundUs, toUs },
    premise.troubles.stallsOf(who),
  );
  const fromUs = earliest(view.answered.at) - boundUs - stallsUs;
  const fresh = { fromUs: fromUs - header.uncertaintyUs, toUs: toUs + header.uncertaintyUs };
  const was = wasSo(view, fresh, judging);
  if (was === 'yes') tally.judged += 1;
  else if (was === 'unknown' || !isQuiet(who, fresh, judging)) tally.inconclusive += 1;
  else tally.violated(witness, view, who, { boundUs, fromUs, toUs });
}

/** Whether what was told was the case at some instant of this stretch. */
function wasSo({ holder, number }: View, within: Stretch, { told, free }: Judging): 'yes' | 'unknown' | 'no' {
  if (holder === undefined) return touchesAny(free, within) ? 'yes' : 'no';
  const { named, possible } = told.records(holder, number);
  const wasLive = (tenure: Tenure): boolean => touches(possiblyLive(tenure), within);
  if (named.some(wasLive)) return 'yes';
  return possible.some(wasLive) ? 'unknown' : 'no';
}

/** No trouble of the observer's or of the store's since a request of before could last reach into this stretch. */
function isQuiet(who: ProcessId, fresh: Stretch, { context, premise }: Judging): boolean {
  if (!premise.delaysAreTolerated) return false;
  const candidate = candidateOf(who);
  const { claims } = factsOf(context.header, candidate);
  const asked = { fromUs: fresh.fromUs - requestTimeoutUs(claims), toUs: fresh.toUs };
  return !touchesAny(premise.troubles.of(candidate), asked) && !touchesAny(premise.troubles.store, asked);
}

function witness(
  view: View,
  who: ProcessId,
  { boundUs, fromUs, toUs }: Stretch & { readonly boundUs: Micros },
): Witness {
  const { holder, number, answered, answeredIndex, invokedIndex } = view;
  const leader = holder === undefined ? 'nobody' : `${holder}${withNumber({ token: number })}`;
  return {
    sentence: `${who} was told ${moment(answered.at)} that ${leader} leads, which was not so at any time since ${seconds(fromUs)}; an answer may be ${span(boundUs)} old.`,
    events: [invokedIndex, answeredIndex],
    steps: [
      `${who} asks who leads.`,
      `It is told ${leader}; the store's record had been different for longer than that.`,
    ],
    fromUs,
    toUs,
  };
}
