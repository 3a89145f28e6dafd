/**
 * Leaves out of operations that contradict each other what the contradiction does not need. An operation that explains
 * another stays as long as that does: a view of a leader without the campaign that made it one, or a refusal without the
 * write that caused it, would be wrong for another reason than the one that was found.
 */
import type { LinearizabilityAnswer, ObjectOperation } from '../../spec/linearizability.ts';

/**
 * Places of operations that have no order by themselves, none of which could be left out. They are looked for among
 * `culprits` where these have none, else among all. `check` judges some of the operations.
 */
export function fewestCulprits(
  operations: readonly ObjectOperation[],
  culprits: readonly number[],
  check: (some: readonly ObjectOperation[]) => LinearizabilityAnswer,
): readonly number[] {
  const isWrong = (places: readonly number[]): boolean =>
    check(places.flatMap((place) => operations[place] ?? [])).verdict === 'not-linearizable';
  const explained = withReasons(operations, culprits);
  let kept: readonly number[] = isWrong(explained) ? explained : [...operations.keys()];
  // What explains nothing goes first, then what no longer has to explain anything.
  for (const explains of [false, true]) {
    for (const place of kept) {
      const operation = operations[place];
      if (operation === undefined || (operation.does === 'campaign') !== explains) continue;
      const rest = kept.filter((other) => other !== place);
      const isNeeded = rest.some((other) => doesExplain(operation, operations[other]));
      if (!isNeeded && isWrong(rest)) kept = rest;
    }
  }
  return kept;
}

/** The culprits, and what explains them. */
function withReasons(operations: readonly ObjectOperation[], culprits: readonly number[]): readonly number[] {
  const places = new Set(culprits);
  for (const place of culprits) {
    for (const [other, operation] of operations.entries())
      if (doesExplain(operation, operations[place])) places.add(other);
  }
  return [...places];
}

function doesExplain(operation: ObjectOperation, other: ObjectOperation | undefined): boolean {
  if (other === undefined) return false;
  if (operation.does === 'campaign') return other.does !== 'campaign' && other.number === operation.number;
  return operation.does === 'accept' && other.does === 'refuse' && operation.number > other.number;
}
