/**
 * Searches several objects side by side. One object without an order decides the whole history, and which one that is
 * nobody knows beforehand: each search gets a slice of work in turn, the smallest object first, and slices grow, so that
 * the first violation ends the race after a few times the work that it takes alone.
 */
import type { EngineAnswer, Limits } from './engine.ts';
import { ObjectSearch } from './search/object-search.ts';
import type { Subject } from './subject.ts';

/** Configurations in the first slice of a search. Most objects need no second one. */
const FIRST_SLICE = 4096;
const SLICE_GROWTH = 4;

export interface RaceResult {
  readonly subject: Subject;
  readonly answer: EngineAnswer;
}

/** What each search said, in the order in which they ended; the first object without an order is the last of them. */
export function raceSearches(subjects: readonly Subject[], limits: Limits): readonly RaceResult[] {
  const results: RaceResult[] = [];
  let running: Runner[] = [...subjects]
    .sort((left, right) => left.operations.length - right.operations.length)
    .map((subject) => ({ subject }));
  for (let slice = FIRST_SLICE; running.length > 0; slice *= SLICE_GROWTH) {
    const left: Runner[] = [];
    for (const { subject, search = new ObjectSearch(subject, limits) } of running) {
      const answer = search.advance(slice);
      if (answer === undefined) left.push({ subject, search });
      else results.push({ subject, answer });
      if (answer?.verdict === 'not-linearizable') return results;
    }
    running = withinMemory(left, limits, results);
  }
  return results;
}

interface Runner {
  readonly subject: Subject;
  readonly search?: ObjectSearch;
}

/** All searches together must keep within the limit: the largest gives up until they do, and leaves the race as unknown. */
function withinMemory(running: readonly Runner[], limits: Limits, results: RaceResult[]): Runner[] {
  const bySize = [...running].sort((left, right) => bytesOf(left) - bytesOf(right));
  const kept: Runner[] = [];
  let bytes = 0;
  for (const runner of bySize) {
    bytes += bytesOf(runner);
    if (bytes <= limits.bytesMax || runner.search === undefined) kept.push(runner);
    else results.push({ subject: runner.subject, answer: runner.search.giveUp('memory') });
  }
  return kept;
}

function bytesOf({ search }: Runner): number {
  return search?.bytes ?? 0;
}
