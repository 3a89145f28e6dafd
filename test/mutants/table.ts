/** The lines that the command prints. */
import type { Killed } from './worker-protocol.ts';
import type { Mutant, Variant } from './variant.ts';

/** What the seeds made of a mutant; undefined where it survived. */
export interface MutantResult {
  readonly mutant: Mutant;
  readonly kills: readonly (Killed | undefined)[];
}

/** What became of a benign variant: how many histories were judged, and what was held against it. */
export interface BenignResult {
  readonly variant: Variant;
  readonly histories: number;
  readonly alarms: readonly string[];
}

const widths = [6, 12, 7, 8, 7, 8, 12, 10] as const;

export function mutantHeading(): readonly string[] {
  return [
    row(['', '', 'seeds', 'histories', '', 'shrunk to', '', 'find and']),
    row(['mutant', 'promise', 'killed', 'median', 'worst', 'faults', 'candidates', 'shrink, s']),
  ];
}

export function mutantRow({ mutant, kills }: MutantResult): string {
  const found = kills.filter((kill) => kill !== undefined);
  const of = (figure: (kill: Killed) => number): readonly number[] => found.map(figure);
  const survivors = Array.from({ length: kills.length - found.length }, () => Infinity);
  const histories = [...of((kill) => kill.histories), ...survivors];
  return row([
    mutant.id,
    promises(found),
    `${found.length}/${kills.length}`,
    count(median(histories)),
    count(Math.max(...histories)),
    count(median(of((kill) => kill.faults))),
    count(median(of((kill) => kill.candidates))),
    (median(of((kill) => kill.elapsedMs)) / 1000).toFixed(2),
  ]);
}

/** The promises that were broken, the most frequent first. */
function promises(kills: readonly Killed[]): string {
  const counts = new Map<string, number>();
  for (const { property } of kills) counts.set(property, (counts.get(property) ?? 0) + 1);
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([property]) => property)
    .join(' ');
}

export function benignRow({ variant, histories, alarms }: BenignResult): string {
  const verdict = alarms.length === 0 ? 'clean' : `FLAGGED on ${alarms.length} seeds`;
  return `${variant.id.padEnd(6)}${String(histories).padStart(9)} histories  ${verdict.padEnd(8)}${variant.sentence}`;
}

/** Medians over all kills of all mutants. */
export function overallLine(results: readonly MutantResult[]): string {
  const kills = results.flatMap((result) => result.kills).filter((kill) => kill !== undefined);
  const middle = (figure: (kill: Killed) => number): number => median(kills.map(figure));
  return (
    `Medians over all kills: faults ${count(middle((kill) => kill.faults))}, ` +
    `candidates ${count(middle((kill) => kill.candidates))}, ` +
    `time to find and shrink ${(middle((kill) => kill.elapsedMs) / 1000).toFixed(2)} s`
  );
}

/** A mutant is killed when every seed kills it. */
export function isKilled({ kills }: MutantResult): boolean {
  return kills.every((kill) => kill !== undefined);
}

export function lastLine(results: readonly MutantResult[], benign: readonly BenignResult[]): string {
  const killed = results.filter(isKilled).length;
  const flagged = benign.filter(({ alarms }) => alarms.length > 0).length;
  return `${killed} of ${results.length} mutants killed, ${flagged} of ${benign.length} benign flagged`;
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, place) => (place < 2 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0)))
    .join(' ')
    .trimEnd();
}

/** The lower of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[(values.length - 1) >> 1] ?? NaN;
}

function count(value: number): string {
  if (Number.isNaN(value)) return '-';
  return value === Infinity ? 'never' : String(value);
}
