/**
 * A drawing as plain data: made in Node, where its parts are laid out, and put on the page as SVG with real text. Kinds and
 * looks are numbers, so that a drawing is small and that no text of a history can become one of them.
 */

/** How a shape looks: a class of the style. A look is its place here. */
export const looks = [
  'grid',
  'tick',
  'tick middle',
  'tick end',
  'phase',
  'band',
  'strip',
  'strip-name',
  'strip-name beside',
  'lane-name',
  'rule',
  'stopped',
  'granted',
  'granted-text',
  'believed',
  'disputed',
  'plate',
  'believed-text',
  'applied',
  'refused',
  'window',
  'window-edge',
  'window-span',
  'window-name',
  'stem',
  'beyond',
  'caption',
  'caption-text',
  'ring',
  'mark',
  'mark-number',
  'failing',
  'core',
  'context',
  'other',
] as const;
export type Look = (typeof looks)[number];

export const RECT = 0;
export const LINE = 1;
export const CIRCLE = 2;
export const TEXT = 3;
/** Dots, crosses: one sign at each place of a row. */
export const DOTS = 4;
export const CROSSES = 5;
/** A triangle that points to the right, or with a negative length to the left. */
export const ARROW = 6;

/** A kind, a look, numbers in pixels as the kind needs them, and a text: what is written, else what a pointer is told. */
export type Shape = readonly [kind: number, look: number, numbers: readonly number[], text?: string];

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  /** From back to front. */
  readonly shapes: readonly Shape[];
}

/** `x, y, width, height` of a rectangle, `x1, y1, x2, y2` of a line, `x, y, radius` of a circle, `x, y` of a text. */
export function shape(kind: number, look: Look, numbers: readonly number[], text?: string): Shape {
  const rounded = numbers.map((number) => Math.round(number * 10) / 10);
  return text === undefined ? [kind, looks.indexOf(look), rounded] : [kind, looks.indexOf(look), rounded, text];
}
