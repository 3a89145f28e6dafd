/**
 * How long elections took, over many histories. Whole numbers in sparse counts: workers can post them, and adding them is
 * associative, as with tallies, so that quantiles do not depend on who judged which history.
 */
import type { Micros } from '../../spec/history.ts';
import type { PropertyId, Verdict } from '../../spec/property.ts';
import type { TimedMeasure } from '../../spec/timed-piece.ts';
import { timedMeasures, type LeaderlessTime, type Timings } from '../../spec/timings.ts';

/** Pieces by a whole number. A map, since objects with keys far apart are slow. */
export type Counts = Map<number, number>;

/** The pieces of one measure. */
export interface MeasureTally {
  /** By the share of the bound that each took, in thousandths, rounded up. */
  readonly permille: Counts;
  /** By the time that each took in microseconds, rounded up to `DIGITS` binary digits. */
  readonly tookUs: Counts;
  leastUs: Micros;
  mostUs: Micros;
  boundLeastUs: Micros;
  boundMostUs: Micros;
  /** Of these, those that were still not over in the end. */
  open: number;
  /** Judged, and in none of the counts: nobody was entitled to lead when the response came, so that no bound ran. */
  unbounded: number;
}

export interface TimingTally {
  readonly leaderless: { -readonly [Key in keyof LeaderlessTime]: LeaderlessTime[Key] };
  readonly measures: Partial<Record<TimedMeasure, MeasureTally>>;
}

/** Rounding up to so many binary digits is off by less than a hundredth. */
const DIGITS = 7;
/** What took a hundred times its bound counts as that: it may have taken for ever. */
const PERMILLE_MAX = 100_000;

export function emptyTimings(): TimingTally {
  return { leaderless: { us: 0, stillUs: 0, ofUs: 0, stretches: 0, longestUs: 0 }, measures: {} };
}

/** Adds what one history gave. What was not decided there, or is blamed on the store, is left out. */
export function countTimings(tally: TimingTally, timings: Timings, verdicts: readonly Verdict[]): void {
  if (timings.leaderless !== undefined) addLeaderless(tally, timings.leaderless);
  if (timings.pieces.length === 0) return;
  let last: TimedMeasure | undefined;
  let into: MeasureTally | undefined;
  for (const { measure, tookUs, boundUs, isOpen } of timings.pieces) {
    // Each monitor tells its pieces one after the other.
    if (measure !== last) into = isDecided(measure, verdicts) ? measureTally(tally, measure) : undefined;
    last = measure;
    if (into === undefined) continue;
    if (boundUs === Infinity || boundUs <= 0) {
      into.unbounded += 1;
      continue;
    }
    count(into.permille, Math.min(PERMILLE_MAX, Math.ceil((tookUs * 1000) / boundUs)), 1);
    count(into.tookUs, roundedUp(tookUs), 1);
    widen(into, { leastUs: tookUs, mostUs: tookUs, boundLeastUs: boundUs, boundMostUs: boundUs });
    if (isOpen) into.open += 1;
  }
}

function isDecided(measure: TimedMeasure, verdicts: readonly Verdict[]): boolean {
  const property = timedMeasures.find((each) => each.measure === measure)?.property;
  const word = verdicts.findLast((verdict) => verdict.property === property)?.verdict;
  return word === 'holds' || word === 'violated';
}

/** Adds `more` to `tally`. */
export function addTimings(tally: TimingTally, more: TimingTally): void {
  addLeaderless(tally, more.leaderless);
  for (const { measure } of timedMeasures) {
    const from = more.measures[measure];
    if (from === undefined) continue;
    const into = measureTally(tally, measure);
    for (const [permille, pieces] of from.permille) count(into.permille, permille, pieces);
    for (const [us, pieces] of from.tookUs) count(into.tookUs, us, pieces);
    widen(into, from);
    into.open += from.open;
    into.unbounded += from.unbounded;
  }
}

/** How a run answered, for its result. */
export interface TimingResult {
  /** Over all histories, those that were not judged included. */
  readonly leaderless: LeaderlessTime;
  /** Those of which anything was judged. */
  readonly measures: readonly MeasureResult[];
}

