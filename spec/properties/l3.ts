import { beliefsOf, type Beliefs, type Leadership } from '../belief.ts';
import { demotionAfterCutUs, demotionBoundUs, factsOf } from '../bounds.ts';
import type { Claims } from '../claims.ts';
import { earliest, latest, type HistoryHeader, type Micros } from '../history.ts';
import { seconds, span, withNumber } from '../phrases.ts';
import { premiseOf, premiseReads, type Premise } from '../premise.ts';
import type { Property, Witness } from '../property.ts';
import { renewalReads, renewalsOf, type Renewal, type Renewals } from '../renewals.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { outside, type Stretch } from '../standstill.ts';
import { Tally } from '../tally.ts';
import type { PieceTaker, TimedPiece } from '../timed-piece.ts';

/** Demotion: the holder's half of exclusivity, independent of everyone else. */
export const l3: Property = {
  id: 'L3',
  title: 'A leader that can no longer renew stops believing in time',
  formula:
    'a = when the last renewal was applied => ~B_{i,k}(t) for t > a + D/(1-rho) + P of running time (receipt-anchored: + delta)',
  kind: 'within',
  sources: ['Gray and Cheriton, Leases (1989)', 'Ongaro (2014), section 6.4'],
  usualCause:
    'The leader waits for a renewal to fail instead of watching its own deadline, or it counts its validity from the wrong moment. Look at what it did between its last successful renewal and the end of its validity.',
  reads: eventTypes(premiseReads, renewalReads),
  needsLedger: false,
  claimed: (claims) => claims.exclusivity === 'timed',
  start: (context) => {
    const beliefs = beliefsOf(context);
    const premise = premiseOf(context);
    const renewals = renewalsOf(context);
    const { header, timings } = context;
    return judgeAtEnd([...premise.evidence, renewals], (endUs) => {
      const tally = new Tally();
      for (const leadership of beliefs.leaderships) {
        const silences = header.ledger ? silencesOf(leadership, renewals, endUs) : cutsOf(leadership, premise, endUs);
        if (silences === undefined) tally.inconclusive += 1;
        else judgeOne(leadership, silences, { beliefs, header, tally, premise, timings });
      }
      return tally.judgement();
    });
  },
};

/** A stretch, within a leadership or before its report, in which no renewal was applied. */
interface Silence extends Stretch {
  /** What the silence begins with. */
  readonly index: number;
  readonly invisible: boolean;
}

/** The silences between renewals; undefined where the ledger never saw this candidate hold anything before it believed. */
function silencesOf(leadership: Leadership, renewals: Renewals, endUs: Micros): readonly Silence[] | undefined {
  const untilUs = believedUntilUs(leadership, endUs);
  const electedUs = latest(leadership.elected);
  const silences: Silence[] = [];
  let last: Renewal | undefined;
  for (const renewal of renewals.of(leadership.candidate)) {
    const at = earliest(renewal.at);
    if (at > untilUs) break;
    if (last !== undefined && at > electedUs) silences.push(silence(last, at));
    last = renewal;
  }
  if (last === undefined) return undefined;
  silences.push(silence(last, untilUs));
  return silences;
}

function silence({ at, index }: Renewal, toUs: Micros): Silence {
  return { fromUs: latest(at), toUs, index, invisible: false };
}

/** Where renewals are invisible: the stretches in which the leader was certainly cut off. */
function cutsOf(leadership: Leadership, premise: Premise, endUs: Micros): readonly Silence[] | undefined {
  const whole = { fromUs: latest(leadership.elected), toUs: believedUntilUs(leadership, endUs) };
  const cuts = premise.troubles
    .of(leadership.candidate)
    .filter(({ effect, isolates }) => isolates && effect !== 'stopped');
  const silences = cuts.flatMap(({ fromUs, toUs, index }) => {
    const ends = Math.min(toUs, whole.toUs);
    return fromUs >= whole.fromUs && fromUs < ends ? [{ fromUs, toUs: ends, index, invisible: true }] : [];
  });
  return silences.length === 0 ? undefined : silences;
}

function believedUntilUs({ end }: Leadership, endUs: Micros): Micros {
  return end === undefined ? endUs : earliest(end.at);
}

