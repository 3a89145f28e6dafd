/** The store and the candidates: bars, operations, writes, and where someone did not run. */
import { cut } from '../../words/plain-text.ts';
import { visitColumns } from './columns.ts';
import type { ColumnVisitor } from './columns.ts';
import { eventOf, spanOf } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Row } from './layout.ts';
import { paintOperations } from './paint-operations.ts';
import { at } from './track.ts';
import type { Track } from './track.ts';

/** Names in bars begin so far from the left edge: a numbered event often sits on the edge itself. */
const ROOM_FOR_MARK = 18;
const WRITE_WIDTH = 6;
/** Longer, and it would leave no room for the token. */
const NAME_LENGTH_MAX = 20;

/** The names of the lanes and the rules between them. */
export function paintLaneNames({ pen, layout }: Frame): void {
  for (const { name, y, height } of layout.lanes) {
    pen.box(pen.colours.line, 0, y + height - 1, layout.right, 1);
    const style = '600 13px';
    const room = layout.left - 6;
    let shown = cut(name, NAME_LENGTH_MAX);
    while (shown.length > 1 && pen.widthOf(shown, style) > room) shown = `${shown.replace(/…$/, '').slice(0, -1)}…`;
    pen.text(pen.colours.ink, shown, 0, y + 16, style);
  }
}

/** Every row, those that fill a lane first. */
export function paintLanes(frame: Frame): void {
  const { pen, layout, hatches, viewport } = frame;
  const { context } = pen;
  context.save();
  context.beginPath();
  context.rect(viewport.left, 0, viewport.right - viewport.left, layout.height);
  context.clip();
  for (const row of layout.rows) {
    if (row.kind === 'stopped') paintBars(frame, row, hatches.stopped);
  }
  for (const row of layout.rows) paintRow(frame, row);
  context.restore();
}

function paintRow(frame: Frame, row: Row): void {
  const { pen, hatches, scene } = frame;
  const { colours } = pen;
  switch (row.kind) {
    case 'strip':
    case 'stopped':
      return;
    case 'store':
      paintBars(frame, row, colours.granted, colours['granted-line']);
      return paintLabels(frame, row, (index) => storeLabels(frame, index), colours['granted-text']);
    case 'renewed':
      return paintTicks(frame, row);
    case 'granted':
      return paintBars(frame, row, colours.granted, colours['granted-line']);
    case 'writes':
      return paintWrites(frame, row);
    case 'operations':
      return paintOperations(frame, row);
    case 'believed': {
      paintBars(frame, row, colours.believed);
      const lane = row.lane === undefined ? undefined : scene.lanes[row.lane];
      if (lane !== undefined) paintBars(frame, { ...row, track: lane.disputed }, hatches.disputed, colours.believed);
      return paintLabels(frame, row, (index) => beliefLabels(frame, index), colours['believed-text'], colours.believed);
    }
  }
}

function paintBars(
  frame: Frame,
  { track, y, height }: { readonly track: Track; readonly y: number; readonly height: number },
  fill: string | CanvasPattern,
  outline?: string,
): void {
  const { pen } = frame;
  const bar = (fromUs: number, toUs: number): void => {
    const { x, width } = spanOf(frame, { fromUs, toUs });
    pen.box(fill, x, y, width, height);
    if (outline !== undefined) pen.frame(outline, x, y, width, height);
  };
  visitColumns(track, frame.viewport, 2, {
    one: (place) => bar(at(track.fromUs, place), at(track.toUs, place)),
    many: (first, end) => bar(at(track.fromUs, first), at(track.toUs, end - 1)),
  });
}

/** The longest of the labels that fits; on a plate of its own where there is hatching, which makes text hard to read. */
function paintLabels(
  frame: Frame,
  { track, y, height }: Row,
  labels: (event: number) => readonly string[],
  colour: string,
  plate?: string,
): void {
  const { pen } = frame;
  const one: ColumnVisitor['one'] = (place) => {
    const { x, width } = spanOf(frame, { fromUs: at(track.fromUs, place), toUs: at(track.toUs, place) });
    if (width < ROOM_FOR_MARK + 12) return;
    const label = pen.fitting(labels(at(track.event, place)), width - ROOM_FOR_MARK - 8);
    if (label === undefined) return;
    if (plate !== undefined) pen.box(plate, x + ROOM_FOR_MARK - 4, y + 2, pen.widthOf(label) + 8, height - 4);
    pen.text(colour, label, x + ROOM_FOR_MARK, y + height / 2);
  };
  visitColumns(track, frame.viewport, 2, { one, many: () => undefined });
}

function storeLabels(frame: Frame, index: number): readonly string[] {
  const event = eventOf(frame, index);
  if (event?.type !== 'granted') return [];
  const holder = cut(event.holder, NAME_LENGTH_MAX);
  return event.token === undefined ? [holder] : [`${holder}, token ${event.token}`, `${holder} ${event.token}`, holder];
}

function beliefLabels(frame: Frame, index: number): readonly string[] {
  const event = eventOf(frame, index);
  if (event?.type !== 'elected') return [];
  const number = event.token ?? event.term;
  const who = cut(event.who, NAME_LENGTH_MAX);
  if (number === undefined) return [`${who} leads`, 'leads'];
  const word = event.token === undefined ? 'term' : 'token';
  return [`${who} leads, ${word} ${number}`, `leads, ${word} ${number}`, `${word} ${number}`, number];
}

function paintTicks({ pen, viewport }: Frame, { track, y, height }: Row): void {
  const tick = (x: number): void => pen.box(pen.colours['granted-line'], x, y, 2, height);
  visitColumns(track, viewport, 3, { one: (_, x) => tick(x), many: (_first, _end, x) => tick(x) });
}

/** A dot for what the resource applied, a cross for what it refused; where there are too many, a column each. */
function paintWrites({ pen, viewport }: Frame, { track, y, height }: Row): void {
  const { ink, bad } = pen.colours;
  const middle = y + height / 2;
  visitColumns(track, viewport, WRITE_WIDTH, {
    one: (place, x) => (at(track.look, place) === 0 ? pen.disc(ink, x, middle, 3) : pen.cross(bad, x, middle, 3)),
    many: (first, end, x) => {
      const isRefused = track.look.subarray(first, end).includes(1);
      const tall = Math.min(height, 3 + Math.log2(end - first) * 1.5);
      pen.box(ink, x, y + height - tall, WRITE_WIDTH - 1, tall);
      if (isRefused) pen.cross(bad, x + WRITE_WIDTH / 2, y + 2, 3);
    },
  });
}
