/** Judges parts of an object: an explanation asks the engines about histories that were cut short. */
import { INFO, NEVER, OK } from '../../history/client-history.ts';
import type { EngineAnswer, Limits } from '../engine.ts';
import { monitorsOf } from '../monitors.ts';
import { isNeedless } from '../normalise/normalise.ts';
import { raceSearches } from '../search-race.ts';
import type { Subject } from '../subject.ts';

/** What a typed monitor says where one decides, else what the search says. */
export function decide(subject: Subject, limits: Limits): EngineAnswer {
  for (const monitor of monitorsOf(subject.model.name)) {
    const answer = monitor(subject);
    if (answer !== undefined) return answer;
  }
  const [result] = raceSearches([subject], limits);
  if (result === undefined) throw new Error('a search gave no answer: this should never happen');
  return result.answer;
}

/**
 * The object as it was known at the event of rank `horizon`: operations that were open then may have taken effect or not,
 * and those that nobody needs then are left out, with those that had not begun. `without` is left out in any case.
 */
export function cutAt(subject: Subject, horizon: number, without = -1): Subject {
  const { history, model } = subject;
  const outcome = history.outcome.slice();
  const end = history.end.slice();
  const operations = subject.operations.filter((place) => {
    if (place === without || (history.call[place] ?? 0) > horizon) return false;
    if (outcome[place] === OK && (end[place] ?? NEVER) <= horizon) return true;
    outcome[place] = INFO;
    end[place] = NEVER;
    return !isNeedless(history, place, model);
  });
  return { ...subject, history: { ...history, outcome, end }, operations };
}
