/** Draws a history as SVG with real text: fault strips, the store on top, a lane a candidate, the violation in front. */
import { earliest, latest } from '../../../spec/history.ts';
import type { Witness } from '../../../spec/property.ts';
import { describeEvent } from '../describe-event.ts';
import { cut } from '../plain-text.ts';
import { moment, seconds } from '../quantities.ts';
import { outside, subjectOf } from '../timeline.ts';
import type { FaultBand, Lane, Stretch, Tenure, Timeline } from '../timeline.ts';
import { svg } from './dom.ts';
import type { Drawing } from './drawing.ts';
import { layoutOf, textWidth, ticksOf } from './timeline-layout.ts';
import type { Layout } from './timeline-layout.ts';

/** Names in bars begin so far from the left edge: a numbered event often sits on the edge itself. */
const ROOM_FOR_MARK = 18;

/** The whole picture, `width` pixels wide. */
export function drawTimeline(drawing: Drawing): SVGElement {
  const layout = layoutOf(drawing);
  const { timeline, witness, width } = drawing;
  const picture = svg('svg', {
    width,
    height: layout.height,
    viewBox: `0 0 ${width} ${layout.height}`,
    role: 'img',
    'aria-label': spoken(drawing),
  });
  picture.append(
    patterns(),
    ...axis(layout),
    ...(witness === undefined ? [] : windowBack(witness, layout)),
    ...layout.strips.flatMap((strip) => faultStrip(strip, layout)),
    ...storeLane(timeline, layout),
    ...timeline.lanes.flatMap((lane, index) => candidateLane(lane, index, timeline, layout)),
    ...(witness === undefined ? [] : [...windowFront(witness, layout), ...marks(drawing, witness, layout)]),
  );
  return picture;
}

