/** A canvas with the strokes that this picture needs. All lengths are CSS pixels, whatever the screen's density. */
import { cut, visible } from '../../words/plain-text.ts';
import type { Palette } from './palette.ts';

const LABEL_LENGTH_MAX = 48;

export class Pen {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  readonly #ratio: number;
  #fontSet = '';
  readonly #widths = new Map<string, number>();

  /** Clears the canvas and sizes it for `width` by `height` on this screen. Throws where the browser has no canvas. */
  constructor(canvas: HTMLCanvasElement, colours: Palette, width: number, height: number) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser draws no canvas.');
    this.canvas = canvas;
    this.context = context;
    this.colours = colours;
    this.#ratio = devicePixelRatio;
    canvas.width = Math.round(width * this.#ratio);
    canvas.height = Math.round(height * this.#ratio);
    canvas.style.setProperty('height', `${height}px`);
    this.clear();
  }

  /** Whether it was made for this size, these colours and this screen. */
  suits(colours: Palette, width: number, height: number): boolean {
    return (
      colours === this.colours &&
      this.#ratio === devicePixelRatio &&
      this.canvas.width === Math.round(width * this.#ratio) &&
      this.canvas.height === Math.round(height * this.#ratio)
    );
  }

  clear(): void {
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
  }

  /** A filled box; `alpha` from 0 to 1. */
  box(colour: string | CanvasPattern, x: number, y: number, width: number, height: number, alpha = 1): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
    this.context.globalAlpha = 1;
  }

  /** The outline of a box, one pixel wide, inside it. */
  frame(colour: string, x: number, y: number, width: number, height: number): void {
    this.context.strokeStyle = colour;
    this.context.lineWidth = 1;
    this.context.strokeRect(x + 0.5, y + 0.5, Math.max(0, width - 1), Math.max(0, height - 1));
  }

  /** A line through points `x, y, x, y, ...`; `dash` in pixels. */
  line(colour: string, width: number, points: readonly number[], dash: readonly number[] = []): void {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash([...dash]);
    context.beginPath();
    for (let index = 0; index + 1 < points.length; index += 2)
      context.lineTo(points[index] ?? 0, points[index + 1] ?? 0);
    context.stroke();
    context.setLineDash([]);
  }

  cross(colour: string, x: number, y: number, reach: number): void {
    this.line(colour, 1.8, [x - reach, y - reach, x + reach, y + reach]);
    this.line(colour, 1.8, [x - reach, y + reach, x + reach, y - reach]);
  }

  /** A disc, or with a `ring` width a circle. */
  disc(colour: string, x: number, y: number, radius: number, ring?: number): void {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    if (ring === undefined) {
      context.fillStyle = colour;
      context.fill();
    } else {
      context.strokeStyle = colour;
      context.lineWidth = ring;
      context.stroke();
    }
  }

  /** Text with its middle at `y`, with control characters visible. `style` is size and weight: `600 12px`. */
  text(
    colour: string,
    text: string,
    x: number,
    y: number,
    style = '500 11.5px',
    align: CanvasTextAlign = 'left',
  ): void {
    const { context } = this;
    this.#font(style);
    context.fillStyle = colour;
    context.textAlign = align;
    context.textBaseline = 'middle';
    context.fillText(shown(text), x, y + 0.5);
  }

  /** How wide a text will be. */
  widthOf(text: string, style = '500 11.5px'): number {
    const label = shown(text);
    const key = style + label;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    if (this.#widths.size > 5_000) this.#widths.clear();
    this.#font(style);
    const { width } = this.context.measureText(label);
    this.#widths.set(key, width);
    return width;
  }

  /** The first of the texts that is no wider than `width`. */
  fitting(texts: readonly string[], width: number, style?: string): string | undefined {
    return texts.find((text) => text !== '' && this.widthOf(text, style) <= width);
  }

  /** Lines from lower left to upper right, `width` wide and 6 pixels apart, on `ground`. */
  hatch(colour: string, width: number, ground?: string): CanvasPattern {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8 * this.#ratio;
    const context = tile.getContext('2d');
    if (context !== null) {
      context.scale(this.#ratio, this.#ratio);
      if (ground !== undefined) {
        context.fillStyle = ground;
        context.fillRect(0, 0, 8, 8);
      }
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      for (const x of [-8, 0, 8]) {
        context.moveTo(x - 1, 9);
        context.lineTo(x + 9, -1);
      }
      context.stroke();
    }
    const pattern = this.context.createPattern(tile, 'repeat');
    if (pattern === null) throw new Error('A tile that was just drawn has no pattern.');
    pattern.setTransform(new DOMMatrix().scale(1 / this.#ratio));
    return pattern;
  }

  #font(style: string): void {
    const font = `${style} ${this.colours.sans}`;
    // What a canvas gives back is not what it was given.
    if (this.#fontSet !== font) this.context.font = this.#fontSet = font;
  }
}

function shown(text: string): string {
  return visible(cut(text, LABEL_LENGTH_MAX));
}
