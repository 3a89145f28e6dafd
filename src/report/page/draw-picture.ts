/** Draws a picture as SVG with real text: trouble on top, the store, a lane a candidate, the violation in front. */
import { cut } from '../plain-text.ts';
import type { Picture } from '../picture.ts';
import { moment, seconds } from '../quantities.ts';
import { outside } from '../timeline.ts';
import type { FaultBand, Stretch, Tenure, WriteMark } from '../timeline.ts';
import { svg } from './dom.ts';
import { drawMarks } from './picture-marks.ts';
import { AXIS_Y, layOutPicture, STRIP_HEIGHT, textWidth, ticksOf, TOP_Y } from './picture-layout.ts';
import type { PictureLayout } from './picture-layout.ts';

/** Names in bars begin so far from the left edge: a numbered step often sits on the edge itself. */
const ROOM_FOR_MARK = 18;

/** The whole picture, `width` pixels wide. */
export function drawPicture(picture: Picture, width: number): SVGElement {
  const layout = layOutPicture(picture, width);
  const { height } = layout;
  const drawn = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' });
  drawn.setAttribute('aria-label', spoken(picture));
  drawn.append(
    patterns(),
    ...axis(picture, layout),
    ...windowBack(picture, layout),
    ...layout.strips.flatMap(({ band, y }) => faultStrip(band, y, layout)),
    ...storeLane(picture, layout),
    ...picture.lanes.flatMap((_, index) => candidateLane(picture, index, layout)),
    ...windowFront(picture, layout),
    ...drawMarks(layout),
  );
  return drawn;
}

function spoken({ fromUs, toUs, lanes, broken }: Picture): string {
  const words =
    broken === undefined ? '' : ` The promise is broken from ${moment(broken.fromUs)} to ${moment(broken.toUs)}.`;
  return `Timeline of ${lanes.length} candidates and the store from ${moment(fromUs)} to ${moment(toUs)}.${words} The steps say the same in words.`;
}

