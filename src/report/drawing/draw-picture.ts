/** Draws what is worth looking at of a history: trouble on top, the store, a lane a candidate, the violation in front. */
import { cut } from '../words/plain-text.ts';
import type { PictureScene } from '../exhibit/picture-scene.ts';
import { moment, seconds } from '../words/quantities.ts';
import { outside } from '../timeline.ts';
import type { FaultBand, Stretch, Tenure } from '../timeline.ts';
import { drawMarks } from './picture-marks.ts';
import { AXIS_Y, layOutPicture, STRIP_HEIGHT, textWidth, ticksOf, TOP_Y } from './picture-layout.ts';
import type { PictureLayout } from './picture-layout.ts';
import { CROSSES, DOTS, LINE, RECT, shape, TEXT, type Drawing, type Look, type Shape } from './shapes.ts';

/** In pixels: as wide as the page at most, and a narrow one scrolls it. */
const WIDTH = 1_000;
/** Names in bars begin so far from the left edge: a numbered step often sits on the edge itself. */
const ROOM_FOR_MARK = 18;

/** The whole picture. */
export function drawPicture(scene: PictureScene): Drawing {
  const layout = layOutPicture(scene, WIDTH);
  return {
    width: WIDTH,
    height: layout.height,
    label: spoken(scene),
    shapes: [
      ...axis(scene, layout),
      ...windowBack(scene, layout),
      ...layout.strips.flatMap(({ band, y }) => faultStrip(band, y, layout)),
      ...storeLane(scene, layout),
      ...scene.lanes.flatMap((_, index) => candidateLane(scene, index, layout)),
      ...windowFront(scene, layout),
      ...drawMarks(layout),
    ],
  };
}

function spoken({ fromUs, toUs, lanes, broken }: PictureScene): string {
  const words =
    broken === undefined ? '' : ` The promise is broken from ${moment(broken.fromUs)} to ${moment(broken.toUs)}.`;
  return `Timeline of ${lanes.length} candidates and the store from ${moment(fromUs)} to ${moment(toUs)}.${words} The steps say the same in words.`;
}

function axis(scene: PictureScene, { x, leftX, rightX, laneYs }: PictureLayout): readonly Shape[] {
  const bottom = laneYs.at(-1) ?? 0;
  const line = (us: number, look: Look): Shape => shape(LINE, look, [x(us), AXIS_Y + 6, x(us), bottom]);
  return [
    ...ticksOf(scene, rightX - leftX).flatMap(({ us, label }) => [
      line(us, 'grid'),
      shape(TEXT, 'tick middle', [x(us), AXIS_Y], label),
    ]),
    ...scene.phases
      .filter(({ phase, atUs }) => atUs > 0 && phase !== 'end')
      .flatMap(({ phase, atUs }) => [line(atUs, 'phase'), shape(TEXT, 'tick end', [x(atUs) - 4, TOP_Y + 4], phase)]),
  ];
}

interface Box extends Stretch {
  readonly look: Look;
  readonly y: number;
  readonly height: number;
  readonly title: string;
}

function box({ look, y, height, title, ...stretch }: Box, layout: PictureLayout): Shape {
  const { from, to } = layout.span(stretch);
  const words = `${title}, ${moment(stretch.fromUs)} to ${moment(stretch.toUs)}`;
  return shape(RECT, look, [from, y, to - from, height], words);
}

function faultStrip(band: FaultBand, y: number, layout: PictureLayout): readonly Shape[] {
  const { fromUs, toUs } = band;
  const { from, to } = layout.span(band);
  const name = cut(band.name, 48);
  const width = textWidth(name);
  const labelFits = width + 12 < to - from;
  const isAtTheEdge = to + width + 5 > layout.rightX;
  const labelX = labelFits ? from + 6 : isAtTheEdge ? Math.max(0, from - 5 - width) : to + 5;
  return [
    shape(RECT, 'band', [from, y, to - from, (layout.laneYs.at(-1) ?? 0) - y]),
    box({ fromUs, toUs, look: 'strip', y, height: STRIP_HEIGHT, title: `${band.name}: ${band.sentence}` }, layout),
    shape(TEXT, labelFits ? 'strip-name' : 'strip-name beside', [labelX, y + 12.5], name),
  ];
}

function storeLane({ store, storeDown }: PictureScene, layout: PictureLayout): readonly Shape[] {
  const { storeY: y, rightX, laneYs } = layout;
  const ruleY = (laneYs[0] ?? 0) - 12;
  return [
    shape(TEXT, 'lane-name', [0, y + 16], 'store'),
    shape(TEXT, 'tick', [0, y + 31], 'names'),
    shape(LINE, 'rule', [0, ruleY, rightX, ruleY]),
    ...storeDown.map((stretch) => stopped(stretch, y - 4, 34, layout)),
    ...store.flatMap((tenure) => [
      granted(tenure, y, 24, layout),
      ...label(tenure, { texts: [named(tenure), tenure.holder], y, look: 'granted-text' }, layout),
    ]),
  ];
}

function granted({ fromUs, toUs, ...tenure }: Tenure, y: number, height: number, layout: PictureLayout): Shape {
  return box({ fromUs, toUs, look: 'granted', y, height, title: `the store names ${named(tenure)}` }, layout);
}

