/** Where each row of the picture is on the screen, in pixels from its top left corner. */
import type { Scene } from './scene.ts';
import type { Track } from './track.ts';

export type RowKind = 'strip' | 'store' | 'renewed' | 'believed' | 'granted' | 'writes' | 'operations' | 'stopped';

/** `lane` counts the candidates from 0. */
export interface Row {
  readonly kind: RowKind;
  readonly track: Track;
  readonly y: number;
  readonly height: number;
  readonly lane?: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Names of lanes stand left of `left`; time goes from here to `right`. */
  readonly left: number;
  readonly right: number;
  readonly phasesY: number;
  /** Below the axis and the strips of faults. */
  readonly lanesY: number;
  readonly rows: readonly Row[];
  /** What stands behind the rows of a lane: top and height of each lane, the store's first. */
  readonly lanes: readonly { readonly name: string; readonly y: number; readonly height: number }[];
  readonly endY: number;
}

const STRIP = 19;
const OPERATION = 16;

/** From top to bottom: axis, phases, faults, store, candidates, and the line that says what was broken. */
export function layoutOf(scene: Scene, width: number): Layout {
  const left = Math.round(Math.max(50, Math.min(92, width * 0.1)));
  const rows: Row[] = [];
  const phasesY = 22;
  let y = phasesY + 16;
  for (const track of scene.strips) {
    rows.push({ kind: 'strip', track, y, height: STRIP - 3 });
    y += STRIP;
  }
  const lanesY = y + 4;
  y = lanesY + 4;
  const lanes: { name: string; y: number; height: number }[] = [{ name: 'store', y: lanesY, height: 40 }];
  rows.push(
    { kind: 'stopped', track: scene.storeDown, y: lanesY, height: 39 },
    { kind: 'store', track: scene.store, y, height: 22 },
    { kind: 'renewed', track: scene.renewed, y: y + 24, height: 7 },
  );
  y = lanesY + 40;
  scene.lanes.forEach((lane, index) => {
    const height = 51 + lane.operations.length * OPERATION;
    lanes.push({ name: lane.candidate, y, height });
    rows.push(
      { kind: 'stopped', track: lane.stopped, y, height: height - 1, lane: index },
      { kind: 'believed', track: lane.believed, y: y + 6, height: 20, lane: index },
      { kind: 'granted', track: lane.granted, y: y + 28, height: 7, lane: index },
      { kind: 'writes', track: lane.writes, y: y + 37, height: 9, lane: index },
      ...lane.operations.map((track, row): Row => ({
        kind: 'operations',
        track,
        y: y + 47 + row * OPERATION,
        height: OPERATION - 2,
        lane: index,
      })),
    );
    y += height;
  });
  return { width, height: y + 30, left, right: width - 14, phasesY, lanesY, rows, lanes, endY: y };
}