/** Hatching is shared by all pictures of a page; the same id twice is the same pattern. */
function patterns(): SVGElement {
  const hatch = (id: string): SVGElement =>
    svg(
      'pattern',
      { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('rect', { width: 6, height: 6, class: `${id}-ground` }),
      svg('rect', { width: 2, height: 6, class: `${id}-line` }),
    );
  return svg('defs', {}, hatch('hatch-disputed'), hatch('hatch-stopped'));
}

function axis(picture: Picture, { x, leftX, rightX, laneYs }: PictureLayout): readonly SVGElement[] {
  const y2 = laneYs.at(-1) ?? 0;
  const line = (us: number, name: string): SVGElement =>
    svg('line', { class: name, x1: x(us), x2: x(us), y1: AXIS_Y + 6, y2 });
  return [
    ...ticksOf(picture, rightX - leftX).flatMap(({ us, label }) => [
      line(us, 'grid'),
      svg('text', { class: 'tick', x: x(us), y: AXIS_Y, 'text-anchor': 'middle' }, label),
    ]),
    ...picture.phases
      .filter(({ atUs }) => atUs > 0)
      .flatMap(({ phase, atUs }) => [
        line(atUs, 'phase'),
        svg('text', { class: 'tick', x: x(atUs) - 4, y: TOP_Y + 4, 'text-anchor': 'end' }, phase),
      ]),
  ];
}

interface Box extends Stretch {
  readonly name: string;
  readonly y: number;
  readonly height: number;
  readonly title: string;
  readonly fill?: string;
}

function box({ name, y, height, title, fill, ...stretch }: Box, layout: PictureLayout): SVGElement {
  const { from, to } = layout.span(stretch);
  return svg(
    'rect',
    { class: name, x: from, y, width: to - from, height, rx: fill === undefined ? 3 : 0, fill },
    svg('title', {}, `${title}, ${moment(stretch.fromUs)} to ${moment(stretch.toUs)}`),
  );
}

function faultStrip(band: FaultBand, y: number, layout: PictureLayout): readonly SVGElement[] {
  const { from, to } = layout.span(band);
  const name = cut(band.name, 48);
  const width = textWidth(name);
  const labelFits = width + 12 < to - from;
  const isAtTheEdge = to + width + 5 > layout.rightX;
  const labelX = labelFits ? from + 6 : isAtTheEdge ? Math.max(0, from - 5 - width) : to + 5;
  return [
    svg('rect', { class: 'band', x: from, y, width: to - from, height: (layout.laneYs.at(-1) ?? 0) - y }),
    box({ ...band, name: 'strip', y, height: STRIP_HEIGHT, title: `${band.name}: ${band.sentence}` }, layout),
    svg('text', { class: labelFits ? 'strip-name' : 'strip-name beside', x: labelX, y: y + 12.5 }, name),
  ];
}

function storeLane({ store, storeDown }: Picture, layout: PictureLayout): readonly SVGElement[] {
  const { storeY: y, rightX, laneYs } = layout;
  const ruleY = (laneYs[0] ?? 0) - 12;
  return [
    svg('text', { class: 'lane-name', x: 0, y: y + 16 }, 'store'),
    svg('text', { class: 'tick', x: 0, y: y + 31 }, 'names'),
    svg('line', { class: 'rule', x1: 0, x2: rightX, y1: ruleY, y2: ruleY }),
    ...storeDown.map((stretch) => stopped(stretch, y - 4, 34, layout)),
    ...store.flatMap((tenure) => [
      box({ ...tenure, name: 'granted', y, height: 24, title: `the store names ${named(tenure)}` }, layout),
      ...label(tenure, [named(tenure), tenure.holder], y, layout),
    ]),
  ];
}

function stopped(stretch: Stretch, y: number, height: number, layout: PictureLayout): SVGElement {
  const title = 'stands still or is down';
  return box({ ...stretch, name: 'stopped', y, height, title, fill: 'url(#hatch-stopped)' }, layout);
}

function named({ holder, token }: Tenure): string {
  return token === undefined ? holder : `${holder}, token ${cut(token, 24)}`;
}

/** The longest of `texts` that has room in the bar, past the marks that are on it. */
function label(
  tenure: Tenure,
  texts: readonly string[],
  y: number,
  layout: PictureLayout,
  plate?: string,
): readonly SVGElement[] {
  const { from, to } = layout.span(tenure);
  for (const text of texts) {
    const width = textWidth(text);
    let x = from + ROOM_FOR_MARK;
    const others = layout.marks.filter((mark) => Math.abs(mark.y - y - 11) < 3).sort((one, two) => one.x - two.x);
    for (const other of others) if (other.x + 14 > x && other.x - 14 < x + width) x = other.x + ROOM_FOR_MARK;
    if (x + width + 6 > to) continue;
    const drawn = svg('text', { class: plate === undefined ? 'granted-text' : 'believed-text', x, y: y + 15.5 }, text);
    return plate === undefined
      ? [drawn]
      : // Hatching behind text makes it hard to read.
        [svg('rect', { class: plate, x: x - 4, y: y + 3, width: width + 8, height: 16, rx: 2 }), drawn];
  }
  return [];
}

function candidateLane({ lanes, store, bands }: Picture, index: number, layout: PictureLayout): readonly SVGElement[] {
  const lane = lanes[index];
  if (lane === undefined) return [];
  const y = layout.laneYs[index] ?? 0;
  const ruleY = (layout.laneYs[index + 1] ?? 0) - 9;
  const pauses = bands.filter((band) => band.stopsProcess && band.lane === lane.candidate);
  const disputed = store.length === 0 ? [] : lane.believed.flatMap((tenure) => outside(tenure, lane.granted));
  const rowName = (text: string, textY: number): SVGElement => svg('text', { class: 'tick', x: 0, y: textY }, text);
  return [
    svg('text', { class: 'lane-name', x: 0, y: y + 16 }, cut(lane.candidate, 11)),
    ...(lane.granted.length > 0 ? [rowName('is named', y + 32)] : []),
    ...(lane.writes.length > 0 ? [rowName('writes', y + 45)] : []),
    ...[...lane.down, ...lane.stalls, ...pauses].map((stretch) => stopped(stretch, y - 4, 56, layout)),
    ...lane.believed.map((tenure) =>
      box({ ...tenure, name: 'believed', y, height: 22, title: `${named(tenure)}, believes that it leads` }, layout),
    ),
    ...disputed.map((part) =>
      box(
        {
          ...part,
          name: 'disputed',
          y,
          height: 22,
          title: 'believes, though the store does not name it',
          fill: 'url(#hatch-disputed)',
        },
        layout,
      ),
    ),
    ...lane.believed.flatMap((tenure) =>
      label(
        tenure,
        tenure.token === undefined ? ['leads'] : [`leads, token ${cut(tenure.token, 24)}`, 'leads'],
        y,
        layout,
        'plate',
      ),
    ),
    ...lane.granted.map((tenure) =>
      box({ ...tenure, name: 'granted', y: y + 25, height: 7, title: `the store names ${named(tenure)}` }, layout),
    ),
    ...lane.writes.map((write) => writeMark(write, y + 41, layout)),
    svg('line', { class: 'rule', x1: 0, x2: layout.rightX, y1: ruleY, y2: ruleY }),
  ];
}

function writeMark({ atUs, outcome, token }: WriteMark, y: number, { x: at }: PictureLayout): SVGElement {
  const x = at(atUs);
  const title = svg('title', {}, `write ${outcome}${token === undefined ? '' : `, token ${token}`} at ${moment(atUs)}`);
  if (outcome === 'applied') return svg('circle', { class: 'applied', cx: x, cy: y, r: 3.2 }, title);
  return svg('path', { class: 'refused', d: `M${x - 3.2} ${y - 3.2}l6.4 6.4m0 -6.4l-6.4 6.4` }, title);
}

function windowBack({ broken }: Picture, { span, laneYs }: PictureLayout): readonly SVGElement[] {
  if (broken === undefined) return [];
  const { from, to } = span(broken);
  return [svg('rect', { class: 'window', x: from, y: TOP_Y, width: to - from, height: (laneYs.at(-1) ?? 0) - TOP_Y })];
}

function windowFront({ broken }: Picture, { span, laneYs, leftX, rightX }: PictureLayout): readonly SVGElement[] {
  if (broken === undefined) return [];
  const { from, to } = span(broken);
  const duration = broken.toUs - broken.fromUs;
  const words =
    duration === 0
      ? `broken at ${moment(broken.fromUs)}`
      : `broken for ${seconds(duration)}, ${moment(broken.fromUs)} to ${moment(broken.toUs)}`;
  const half = textWidth(words) / 2 + 8;
  const middle = Math.max(leftX + half, Math.min(rightX - half, (from + to) / 2));
  const y = (laneYs.at(-1) ?? 0) + 4;
  return [
    ...[from, to].map((x) => svg('line', { class: 'window-edge', x1: x, x2: x, y1: TOP_Y, y2: y })),
    svg('line', { class: 'window-span', x1: from, x2: to, y1: y, y2: y }),
    svg('text', { class: 'window-name', x: middle, y: y + 17, 'text-anchor': 'middle' }, words),
  ];
}
