/** Progress on a terminal: one block, redrawn in place. The only file that moves the cursor. */
import pc from 'picocolors';
import { displayWidth } from '../report/terminal/display-width.ts';
import type { CertifyProgress } from '../search/certify-options.ts';
import { isColoured } from './colour.ts';
import { blockLines } from './block-lines.ts';
import { Pace } from './pace.ts';
import type { ProgressOptions, ProgressOutput, ProgressView } from './progress-view.ts';

/** Often enough for an eye; everything in between costs a comparison. */
const REDRAW_EVERY_MS = 100;
/** The clock goes on also where nothing else happens. */
const TICK_EVERY_MS = 500;
/** What a terminal that cannot tell its size is taken for. */
const SIZE = { columns: 80, rows: 24 } as const;

export class LiveBlock implements ProgressView {
  readonly #output: ProgressOutput;
  readonly #nowMs: () => number;
  readonly #pace: Pace;
  readonly #colours: ReturnType<typeof pc.createColors>;
  readonly #stop: () => void;
  #last: CertifyProgress | undefined;
  /** Columns of each line that was drawn. */
  #drawn: readonly number[] = [];
  #drawnMs = -Infinity;
  #drawnKey = '';

  constructor({ output, nowMs, every, environment }: ProgressOptions) {
    this.#output = output;
    this.#nowMs = nowMs;
    this.#pace = new Pace(nowMs());
    this.#colours = pc.createColors(isColoured(output, environment));
    this.#stop = every(TICK_EVERY_MS, () => this.#draw());
  }

  show(progress: CertifyProgress): void {
    this.#last = progress;
    const nowMs = this.#nowMs();
    this.#pace.follow(progress, nowMs);
    const key = [progress.adapter, progress.testbed, progress.phase, ...progress.violations.keys()].join(' ');
    if (key === this.#drawnKey && nowMs - this.#drawnMs < REDRAW_EVERY_MS) return;
    this.#drawnKey = key;
    this.#draw();
  }

  clear(): void {
    this.#output.write(this.#erasure());
    this.#drawn = [];
  }

  end(): void {
    this.#stop();
    this.#last = undefined;
    this.clear();
  }

  #draw(): void {
    if (this.#last === undefined) return;
    const nowMs = this.#nowMs();
    const { columns, rows } = this.#size();
    const block = blockLines(this.#last, {
      ...this.#pace.at(this.#last, nowMs),
      // A line that fills the last column would take another row on some terminals.
      width: columns - 1,
      // What has scrolled away cannot be drawn over.
      linesMax: Math.max(1, rows - 1),
    });
    // One write, so that nobody sees half of it.
    this.#output.write(`${this.#erasure()}${block.map(({ text, tone }) => this.#painted(text, tone)).join('\n')}\n`);
    this.#drawn = block.map(({ text }) => displayWidth(text));
    this.#drawnMs = nowMs;
  }

  /** A terminal that was made narrower since has broken the lines anew. */
  #erasure(): string {
    const { columns } = this.#size();
    const rows = this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return rows === 0 ? '' : `\u001B[${rows}A\u001B[0J`;
  }

  #size(): { readonly columns: number; readonly rows: number } {
    const { columns = 0, rows = 0 } = this.#output;
    // Some terminals have no size to tell, and say so with zeros.
    return { columns: columns > 0 ? columns : SIZE.columns, rows: rows > 0 ? rows : SIZE.rows };
  }

  #painted(text: string, tone: 'heading' | 'trouble' | 'broken' | undefined): string {
    if (tone === undefined) return text;
    const { bold, yellow, red } = this.#colours;
    return { heading: bold, trouble: yellow, broken: red }[tone](text);
  }
}
