/**
 * Goal: exploring finds every state and every violation, by a shortest path, and nothing where there is none. Method:
 * the small scopes; each guard taken away; the exclusivity inequality on a grid; and a second, slow exploration written
 * here, which tells states apart by their JSON and electors by trying every order.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { abstractCode } from '../../../spec/model/abstract-state.ts';
import { initialState } from '../../../spec/model/election.ts';
import { guards } from '../../../spec/model/guards.ts';
import type { ElectionState, ModelTime, Scope } from '../../../spec/model/state.ts';
import { visitSteps } from '../../../src/explore/enabled-steps.ts';
import { explore } from '../../../src/explore/explore.ts';
import { scopeNamed, scopes } from '../../../src/explore/scopes.ts';
import { tellViolation } from '../../../src/explore/tell-path.ts';

// Explorations take a second or two; a busy machine makes ten of it.
vi.setConfig({ testTimeout: 60_000 });

const readme = readFileSync(new URL('../../../spec/README.md', import.meta.url), 'utf8');
const small = scopes.filter(({ isSmall }) => isSmall);

function scopeOf(name: string): Scope {
  const found = scopeNamed(name);
  if (found === undefined) throw new Error(`there is no scope ${name}`);
  return found.scope;
}

describe.each(small)('the scope $name', ({ name, scope }) => {
  const found = explore(scope);

  test('holds every invariant, and comes to everything that must be possible', () => {
    expect(found.violation).toBeUndefined();
    expect(found.neverMet).toEqual([]);
    expect(found.isComplete).toBe(true);
  });

  test('has as many states and transitions as spec/README.md says', () => {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
    const counted = [found.states, found.transitions].map((count) => count.toLocaleString('en-US'));
    expect(
      row
        ?.split('|')
        .slice(3, 5)
        .map((cell) => cell.trim()),
    ).toEqual(counted);
  });
});

describe('a guard taken away', () => {
  test.each(guards)('is missed: $name', ({ name, protects, needsTime }) => {
    const scope = needsTime ? scopeOf('exclusivity') : scopeOf('fencing');
    expect(protects).toContain(explore({ ...scope, without: name }).violation?.invariant.property);
  });

  test('shows two leaders at once where releases compare nothing', () => {
    const { violation } = explore(
      { ...scopeOf('exclusivity'), without: 'release-compares-token' },
      { properties: ['S4'] },
    );
    expect(violation?.path.map(({ action }) => action.name)).toContain('released');
    expect(violation?.invariant.property).toBe('S4');
  });

  test('is shown by a shortest path, told step by step', () => {
    const { violation } = explore({ ...scopeOf('fencing'), without: 'renew-compares-token' });
    expect(violation === undefined ? [] : tellViolation(violation)).toEqual([
      '   1. a begins to campaign.',
      '   2. b begins to campaign.',
      '   3. The store grants the election to a, with token 1.',
      '   4. The record expires.',
      '   5. The store grants the election to b, with token 2.',
      '   6. The store renews the record as a asks for term 1.',
      '      Broken: S6, only its owner renews, deletes or replaces a record.',
    ]);
  });
});

describe('two believers', () => {
  const base: Scope = { ...scopeOf('exclusivity'), terms: 2, pauses: false };
  const time = (changes: Partial<ModelTime>): ModelTime => ({
    leaseTicks: 3,
    validityTicks: 2,
    pauseTicks: 0,
    stepTicks: 0,
    anchor: 'send',
    replyTicks: 3,
    ...changes,
  });
  const overlap = (changes: Partial<ModelTime>): boolean =>
    explore({ ...base, time: time(changes) }, { properties: ['S4'] }).violation !== undefined;

  test('overlap with T = 3 and D = 4, and not with D < T', () => {
    expect(overlap({ validityTicks: 4 })).toBe(true);
    expect(overlap({ validityTicks: 2 })).toBe(false);
  });

  test('overlap exactly where D > T - J - P, counted from sending', () => {
    for (const leaseTicks of [2, 3, 4])
      for (const validityTicks of [1, 2, 3, 4])
        for (const [pauseTicks, stepTicks] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const) {
          const constants = { leaseTicks, validityTicks, pauseTicks, stepTicks };
          const isTooLong = validityTicks > leaseTicks - stepTicks - pauseTicks;
          expect({ ...constants, overlap: overlap(constants) }).toEqual({ ...constants, overlap: isTooLong });
        }
  });

  test('overlap exactly where D > T - J - P - the longest delay of a reply, counted from receipt', () => {
    for (const leaseTicks of [3, 4])
      for (const validityTicks of [1, 2, 3])
        for (const replyTicks of [0, 1, 2]) {
          const constants = { leaseTicks, validityTicks, replyTicks };
          const isTooLong = validityTicks > leaseTicks - replyTicks;
          expect({ ...constants, overlap: overlap({ ...constants, anchor: 'receipt' }) }).toEqual({
            ...constants,
            overlap: isTooLong,
          });
        }
  });
});

test('with time, nothing happens that could not happen without', () => {
  const scope: Scope = { ...scopeOf('exclusivity'), terms: 2, crashes: true };
  const free: Scope = { ...scope, time: undefined };
  const steps = (of: Scope): ReadonlySet<string> => {
    const found = new Set<string>();
    explore(of, {
      onStep: ({ before, action, after }) => found.add(`${abstractCode(before)} ${action.name} ${abstractCode(after)}`),
    });
    return found;
  };
  const possible = steps(free);
  const clocks = ['tick', 'hear', 'pause', 'resume', 'store-step'];
  const strange = [...steps(scope)].filter((step) => {
    const [before, name = '', after] = step.split(' ');
    return clocks.includes(name) ? before !== after : !possible.has(step);
  });
  expect(strange).toEqual([]);
});

describe('a slow exploration that packs nothing', () => {
  test.each([
    ['without time', { ...scopeOf('fencing'), electors: 2, storeStops: false }],
    ['three candidates', { ...scopeOf('fencing'), terms: 1, crashes: false, storeStops: false }],
    ['with time', { ...scopeOf('exclusivity'), terms: 1 }],
  ] satisfies readonly (readonly [string, Scope])[])('finds the same: %s', (_name, scope) => {
    const { states, transitions } = explore(scope);
    expect({ states, transitions }).toEqual(slowly(scope));
  });
});

/** Counts states up to the names of their electors, and the steps out of each. */
function slowly(scope: Scope): { readonly states: number; readonly transitions: number } {
  const first = initialState(scope);
  const known = new Set([plainest(first)]);
  let transitions = 0;
  for (const queue = [first]; queue.length > 0;) {
    const state = queue.pop();
    if (state === undefined) break;
    visitSteps(state, scope, (action, _place, elector, token) => {
      transitions += 1;
      const after = action.next(state, scope, elector, token);
      const name = plainest(after);
      if (known.has(name)) return;
      known.add(name);
      queue.push(after);
    });
  }
  return { states: known.size, transitions };
}

/** The smallest of the texts of a state under every order of its electors. */
function plainest(state: ElectionState): string {
  const texts = ordersOf(state.electors.length).map((order) =>
    JSON.stringify({
      store: state.store,
      resource: state.resource,
      terms: state.terms.map(({ to, standing }) => [order.indexOf(to), standing]),
      electors: order.map((place) => state.electors[place]),
    }),
  );
  return texts.sort()[0] ?? '';
}

function ordersOf(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => [...order.slice(0, place), count - 1, ...order.slice(place)]),
  );
}

test('a limit of states ends it, and says so', () => {
  const found = explore(scopeOf('fencing'), { statesMax: 1000 });
  expect(found.isComplete).toBe(false);
  expect(found.states).toBeLessThan(1200);
});
