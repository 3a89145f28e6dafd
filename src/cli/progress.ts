/**
 * Shows where a run stands, on stderr: one block that is redrawn in place on a terminal, and a line every ten seconds,
 * at each change of phase and at each new violation elsewhere.
 */
import type { CertifyProgress } from '../search/certify-options.ts';
import { coloursFor } from './colour.ts';

export interface ProgressView {
  show(progress: CertifyProgress): void;
  /** Takes the block away, so that something else can be printed. */
  clear(): void;
}

export type ProgressMode = 'auto' | 'plain' | 'none';

export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly mode: ProgressMode;
  readonly output: ProgressOutput;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
}

/** Picks how to show: `auto` is a live block on a terminal outside of CI, else plain lines. */
export function progressView({ mode, output, environment, nowMs }: ProgressOptions): ProgressView {
  if (mode === 'none') return { show: () => undefined, clear: () => undefined };
  const isLive =
    mode === 'auto' && output.isTTY === true && (environment['CI'] ?? '') === '' && environment['TERM'] !== 'dumb';
  return isLive ? new LiveBlock(output, nowMs) : new PlainLines(output, nowMs);
}

const LINE_EVERY_MS = 10_000;
const REDRAW_EVERY_MS = 100;

/** One line, with everything. */
export function progressLine(progress: CertifyProgress): string {
  const { adapter, testbed, phase, histories, historiesMax } = progress;
  const parts = [
    `${adapter} on ${testbed}: ${phase}`,
    historiesMax === undefined ? `${histories} histories` : `${histories} of ${historiesMax} histories`,
  ];
  if (progress.faultsActive.length > 0) parts.push(`faults ${progress.faultsActive.join(' ')}`);
  if (progress.believers.length > 0) parts.push(`leading ${progress.believers.join(' ')}`);
  parts.push(violationsText(progress));
  return parts.join(', ');
}

function violationsText({ violations }: CertifyProgress): string {
  if (violations.size === 0) return 'no violation';
  return `violations ${[...violations].map(([property, histories]) => `${property} ×${histories}`).join(' ')}`;
}

class PlainLines implements ProgressView {
  readonly #output: ProgressOutput;
  readonly #nowMs: () => number;
  #shownMs = -Infinity;
  #shownKey = '';

  constructor(output: ProgressOutput, nowMs: () => number) {
    this.#output = output;
    this.#nowMs = nowMs;
  }

  show(progress: CertifyProgress): void {
    // Phases of single plans change too often to be worth a line each.
    const phase = ['lint', 'deviations', 'replaying', 'starting', 'shrinking', 'done'].includes(progress.phase)
      ? progress.phase
      : 'searching';
    const key = [progress.adapter, progress.testbed, phase, ...progress.violations.keys()].join(' ');
    const nowMs = this.#nowMs();
    if (key === this.#shownKey && nowMs - this.#shownMs < LINE_EVERY_MS) return;
    this.#shownKey = key;
    this.#shownMs = nowMs;
    this.#output.write(`${progressLine(progress)}\n`);
  }

  clear(): void {
    this.#shownKey = '';
  }
}

class LiveBlock implements ProgressView {
  readonly #output: ProgressOutput;
  readonly #nowMs: () => number;
  #lines = 0;
  #drawnMs = -Infinity;

  constructor(output: ProgressOutput, nowMs: () => number) {
    this.#output = output;
    this.#nowMs = nowMs;
  }

  show(progress: CertifyProgress): void {
    if (this.#nowMs() - this.#drawnMs < REDRAW_EVERY_MS && progress.phase !== 'done') return;
    this.#drawnMs = this.#nowMs();
    const { columns = 0 } = this.#output;
    // Some terminals have no width to tell, and say so with a zero.
    const width = columns > 0 ? Math.max(20, columns - 1) : 80;
    const block = liveBlock(progress).map((line) => line.slice(0, width));
    const [first = '', ...others] = block;
    this.clear();
    this.#output.write(`${[coloursFor(this.#output).bold(first), ...others].join('\n')}\n`);
    this.#lines = block.length;
  }

  clear(): void {
    if (this.#lines > 0) this.#output.write(`\u001B[${this.#lines}A\u001B[0J`);
    this.#lines = 0;
  }
}

function liveBlock(progress: CertifyProgress): readonly string[] {
  const { adapter, testbed, phase, histories, historiesMax, faultsActive, believers } = progress;
  return [
    `${adapter} on ${testbed}`,
    `  phase       ${phase}`,
    `  histories   ${historiesMax === undefined ? histories : `${histories} of ${historiesMax}`}`,
    `  faults now  ${faultsActive.length === 0 ? '-' : faultsActive.join(' ')}`,
    `  leading     ${believers.length === 0 ? '-' : believers.join(' ')}`,
    `  so far      ${violationsText(progress)}`,
  ];
}
