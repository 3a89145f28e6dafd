/** An explanation for the terminal: a drawing of the core, its story, and how far an order can come. Pure. */
import pc from 'picocolors';
import type { Explanation, ShownOperation } from '../../checker/explain/explanation.ts';
import { layOut, type CoreDrawing, type DrawnOperation } from '../checked/core-drawing.ts';
import { cut, forTerminal } from '../words/plain-text.ts';
import { counted } from '../words/quantities.ts';

export interface ExplanationOptions {
  /** How wide the terminal is, in characters. */
  readonly columns: number;
  readonly colors: boolean;
}

const COLUMNS_MIN = 40;
const COLUMNS_MAX = 100;
const LABEL_MAX = 18;
/** Rows of a drawing: more are no help. */
const ROWS_MAX = 16;

/** The whole explanation, without a line break at its end. Nothing in it can command the terminal. */
export function renderExplanation(explanation: Explanation, { columns, colors }: ExplanationOptions): string {
  const paint = pc.createColors(colors);
  const width = Math.max(COLUMNS_MIN, Math.min(COLUMNS_MAX, columns));
  const say = (text: string, indent = 0, first = indent): readonly string[] =>
    wrapped(forTerminal(text), { width, indent, first });
  const { told, story, meaning, prefix, stuck, hints } = explanation;
  const sections: (readonly string[])[] = [
    say(explanation.headline).map((line) => paint.bold(line)),
    explanation.object === undefined
      ? []
      : say(`Of ${explanation.object}, with ${counted(explanation.operations, 'operation', 'operations')}:`),
    drawing(told, width).map((line) => paintRow(line, paint)),
    story.flatMap((line, index) => numbered(index + 1, line, say)),
    meaning.flatMap((line) => say(line)),
  ];
  if (prefix !== undefined) {
    const before = prefix.last[0]?.before;
    sections.push([
      ...say(
        `The longest legal prefix orders ${counted(prefix.length, 'operation', 'operations')}: all that completed before the failing one. It ends:`,
      ),
      ...(before === undefined ? [] : say(`(${before})`, 4)),
      ...prefix.last.flatMap(({ operation, after }) =>
        say(`process ${operation.process} ${operation.does}: ${after}`, 6, 4),
      ),
    ]);
  }
  if (stuck.length > 0) sections.push(stuck.flatMap(({ why }) => say(why)));
  if (hints.length > 0) sections.push(hints.flatMap((hint) => say(hint)));
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

type Say = (text: string, indent?: number, first?: number) => readonly string[];

function numbered(number: number, line: string, say: Say): readonly string[] {
  const [first = '', ...rest] = say(line, 5);
  return [`${String(number).padStart(3)}. ${first.trimStart()}`, ...rest];
}

/** The intervals, one row a process; as much of what each does as there is room for. */
function drawing(operations: readonly ShownOperation[], width: number): readonly string[] {
  const processes = new Set(operations.map(({ process }) => process));
  if (operations.length === 0 || processes.size > ROWS_MAX) return [];
  const labels = Math.min(LABEL_MAX, Math.max(...[...processes].map((process) => forTerminal(process).length)));
  const room = width - labels - 3;
  const textOf = (operation: ShownOperation, number: number, length: number): string =>
    cut(`${number} ${forTerminal(operation.does)}`, length);
  for (const length of [40, 30, 22, 16, 12, 8, 4]) {
    const layout = layOut(operations, {
      gap: length > 8 ? 2 : 1,
      room: (operation, number) => textOf(operation, number, length).length + 2,
    });
    if (layout.width <= room) return rowsOf(layout, { labels, width: layout.width, textOf, length });
  }
  return [];
}

interface Pencil {
  readonly labels: number;
  readonly width: number;
  readonly textOf: (operation: ShownOperation, number: number, length: number) => string;
  readonly length: number;
}

const fills: Readonly<Record<ShownOperation['role'], string>> = {
  failing: '=',
  core: '-',
  context: '.',
  other: '.',
};

function rowsOf({ rows }: CoreDrawing, pencil: Pencil): readonly string[] {
  const lines = rows.map(({ process, operations }) => {
    const cells = Array.from({ length: pencil.width + 1 }, () => ' ');
    for (const drawn of operations) draw(drawn, cells, pencil);
    return `${cut(forTerminal(process), pencil.labels).padStart(pencil.labels)}  ${cells.join('').trimEnd()}`;
  });
  const roles = new Set(rows.flatMap(({ operations }) => operations.map(({ operation }) => operation.role)));
  const hasOpenEnd = rows.some(({ operations }) => operations.some(({ to }) => to === undefined));
  const legend = [
    '|==| cannot be placed',
    ...(roles.has('core') ? ['|--| contradicts it'] : []),
    ...(roles.has('context') ? ['|..| context'] : []),
    ...(hasOpenEnd ? ['> end not seen'] : []),
  ];
  return [...lines, `${' '.repeat(pencil.labels + 2)}${legend.join('   ')}`];
}

function draw({ operation, number, from, to }: DrawnOperation, cells: string[], pencil: Pencil): void {
  const last = to ?? pencil.width;
  for (let at = from; at <= last; at += 1) cells[at] = fills[operation.role];
  cells[from] = '|';
  cells[last] = to === undefined ? '>' : '|';
  const text = pencil.textOf(operation, number, Math.min(pencil.length, last - from - 1));
  for (let index = 0; index < text.length; index += 1) cells[from + 1 + index] = text.charAt(index);
}

function paintRow(line: string, paint: ReturnType<typeof pc.createColors>): string {
  return line.replace(/\|[^|]*=[^|]*[|>]/, (failing) => paint.red(failing));
}

/** Lines of at most `width` characters, the first indented by `first`, the others by `indent`. */
function wrapped(
  text: string,
  { width, indent, first }: { readonly width: number; readonly indent: number; readonly first: number },
): readonly string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
