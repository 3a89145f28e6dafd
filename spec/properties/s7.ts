import { beliefReads, beliefsOf } from '../belief.ts';
import type { Beliefs, Leadership } from '../belief.ts';
import { earliest, latest } from '../history.ts';
import type { HistoryEvent, Micros } from '../history.ts';
import { moment, span, withNumber } from '../phrases.ts';
import type { MonitorContext, Property } from '../property.ts';
import { Settlements, settlementReads } from '../settlements.ts';
import type { Settlement } from '../settlements.ts';
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
  reads: eventTypes(beliefReads, storeReads, settlementReads),
  needsLedger: false,
  claimed: () => true,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const record = storeRecordOf(context);
    const settlements = new Settlements();
    return judgeAtEnd([beliefs, record, settlements], (endUs) => {
      const tally = new Tally();
      judgeReleases(tally, { beliefs, record, context, endUs });
      for (const settlement of settlements.ok) judgeSettlement(tally, settlement, beliefs);
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
  tally.violated({
    sentence: `${who} deleted its record${withNumber(tenure)} ${moment(end.at)} and went on believing that it leads for ${span(toUs - latest(end.at))}.`,
    events: [leadership.electedIndex, end.index, ...(leadership.end === undefined ? [] : [leadership.end.index])],
    steps: [
      `${who} is elected${withNumber(leadership)}.`,
      `A command of ${who} deletes its record while ${who} believes that it leads.`,
      ...(leadership.end === undefined ? [] : [`Only here its belief ends (${leadership.end.by}).`]),
    ],
    fromUs: earliest(end.at),
    toUs,
  });
}

/** Within one process its own order of events decides, also where the stamps are equal. */
function judgeSettlement(tally: Tally, settlement: Settlement, beliefs: Beliefs): void {
  const { who, f, invoked, settled } = settlement;
  const current = beliefs.of(who).findLast((each) => each.electedIndex < invoked.index);
  if (current === undefined || (current.end !== undefined && current.end.index < invoked.index)) return;
  if (current.end !== undefined && current.end.index < settled.index) {
    tally.judged += 1;
    return;
  }
  const at = (event: HistoryEvent): string => moment(event.at);
  tally.violated({
    sentence: `${f} of ${who} succeeded ${at(settled.event)}, but ${who} had not given up its leadership${withNumber(current)}, elected ${moment(current.elected)}.`,
    events: [current.electedIndex, invoked.index, settled.index],
    steps: [
      `${who} is elected${withNumber(current)}.`,
      `${f} of ${who} is called while it leads.`,
      `${f} succeeds, and no \`lost\` has come before.`,
    ],
    fromUs: earliest(invoked.event.at),
    toUs: latest(settled.event.at),
  });
}