export interface MeasureResult {
  readonly measure: TimedMeasure;
  /** The promise that bounds it. */
  readonly property: PropertyId;
  /** Responses that were judged, each beside a bound of its own. All that follows is about these. */
  readonly pieces: number;
  /** Of these, beyond their bound. */
  readonly over: number;
  /** Of these, without an end: they took at least as long as it says. */
  readonly open: number;
  /** Judged besides these, while no bound ran. */
  readonly unbounded: number;
  /** Pieces by twentieths of the bound: 20 numbers, and how many were beyond it. */
  readonly twentieths: readonly number[];
  /** Shares of the bound in thousandths. */
  readonly permille: Spread;
  /** Off by less than a hundredth, in the median and the 99th percentile. */
  readonly tookUs: Spread;
  /** The bounds, with the time for which a former holder might rightly be in the way. */
  readonly boundUs: { readonly min: Micros; readonly max: Micros };
}

/** Each a piece that there was: the median is the smallest that half of all do not exceed. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** Undefined where no history said who leads. */
export function timingResult({ leaderless, measures }: TimingTally): TimingResult | undefined {
  if (leaderless.ofUs === 0) return undefined;
  return {
    leaderless: { ...leaderless },
    measures: timedMeasures.flatMap(({ measure, property }) => {
      const tally = measures[measure];
      return tally === undefined ? [] : [{ measure, property, ...measured(tally) }];
    }),
  };
}

function measured(tally: MeasureTally): Omit<MeasureResult, 'measure' | 'property'> {
  const twentieths = Array.from({ length: 21 }, () => 0);
  let pieces = 0;
  for (const [permille, times] of tally.permille) {
    pieces += times;
    const place = Math.min(20, Math.max(0, Math.ceil(permille / 50) - 1));
    twentieths[place] = (twentieths[place] ?? 0) + times;
  }
  const { leastUs, mostUs, boundLeastUs, boundMostUs, open, unbounded } = tally;
  const tookUs = spreadOf(tally.tookUs, pieces);
  const within = (us: Micros): Micros => Math.min(us, mostUs);
  return {
    pieces,
    over: twentieths[20] ?? 0,
    open,
    unbounded,
    twentieths,
    permille: spreadOf(tally.permille, pieces),
    tookUs:
      pieces === 0 ? tookUs : { min: leastUs, median: within(tookUs.median), p99: within(tookUs.p99), max: mostUs },
    boundUs: pieces === 0 ? { min: 0, max: 0 } : { min: boundLeastUs, max: boundMostUs },
  };
}

function spreadOf(counts: Counts, pieces: number): Spread {
  const entries = [...counts].sort(([left], [right]) => left - right);
  const at = (share: number): number => {
    let left = Math.ceil(pieces * share);
    for (const [value, times] of entries) {
      left -= times;
      if (left <= 0) return value;
    }
    return 0;
  };
  return { min: entries[0]?.[0] ?? 0, median: at(0.5), p99: at(0.99), max: entries.at(-1)?.[0] ?? 0 };
}

function measureTally(tally: TimingTally, measure: TimedMeasure): MeasureTally {
  return (tally.measures[measure] ??= {
    permille: new Map(),
    tookUs: new Map(),
    leastUs: Infinity,
    mostUs: 0,
    boundLeastUs: Infinity,
    boundMostUs: 0,
    open: 0,
    unbounded: 0,
  });
}

type Extent = Pick<MeasureTally, 'leastUs' | 'mostUs' | 'boundLeastUs' | 'boundMostUs'>;

function widen(into: MeasureTally, by: Extent): void {
  into.leastUs = Math.min(into.leastUs, by.leastUs);
  into.mostUs = Math.max(into.mostUs, by.mostUs);
  into.boundLeastUs = Math.min(into.boundLeastUs, by.boundLeastUs);
  into.boundMostUs = Math.max(into.boundMostUs, by.boundMostUs);
}

function addLeaderless({ leaderless: into }: TimingTally, more: LeaderlessTime): void {
  into.us += more.us;
  into.stillUs += more.stillUs;
  into.ofUs += more.ofUs;
  into.stretches += more.stretches;
  into.longestUs = Math.max(into.longestUs, more.longestUs);
}

function roundedUp(us: Micros): Micros {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(us)) - DIGITS + 1);
  return Math.ceil(us / step) * step;
}

function count(counts: Counts, value: number, times: number): void {
  counts.set(value, (counts.get(value) ?? 0) + times);
}
