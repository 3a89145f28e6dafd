/**
 * The envelope of a set of claims: how much trouble their own constants leave room for, by the exclusivity inequality. Each
 * magnitude is the largest that is tolerated alone, with the others as claimed. What is claimed beyond it cannot be kept.
 */
import {
  exclusivityMarginUs,
  stabilityMarginUs,
  toleratedAdversity,
  type Adversity,
  type TimingFacts,
} from './bounds.ts';
import type { Tolerance } from './claims.ts';
import type { Micros } from './history.ts';

/** Which form of the inequality applies; the letters are those of spec/README.md. */
export type InequalityForm = 'a' | 'b' | 'c' | 'd';

/** The largest magnitudes, each alone; null where there is no limit. */
export interface EnvelopeLimits {
  /** rho. */
  readonly clockRatePpm: number | null;
  /** P. */
  readonly pauseMs: number | null;
  /** delta: of a reply where validity counts from its receipt, of a message to the resource for effects. */
  readonly networkDelayMs: number | null;
  /** J: forward steps of the store's clock within one lease. */
  readonly storeStepMs: number | null;
}

export interface Envelope {
  readonly form: InequalityForm;
  readonly claimed: Tolerance;
  /** Exclusive belief (S4). */
  readonly belief: EnvelopeSide;
  /** Exclusive effects without fencing (S3u): the delay of a message to the resource counts as well. */
  readonly effects: EnvelopeSide;
  /** `D - (R + 2 delta + P)` in ms, each at its worst: how much time is left for a renewal (L6). */
  readonly stabilityMarginMs: number;
  /** One sentence for each promise that the claims make and their constants cannot keep. */
  readonly cannotHold: readonly string[];
}

export interface EnvelopeSide {
  /** What the inequality leaves at the claimed worst, in ms; negative where the claims lie outside. */
  readonly marginMs: number;
  /** Null where the claims lie outside, so that no magnitude alone would do. */
  readonly largest: EnvelopeLimits | null;
}

/** The envelope of claims with timed exclusivity; undefined where nothing timed is claimed. */
export function envelopeOf(facts: TimingFacts): Envelope | undefined {
  const { claims } = facts;
  if (claims.exclusivity !== 'timed') return undefined;
  const belief = sideOf(facts, (adversity) => exclusivityMarginUs(facts, adversity));
  const effects = sideOf(facts, (adversity, delayUs) => effectsMarginUs(facts, adversity, delayUs));
  const stabilityMarginMs = stabilityMarginUs(claims) / 1000;
  return {
    form: formOf(facts),
    claimed: claims.tolerates,
    belief,
    effects,
    stabilityMarginMs,
    cannotHold: cannotHold(facts, { belief, effects, stabilityMarginMs }),
  };
}

/** (e): the exclusivity inequality with the longest delay of a message to the resource added to P. */
export function effectsMarginUs(facts: TimingFacts, adversity: Adversity, resourceDelayUs: Micros): Micros {
  return exclusivityMarginUs(facts, { ...adversity, pauseUs: adversity.pauseUs + resourceDelayUs });
}

function formOf({ claims: { timing } }: TimingFacts): InequalityForm {
  if (timing.kind === 'observer') return 'c';
  if (timing.kind === 'quorum') return 'd';
  return timing.anchor === 'receipt' ? 'b' : 'a';
}

type Margin = (adversity: Adversity, delayUs: Micros) => Micros;

function sideOf(facts: TimingFacts, margin: Margin): EnvelopeSide {
  const claimed = toleratedAdversity(facts);
  const delayUs = claimed.responseDelayUs;
  const marginMs = margin(claimed, delayUs) / 1000;
  if (marginMs < 0) return { marginMs, largest: null };
  const leaseUs = facts.leaseTtlMs * 1000;
  const longest = (fits: (us: Micros) => boolean): number | null => {
    const us = largest(leaseUs, fits);
    return us === null ? null : us / 1000;
  };
  return {
    marginMs,
    largest: {
      clockRatePpm: largest(999_999, (ppm) => margin({ ...claimed, clockRatePpm: ppm }, delayUs) >= 0),
      pauseMs: longest((us) => margin({ ...claimed, pauseUs: us }, delayUs) >= 0),
      networkDelayMs: longest((us) => margin({ ...claimed, responseDelayUs: us }, us) >= 0),
      storeStepMs: longest((us) => margin({ ...claimed, storeStepUs: us }, delayUs) >= 0),
    },
  };
}

/** The largest whole number up to `most` that fits, where all smaller ones fit as well; null where `most` itself does. */
function largest(most: number, fits: (value: number) => boolean): number | null {
  if (fits(most)) return null;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const inequalities: Readonly<Record<InequalityForm, string>> = {
  a: 'D <= (1 - rho) (T / (1 + rho_s) - P)',
  b: 'D <= (1 - rho) (T / (1 + rho_s) - P - delta)',
  c: 'D / (1 - rho) + P <= L / (1 + rho)',
  d: 'D <= (1 - rho) (T / (1 + rho_s) - P), T without the duration of a round',
};

function cannotHold(
  facts: TimingFacts,
  { belief, effects, stabilityMarginMs }: Pick<Envelope, 'belief' | 'effects' | 'stabilityMarginMs'>,
): readonly string[] {
  const { claims, leaseTtlMs } = facts;
  const { timing, tolerates } = claims;
  const trouble = `a pause of ${tolerates.pauseMs} ms, a delay of ${tolerates.networkDelayMs} ms and a clock rate of ${tolerates.clockRatePpm} ppm`;
  const holder = `a holder that believes for D = ${timing.validityMs} ms from the ${timing.anchor === 'send' ? 'sending' : 'receipt'} of its renewal, with a lease of ${leaseTtlMs} ms`;
  const short = (marginMs: number): string =>
    `it is ${Math.ceil(-marginMs)} ms short of ${inequalities[formOf(facts)]}`;
  const found: string[] = [];
  if (belief.marginMs < 0) found.push(`exclusivity under ${trouble}: ${holder}, ${short(belief.marginMs)}`);
  else if (effects.marginMs < 0)
    found.push(
      `exclusive effects without fencing (S3u) under ${trouble}: ${holder}, ${short(effects.marginMs)} with the delay to the resource added to P`,
    );
  if (claims.liveness && stabilityMarginMs <= 0)
    found.push(
      `stability (L6) under ${trouble}: D = ${timing.validityMs} ms leaves no room for a renewal every ${timing.renewMs} ms, D > R + 2 delta + P`,
    );
  return found;
}
