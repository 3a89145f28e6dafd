// Goal: what the judge lends to the specification is linearizability, also through columns that are used again and again.
// Method: random operations on each object, judged beside a search through all orders that is written down here from the
// definition.
import { describe, expect, test } from 'vitest';
import { initialElection, nextElection, type ElectionState } from '../../../spec/election.ts';
import type { LinearizabilityAnswer, ObjectName, ObjectOperation } from '../../../spec/linearizability.ts';
import { linearizable } from '../../../src/judge/linearizability.ts';
import { isInOrderOfNumbers } from '../../../src/judge/order-of-numbers.ts';
import { Draw } from '../../support/draw.ts';

type Does = ObjectOperation['does'];

function op(does: Does, number: number, fromUs: number, toUs: number): ObjectOperation {
  return { does, number, fromUs, toUs, happened: toUs !== Infinity };
}

/** All states that an operation can lead to; the end of a lease may come before it. */
type Steps<State> = (state: State, operation: ObjectOperation) => readonly State[];

/** Whether some order of all that happened, and of some that may have, is allowed and follows real time. */
function hasOrder<State>(operations: readonly ObjectOperation[], initial: State, steps: Steps<State>): boolean {
  const placed = new Set<ObjectOperation>();
  const from = (state: State): boolean => {
    const left = operations.filter((each) => !placed.has(each));
    if (left.every(({ happened }) => !happened)) return true;
    const firstEnd = Math.min(...left.filter(({ happened }) => happened).map(({ toUs }) => toUs));
    return left.some((each) => {
      if (each.fromUs > firstEnd) return false;
      placed.add(each);
      const found = steps(state, each).some(from);
      placed.delete(each);
      return found;
    });
  };
  return from(initial);
}

const election: Steps<ElectionState> = (state, { does, number }) => {
  const expired = nextElection(state, { name: 'expire' });
  const before = expired === undefined ? [state] : [state, expired];
  return before.flatMap((each) => nextElection(each, actionOf(does, number)) ?? []);
};

function actionOf(does: Does, number: number): Parameters<typeof nextElection>[1] {
  const leader = String(number);
  if (does === 'campaign') return { name: 'campaign', by: leader, number: BigInt(number) };
  if (does === 'resign') return { name: 'resign', by: leader };
  return number === 0 ? { name: 'view', holder: undefined } : { name: 'view', holder: leader, number: BigInt(number) };
}

/** The largest number that was accepted. */
const fencedStore: Steps<number> = (largest, { does, number }) => {
  const isOutdated = number < largest;
  if (does === 'refuse') return isOutdated ? [largest] : [];
  return isOutdated ? [] : [number];
};

/** The last number that was given. */
const numbering: Steps<number> = (last, { number }) => (number > last ? [number] : []);

const reference: Readonly<Record<ObjectName, (operations: readonly ObjectOperation[]) => boolean>> = {
  election: (operations) => hasOrder(operations, initialElection, election),
  'fenced-store': (operations) => hasOrder(operations, 0, fencedStore),
  numbering: (operations) => hasOrder(operations, 0, numbering),
};

function randomOperations(object: ObjectName, seed: number): readonly ObjectOperation[] {
  const draw = new Draw(seed);
  const random = (below: number): number => draw.below(below);
  const span = 4 + random(30);
  const leaderships = 1 + random(3);
  const operations: ObjectOperation[] = [];
  const stretch = (): readonly [number, number] => {
    const from = random(span);
    return [from, from + random(8)];
  };
  if (object === 'election') {
    for (let number = 1; number <= leaderships; number += 1) {
      const [from, to] = stretch();
      operations.push(op('campaign', number, from, random(3) === 0 ? Infinity : to));
    }
  }
  const more = 2 + random(5);
  for (let count = 0; count < more; count += 1) {
    const [from, to] = stretch();
    if (object === 'numbering') operations.push(op('count', count + 1, from, to));
    else if (object === 'fenced-store') {
      const does = random(3) === 0 ? 'refuse' : 'accept';
      operations.push(op(does, random(4), from, does === 'accept' && random(5) === 0 ? Infinity : to));
    } else if (random(5) === 0) operations.push(op('resign', 1 + random(leaderships), from, to));
    else operations.push(op('view', random(leaderships + 1), from, to));
  }
  return operations;
}

