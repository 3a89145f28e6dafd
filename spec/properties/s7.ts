import { beliefReads, beliefsOf } from '../belief.ts';
import type { Beliefs, Leadership } from '../belief.ts';
import { earliest, latest } from '../history.ts';
import type { CompletionEvent, Micros } from '../history.ts';
import { participationOf, participationReads } from '../participation.ts';
import type { Call, Participation } from '../participation.ts';
import { moment, span, withNumber } from '../phrases.ts';
import type { MonitorContext, Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { storeReads, storeRecordOf } from '../store-record.ts';
import type { StoreRecord, Tenure, TenureEnd } from '../store-record.ts';
import { Tally } from '../tally.ts';

/** StopBeforeRelease: belief ends before the record is given up, and before `resign` or `close` settles. */
export const s7: Property = {
  id: 'S7',
  title: 'A leader stops believing before it releases',
  formula:
    'delete(k) by i => ~B_{i,k} until a new grant(i,k); resign(i) ok => the leadership current at its invocation is over',
  kind: 'always',
  sources: ['client-go leaderelection, ReleaseOnCancel', 'kubernetes/kubernetes #139504'],
  usualCause:
    'Resign deletes the record first and tells the application when the reply arrives, or a late release of an earlier leadership hits the present one. Look at the order of `lost` and the delete in resign and close.',
  reads: eventTypes(beliefReads, storeReads, participationReads),
  needsLedger: false,
  claimed: () => true,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const record = storeRecordOf(context);
    const participation = participationOf(context);
    return judgeAtEnd([beliefs, record, participation], (endUs) => {
      const tally = new Tally();
      judgeReleases(tally, { beliefs, record, context, endUs });
      for (const settlement of settlementsOf(participation)) judgeSettlement(tally, settlement, beliefs);
      return tally.judgement();
    });
  },
};

interface ReleaseEvidence {
  readonly beliefs: Beliefs;
  readonly record: StoreRecord;
  readonly context: MonitorContext;
  readonly endUs: Micros;
}

function judgeReleases(tally: Tally, evidence: ReleaseEvidence): void {
  const tenures = evidence.record.tenures();
  for (const [place, tenure] of tenures.entries()) {
    const { end } = tenure;
    if (end?.by !== 'released' || end.process === undefined) continue;
    const who = end.process;
    const leadership = evidence.beliefs
      .of(who)
      .findLast(
        (each) =>
          earliest(each.elected) <= latest(end.at) && (each.token ?? tenure.token) === (tenure.token ?? each.token),
      );
    if (leadership === undefined) {
      tally.judged += 1;
      continue;
    }
    const next = tenures.slice(place + 1).find((each) => each.owner === who || each.owner === leadership.candidate);
    const untilUs = next === undefined ? evidence.endUs : Math.min(evidence.endUs, earliest(next.grant.event.at));
    judgeRelease(tally, { leadership, tenure, end, untilUs }, evidence);
  }
}

interface Release {
  readonly leadership: Leadership;
  readonly tenure: Tenure;
  readonly end: TenureEnd;
  /** When the same holder gets a new grant, or the history ends. */
  readonly untilUs: Micros;
}

/** The release is wrong when the leadership was certainly there before it and the process certainly went on believing after it. */
function judgeRelease(
  tally: Tally,
  { leadership, tenure, end, untilUs }: Release,
  { beliefs, context, endUs }: ReleaseEvidence,
): void {
  const { uncertaintyUs } = context.header;
  const releasedUs = latest(end.at) + uncertaintyUs;
  if (latest(leadership.elected) + uncertaintyUs >= earliest(end.at)) {
    tally.inconclusive += 1;
    return;
  }
  const after = beliefs
    .certain(leadership, Math.min(endUs, untilUs))
    .find((stretch) => Math.min(stretch.toUs, untilUs) > Math.max(stretch.fromUs, releasedUs));
  if (after === undefined) {
    tally.judged += 1;
    return;
  }
  const toUs = Math.min(after.toUs, untilUs);
  const { who } = leadership;
  tally.violated(() => ({
    sentence: `${who} deleted its record${withNumber(tenure)} ${moment(end.at)} and went on believing that it leads for ${span(toUs - latest(end.at))}.`,
    events: [leadership.electedIndex, end.index, ...(leadership.end === undefined ? [] : [leadership.end.index])],
    steps: [
      `${who} is elected${withNumber(leadership)}.`,
      `A command of ${who} deletes its record while ${who} believes that it leads.`,
      ...(leadership.end === undefined ? [] : [`Only here its belief ends (${leadership.end.by}).`]),
    ],
    fromUs: earliest(end.at),
    toUs,
  }));
}

/** A `resign` or `close` that succeeded: the moment by which a leadership must be over. */
interface Settlement {
  readonly call: Call;
  readonly settled: CompletionEvent;
  readonly settledIndex: number;
}

/** All settlements, in the order in which they settled. */
function settlementsOf(participation: Participation): readonly Settlement[] {
  const found: Settlement[] = [];
  for (const { calls } of participation.all()) {
    for (const call of calls) {
      const { kind, outcome, returned: settled, returnedIndex: settledIndex } = call;
      if (kind === 'campaign' || outcome !== 'ok' || settled === undefined || settledIndex === undefined) continue;
      found.push({ call, settled, settledIndex });
    }
  }
  return found.sort((left, right) => left.settledIndex - right.settledIndex);
}

/** Within one process its own order of events decides, also where the stamps are equal. */
function judgeSettlement(tally: Tally, settlement: Settlement, beliefs: Beliefs): void {
  const { call, settledIndex } = settlement;
  const current = beliefs.of(call.who).findLast((each) => each.electedIndex < call.index);
  if (current === undefined || (current.end !== undefined && current.end.index < call.index)) return;
  if (current.end !== undefined && current.end.index < settledIndex) tally.judged += 1;
  else tally.violated(stillLeading, settlement, current);
}

function stillLeading({ call, settled, settledIndex }: Settlement, current: Leadership): Witness {
  const { who, kind, index, fromUs } = call;
  return {
    sentence: `${kind} of ${who} succeeded ${moment(settled.at)}, but ${who} had not given up its leadership${withNumber(current)}, elected ${moment(current.elected)}.`,
    events: [current.electedIndex, index, settledIndex],
    steps: [
      `${who} is elected${withNumber(current)}.`,
      `${kind} of ${who} is called while it leads.`,
      `${kind} succeeds, and no \`lost\` has come before.`,
    ],
    fromUs,
    toUs: latest(settled.at),
  };
}
