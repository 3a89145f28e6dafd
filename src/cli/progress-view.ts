/** What a way of showing progress is given, and what it can do. */
import type { CertifyProgress } from '../search/certify-options.ts';

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
