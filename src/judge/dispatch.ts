/**
 * Who is to be offered which events. Most events are read for the same evidence by many monitors, so what is fed is the
 * evidence, once, and besides it only those monitors that gather none.
 */
import type { EventType, HistoryEvent } from '../../spec/history.ts';
import type { GatheringMonitor, Monitor, Property } from '../../spec/property.ts';

/** Takes events of the types that it reads. */
export interface Reader {
  readonly reads: readonly EventType[];
  step(event: HistoryEvent, index: number): void;
}

/** For each type of event the positions, among the readers, of those that read it. */
export type Dispatch = ReadonlyMap<EventType, readonly number[]>;

/** What has to be fed so that these monitors can judge, in a fixed order; undefined stands for a property that is not watched. */
export function readersOf(
  properties: readonly Property[],
  monitors: readonly (Monitor | undefined)[],
): readonly Reader[] {
  const readers: Reader[] = [];
  for (let position = 0; position < monitors.length; position += 1) {
    const monitor = monitors[position];
    const property = properties[position];
    if (monitor === undefined || property === undefined) continue;
    if (isGathering(monitor)) for (const evidence of monitor.gathers) readers.push(evidence);
    else readers.push({ reads: property.reads, step: (event, index) => monitor.step(event, index) });
  }
  return readers;
}

function isGathering(monitor: Monitor): monitor is GatheringMonitor {
  return 'gathers' in monitor;
}

const kept: { readonly reads: readonly (readonly EventType[])[]; readonly dispatch: Dispatch }[] = [];
const KEPT_MAX = 16;

/** The dispatch to these readers. It depends on what they read alone, so the tables of the last few kinds are kept. */
export function dispatchTo(readers: readonly Reader[]): Dispatch {
  const known = kept.find(
    ({ reads }) =>
      reads.length === readers.length && reads.every((each, position) => each === readers[position]?.reads),
  );
  if (known !== undefined) return known.dispatch;
  const dispatch = new Map<EventType, number[]>();
  readers.forEach(({ reads }, position) => {
    for (const type of reads) {
      const positions = dispatch.get(type);
      if (positions === undefined) dispatch.set(type, [position]);
      else if (positions.at(-1) !== position) positions.push(position);
    }
  });
  if (kept.length === KEPT_MAX) kept.shift();
  kept.push({ reads: readers.map((reader) => reader.reads), dispatch });
  return dispatch;
}