interface Judging {
  readonly beliefs: Beliefs;
  readonly header: HistoryHeader;
  readonly tally: Tally;
  readonly premise: Premise;
  readonly timings: PieceTaker | undefined;
}

function judgeOne(leadership: Leadership, silences: readonly Silence[], judging: Judging): void {
  const { beliefs, header, tally } = judging;
  const { claims } = factsOf(header, leadership.candidate);
  const standstills = beliefs.standstillsOf(leadership.who);
  for (const each of silences) {
    const boundUs = boundOf(each, claims);
    if (each.toUs - each.fromUs <= boundUs + header.uncertaintyUs) continue;
    const overdueUs = exhaustedAt(each, standstills, boundUs + header.uncertaintyUs);
    if (overdueUs === undefined) continue;
    const fromUs = Math.max(overdueUs, latest(leadership.elected));
    if (outside({ fromUs, toUs: each.toUs }, standstills).length === 0 || fromUs >= each.toUs) continue;
    tally.violated(witness, leadership, each, { boundUs, fromUs });
    judging.timings?.took(demotion(leadership, each, judging));
    return;
  }
  tally.judged += 1;
  const last = silences.at(-1);
  if (judging.timings === undefined || last === undefined || !wasDemoted(leadership, last, judging)) return;
  const piece = demotion(leadership, last, judging);
  // A leader that learns of its election when its time is over has had no time in which to stop.
  judging.timings.took(piece.tookUs > piece.boundUs ? { ...piece, boundUs: Infinity } : piece);
}

function boundOf({ invisible }: Silence, claims: Claims): Micros {
  return invisible ? demotionAfterCutUs(claims) : demotionBoundUs(claims);
}

/** Whether belief ended in this silence, and not by a resign, a close or a crash: because the holder gave it up itself. */
function wasDemoted({ who, elected, end }: Leadership, last: Silence, { premise }: Judging): boolean {
  if (end?.by !== 'lost' || last.toUs < earliest(end.at)) return false;
  return !premise.wasAskedToStop(who, earliest(elected), latest(end.at));
}

/** From the beginning of a silence to the end of belief, in running time. */
function demotion({ who, candidate, end }: Leadership, silent: Silence, { beliefs, header }: Judging): TimedPiece {
  let tookUs = 0;
  for (const { fromUs, toUs } of outside(silent, beliefs.standstillsOf(who))) tookUs += Math.max(0, toUs - fromUs);
  const boundUs = boundOf(silent, factsOf(header, candidate).claims) + header.uncertaintyUs;
  return { measure: 'demotion', tookUs, boundUs, isOpen: end === undefined };
}

/** When the process had run for `boundUs` in this stretch, or undefined where it did not run that long. */
function exhaustedAt(stretch: Stretch, standstills: readonly Stretch[], boundUs: Micros): Micros | undefined {
  let leftUs = boundUs;
  for (const { fromUs, toUs } of outside(stretch, standstills)) {
    if (toUs - fromUs > leftUs) return fromUs + leftUs;
    leftUs -= toUs - fromUs;
  }
  return undefined;
}

function witness(
  leadership: Leadership,
  silent: Silence,
  { boundUs, fromUs }: { boundUs: Micros; fromUs: Micros },
): Witness {
  const { who, end, electedIndex } = leadership;
  const since = silent.invisible
    ? `${who} is cut off from the store at ${seconds(silent.fromUs)}`
    : `the last renewal for ${who} is applied at ${seconds(silent.fromUs)}`;
  const events = [
    { index: electedIndex, step: `${who} is elected${withNumber(leadership)}.` },
    { index: silent.index, step: `${since.charAt(0).toUpperCase()}${since.slice(1)}.` },
    ...(end === undefined ? [] : [{ index: end.index, step: `Only now ${who} ceases to lead.` }]),
  ].sort((left, right) => left.index - right.index);
  return {
    sentence: `${who} still believes that it leads${withNumber(leadership)} at ${seconds(silent.toUs)}, although ${since} and it should have stopped after ${span(boundUs)} of running time.`,
    events: events.map(({ index }) => index),
    steps: events.map(({ step }) => step),
    fromUs,
    toUs: silent.toUs,
  };
}
