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

export function added(left: Lap, right: Lap): Lap {
  return { clockUs: left.clockUs + right.clockUs, processorUs: left.processorUs + right.processorUs };
}

const none: Lap = { clockUs: 0, processorUs: 0 };
const endless: Lap = { clockUs: Infinity, processorUs: Infinity };
