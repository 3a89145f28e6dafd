/**
 * Goal: states are counted once a history, added in any order, and what was not reached is named. Method: histories of
 * the simulated reference, counted apart and together; the kept graph against a new exploration.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import adapter from '../../../adapters/redis-fencing/adapter.ts';
import { abstractCode } from '../../../spec/model/abstract-state.ts';
import { initialState } from '../../../spec/model/election.ts';
import type { History } from '../../../spec/history.ts';
import { abstractGraph, graphScope, transitionCode, transitionOf } from '../../../src/explore/abstract-graph.ts';
import { graphSource } from '../../../src/explore/print-graph.ts';
import { reachableTransitions } from '../../../src/explore/reachable-transitions.ts';
import {
  addStates,
  countStates,
  emptyStates,
  isWalked,
  stateCoverage,
  STATES_EVERY,
  unreachedTransitions,
} from '../../../src/explore/state-coverage.ts';
import { tellUnreached } from '../../../src/explore/tell-unreached.ts';
import { simulate } from '../../../src/testbed/simulated/simulate.ts';
import { faultAt, quietPlan } from '../../support/simulated-plan.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let quiet: History;
let troubled: History;

beforeAll(async () => {
  quiet = await simulate(adapter, quietPlan());
  troubled = await simulate(adapter, quietPlan({ faults: [faultAt(4000, { kind: 'crash', forMs: 8000 })] }));
});

describe('counting', () => {
  test('adds up to the same in any order', () => {
    const [first, second, both] = [emptyStates(), emptyStates(), emptyStates()];
    countStates(first, quiet);
    countStates(second, troubled);
    countStates(both, quiet);
    countStates(both, troubled);
    const oneWay = emptyStates();
    addStates(oneWay, first);
    addStates(oneWay, second);
    const otherWay = emptyStates();
    addStates(otherWay, second);
    addStates(otherWay, first);
    expect(oneWay).toEqual(both);
    expect(otherWay).toEqual(both);
  });

  test('more trouble reaches more states, and none that the model cannot reach', () => {
    const [calm, all] = [emptyStates(), emptyStates()];
    countStates(calm, quiet);
    countStates(all, quiet);
    countStates(all, troubled);
    const [less, more] = [stateCoverage(calm), stateCoverage(all)];
    expect(more?.reached).toBeGreaterThan(less?.reached ?? Infinity);
    const possible = new Set(reachableTransitions.map(String));
    expect(Object.keys(all.transitions).filter((code) => !possible.has(code))).toEqual([]);
    expect(more).toMatchObject({ histories: 2, paths: 2, beyond: 0, every: STATES_EVERY });
    expect((more?.unreached.length ?? 0) + (more?.reached ?? 0)).toBe(more?.reachable);
  });

  test('a history that is no path says where, and nothing is said of an adapter that has none', () => {
    const tally = emptyStates();
    countStates(tally, { header: quiet.header, events: quiet.events.filter(({ type }) => type !== 'granted') });
    expect(tally).toMatchObject({ histories: 1, paths: 0, misfit: expect.stringContaining('no step') as string });
    expect(stateCoverage(tally)).toBeUndefined();
    expect(stateCoverage(undefined)).toBeUndefined();
  });

  test('one plan in so many is walked, and no stored one', () => {
    expect([-8, -1, 0, 1, STATES_EVERY, STATES_EVERY + 1].map(isWalked)).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('the kept graph', () => {
  test('has every state and transition of a smaller scope, and no other states', () => {
    const found = abstractGraph({ ...graphScope, electors: 3, terms: 2 });
    const kept = new Set(reachableTransitions);
    expect([...found.transitions].filter((code) => !kept.has(code))).toEqual([]);
    const states = new Set(reachableTransitions.flatMap((code) => [transitionOf(code).from, transitionOf(code).to]));
    expect(states).toEqual(found.states);
  });

  test('is printed as it is kept', () => {
    const source = graphSource({ states: new Set(), transitions: new Set([3, 1]), explored: 0 });
    expect(source).toContain('  1, 3,\n];');
  });

  test('codes come apart again', () => {
    const code = transitionCode(5, 3, 9);
    expect(transitionOf(code)).toMatchObject({ from: 5, to: 9 });
    expect(transitionOf(reachableTransitions[0] ?? -1).from).toBeGreaterThanOrEqual(0);
    expect(abstractCode(initialState(graphScope))).toBe(abstractCode(initialState({ ...graphScope, electors: 7 })));
  });
});

test('what a run did not reach is told from its run.json', () => {
  const tally = emptyStates();
  countStates(tally, quiet);
  const states = stateCoverage(tally);
  const lines = tellUnreached(
    JSON.stringify({
      adapters: [
        { name: 'redis-fencing', testbed: 'simulated', states },
        { name: 'other', testbed: 'local' },
      ],
    }),
  );
  expect(lines[0]).toBe(`redis-fencing on simulated: ${states?.unreached.length ?? -1} states not reached`);
  expect(lines.at(-1)).toBe('other on local: no history of it was a path of the model');
  expect(lines).toHaveLength(
    3 + (states?.unreached.length ?? 0) + unreachedTransitions(states?.transitions.codes ?? []).length,
  );
  expect(unreachedTransitions(reachableTransitions)).toEqual([]);
});
