/**
 * Where the claims' own constants end, as a line: for each one-way delay the longest pause that they leave room for, at
 * the claimed clock rate. The exclusivity inequality is linear in both, so that the margin at the claims gives the line.
 */
import type { AdapterResult } from '../../search/run-result.ts';

/** The longest pause at any delay: `pauseMs - slope (delay - delayMs)`. */
export interface Frontier {
  /** The delay that is claimed. */
  readonly delayMs: number;
  /** The longest pause at that delay; below the claimed one where the claims lie outside. */
  readonly pauseMs: number;
  /** Milliseconds of pause that a millisecond of delay costs. */
  readonly slope: number;
}

/** The lines for at most one believer, and for effects without fencing; undefined where nothing timed is claimed. */
export function frontiersOf({
  envelope,
  claims,
}: Pick<AdapterResult, 'envelope' | 'claims'>): { readonly belief: Frontier; readonly effects: Frontier } | undefined {
  if (envelope === undefined) return undefined;
  const { form, belief, effects, claimed } = envelope;
  const late = claims.timing.anchor === 'receipt' ? 1 : 0;
  // How much of the margin a millisecond of pause takes.
  const weight = form === 'c' ? 1 : 1 - claimed.clockRatePpm / 1e6;
  const line = (marginMs: number, slope: number): Frontier => ({
    delayMs: claimed.networkDelayMs,
    pauseMs: claimed.pauseMs + marginMs / weight,
    slope,
  });
  return { belief: line(belief.marginMs, late), effects: line(effects.marginMs, late + 1) };
}

/** The longest pause at a delay; negative where none is left. */
export function pauseAt({ delayMs, pauseMs, slope }: Frontier, atMs: number): number {
  return pauseMs - slope * (atMs - delayMs);
}
