/** Operations as an SVG with real text: one row a process, a bar from call to end. */
import type { ShownOperation } from '../../checker/explain/explanation.ts';
import { layOut, type DrawnOperation } from './core-drawing.ts';
import { markup } from '../markup.ts';
import { cut } from '../words/plain-text.ts';

const ROW_HEIGHT = 36;
const BAR_HEIGHT = 24;
/** How wide a character of the labels is, at most, for the letters that are common in them. */
const CHARACTER_WIDTH = 7.2;
const NAME_MAX = 16;
const LABEL_MAX = 44;

/** How to speak of a drawing where it cannot be seen, and whether bars carry the numbers of a story. */
export interface PictureOptions {
  readonly label: string;
  readonly isNumbered: boolean;
}

/** The picture as markup. Distances mean nothing: calls and ends are in their order, with room for the labels. */
export function intervalPicture(operations: readonly ShownOperation[], { label, isNumbered }: PictureOptions): string {
  const textOf = (operation: ShownOperation, number: number): string =>
    cut(isNumbered ? `${number}  ${operation.does}` : operation.does, LABEL_MAX);
  const { rows, width } = layOut(operations, {
    gap: 10,
    room: (operation, number) => widthOf(textOf(operation, number)) + 16,
  });
  const names = rows.map(({ process }) => cut(/^\d+$/.test(process) ? `process ${process}` : process, NAME_MAX));
  const left = Math.max(...names.map(widthOf)) + 18;
  const right = left + width + 14;
  const height = rows.length * ROW_HEIGHT + 8;
  const drawn = rows.map(({ operations: bars }, row) => {
    const y = row * ROW_HEIGHT + 4;
    const middle = y + ROW_HEIGHT / 2;
    return [
      `<line class="row" x1="${left}" x2="${right}" y1="${middle}" y2="${middle}"/>`,
      `<text class="name" x="0" y="${middle + 4}">${markup(names[row] ?? '')}</text>`,
      ...bars.map((bar) =>
        barOf(bar, { x: left, y: y + (ROW_HEIGHT - BAR_HEIGHT) / 2, right, text: textOf(bar.operation, bar.number) }),
      ),
    ].join('');
  });
  return `<svg role="img" aria-label="${markup(label)}" width="${right}" height="${height}" viewBox="0 0 ${right} ${height}">${drawn.join('')}</svg>`;
}

interface BarFrame {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly text: string;
}

function barOf({ operation, from, to }: DrawnOperation, { x, y, right, text }: BarFrame): string {
  const begin = x + from;
  const end = to === undefined ? right : x + to;
  const title = `process ${operation.process} ${operation.did}, ${operation.where}`;
  const open =
    to === undefined ? `<line class="open-end" x1="${end}" x2="${end}" y1="${y}" y2="${y + BAR_HEIGHT}"/>` : '';
  return [
    `<rect class="${operation.role}" x="${begin}" y="${y}" width="${end - begin}" height="${BAR_HEIGHT}" rx="5"><title>${markup(title)}</title></rect>`,
    open,
    `<text class="${operation.role}" x="${begin + 8}" y="${y + BAR_HEIGHT / 2 + 4.5}">${markup(text)}</text>`,
  ].join('');
}

function widthOf(text: string): number {
  return text.length * CHARACTER_WIDTH;
}
