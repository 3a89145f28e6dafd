/** How many columns text takes in a terminal, and cutting and wrapping by them. For text that `forTerminal` has cleaned, without colours. */

/** Marks that sit on the character before them. */
const COMBINING = /\p{Mn}|\p{Me}|\u200d/u;

/** First and last code points of what East Asian Width calls wide or full: two columns each. Emoji are among them. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x11_00, 0x11_5f],
  [0x23_1a, 0x23_1b],
  [0x23_e9, 0x23_ec],
  [0x25_fd, 0x25_fe],
  [0x26_14, 0x26_15],
  [0x26_48, 0x26_53],
  [0x26_aa, 0x26_ab],
  [0x26_bd, 0x26_be],
  [0x27_05, 0x27_05],
  [0x27_4c, 0x27_4c],
  [0x27_95, 0x27_97],
  [0x2b_1b, 0x2b_1c],
  [0x2e_80, 0x30_3e],
  [0x30_41, 0xa4_cf],
  [0xa9_60, 0xa9_7c],
  [0xac_00, 0xd7_a3],
  [0xf9_00, 0xfa_ff],
  [0xfe_30, 0xfe_6f],
  [0xff_01, 0xff_60],
  [0xff_e0, 0xff_e6],
  [0x1_f3_00, 0x1_f6_4f],
  [0x1_f6_80, 0x1_f6_ff],
  [0x1_f7_e0, 0x1_f7_eb],
  [0x1_f9_00, 0x1_fa_ff],
  [0x2_00_00, 0x3_ff_fd],
];

/** Columns of a text in a terminal. */
export function displayWidth(text: string): number {
  // Nearly everything is ASCII.
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** Cuts to `width` columns, the last of them an ellipsis where something is gone. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let room = width - 1;
  let kept = '';
  for (const character of text) {
    room -= columnsOf(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Fills up with spaces to `width` columns. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export interface Wrapping {
  /** Columns of a line; Infinity leaves it whole. */
  readonly width: number;
  /** Columns that lines after the first are indented by. */
  readonly indent: number;
}

/**
 * Breaks a line between words. Spaces at its beginning stay; a word that is longer than a line is broken where the line
 * ends.
 */
export function wrapToWidth(line: string, { width, indent }: Wrapping): readonly string[] {
  if (displayWidth(line) <= width) return [line];
  const room = Math.max(1, width - indent);
  const lines: string[] = [];
  let current = /^ */.exec(line)?.[0] ?? '';
  let isEmpty = true;
  for (const word of line.trimStart().split(' ')) {
    let rest = word;
    if (!isEmpty && displayWidth(current) + 1 + displayWidth(rest) > width) {
      lines.push(current.trimEnd());
      current = ' '.repeat(indent);
      isEmpty = true;
    }
    while (isEmpty && displayWidth(current) + displayWidth(rest) > width && displayWidth(rest) > room) {
      const piece = firstColumns(rest, Math.max(1, width - displayWidth(current)));
      lines.push(current + piece);
      rest = rest.slice(piece.length);
      current = ' '.repeat(indent);
    }
    current += isEmpty ? rest : ` ${rest}`;
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
}

/** At least one character, so that who repeats it comes to an end. */
function firstColumns(text: string, width: number): string {
  let room = width;
  let taken = '';
  for (const character of text) {
    room -= columnsOf(character);
    if (room < 0 && taken !== '') break;
    taken += character;
  }
  return taken;
}

function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x3_00) return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
