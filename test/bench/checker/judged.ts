/** Files that some checker judged, in the shape that our processes and Porcupine's print. */
export interface Judged {
  readonly file: string;
  readonly verdict: string;
  /** Of judging alone: preparation is in it, reading is not. */
  readonly ms: number;
}

/** All files, judged several times by one process: the first round is a cold one. */
export interface JudgedRounds {
  readonly rounds: readonly (readonly Judged[])[];
}

export function roundMs(round: readonly Judged[]): number {
  return round.reduce((sum, { ms }) => sum + ms, 0);
}

/** The first round, and the best of the others. */
export function coldAndWarm({ rounds }: JudgedRounds): { readonly cold: number; readonly warm: number } {
  const [cold = [], ...others] = rounds;
  return { cold: roundMs(cold), warm: Math.min(...others.map(roundMs)) };
}