function spoken({ timeline, view, witness }: Drawing): string {
  const broken =
    witness === undefined ? '' : ` The promise is broken from ${moment(witness.fromUs)} to ${moment(witness.toUs)}.`;
  return `Timeline of ${timeline.lanes.length} candidates and the store from ${moment(view.fromUs)} to ${moment(view.toUs)}.${broken} The steps and the table of events below say the same in words.`;
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

function axis(layout: Layout): readonly SVGElement[] {
  return ticksOf(layout).flatMap(({ us, label }) => [
    svg('line', { class: 'grid', x1: layout.x(us), x2: layout.x(us), y1: layout.axisY + 6, y2: layout.lanesEndY }),
    svg('text', { class: 'tick', x: layout.x(us), y: layout.axisY, 'text-anchor': 'middle' }, label),
  ]);
}

function faultStrip(
  { band, y }: { readonly band: FaultBand; readonly y: number },
  layout: Layout,
): readonly SVGElement[] {
  const { from, to } = layout.span(band);
  const labelFits = textWidth(band.name) + 12 < to - from;
  const isAtTheEdge = to + textWidth(band.name) + 5 > layout.rightX;
  const labelX = labelFits ? from + 6 : isAtTheEdge ? from - 5 - textWidth(band.name) : to + 5;
  const title = svg('title', {}, `${band.name}: ${band.sentence}, ${moment(band.fromUs)} to ${moment(band.toUs)}`);
  return [
    svg('rect', { class: 'band', x: from, y, width: to - from, height: layout.lanesEndY - y }),
    svg('rect', { class: 'strip', x: from, y, width: to - from, height: layout.stripHeight, rx: 3 }, title),
    svg('text', { class: labelFits ? 'strip-name' : 'strip-name beside', x: labelX, y: y + 12.5 }, cut(band.name, 48)),
  ];
}

function storeLane(timeline: Timeline, layout: Layout): readonly SVGElement[] {
  const y = layout.storeY;
  return [
    svg('text', { class: 'lane-name', x: 0, y: y + 16 }, 'store'),
    svg('line', { class: 'rule', x1: 0, x2: layout.rightX, y1: y + layout.storeHeight, y2: y + layout.storeHeight }),
    ...timeline.store.flatMap((tenure) =>
      layout.isInView(tenure)
        ? bar(
            {
              tenure,
              y,
              height: 24,
              kind: 'granted',
              label: `${tenure.holder}${tokenLabel(tenure)}`,
              what: `the store names ${tenure.holder}`,
            },
            layout,
          )
        : [],
    ),
  ];
}

function candidateLane(lane: Lane, index: number, timeline: Timeline, layout: Layout): readonly SVGElement[] {
  const y = layout.laneY(index);
  const inView = <S extends Stretch>(stretches: readonly S[]): readonly S[] => stretches.filter(layout.isInView);
  const pauses = timeline.bands.filter((band) => band.stopsProcess && band.lane === lane.candidate);
  const stopped = inView([...lane.down, ...lane.stalls, ...pauses]).map((stretch) => {
    const { from, to } = layout.span(stretch);
    const title = svg('title', {}, `stands still or is down, ${moment(stretch.fromUs)} to ${moment(stretch.toUs)}`);
    return svg(
      'rect',
      { fill: 'url(#hatch-stopped)', x: from, y: y - 4, width: to - from, height: layout.laneHeight - 6 },
      title,
    );
  });
  const disputed = inView(lane.believed.flatMap((tenure) => outside(tenure, lane.granted))).map((part) => {
    const { from, to } = layout.span(part);
    return svg(
      'rect',
      { class: 'disputed', fill: 'url(#hatch-disputed)', x: from, y, width: to - from, height: 22 },
      svg(
        'title',
        {},
        `believes from ${moment(part.fromUs)} to ${moment(part.toUs)}, though the store does not name it`,
      ),
    );
  });
  return [
    svg('text', { class: 'lane-name', x: 0, y: y + 16 }, cut(lane.candidate, 12)),
    ...stopped,
    ...inView(lane.believed).flatMap((tenure) =>
      bar(
        { tenure, y, height: 22, kind: 'believed', label: '', what: `${tenure.holder} believes that it leads` },
        layout,
      ),
    ),
    ...(timeline.store.length === 0 ? [] : disputed),
    ...inView(lane.believed).flatMap((tenure) => beliefLabel(tenure, y, layout)),
    ...inView(lane.granted).flatMap((tenure) =>
      bar(
        { tenure, y: y + 25, height: 7, kind: 'granted', label: '', what: `the store names ${tenure.holder}` },
        layout,
      ),
    ),
    ...lane.writes
      .filter(({ atUs }) => layout.isInView({ fromUs: atUs, toUs: atUs }))
      .map((write) => writeMark(write, y + 41, layout)),
    svg('line', {
      class: 'rule',
      x1: 0,
      x2: layout.rightX,
      y1: y + layout.laneHeight - 7,
      y2: y + layout.laneHeight - 7,
    }),
  ];
}

interface Bar {
  readonly tenure: Tenure;
  readonly y: number;
  readonly height: number;
  readonly kind: 'believed' | 'granted';
  readonly label: string;
  readonly what: string;
}

function bar({ tenure, y, height, kind, label, what }: Bar, layout: Layout): readonly SVGElement[] {
  const { from, to } = layout.span(tenure);
  const title = svg(
    'title',
    {},
    `${what}${tokenLabel(tenure)}: ${moment(tenure.fromUs)} to ${moment(tenure.toUs)}, ${seconds(tenure.toUs - tenure.fromUs)}`,
  );
  const rect = svg('rect', { class: kind, x: from, y, width: to - from, height, rx: height > 10 ? 3 : 2 }, title);
  const fits = label !== '' && textWidth(label) + ROOM_FOR_MARK + 6 < to - from;
  return fits
    ? [rect, svg('text', { class: `${kind}-text`, x: from + ROOM_FOR_MARK, y: y + height / 2 + 4 }, label)]
    : [rect];
}

/** On a plate of its own, since hatching behind text makes it hard to read. */
function beliefLabel(tenure: Tenure, y: number, layout: Layout): readonly SVGElement[] {
  const { from, to } = layout.span(tenure);
  const full = `leads${tokenLabel(tenure)}`;
  const label = [full, 'leads'].find((text) => textWidth(text) + ROOM_FOR_MARK + 16 < to - from);
  if (label === undefined) return [];
  return [
    svg('rect', {
      class: 'plate',
      x: from + ROOM_FOR_MARK - 4,
      y: y + 3,
      width: textWidth(label) + 8,
      height: 16,
      rx: 2,
    }),
    svg('text', { class: 'believed-text', x: from + ROOM_FOR_MARK, y: y + 15 }, label),
  ];
}

function tokenLabel({ token }: Tenure): string {
  return token === undefined ? '' : `, token ${cut(token, 24)}`;
}

function writeMark(write: Lane['writes'][number], y: number, layout: Layout): SVGElement {
  const x = layout.x(write.atUs);
  const title = svg(
    'title',
    {},
    `write ${write.outcome}${write.token === undefined ? '' : `, token ${write.token}`} at ${moment(write.atUs)}`,
  );
  if (write.outcome === 'applied') return svg('circle', { class: 'applied', cx: x, cy: y, r: 3.2 }, title);
  return svg('path', { class: 'refused', d: `M${x - 3.2} ${y - 3.2}l6.4 6.4m0 -6.4l-6.4 6.4` }, title);
}

function windowBack(witness: Witness, layout: Layout): readonly SVGElement[] {
  const { from, to } = layout.span(witness);
  return [
    svg('rect', {
      class: 'window',
      x: from,
      y: layout.windowY,
      width: to - from,
      height: layout.lanesEndY - layout.windowY,
    }),
  ];
}

function windowFront(witness: Witness, layout: Layout): readonly SVGElement[] {
  const { from, to } = layout.span(witness);
  const label = `broken for ${seconds(witness.toUs - witness.fromUs)}, ${moment(witness.fromUs)} to ${moment(witness.toUs)}`;
  const half = textWidth(label) / 2;
  const middle = Math.max(layout.leftX + half, Math.min(layout.rightX - half, (from + to) / 2));
  const y = layout.lanesEndY + 6;
  return [
    ...[from, to].map((x) => svg('line', { class: 'window-edge', x1: x, x2: x, y1: layout.windowY, y2: y })),
    svg('line', { class: 'window-span', x1: from, x2: to, y1: y, y2: y }),
    svg('text', { class: 'window-name', x: middle, y: y + 17, 'text-anchor': 'middle' }, label),
  ];
}

/** The events of the witness, numbered as its steps; the two that conflict have a second ring. */
function marks({ history, timeline }: Drawing, witness: Witness, layout: Layout): readonly SVGElement[] {
  const placed: { readonly x: number; readonly y: number }[] = [];
  const conflictFrom = Math.max(0, witness.events.length - 2);
  return witness.events.flatMap((index, step) => {
    const event = history.events[index];
    if (event === undefined) return [];
    const lane = timeline.lanes.findIndex(({ candidate }) => candidate === subjectOf(event));
    const us = Math.max(earliest(event.at), Math.min(latest(event.at), witness.fromUs));
    const eventX = layout.x(us);
    const y =
      event.who === 'store'
        ? layout.storeY + 12
        : event.who === 'nemesis'
          ? layout.axisY + 16
          : lane < 0
            ? layout.storeY + 12
            : layout.laneY(lane) + (event.who === 'resource' ? 41 : 11);
    const shownX = Math.max(layout.leftX, Math.min(layout.rightX, eventX));
    let x = shownX;
    while (placed.some((other) => Math.abs(other.y - y) < 20 && Math.abs(other.x - x) < 21)) x += 21;
    placed.push({ x, y });
    const stem = x === shownX ? [] : [svg('line', { class: 'stem', x1: shownX, y1: y, x2: x, y2: y })];
    const arrow = shownX === eventX ? [] : [beyond(shownX, y, Math.sign(eventX - shownX))];
    const ring = step >= conflictFrom ? [svg('circle', { class: 'ring', cx: x, cy: y, r: 13 })] : [];
    return [
      ...stem,
      ...arrow,
      ...ring,
      svg(
        'circle',
        { class: 'mark', cx: x, cy: y, r: 9.5 },
        svg('title', {}, `${step + 1}. ${event.who} ${describeEvent(event)}, ${moment(us)}`),
      ),
      svg('text', { class: 'mark-number', x, y: y + 4, 'text-anchor': 'middle' }, String(step + 1)),
    ];
  });
}

/** Points to an event outside of the picture: -1 before it, 1 after it. */
function beyond(x: number, y: number, direction: number): SVGElement {
  const base = x + direction * 15;
  return svg('path', { class: 'beyond', d: `M${base} ${y - 6} L${base + direction * 8} ${y} L${base} ${y + 6} Z` });
}
