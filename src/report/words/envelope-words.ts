/** How much trouble the claims leave room for, and on how much a verdict rests: in phrases, for every format. */
import type { EnvelopeLimits } from '../../../spec/envelope.ts';
import type { AdapterResult, PropertyResult } from '../../search/run-result.ts';
import { count, counted } from './quantities.ts';

/** One magnitude: what is claimed, and the most of it that the constants leave room for alone. */
export interface EnvelopeRow {
  readonly what: string;
  readonly claimed: string;
  /** For at most one believer (S4). */
  readonly belief: string;
  /** For effects without fencing (S3u). */
  readonly effects: string;
}

/** A row for each magnitude; nothing where nothing timed is claimed. */
export function envelopeRows({ envelope }: AdapterResult): readonly EnvelopeRow[] {
  if (envelope === undefined) return [];
  const { claimed, belief, effects } = envelope;
  const row = (what: string, own: string, of: (limits: EnvelopeLimits) => string): EnvelopeRow => ({
    what,
    claimed: own,
    belief: belief.largest === null ? 'not even what is claimed' : of(belief.largest),
    effects: effects.largest === null ? 'not even what is claimed' : of(effects.largest),
  });
  return [
    row('clock rate', rate(claimed.clockRatePpm), ({ clockRatePpm }) => rate(clockRatePpm)),
    row('pause', ms(claimed.pauseMs), ({ pauseMs }) => ms(pauseMs)),
    row('one-way delay', ms(claimed.networkDelayMs), ({ networkDelayMs }) => ms(networkDelayMs)),
    row("step of the store's clock", ms(0), ({ storeStepMs }) => ms(storeStepMs)),
  ];
}

/** `clock rate 1,000 of 66,666 ppm, pause 2,000 of 2,992 ms ...`: claimed of tolerated alone; undefined where nothing timed is claimed. */
export function envelopeLine({ envelope }: AdapterResult): string | undefined {
  if (envelope === undefined) return undefined;
  const { claimed, effects, belief, leaseTtlMs } = envelope;
  const side = effects.largest ?? belief.largest;
  const lease = `for a lease of ${ms(leaseTtlMs)}`;
  if (side === null) return `the claims lie outside of it, ${lease}`;
  const of = (own: number, most: number | null, unit: string): string =>
    most === null ? `${count(own)} ${unit} of any` : `${count(own)} of ${count(Math.floor(most))} ${unit}`;
  return [
    `clock rate ${of(claimed.clockRatePpm, side.clockRatePpm, 'ppm')}`,
    `pause ${of(claimed.pauseMs, side.pauseMs, 'ms')}`,
    `delay ${of(claimed.networkDelayMs, side.networkDelayMs, 'ms')}`,
    `store step ${of(0, side.storeStepMs, 'ms')}, ${lease}${effects.largest === null ? ', without the delay to the resource' : ''}`,
  ].join(', ');
}

/** What the claims' own constants cannot keep, each a sentence that begins with `cannot hold`. */
export function cannotHoldWords({ envelope }: AdapterResult): readonly string[] {
  return (envelope?.cannotHold ?? []).map((sentence) => `cannot hold ${sentence}`);
}

/** `31,870 judged in 1,204 histories`: the pieces of evidence, and the histories that gave them. */
export function judgedWords({ judged, histories = 0 }: PropertyResult): string {
  const pieces = `${count(judged)} judged`;
  return histories === 0 ? pieces : `${pieces} in ${counted(histories, 'history', 'histories')}`;
}

/** Circumstances that are named; the others are added up. */
const NAMED_MAX = 3;

/** `void in 46 histories (pause-unbounded 40, store-lossy 6)`, the most frequent first; undefined where it was void in none. */
export function voidWords({ void: under }: PropertyResult): string | undefined {
  const parts = Object.entries(under ?? {})
    .filter(([, histories]) => histories > 0)
    .sort(([, left], [, right]) => right - left);
  if (parts.length === 0) return undefined;
  const named = parts.slice(0, NAMED_MAX).map(([circumstance, histories]) => `${circumstance} ${count(histories)}`);
  const others = sum(parts.slice(NAMED_MAX));
  const which = others === 0 ? named : [...named, `others ${count(others)}`];
  return `void in ${counted(sum(parts), 'history', 'histories')} (${which.join(', ')})`;
}

function sum(parts: readonly (readonly [string, number])[]): number {
  return parts.reduce((all, [, histories]) => all + histories, 0);
}

function rate(ppm: number | null): string {
  return ppm === null ? 'any' : `${count(ppm)} ppm`;
}

function ms(value: number | null): string {
  return value === null ? 'any' : `${count(Math.floor(value))} ms`;
}
