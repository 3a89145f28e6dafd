/**
 * The picture of a history that is understood in a minute, ready to be put on the page with the verdict. Made in Node, and
 * small. Plain JSON.
 */
import type { History } from '../../../spec/history.ts';
import type { Witness } from '../../../spec/property.ts';
import { drawPicture } from '../drawing/draw-picture.ts';
import type { Drawing } from '../drawing/shapes.ts';
import { sceneOf, type PictureMark, type PictureScene } from './picture-scene.ts';
import { outside, type Stretch } from '../timeline.ts';

/** The stretch of the history that is drawn. */
export interface Picture extends Stretch {
  readonly drawing: Drawing;
  /** What is in it: how it looks, and what that means. */
  readonly legend: readonly (readonly [look: string, meaning: string])[];
  /** Where the promise was broken. */
  readonly broken?: Stretch;
  /** The steps of the witness. */
  readonly marks: readonly PictureMark[];
  /** How many things of this stretch are not drawn, to keep the picture small. */
  readonly omitted: number;
}

/** The picture of a violation, or without a witness of the whole history. */
export function pictureOf(history: History, witness: Witness | undefined): Picture {
  const scene = sceneOf(history, witness);
  const { fromUs, toUs, broken, marks, omitted } = scene;
  return {
    fromUs,
    toUs,
    drawing: drawPicture(scene),
    legend: legendOf(scene),
    ...(broken === undefined ? {} : { broken }),
    marks,
    omitted,
  };
}

function legendOf({ lanes, store, storeDown, bands, broken }: PictureScene): Picture['legend'] {
  const writes = lanes.flatMap((lane) => lane.writes);
  const isDisputed = lanes.some(({ believed, granted }) => believed.some((each) => outside(each, granted).length > 0));
  const isStopped =
    storeDown.length > 0 ||
    bands.some(({ stopsProcess }) => stopsProcess) ||
    lanes.some(({ down, stalls }) => down.length + stalls.length > 0);
  const entries: readonly (readonly [isThere: boolean, look: string, meaning: string])[] = [
    [lanes.some(({ believed }) => believed.length > 0), 'believed', 'believes that it leads'],
    [store.length > 0 && isDisputed, 'disputed', 'believes, though the store does not name it'],
    [store.length > 0, 'granted', 'named by the store'],
    [writes.some(({ outcome }) => outcome === 'applied'), 'applied', 'write applied'],
    [writes.some(({ outcome }) => outcome === 'refused'), 'refused', 'write refused'],
    [bands.length > 0, 'fault', 'fault'],
    [isStopped, 'stopped', 'stands still or is down'],
    [broken !== undefined, 'window', 'promise broken'],
  ];
  return entries.flatMap(([isThere, look, meaning]) => (isThere ? [[look, meaning] as const] : []));
}
