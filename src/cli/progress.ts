/**
 * Shows where a run stands, on stderr: one block that is redrawn in place on a terminal, and a line every ten seconds,
 * at each change of phase and at each new violation elsewhere.
 */
import type { CertifyProgress } from '../search/certify-options.ts';
import { LiveBlock } from './live-block.ts';
import { PlainLines } from './plain-lines.ts';

export interface ProgressView {
  /** Cheap enough to be called at every change. */
  show(progress: CertifyProgress): void;
  /** Takes the block away, so that something else can be printed. */
  clear(): void;
  /** Takes the block away for good, and stops the clock. */
  end(): void;
}

export type ProgressMode = 'auto' | 'plain' | 'none';

/** The part of a terminal, or of what stands for one, that is needed here. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly mode: ProgressMode;
  readonly output: ProgressOutput;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** Calls `tick` every so many milliseconds until the function that it returns is called. */
  readonly every: (periodMs: number, tick: () => void) => () => void;
}

/** Picks how to show: `auto` is a live block on a terminal outside of CI, else plain lines. */
export function progressView(options: ProgressOptions): ProgressView {
  const { mode } = options;
  if (mode === 'none') return { show: () => undefined, clear: () => undefined, end: () => undefined };
  return mode === 'auto' && isLive(options) ? new LiveBlock(options) : new PlainLines(options);
}

/** Whether the cursor can be moved, and somebody looks. */
function isLive({ output, environment }: ProgressOptions): boolean {
  const isBuild = !['', '0', 'false'].includes(environment['CI'] ?? '');
  return output.isTTY === true && !isBuild && environment['TERM'] !== 'dumb';
}
