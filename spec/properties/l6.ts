import { beliefsOf, type Leadership } from '../belief.ts';
import { demotionAfterCutUs, factsOf, pauseUs, stabilityMarginUs, stabilityWindowUs } from '../bounds.ts';
import type { Claims } from '../claims.ts';
import { earliest, latest, type CandidateId, type HistoryHeader, type Micros, type ProcessId } from '../history.ts';
import { moment, seconds, span, withNumber } from '../phrases.ts';
import { premiseOf, premiseReads, type Premise } from '../premise.ts';
import type { Property, Witness } from '../property.ts';
import { renewalReads, renewalsOf, type Renewals } from '../renewals.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { outside, type Stretch } from '../standstill.ts';
import { union } from '../stretches.ts';
import { Tally } from '../tally.ts';

/** Stability_W. */
export const l6: Property = {
  id: 'L6',
  title: 'While nothing is wrong, a leader stays leader',
  formula:
    'leader(i,k) at t /\\ no fault on [t-w, t+W] /\\ i not resigned => leader(i,k) at t+W, w = T + G, W = D, given D > R + 2 delta',
  kind: 'within',
  sources: [
    'Ongaro (2014), section 9.6',
    'Howard and Abraham, Raft does not guarantee liveness in the face of network faults (2020)',
  ],
  usualCause:
    'A renewal came too late without need, a candidate that joined or came back took the lead by force, or a lease is shorter than the period of its renewals. Look at the last renewal before the loss, and at what the others did then.',
  reads: eventTypes(premiseReads, renewalReads),
  needsLedger: false,
  claimed: (claims) => claims.liveness,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const premise = premiseOf(context);
    const { header } = context;
    const renewals = renewalsOf(context);
    return judgeAtEnd([...premise.evidence, renewals], (endUs) => {
      const tally = new Tally();
      const quiet = new QuietStretches(premise, header, { fromUs: -Infinity, toUs: endUs + 1 });
      for (const each of beliefs.leaderships) judgeOne(each, { premise, quiet, renewals, header, endUs, tally });
      return tally.judgement();
    });
  },
};

interface Judging {
  readonly premise: Premise;
  readonly quiet: QuietStretches;
  readonly renewals: Renewals;
  readonly header: HistoryHeader;
  readonly endUs: Micros;
  readonly tally: Tally;
}

/**
 * Earlier trouble may have cost the leader its record long before it noticed. So its leadership has to be known to be
 * sound after the trouble: its record was written then, or, where nobody can see that, it would have noticed by now.
 */
function judgeOne(leadership: Leadership, { premise, quiet: all, renewals, header, endUs, tally }: Judging): void {
  const { who, candidate, elected, end } = leadership;
  const facts = factsOf(header, candidate);
  const beforeUs = stabilityWindowUs(facts);
  const afterUs = facts.claims.timing.validityMs * 1000;
  const electedUs = latest(elected);
  const quiet = all.of(leadership);

  if (end?.by === 'lost') {
    const lostUs = latest(end.at);
    const since = quiet.find(({ fromUs, toUs }) => fromUs <= earliest(end.at) - beforeUs && lostUs < toUs);
    const wasSound =
      since !== undefined &&
      (header.ledger
        ? renewals.of(candidate).some(({ at }) => earliest(at) >= since.fromUs && latest(at) <= lostUs)
        : since.fromUs <= earliest(end.at) - beforeUs - demotionAfterCutUs(facts.claims));
    if (wasSound && !premise.wasAskedToStop(who, electedUs, lostUs)) {
      const promised = stabilityMarginUs(facts.claims) > 0 && premise.delaysAreTolerated;
      if (promised) tally.violated(witness, leadership, lostUs, beforeUs);
      else tally.inconclusive += 1;
      return;
    }
  }
  const untilUs = end === undefined ? endUs : earliest(end.at);
  const stayed = quiet.some(
    ({ fromUs, toUs }) => Math.min(toUs, untilUs) - Math.max(fromUs + beforeUs, electedUs) >= afterUs,
  );
  if (stayed) tally.judged += 1;
}

/**
 * The stretches without trouble of the store, of any member of it, or of any candidate, and without a stall of the leader's
 * own machine. Others may be cut off as long as that does not change: who cannot reach the store deposes nobody. Tolerated
 * pauses by the nemesis leave it quiet, as the constants allow for them.
 */
class QuietStretches {
  readonly #premise: Premise;
  readonly #whole: Stretch;
  readonly #header: HistoryHeader;
  readonly #found: Map<ProcessId, readonly Stretch[]> = new Map();

  constructor(premise: Premise, header: HistoryHeader, whole: Stretch) {
    this.#premise = premise;
    this.#header = header;
    this.#whole = whole;
  }

  of({ who, candidate }: Leadership): readonly Stretch[] {
    let quiet = this.#found.get(who);
    if (quiet === undefined) {
      quiet = outside(this.#whole, union(this.#loud(who, candidate)));
      this.#found.set(who, quiet);
    }
    return quiet;
  }

  #loud(who: ProcessId, leader: CandidateId): readonly Stretch[] {
    const { troubles, candidates } = this.#premise;
    const loud: Stretch[] = [...troubles.store, ...troubles.minority, ...troubles.stallsOf(who)];
    const standstills: Stretch[] = [];
    for (const id of candidates) {
      const toleratedUs = pauseUs(factsOf(this.#header, id).claims);
      for (const { effect, pauses, fromUs, toUs } of troubles.of(id)) {
        if (pauses === true && toUs - fromUs <= toleratedUs) {
          if (id === leader) standstills.push({ fromUs, toUs });
        } else if (id === leader || effect !== 'cut') loud.push({ fromUs, toUs });
        else loud.push({ fromUs, toUs: fromUs }, { fromUs: toUs, toUs });
      }
    }
    loud.push(...crowded(standstills, factsOf(this.#header, leader).claims));
    return loud;
  }
}

/** The inequality allows for one pause between two renewals that succeed: those that follow each other sooner do not count. */
function crowded(standstills: readonly Stretch[], claims: Claims): readonly Stretch[] {
  const apart = claims.timing.validityMs * 1000 + pauseUs(claims);
  const merged = union(standstills);
  return merged.filter(({ fromUs, toUs }, place) => {
    const before = merged[place - 1];
    const after = merged[place + 1];
    if (toUs - fromUs > pauseUs(claims)) return true;
    return (
      (before !== undefined && fromUs - before.toUs < apart) || (after !== undefined && after.fromUs - toUs < apart)
    );
  });
}

function witness(leadership: Leadership, lostUs: Micros, windowUs: Micros): Witness {
  const { who, elected, electedIndex, end } = leadership;
  return {
    sentence: `${who}, elected${withNumber(leadership)} ${moment(elected)}, ceases to lead at ${seconds(lostUs)}, although it did not resign and nothing had been wrong for ${span(windowUs)}.`,
    events: [electedIndex, end?.index ?? electedIndex],
    steps: [
      `${who} is elected${withNumber(leadership)}.`,
      `${who} ceases to lead, without a resign and without a fault.`,
    ],
    fromUs: lostUs - windowUs,
    toUs: lostUs,
  };
}
