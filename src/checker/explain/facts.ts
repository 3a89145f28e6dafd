/** What a headline is made of: operations with their words and times. */
import { NEVER } from '../../history/client-history.ts';
import type { ModelOperation } from '../model.ts';
import { modelOperation, type Subject } from '../subject.ts';
import { asParticiple, inPast, who } from './words.ts';

/** An operation, who did it, and when. */
export interface Fact {
  readonly operation: ModelOperation;
  readonly who: string;
  /** `process 3 wrote 3` */
  readonly did: string;
  /** `process 3 had written 3` */
  readonly hadDone: string;
  readonly call: number;
  readonly end: number;
}

/** What contradicts what. */
export interface Contradiction {
  readonly subject: Subject;
  /** The failing operation. */
  readonly failing: Fact;
  /** The rest of the core, and what it needs. */
  readonly others: readonly Fact[];
  readonly context: readonly Fact[];
}

/** A sentence about a contradiction, without its full stop; undefined where it has another shape. */
export type Shape = (contradiction: Contradiction) => string | undefined;

export function factOf({ history, model }: Subject, place: number): Fact {
  const operation = modelOperation(history, place);
  const does = model.describe(operation);
  return {
    operation,
    who: who(operation),
    did: `${who(operation)} ${inPast(does)}`,
    hadDone: `${who(operation)} had ${asParticiple(does)}`,
    call: history.call[place] ?? 0,
    end: history.end[place] ?? NEVER,
  };
}

export function precedes(earlier: Fact, later: Fact): boolean {
  return earlier.end < later.call;
}

/** Of those that fit and had ended when `fact` began, the one that ended last. */
export function latestBefore(fact: Fact, others: readonly Fact[], fits: (other: Fact) => boolean): Fact | undefined {
  return others
    .filter((each) => precedes(each, fact) && fits(each))
    .reduce<Fact | undefined>((best, each) => (best === undefined || each.end > best.end ? each : best), undefined);
}