function stopped({ fromUs, toUs }: Stretch, y: number, height: number, layout: PictureLayout): Shape {
  return box({ fromUs, toUs, look: 'stopped', y, height, title: 'stands still or is down' }, layout);
}

function named({ holder, token }: Pick<Tenure, 'holder' | 'token'>): string {
  return token === undefined ? holder : `${holder}, token ${cut(token, 24)}`;
}

interface Label {
  readonly texts: readonly string[];
  readonly y: number;
  readonly look: Look;
}

/** The longest text that has room in the bar, past the marks that are on it. */
function label(tenure: Stretch, { texts, y, look }: Label, layout: PictureLayout): readonly Shape[] {
  const { from, to } = layout.span(tenure);
  for (const text of texts) {
    const width = textWidth(text);
    let x = from + ROOM_FOR_MARK;
    const others = layout.marks.filter((mark) => Math.abs(mark.y - y - 11) < 3).sort((one, two) => one.x - two.x);
    for (const other of others) if (other.x + 14 > x && other.x - 14 < x + width) x = other.x + ROOM_FOR_MARK;
    if (x + width + 6 > to) continue;
    const written = shape(TEXT, look, [x, y + 15.5], text);
    // Hatching behind text makes it hard to read.
    return look === 'believed-text' ? [shape(RECT, 'plate', [x - 4, y + 3, width + 8, 16]), written] : [written];
  }
  return [];
}

function candidateLane(scene: PictureScene, index: number, layout: PictureLayout): readonly Shape[] {
  const lane = scene.lanes[index];
  if (lane === undefined) return [];
  const y = layout.laneYs[index] ?? 0;
  const ruleY = (layout.laneYs[index + 1] ?? 0) - 9;
  const pauses = scene.bands.filter((band) => band.stopsProcess && band.lane === lane.candidate);
  const signs = (kind: number, outcome: 'applied' | 'refused'): readonly Shape[] => {
    const places = lane.writes.flatMap((write) => (write.outcome === outcome ? [layout.x(write.atUs)] : []));
    return places.length === 0 ? [] : [shape(kind, outcome, [y + 41, ...places])];
  };
  return [
    shape(TEXT, 'lane-name', [0, y + 16], cut(lane.candidate, 11)),
    ...(lane.granted.length > 0 ? [shape(TEXT, 'tick', [0, y + 32], 'is named')] : []),
    ...(lane.writes.length > 0 ? [shape(TEXT, 'tick', [0, y + 45], 'writes')] : []),
    ...[...lane.down, ...lane.stalls, ...pauses].map((stretch) => stopped(stretch, y - 4, 56, layout)),
    ...beliefs(scene, index, y, layout),
    ...lane.granted.map((tenure) => granted(tenure, y + 25, 7, layout)),
    ...signs(DOTS, 'applied'),
    ...signs(CROSSES, 'refused'),
    shape(LINE, 'rule', [0, ruleY, layout.rightX, ruleY]),
  ];
}

function beliefs(
  { lanes, store, fromUs, toUs }: PictureScene,
  index: number,
  y: number,
  layout: PictureLayout,
): readonly Shape[] {
  const { believed = [], granted: grants = [] } = lanes[index] ?? {};
  const disputed = store.length === 0 ? [] : believed.flatMap((tenure) => outside(tenure, grants));
  return [
    ...believed.map((tenure) =>
      box({ ...tenure, look: 'believed', y, height: 22, title: `${named(tenure)}, believes that it leads` }, layout),
    ),
    ...disputed
      .filter((part) => part.toUs > fromUs && part.fromUs < toUs)
      .map((part) =>
        box({ ...part, look: 'disputed', y, height: 22, title: 'believes, though the store does not name it' }, layout),
      ),
    ...believed.flatMap((tenure) => {
      // With its name: on a narrow screen the names of the lanes are out of sight.
      const holder = cut(tenure.holder, 24);
      const token = tenure.token === undefined ? [] : [`${holder} leads, token ${cut(tenure.token, 24)}`];
      return label(tenure, { texts: [...token, `${holder} leads`, 'leads'], y, look: 'believed-text' }, layout);
    }),
  ];
}

function windowBack({ broken }: PictureScene, { span, laneYs }: PictureLayout): readonly Shape[] {
  if (broken === undefined) return [];
  const { from, to } = span(broken);
  return [shape(RECT, 'window', [from, TOP_Y, to - from, (laneYs.at(-1) ?? 0) - TOP_Y])];
}

function windowFront({ broken }: PictureScene, { span, laneYs, leftX, rightX }: PictureLayout): readonly Shape[] {
  if (broken === undefined) return [];
  const { from, to } = span(broken);
  const duration = broken.toUs - broken.fromUs;
  const words =
    duration === 0
      ? `broken at ${moment(broken.fromUs)}`
      : `broken for ${seconds(duration)}, ${moment(broken.fromUs)} to ${moment(broken.toUs)}`;
  const half = words.length * 3.8;
  const middle = Math.max(leftX + half, Math.min(rightX - half, (from + to) / 2));
  const y = (laneYs.at(-1) ?? 0) + 4;
  return [
    ...[from, to].map((x) => shape(LINE, 'window-edge', [x, TOP_Y, x, y])),
    shape(LINE, 'window-span', [from, y, to, y]),
    shape(TEXT, 'window-name', [middle, y + 17], words),
  ];
}
