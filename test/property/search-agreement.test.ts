/**
 * The search against the definition. Goal: no rule of the search ever changes a verdict. Method: small random histories,
 * many of them with more indeterminate operations than determinate ones, since only these put the rules about them to
 * the test; each is judged by brute force, by the search with all rules, and without one of them in turn. Orders that the
 * search gives are replayed.
 */
import { describe, expect, test } from 'vitest';
import { bruteForce } from '../../src/checker/brute-force.ts';
import type { Limits } from '../../src/checker/engine.ts';
import type { AnyModel } from '../../src/checker/model.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { searchObject } from '../../src/checker/search/object-search.ts';
import { allRules, type SearchRules } from '../../src/checker/search/rules.ts';
import { modelOperation, type Subject } from '../../src/checker/subject.ts';
import { NEVER } from '../../src/history/client-history.ts';
import type { Value } from '../../src/history/value.ts';
import { Draw } from '../support/draw.ts';
import { randomSubject, type Call, type RandomSubjectOptions } from '../support/random-subject.ts';

const limits: Limits = { bytesMax: 2 ** 28, isOver: () => false };

type Kind = Omit<RandomSubjectOptions, 'model' | 'operations' | 'clients' | 'indeterminate' | 'wrong'>;

const read = (draw: Draw, values: number): Value => [null, 1, 2, 3, 4][draw.below(values + 1)] ?? null;
const answerRead =
  (values: number) =>
  (state: unknown, { f }: Call, draw: Draw, isWrong: boolean) => {
    if (f !== 'read') return undefined;
    return isWrong ? read(draw, values) : (state as Value);
  };

const registerKind = (values: number): Kind => ({
  call: (draw) => (draw.chance(0.45) ? { f: 'read' } : { f: 'write', input: 1 + draw.below(values) }),
  answer: answerRead(values),
});

const casKind = (values: number, blind: number): Kind => ({
  call: (draw) => {
    if (draw.chance(0.35)) return { f: 'read' };
    if (draw.chance(blind)) return { f: 'write', input: 1 + draw.below(values) };
    return { f: 'cas', input: [read(draw, values), 1 + draw.below(values)] };
  },
  answer: answerRead(values),
});

const distinctKind: Kind = {
  call: (draw, step) => {
    if (draw.chance(0.45)) return { f: 'read' };
    if (draw.chance(0.6)) return { f: 'write', input: step + 1 };
    return { f: 'cas', input: [draw.below(step + 1), step + 1] };
  },
  answer: answerRead(4),
};

const kvKind: Kind = {
  call: (draw) => {
    if (draw.chance(0.45)) return { f: 'read' };
    return { f: draw.chance(0.6) ? 'append' : 'write', input: draw.chance(0.5) ? 'a' : 'b' };
  },
  answer: (state, { f }, draw, isWrong) => {
    if (f !== 'read') return undefined;
    return isWrong ? (['', 'a', 'ab', 'b', 'aa'][draw.below(5)] ?? '') : String(state);
  },
};

const txnKind: Kind = {
  call: (draw) => {
    const steps: Value[] = [];
    for (let step = draw.below(2); step < 2; step += 1) {
      const register = draw.chance(0.5) ? 'x' : 'y';
      steps.push(draw.chance(0.5) ? ['r', register, null] : ['w', register, 1 + draw.below(2)]);
    }
    return { f: 'txn', input: steps };
  },
  answer: (state, { input }, draw, isWrong) => {
    let registers = state as { readonly [name: string]: Value };
    return (input as readonly (readonly Value[])[]).map(([op = null, register = null, value = null]) => {
      const name = typeof register === 'string' ? register : '';
      if (op === 'w') registers = { ...registers, [name]: value };
      return [op, register, op === 'r' ? (isWrong ? read(draw, 2) : (registers[name] ?? null)) : value];
    });
  },
};

const lockKind: Kind = { call: (draw) => ({ f: draw.chance(0.5) ? 'acquire' : 'release' }) };

