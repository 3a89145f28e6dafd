/**
 * What is drawn of one history to be understood in a minute: the stretch worth looking at, and the steps of the witness
 * at their places.
 */
import { earliest, latest } from '../../../spec/history.ts';
import type { History, HistoryEvent, InvokeEvent, Micros } from '../../../spec/history.ts';
import type { Witness } from '../../../spec/property.ts';
import { markWords } from './mark-words.ts';
import { moment } from '../words/quantities.ts';
import { focusOf, subjectOf, timelineOf } from '../timeline.ts';
import type { FaultBand, Lane, Stretch, Tenure, Timeline } from '../timeline.ts';

/** Bars, strips and writes of one picture; more is not understood in a minute. */
const DRAWN_MAX = 200;

/** Where a step is drawn: with the trouble, with the store, at a candidate's belief, or at what it asked and wrote. */
export type MarkRow = 'trouble' | 'store' | 'belief' | 'action';

/** A step of the witness at its place. */
export interface PictureMark {
  /** From 1, as in the list of steps. */
  readonly step: number;
  /** When; where it is uncertain, the possible moment closest to the broken stretch. */
  readonly atUs: Micros;
  /** When what ended at `atUs` began: the call of an operation, the sending of a write. */
  readonly sinceUs?: Micros;
  readonly row: MarkRow;
  /** The lane of it, an index into `lanes`; absent with the store and the trouble. */
  readonly lane?: number;
  /** `b#0 believes that it leads, token 4`. */
  readonly words: string;
  /** What the witness says about it, without the time, which is told in front. */
  readonly told: string;
  /** One of the two that cannot both be. */
  readonly conflicts: boolean;
}

/** A stretch of a history; every list is cut to it. */
export interface PictureScene extends Stretch {
  readonly lanes: readonly Lane[];
  /** Whom the store named. */
  readonly store: readonly Tenure[];
  readonly storeDown: readonly Stretch[];
  readonly bands: readonly FaultBand[];
  readonly phases: Timeline['phases'];
  /** Where the promise was broken. */
  readonly broken?: Stretch;
  readonly marks: readonly PictureMark[];
  /** How many things of this stretch are not drawn, to keep the picture small. */
  readonly omitted: number;
}

/** The scene of a violation, or without a witness of the whole history. */
export function sceneOf(history: History, witness: Witness | undefined): PictureScene {
  const timeline = timelineOf(history);
  const whole: Stretch = { fromUs: 0, toUs: timeline.endUs };
  const shown = witness === undefined ? whole : focusOf(history, witness, timeline.endUs);
  const nearest = nearestFirst(shown, witness ?? { fromUs: 0, toUs: 0 });
  const share = DRAWN_MAX / (3 + timeline.lanes.length * 4);
  const bands = nearest.take(timeline.bands, share);
  const store = nearest.take(timeline.store, share);
  const storeDown = nearest.take(timeline.storeDown, share);
  const bars = timeline.lanes.map(({ candidate, believed, granted, down, stalls }) => ({
    candidate,
    believed: nearest.take(believed, share),
    granted: nearest.take(granted, share),
    down: nearest.take(down, share),
    stalls: nearest.take(stalls, share),
  }));
  const writes = nearest.take(
    timeline.lanes.flatMap((lane, index) =>
      lane.writes.map((write) => ({ fromUs: write.atUs, toUs: write.atUs, write, index })),
    ),
    DRAWN_MAX,
  );
  const lanes = bars.map((lane, place) => ({
    ...lane,
    writes: writes.flatMap(({ write, index }) => (index === place ? [write] : [])),
  }));
  return {
    fromUs: shown.fromUs,
    toUs: shown.toUs,
    lanes,
    store,
    storeDown,
    bands,
    phases: timeline.phases.filter(({ atUs }) => atUs >= shown.fromUs && atUs <= shown.toUs),
    ...(witness === undefined ? {} : { broken: { fromUs: witness.fromUs, toUs: witness.toUs } }),
    marks: witness === undefined ? [] : marksOf(history, witness),
    omitted: nearest.omitted(),
  };
}

interface Nearest {
  /** At most `most` of those in the picture, those closest to the broken stretch, in their order. */
  take<S extends Stretch>(all: readonly S[], most: number): readonly S[];
  omitted(): number;
}

function nearestFirst(shown: Stretch, broken: Stretch): Nearest {
  let left = DRAWN_MAX;
  let omitted = 0;
  const distance = ({ fromUs, toUs }: Stretch): number => Math.max(0, fromUs - broken.toUs, broken.fromUs - toUs);
  return {
    take(all, most) {
      const inView = all.filter(({ fromUs, toUs }) => toUs >= shown.fromUs && fromUs <= shown.toUs);
      const taken = new Set(
        [...inView].sort((one, other) => distance(one) - distance(other)).slice(0, Math.floor(Math.min(most, left))),
      );
      left -= taken.size;
      omitted += inView.length - taken.size;
      return inView.filter((each) => taken.has(each));
    },
    omitted: () => omitted,
  };
}

function marksOf({ header, events }: History, witness: Witness): readonly PictureMark[] {
  const conflictsFrom = witness.events.length - 2;
  return witness.events.flatMap((index, place) => {
    const event = events[index];
    if (event === undefined) return [];
    const lane = header.candidates.findIndex(({ id }) => id === subjectOf(event));
    const row = rowOf(event);
    const call = callOf(event, index, events);
    const sinceUs = beganUs(event, call);
    const atUs = Math.max(earliest(event.at), Math.min(latest(event.at), witness.fromUs));
    return [
      {
        step: place + 1,
        atUs,
        ...(sinceUs === undefined ? {} : { sinceUs }),
        ...(row === 'store' || row === 'trouble' || lane < 0
          ? { row: row === 'trouble' ? row : 'store' }
          : { row, lane }),
        told: withoutTime(witness.steps[place] ?? '', atUs),
        words: markWords(event, call),
        conflicts: witness.events.length > 1 && place >= conflictsFrom,
      } satisfies PictureMark,
    ];
  });
}

/** `b#0 is elected at 8.104 s; a#0 ...` without the time that is told in front of it. */
function withoutTime(step: string, atUs: Micros): string {
  const time = moment(atUs);
  if (step.startsWith(`At ${time} `)) return step.slice(time.length + 4);
  return step.replace(` at ${time}`, '');
}

function rowOf(event: HistoryEvent): MarkRow {
  if (event.who === 'store') return 'store';
  if (event.who === 'nemesis') return 'trouble';
  return event.who === 'resource' || 'op' in event ? 'action' : 'belief';
}

function beganUs(event: HistoryEvent, call: InvokeEvent | undefined): Micros | undefined {
  if ((event.type === 'applied' || event.type === 'refused') && event.sentAt !== undefined)
    return earliest(event.sentAt);
  return call === undefined ? undefined : earliest(call.at);
}

/** The call that `event`, at `index`, ends. */
function callOf(event: HistoryEvent, index: number, events: readonly HistoryEvent[]): InvokeEvent | undefined {
  if (event.type !== 'ok' && event.type !== 'fail' && event.type !== 'info') return undefined;
  for (let place = index - 1; place >= 0; place -= 1) {
    const call = events[place];
    if (call?.type === 'invoke' && call.who === event.who && call.op === event.op) return call;
  }
  return undefined;
}
