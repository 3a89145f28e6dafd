import type { Lap } from '../stopwatch.ts';

/** Files that some checker judged, in the shape that our processes and Porcupine's print. */
export interface Judged {
  readonly file: string;
  readonly verdict: string;
  /** Of judging alone: preparation is in it, reading is not. */
  readonly lap: Lap;
}

/** All files, judged several times by one process: the first round is a cold one. */
export interface JudgedRounds {
  readonly rounds: readonly (readonly Judged[])[];
}

/** The first round, and the best of the others. */
export function coldAndWarm({ rounds }: JudgedRounds): { readonly cold: Lap; readonly warm: Lap } {
  const [cold = none, ...others] = rounds.map((round) => round.map(({ lap }) => lap).reduce(added, none));
  return { cold, warm: others.reduce((best, each) => (each.processorUs < best.processorUs ? each : best), endless) };
}

/** A lap with what the thread of the program took of it, without those of the compiler and of the collector, where known. */
export interface ThreadLap extends Lap {
  readonly threadUs?: number;
}

export function added(left: ThreadLap, right: ThreadLap): ThreadLap {
  return {
    clockUs: left.clockUs + right.clockUs,
    processorUs: left.processorUs + right.processorUs,
    ...(left.threadUs === undefined || right.threadUs === undefined
      ? {}
      : { threadUs: left.threadUs + right.threadUs }),
  };
}

const none: Lap = { clockUs: 0, processorUs: 0 };
const endless: Lap = { clockUs: Infinity, processorUs: Infinity };
