/** Ctrl-C once stops and judges what is there, twice leaves at once. */
import { exitCodes } from './exit-codes.ts';
import { leave } from './guarded-exit.ts';

export interface Interruption {
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back its usual meaning. */
  release(): void;
}

/** Listens until `release`. A request to terminate is treated alike. */
export function interruption(onFirst: () => void): Interruption {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) leave(exitCodes.interrupted);
    controller.abort();
    onFirst();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
