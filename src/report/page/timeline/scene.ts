/** Everything that the picture of one history can show, laid out in time but not yet on a screen. */
import { candidateOf, earliest, latest } from '../../../../spec/history.ts';
import type { History } from '../../../../spec/history.ts';
import { outside, timelineOf } from '../../timeline.ts';
import type { FaultBand, Lane, Stretch, Timeline } from '../../timeline.ts';
import { operationRows } from './operation-rows.ts';
import { emptyTrack, lowerBound, put, touching, trackOf } from './track.ts';
import type { Span, Track } from './track.ts';

const STRIP_ROWS_MAX = 6;

export interface SceneLane {
  readonly candidate: string;
  readonly believed: Track;
  /** Where it believes though the store does not name it. */
  readonly disputed: Track;
  readonly granted: Track;
  /** `look` 0: applied, 1: refused. */
  readonly writes: Track;
  /** Stalls, pauses and downtimes. */
  readonly stopped: Track;
  /** `look` as in `outcomes`. */
  readonly operations: readonly Track[];
}

export interface Scene {
  readonly history: History;
  readonly endUs: number;
  readonly lanes: readonly SceneLane[];
  readonly store: Track;
  readonly renewed: Track;
  readonly storeDown: Track;
  /** Faults in rows in which they do not overlap, as long as the rows suffice. */
  readonly strips: readonly Track[];
  readonly phases: Timeline['phases'];
  /** Every event, by time. */
  readonly all: Track;
}

/** Lays out a history. Takes a pass or a few over its events, and is done once. */
export function sceneOf(history: History): Scene {
  const timeline = timelineOf(history);
  const { events, header } = history;
  const operations = operationRows(events, timeline.endUs);
  const renewed: Span[] = [];
  let isSorted = true;
  let all = emptyTrack(events.length);
  events.forEach(({ at, type }, event) => {
    const fromUs = earliest(at);
    put(all, event, fromUs, latest(at), event);
    isSorted &&= event === 0 || fromUs >= (all.fromUs[event - 1] ?? 0);
    if (type === 'renewed') renewed.push({ fromUs, toUs: latest(at), event });
  });
  if (!isSorted) all = trackOf(events.map(({ at }, event) => ({ fromUs: earliest(at), toUs: latest(at), event })));
  return {
    history,
    endUs: timeline.endUs,
    lanes: timeline.lanes.map((lane) => sceneLane(lane, timeline, header.ledger, operations)),
    store: trackOf(timeline.store),
    renewed: trackOf(renewed),
    storeDown: trackOf(timeline.storeDown),
    strips: stripsOf(timeline.bands, header.leaseTtlMs * 500),
    phases: timeline.phases,
    all,
  };
}

function sceneLane(
  lane: Lane,
  { bands }: Timeline,
  hasLedger: boolean,
  operations: ReadonlyMap<string, readonly Track[]>,
): SceneLane {
  const { candidate } = lane;
  const granted = trackOf(lane.granted);
  const pauses = bands.filter((band) => band.stopsProcess && candidateOf(band.lane ?? '') === candidate);
  const disputed = lane.believed.flatMap((tenure) => {
    const { first, end } = touching(granted, tenure);
    return outside(tenure, lane.granted.slice(first, end)).map((part) => ({ ...part, event: tenure.event }));
  });
  return {
    candidate,
    believed: trackOf(lane.believed),
    disputed: trackOf(hasLedger ? disputed : []),
    granted,
    writes: trackOf(
      lane.writes.map(({ atUs, event, outcome }) => ({
        fromUs: atUs,
        toUs: atUs,
        event,
        look: outcome === 'applied' ? 0 : 1,
      })),
    ),
    stopped: trackOf([...lane.down, ...lane.stalls, ...pauses]),
    operations: operations.get(candidate) ?? [],
  };
}

/** Each fault in the first row where it and some room for its name are free, else where it alone is. Rows stay as they are while one looks around. */
function stripsOf(bands: readonly FaultBand[], nameUs: number): readonly Track[] {
  const rows: { readonly spans: Span[]; reachUs: number }[] = [];
  for (const { fromUs, toUs, event } of bands) {
    let row = rows.find(({ reachUs }) => reachUs <= fromUs);
    if (row === undefined && rows.length < STRIP_ROWS_MAX) rows.push((row = { spans: [], reachUs: 0 }));
    row ??=
      rows.find(({ spans }) => (spans.at(-1)?.toUs ?? 0) < fromUs) ??
      rows.reduce((least, each) => (each.reachUs < least.reachUs ? each : least));
    row.spans.push({ fromUs, toUs, event });
    row.reachUs = Math.max(row.reachUs, toUs, fromUs + nameUs);
  }
  return rows.map(({ spans }) => trackOf(spans));
}

/** Places of `scene.all`, `[first, end)`, of the events that begin in a stretch. */
export function eventsIn({ all }: Scene, { fromUs, toUs }: Stretch): { readonly first: number; readonly end: number } {
  return { first: lowerBound(all.fromUs, fromUs), end: lowerBound(all.fromUs, Math.floor(toUs) + 1) };
}