describe.each<ObjectName>(['election', 'fenced-store', 'numbering'])('%s', (object) => {
  test('is judged as by trying all orders', () => {
    const verdicts = { linearizable: 0, 'not-linearizable': 0 };
    let quick = 0;
    for (let seed = 1; seed <= 4000; seed += 1) {
      const operations = randomOperations(object, seed);
      const expected = reference[object](operations) ? 'linearizable' : 'not-linearizable';
      verdicts[expected] += 1;
      if (isInOrderOfNumbers(object, operations)) quick += 1;
      const answer = linearizable(object, operations);
      if (answer.verdict !== expected) expect({ seed, operations, answer }).toBe(expected);
    }
    expect(verdicts.linearizable).toBeGreaterThan(500);
    expect(verdicts['not-linearizable']).toBeGreaterThan(500);
    // The checker has to be asked about some of those that have an order, and about some it has not.
    expect(quick).toBeGreaterThan(100);
    expect(quick).toBeLessThan(verdicts.linearizable + (object === 'numbering' ? 1 : 0));
  });
});

/** The operations that an answer holds against each other. */
function culpritsOf(answer: LinearizabilityAnswer, operations: readonly ObjectOperation[]): readonly unknown[] {
  return answer.verdict === 'not-linearizable' ? answer.culprits.map((place) => operations[place]) : [];
}

test('culprits are places in the list that was handed in, whatever its order', () => {
  const stale = op('view', 1, 30, 40);
  const newer = op('view', 2, 10, 20);
  const operations = [stale, op('campaign', 2, 5, Infinity), newer, op('view', 1, 2, 3), op('campaign', 1, 0, 1)];
  const found = culpritsOf(linearizable('election', operations), operations);
  expect(found).toContain(stale);
  expect(found.length).toBeLessThan(operations.length);
  expect(found).not.toContain(undefined);
});

test('what comes at the same time is in order either way', () => {
  const at = (us: number): readonly ObjectOperation[] => [
    op('campaign', 1, 0, 1),
    op('campaign', 2, 5, 10),
    op('view', 1, us, 20),
  ];
  expect(linearizable('election', at(10)).verdict).toBe('linearizable');
  expect(linearizable('election', at(11)).verdict).toBe('not-linearizable');
});

test('a large history is judged after a small one, and a small one after it', () => {
  const many = (count: number): readonly ObjectOperation[] =>
    Array.from({ length: count }, (_, place) => op('accept', place, 10 * place, 10 * place + 12));
  expect(linearizable('fenced-store', many(3)).verdict).toBe('linearizable');
  expect(linearizable('fenced-store', many(3000)).verdict).toBe('linearizable');
  expect(linearizable('fenced-store', [...many(300), op('accept', 7, 5000, 5001)]).verdict).toBe('not-linearizable');
  expect(linearizable('fenced-store', many(3)).verdict).toBe('linearizable');
});

test('nothing is in order, and what is too much for numbers is not judged', () => {
  expect(linearizable('election', [])).toEqual({ verdict: 'linearizable' });
  // Out of the order of the numbers, so that the checker has to be asked.
  const lasting = (us: number): readonly ObjectOperation[] => [
    op('accept', 1, 0, us),
    op('accept', 2, 10, 20),
    op('refuse', 1, 30, us),
  ];
  expect(linearizable('fenced-store', lasting(2 ** 35)).verdict).toBe('linearizable');
  expect(linearizable('fenced-store', lasting(2 ** 37)).verdict).toBe('unknown');
});
