/** What the terminal's report is written on: so many columns, with or without colours. */
import pc from 'picocolors';
import { displayWidth, padToWidth, wrapToWidth } from './display-width.ts';
import type { Tone } from '../words/verdict-sign.ts';

export type Painter = Readonly<Record<Tone | 'bold', (text: string) => string>>;

/** A cell of a table. */
export interface Cell {
  readonly text: string;
  readonly tone?: Tone | 'bold';
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
}

/** Columns that the last column of a table gets at least; where there are fewer, it goes on below the others. */
const LAST_COLUMN_MIN = 16;

export class Sheet {
  readonly paint: Painter;
  /** Columns of a line; Infinity where nothing is to be broken. */
  readonly width: number;

  constructor({ colour, columns }: { readonly colour: boolean; readonly columns?: number | undefined }) {
    const colours = pc.createColors(colour);
    this.paint = {
      good: colours.green,
      bad: colours.red,
      warning: colours.yellow,
      quiet: colours.dim,
      bold: colours.bold,
    };
    this.width = columns === undefined || columns <= 0 ? Infinity : columns;
  }

  /** A line of text, broken between words, continued `indent` columns from the left. */
  flow(line: string, indent: number): readonly string[] {
    return wrapToWidth(line, { width: this.width, indent });
  }

  /** A line whose beginning is painted: the rest is broken below its own start, or near the left where there is little room. */
  labelled(label: string, rest: string, paint: (label: string) => string = (text) => text): readonly string[] {
    const labelWidth = displayWidth(label);
    const isNarrow = this.width - labelWidth < LAST_COLUMN_MIN * 2;
    const indent = isNarrow ? (/^ */.exec(label)?.[0].length ?? 0) + 2 : labelWidth;
    const [first = '', ...others] = wrapToWidth(label + rest, { width: this.width, indent });
    if (!first.startsWith(label)) return [first, ...others];
    return [paint(label) + first.slice(label.length), ...others];
  }

  /** Rows under their headings, two columns apart; the last column is broken between words. */
  table(rows: readonly (readonly Cell[])[], indent: number): readonly string[] {
    const widths: number[] = [];
    for (const row of rows)
      row.slice(0, -1).forEach(({ text }, column) => {
        widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
      });
    const left = indent + widths.reduce((sum, width) => sum + width + 2, 0);
    return rows.flatMap((row) => this.#row(row, { widths, left, indent }));
  }

  #row(
    row: readonly Cell[],
    { widths, left, indent }: { readonly widths: readonly number[]; readonly left: number; readonly indent: number },
  ): readonly string[] {
    const cells = row.slice(0, -1).map(({ text, tone, isNumber }, column) => {
      const room = widths[column] ?? 0;
      const padding = ' '.repeat(Math.max(0, room - displayWidth(text)));
      const padded = isNumber === true ? padding + text : padToWidth(text, room);
      return `${this.#painted(padded, tone)}  `;
    });
    const start = ' '.repeat(indent) + cells.join('');
    const last = row.at(-1) ?? { text: '' };
    const isBeside = this.width - left >= LAST_COLUMN_MIN;
    const hang = isBeside ? left : indent + 4;
    const lines = wrapToWidth(last.text, { width: this.width - hang, indent: 0 }).map((line) =>
      this.#painted(line, last.tone),
    );
    const [first = '', ...others] = lines;
    const below = (isBeside ? others : lines).map((line) => ' '.repeat(hang) + line);
    return [isBeside ? (start + first).trimEnd() : start.trimEnd(), ...below];
  }

  #painted(text: string, tone: Cell['tone']): string {
    return tone === undefined ? text : this.paint[tone](text);
  }
}
