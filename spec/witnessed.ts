/**
 * W1, weak and strong: a leadership rests on a live record. They differ in when the record must have been live.
 */
import { beliefReads } from './belief.ts';
import type { Leadership } from './belief.ts';
import { beliefAndRecordOf } from './holding.ts';
import { earliest, latest } from './history.ts';
import type { EventType } from './history.ts';
import { participationOf, participationReads } from './participation.ts';
import type { Call } from './participation.ts';
import { moment, withNumber } from './phrases.ts';
import type { Monitor, MonitorContext, Witness } from './property.ts';
import { eventTypes, judgeAtEnd } from './shared-evidence.ts';
import type { Evidence } from './shared-evidence.ts';
import { touches } from './standstill.ts';
import type { Stretch } from './standstill.ts';
import { possiblyLive, storeReads } from './store-record.ts';
import type { StoreEntry, StoreRecord, Tenure } from './store-record.ts';
import { Tally } from './tally.ts';

/** The event types that W1 needs. */
export const witnessedReads: readonly EventType[] = eventTypes(beliefReads, storeReads, participationReads);

/** When a record must have been live for a leadership; undefined where this one is not judged. */
export type Window = (leadership: Leadership, campaign: Call | undefined) => Stretch | undefined;

export interface WitnessedOptions {
  readonly window: Window;
  /** Completes "the store held no live record of it ...". */
  readonly when: string;
  /** Whether a leadership without a token breaks it where fencing is claimed. */
  readonly tokens: boolean;
  /** Whether a leadership without a live record may be due to what the property does not stand up to. */
  readonly isExcused?: (leadership: Leadership, campaign: Call | undefined) => boolean;
  /** Evidence that the options ask. */
  readonly gathers?: readonly Evidence[];
}

/** Judges for every leadership whether a record of its own was live at some instant of its window. */
export function witnessedMonitor(context: MonitorContext, options: WitnessedOptions): Monitor {
  const { beliefs, record, holdings } = beliefAndRecordOf(context);
  const participation = participationOf(context);
  const { uncertaintyUs, candidates, claims } = context.header;
  const fenced = (id: string): boolean =>
    (candidates.find((candidate) => candidate.id === id)?.claims ?? claims).fencing === 'monotonic';
  return judgeAtEnd([beliefs, record, participation, ...(options.gathers ?? [])], () => {
    const tally = new Tally();
    for (const leadership of beliefs.leaderships) {
      if (
        options.tokens &&
        leadership.token === undefined &&
        leadership.term === undefined &&
        fenced(leadership.candidate)
      ) {
        tally.violated(withoutToken, leadership);
        continue;
      }
      const campaign = participation.campaignBefore(leadership.who, leadership.electedIndex);
      const window = options.window(leadership, campaign);
      const live = window === undefined ? 'unknown' : isLive(holdings.of(leadership), widened(window, uncertaintyUs));
      if (live === 'yes') tally.judged += 1;
      else if (live === 'unknown') tally.inconclusive += 1;
      else if (options.isExcused?.(leadership, campaign) === true) tally.inconclusive += 1;
      else tally.violated(withoutRecord, leadership, campaign, record, options.when);
    }
    return tally.judgement();
  });
}

/** Whether one of these records was live at some time of the window; unknown where that may be another's. */
function isLive(tenures: readonly Tenure[], window: Stretch): 'yes' | 'unknown' | 'no' {
  let live: 'unknown' | 'no' = 'no';
  for (const tenure of tenures) {
    if (!touches(possiblyLive(tenure), window)) continue;
    if (tenure.owner !== undefined) return 'yes';
    live = 'unknown';
  }
  return live;
}

function widened({ fromUs, toUs }: Stretch, byUs: number): Stretch {
  return { fromUs: fromUs - byUs, toUs: toUs + byUs };
}

function withoutToken(leadership: Leadership): Witness {
  return {
    sentence: `${leadership.who} was elected ${moment(leadership.elected)} without a token, although fencing is claimed.`,
    events: [leadership.electedIndex],
    steps: [`${leadership.who} is elected and reports no token.`],
    fromUs: earliest(leadership.elected),
    toUs: latest(leadership.elected),
  };
}

function withoutRecord(leadership: Leadership, campaign: Call | undefined, record: StoreRecord, when: string): Witness {
  const { who } = leadership;
  const last = lastWord(record, latest(leadership.elected));
  const said =
    last === undefined ? 'the store has never recorded a holder' : `the last word of the store is ${wordOf(last)}`;
  return {
    sentence: `${who} was elected${withNumber(leadership)} ${moment(leadership.elected)}, but the store held no live record of it ${when}; ${said}.`,
    events: [
      ...(campaign === undefined ? [] : [campaign.index]),
      ...(last === undefined ? [] : [last.index]),
      leadership.electedIndex,
    ],
    steps: [
      ...(campaign === undefined ? [] : [`${who} begins to campaign.`]),
      ...(last === undefined ? [] : [`The last word of the store before the election: ${wordOf(last)}.`]),
      `${who} is elected${withNumber(leadership)} without a live record.`,
    ],
    fromUs: campaign?.fromUs ?? earliest(leadership.elected),
    toUs: latest(leadership.elected),
  };
}

function lastWord(record: StoreRecord, beforeUs: number): StoreEntry | undefined {
  return record.entries().findLast((entry) => earliest(entry.event.at) <= beforeUs);
}

function wordOf({ event }: StoreEntry): string {
  switch (event.type) {
    case 'store-started':
    case 'store-stopped':
      return `${event.type} ${moment(event.at)}`;
    default:
      return `${event.type} ${event.holder}${withNumber(event)} ${moment(event.at)}`;
  }
}
