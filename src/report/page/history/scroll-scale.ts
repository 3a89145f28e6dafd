/**
 * Where one is in a list that may be higher than an element can be. Up to the limit the scroll bar is exact. Beyond it
 * small steps still move as far as they say, large ones as the thumb's place tells, and once scrolling has settled the
 * thumb is put where it belongs. All lengths in CSS pixels.
 */

/** Browsers cut elements at about 17.9 (Firefox) and 33.5 million pixels. */
const HEIGHT_PX_MAX = 15_000_000;

export interface ScrollSizes {
  readonly rows: number;
  readonly rowPx: number;
  /** The height through which rows are seen. */
  readonly viewPx: number;
}

/** The rows from `from` to before `to`, the first one `topPx` below the top of the scrolled element. */
export interface RowStretch {
  readonly from: number;
  readonly to: number;
  readonly topPx: number;
}

export class ScrollScale {
  #sizes: ScrollSizes = { rows: 0, rowPx: 1, viewPx: 0 };
  /** How far the seen rows are below the first one, were the list as high as it is. */
  #topPx = 0;
  #scrollPx = 0;

  /** The height to give to the scrolled element. */
  get heightPx(): number {
    return Math.min(this.#wholePx, HEIGHT_PX_MAX);
  }

  get #wholePx(): number {
    return this.#sizes.rows * this.#sizes.rowPx;
  }

  get #endPx(): number {
    return Math.max(0, this.#wholePx - this.#sizes.viewPx);
  }

  get #scrollEndPx(): number {
    return Math.max(0, this.heightPx - this.#sizes.viewPx);
  }

  resize(sizes: ScrollSizes): void {
    const row = this.#topPx / this.#sizes.rowPx;
    this.#sizes = sizes;
    this.#topPx = Math.min(row * sizes.rowPx, this.#endPx);
    this.#scrollPx = this.settled();
  }

  /** The element was scrolled to `scrollPx`. */
  scrolled(scrollPx: number): void {
    const step = scrollPx - this.#scrollPx;
    this.#scrollPx = scrollPx;
    if (this.#endPx === this.#scrollEndPx) this.#topPx = scrollPx;
    else if (scrollPx <= 0) this.#topPx = 0;
    // A scroll position may be rounded down.
    else if (scrollPx >= this.#scrollEndPx - 1) this.#topPx = this.#endPx;
    else if (Math.abs(step) <= this.#sizes.viewPx) this.#topPx += step;
    else this.#topPx = scrollPx * (this.#endPx / this.#scrollEndPx);
    this.#topPx = Math.max(0, Math.min(this.#topPx, this.#endPx));
  }

  /** Where the scroll bar belongs. What is shown stays. */
  settled(): number {
    const ratio = this.#endPx === 0 ? 0 : this.#scrollEndPx / this.#endPx;
    this.#scrollPx = Math.round(this.#topPx * ratio);
    return this.#scrollPx;
  }

  /** Moves as little as needed to show the row whole. Gives the scroll position, or undefined where it is shown. */
  reveal(row: number): number | undefined {
    const { rowPx, viewPx } = this.#sizes;
    const lowest = row * rowPx;
    const highest = lowest + rowPx - viewPx;
    if (this.#topPx >= highest && this.#topPx <= lowest) return undefined;
    this.#topPx = Math.max(0, Math.min(this.#topPx > lowest ? lowest : highest, this.#endPx));
    return this.settled();
  }

  /** The rows to draw: those that are seen and `beyond` more at both ends. */
  stretch(beyond: number): RowStretch {
    const { rows, rowPx, viewPx } = this.#sizes;
    const from = Math.max(0, Math.floor(this.#topPx / rowPx) - beyond);
    const to = Math.min(rows, Math.ceil((this.#topPx + viewPx) / rowPx) + beyond);
    return { from, to, topPx: this.#scrollPx - this.#topPx + from * rowPx };
  }
}
