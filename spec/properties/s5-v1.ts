import type { Claims } from '../claims.ts';
import { latest, type HistoryHeader } from '../history.ts';
import { participationOf, participationReads, type View } from '../participation.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { storeReads, storeRecordOf, type StoreRecord } from '../store-record.ts';
import { Tally } from '../tally.ts';
import { firstGrantedUs, ToldHolders } from '../told-holder.ts';

/** LeaderView V1, no phantom: whoever is named had been made holder by the time of the answer, with that number. */
export const s5V1: Property = {
  id: 'S5-V1',
  title: 'Nobody is named leader who was never granted the election',
  formula: 'view(o) = (h,k) => grant(h,k) before view(o).ret',
  kind: 'always',
  sources: ['Herlihy and Wing, Linearizability (1990)', 'etcd-io/etcd #20418'],
  usualCause:
    'The answer comes from what a candidate wrote or hoped for rather than from a record that was granted: a cache that is filled before the write is confirmed, or two reads (name and number) that belong to different records.',
  reads: eventTypes(participationReads, storeReads),
  needsLedger: true,
  claimed: ({ leaderView }: Claims) => leaderView !== 'none',
  start: (context) => {
    const participation = participationOf(context);
    const record = storeRecordOf(context);
    const { header } = context;
    return judgeAtEnd([participation, record], () => {
      const tally = new Tally();
      const told = new ToldHolders(header, record.tenures());
      for (const { who, views } of participation.all())
        for (const view of views) judge(view, who, { told, record, header, tally });
      return tally.judgement();
    });
  },
};

interface Judging {
  readonly told: ToldHolders;
  readonly record: StoreRecord;
  readonly header: HistoryHeader;
  readonly tally: Tally;
}

function judge(view: View, who: string, { told, record, header, tally }: Judging): void {
  const { holder, number, answered } = view;
  if (holder === undefined) return;
  const untilUs = latest(answered.at) + header.uncertaintyUs;
  const { named, possible } = told.records(holder, number);
  if (firstGrantedUs(named) <= untilUs) tally.judged += 1;
  else if (firstGrantedUs(possible) <= untilUs) tally.inconclusive += 1;
  else tally.violated(witness, view, who, record);
}

function witness(view: View, who: string, record: StoreRecord): Witness {
  const { holder, number, answered, answeredIndex, invokedIndex } = view;
  const leader = `${holder ?? 'nobody'}${withNumber({ token: number })}`;
  const last = record.tenures().findLast(({ grant }) => grant.index < answeredIndex)?.grant;
  const events = [
    { index: invokedIndex, step: `${who} asks who leads.` },
    ...(last === undefined
      ? []
      : [
          {
            index: last.index,
            step: `The last grant by then is that to ${last.event.holder}${withNumber(last.event)}, ${moment(last.event.at)}.`,
          },
        ]),
    { index: answeredIndex, step: `It is told ${leader}, which the store had never granted.` },
  ].sort((left, right) => left.index - right.index);
  return {
    sentence: `${who} was told ${moment(answered.at)} that ${leader} leads, but the store had not granted the election to ${leader} by then.`,
    events: events.map(({ index }) => index),
    steps: events.map(({ step }) => step),
    fromUs: latest(view.invoked.at),
    toUs: latest(answered.at),
  };
}
