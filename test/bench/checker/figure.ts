/** What a row of the table prints: figures beside their targets, as they came out. Nothing is asserted. */
import type { ThreadLap } from './judged.ts';

/** How a figure stands to its target. `beyond`: it is for information, and has none. */
export type Standing = 'met' | 'NOT MET' | 'beyond' | 'not measured';

export interface Figure {
  readonly what: string;
  /** Empty where there is none. */
  readonly target: string;
  readonly measured: string;
  readonly standing: Standing;
  /** The time behind the figure, for comparison with the anchor of the same run. */
  readonly ms?: number;
}

/** A row of the table, with what went wrong besides slowness: a wrong verdict is no figure. */
export interface RowResult {
  readonly figures: readonly Figure[];
  readonly errors?: readonly string[];
}

export interface Row {
  readonly number: number;
  readonly title: string;
  /** `anchorMs`: what the anchor took just before. */
  readonly measure: (context: RowContext) => RowResult;
}

export interface RowContext {
  /** A folder for histories, deleted afterwards. */
  readonly scratch: string;
}

/** Numbers of several runs. */
export interface Sample {
  readonly minimum: number;
  readonly median: number;
  readonly runs: number;
}

export function sampleOf(times: readonly number[]): Sample {
  const sorted = [...times].sort((left, right) => left - right);
  return {
    minimum: sorted[0] ?? Number.NaN,
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    runs: sorted.length,
  };
}

/**
 * A time that must not exceed `targetMs`: by the clock, or by the processor time of the program's thread, which is what the
 * clock says when nothing else keeps the machine busy. Processor time of all threads is printed before both; it has what
 * the compiler and the collector do beside. The minimum counts, since what else the machine does only ever adds to a time.
 */
export function timeFigure(what: string, laps: readonly ThreadLap[], targetMs?: number): Figure {
  const { minimum, median, runs } = sampleOf(laps.map(({ processorUs }) => processorUs / 1000));
  const clock = sampleOf(laps.map(({ clockUs }) => clockUs / 1000));
  const thread = sampleOf(laps.map(({ threadUs, processorUs }) => (threadUs ?? processorUs) / 1000));
  const best = Math.min(thread.minimum, clock.minimum);
  return {
    what,
    target: targetMs === undefined ? '' : `<= ${targetMs} ms`,
    measured: `${milliseconds(minimum)} / ${milliseconds(median)} ms (${runs}), thread ${milliseconds(thread.minimum)}, clock ${milliseconds(clock.minimum)}`,
    standing: targetMs === undefined ? 'beyond' : standingOf(best <= targetMs),
    ms: best,
  };
}

export function standingOf(isMet: boolean): Standing {
  return isMet ? 'met' : 'NOT MET';
}

/** Three digits that say something. */
export function milliseconds(ms: number): string {
  if (ms >= 100) return ms.toFixed(0);
  return ms >= 10 ? ms.toFixed(1) : ms.toFixed(2);
}

/** A row as lines; `anchorMs` is what the anchor took beside it. */
export function rowLines(
  row: Pick<Row, 'number' | 'title'>,
  { figures, errors = [] }: RowResult,
  anchorMs: number,
): readonly string[] {
  return [
    `${String(row.number).padStart(2)}  ${row.title}`,
    ...figures.map((figure) => `    ${figureLine(figure, anchorMs)}`),
    ...errors.map((error) => `    ERROR: ${error}`),
  ];
}

function figureLine({ what, target, measured, standing, ms }: Figure, anchorMs: number): string {
  const ratio = ms === undefined ? '' : `${milliseconds(ms / anchorMs)} anchors`;
  const word = standing === 'beyond' ? '' : standing;
  return `${what.padEnd(62)}  ${target.padEnd(11)}  ${measured.padEnd(50)}  ${ratio.padEnd(14)}  ${word}`.trimEnd();
}
