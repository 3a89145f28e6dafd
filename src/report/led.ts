/** Who led when in one history, and when nobody did: as the measure of leaderless time sees it, a stopped believer is no leader. */
import { outside, type Stretch, type Tenure, type Timeline } from './timeline.ts';

/** When one candidate led. */
export interface LedLane {
  readonly candidate: string;
  readonly led: readonly Tenure[];
}

export interface Led {
  readonly lanes: readonly LedLane[];
  /** The stretches in which nobody led, in time. */
  readonly gaps: readonly Stretch[];
  readonly endUs: number;
}

/** Reads it off a timeline. */
export function ledOf({ lanes, bands, endUs }: Timeline): Led {
  const own = lanes.map(({ candidate, believed, stalls }) => {
    const paused = bands.filter(({ stopsProcess, lane }) => stopsProcess && lane === candidate);
    const stopped = [...stalls, ...paused];
    const led = believed.flatMap((tenure) => outside(tenure, stopped).map((part) => ({ ...tenure, ...part })));
    return { candidate, led };
  });
  const gaps = outside(
    { fromUs: 0, toUs: endUs },
    own.flatMap(({ led }) => led),
  );
  return { lanes: own, gaps, endUs };
}
