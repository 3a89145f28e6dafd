/** Who led when in one history, and when nobody did, as leaderless time is measured. */
import { outside, type Stretch, type Tenure, type Timeline } from './timeline.ts';

/** When one candidate believed that it leads, and where it stood still meanwhile. */
export interface LedLane {
  readonly candidate: string;
  readonly running: readonly Tenure[];
  readonly still: readonly Stretch[];
}

export interface Led {
  readonly lanes: readonly LedLane[];
  /** The stretches in which nobody believed, in time. */
  readonly gaps: readonly Stretch[];
  readonly endUs: number;
}

/** Reads it off a timeline. */
export function ledOf({ lanes, bands, endUs }: Timeline): Led {
  const own = lanes.map(({ candidate, believed, stalls }) => {
    const paused = bands.filter(({ stopsProcess, lane }) => stopsProcess && lane === candidate);
    const stopped = [...stalls, ...paused];
    const running = believed.flatMap((tenure) => outside(tenure, stopped).map((part) => ({ ...tenure, ...part })));
    return { candidate, running, still: believed.flatMap((tenure) => outside(tenure, running)) };
  });
  const gaps = outside(
    { fromUs: 0, toUs: endUs },
    lanes.flatMap(({ believed }) => believed),
  );
  return { lanes: own, gaps, endUs };
}