const kinds: readonly (readonly [name: string, model: string, kind: Kind])[] = [
  ['registers of two values', 'register', registerKind(2)],
  ['registers of four values', 'register', registerKind(4)],
  ['cas over two values', 'cas-register', casKind(2, 0.5)],
  ['cas over four values', 'cas-register', casKind(4, 0.3)],
  ['distinct values', 'cas-register', distinctKind],
  ['keys with appends', 'kv', kvKind],
  ['several registers', 'multi-register', txnKind],
  ['mutexes', 'mutex', lockKind],
  ['owned mutexes', 'owner-mutex', lockKind],
  ['reentrant mutexes', 'reentrant-mutex', lockKind],
];

const off = (rule: keyof SearchRules): SearchRules => ({ ...allRules, [rule]: false });
const ruleSets: readonly (readonly [name: string, rules: SearchRules])[] = [
  ['all rules', allRules],
  ['the wide search', off('narrow')],
  ...(['eagerReads', 'symmetry', 'cover', 'mustMatter', 'subsumption', 'demand'] as const).map(
    (rule) => [`no ${rule}`, { ...off(rule), narrow: false }] as const,
  ),
  ['no demand, no mustMatter', { ...off('demand'), mustMatter: false, narrow: false }],
];

const HISTORIES_EACH = 2500;

describe.each(kinds)('%s', (_name, modelName, kind) => {
  test('the search agrees with brute force, whatever rules it is without', () => {
    const model = named(modelName);
    const tally = { good: 0, bad: 0 };
    for (let seed = 0; seed < HISTORIES_EACH; seed += 1) {
      const subject = randomSubject(new Draw(seed), { model, ...shape(seed), ...kind });
      const expected = bruteForce(subject);
      if (expected === true) tally.good += 1;
      else tally.bad += 1;
      for (const [name, rules] of ruleSets) {
        const answer = searchObject(subject, limits, rules);
        const verdict = expected === true ? 'linearizable' : 'not-linearizable';
        if (answer.verdict !== verdict)
          expect.fail(`${name}, seed ${seed}: ${answer.verdict}, not ${verdict}\n${told(subject)}`);
        if (answer.verdict === 'linearizable') expectOrder(subject, answer.order, `${name}, seed ${seed}`);
      }
    }
    expect(tally.good).toBeGreaterThan(HISTORIES_EACH / 10);
    expect(tally.bad).toBeGreaterThan(HISTORIES_EACH / 20);
  });
});

/** Every third history is full of indeterminate operations. */
function shape(seed: number): Pick<RandomSubjectOptions, 'operations' | 'clients' | 'indeterminate' | 'wrong'> {
  const isHeavy = seed % 3 === 0;
  return {
    operations: isHeavy ? 11 : 5 + (seed % 6),
    clients: 2 + (seed % 4),
    indeterminate: isHeavy ? 0.55 : seed % 3 === 1 ? 0.25 : 0,
    wrong: [0, 0.1, 0.3][(seed % 7) % 3] ?? 0,
  };
}

function named(name: string): AnyModel {
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}`);
  return model;
}

function expectOrder({ model, initial, history, operations }: Subject, order: Int32Array, title: string): void {
  let state: unknown = model.initial(initial);
  let latestCall = -1;
  for (const place of order) {
    state = model.step(state, modelOperation(history, place));
    if (state === undefined) expect.fail(`${title}: the order is impossible at ${place}`);
    if ((history.end[place] ?? 0) < latestCall) expect.fail(`${title}: the order puts ${place} after what it precedes`);
    latestCall = Math.max(latestCall, history.call[place] ?? 0);
  }
  const ordered = new Set(order);
  if (ordered.size !== order.length) expect.fail(`${title}: the order has an operation twice`);
  for (const place of operations) {
    if (history.end[place] !== NEVER && !ordered.has(place)) expect.fail(`${title}: the order misses ${place}`);
  }
}

function told({ model, history, operations }: Subject): string {
  return [...operations]
    .map(
      (place) =>
        `${history.call[place]}-${history.end[place] === NEVER ? '?' : history.end[place]} ${model.describe(modelOperation(history, place))}`,
    )
    .join('\n');
}
