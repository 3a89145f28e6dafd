/**
 * Goal: the actions of the model do what they say, and no more. Method: short walks by hand, with each guard asked where
 * it must hold and where it must not.
 */
import { describe, expect, test } from 'vitest';
import type { ModelActionName } from '../../../../spec/model/action.ts';
import { initialState, modelActions, modelInvariants } from '../../../../spec/model/election.ts';
import { guards } from '../../../../spec/model/guards.ts';
import { nothing, type ElectionState, type ModelTime, type Scope } from '../../../../spec/model/state.ts';

const untimed: Scope = {
  electors: 2,
  terms: 4,
  time: undefined,
  pauses: true,
  crashes: true,
  storeStops: true,
  writes: true,
};
const time: ModelTime = {
  leaseTicks: 3,
  validityTicks: 2,
  pauseTicks: 0,
  stepTicks: 0,
  anchor: 'send',
  replyTicks: 3,
};
const timed: Scope = { ...untimed, time };

type Move = readonly [name: ModelActionName, elector?: number, token?: number];

function can(state: ElectionState, scope: Scope, [name, elector = 0, token = 0]: Move): boolean {
  return actionCalled(name).guard(state, scope, elector, token);
}

/** The state after these moves. Throws where a guard does not hold. */
function after(scope: Scope, ...moves: readonly Move[]): ElectionState {
  let state = initialState(scope);
  for (const move of moves) {
    const [name, elector = 0, token = 0] = move;
    if (!can(state, scope, move)) throw new Error(`${name} of ${elector} with ${token} is not possible here`);
    state = actionCalled(name).next(state, scope, elector, token);
  }
  return state;
}

function actionCalled(name: ModelActionName): (typeof modelActions)[number] {
  const action = modelActions.find((each) => each.name === name);
  if (action === undefined) throw new Error(`the model has no action ${name}`);
  return action;
}

const firstTerm: readonly Move[] = [
  ['campaign', 0],
  ['granted', 0],
  ['elected', 0, 1],
];

describe('the lease store', () => {
  test('grants a free election with the next token, and no other', () => {
    const held = after(untimed, ['campaign', 0], ['campaign', 1], ['granted', 0]);
    expect(held.store).toMatchObject({ record: 1, counter: 1 });
    expect(can(held, untimed, ['granted', 1])).toBe(false);
    const next = after(untimed, ['campaign', 0], ['campaign', 1], ['granted', 0], ['expired'], ['granted', 1]);
    expect(next.store).toMatchObject({ record: 2, counter: 2 });
    expect(next.terms.map(({ to }) => to)).toEqual([0, 1]);
  });

  test('grants nothing to who never campaigned, and nothing while it is down', () => {
    expect(can(initialState(untimed), untimed, ['granted', 0])).toBe(false);
    expect(can(after(untimed, ['campaign', 0], ['store-stopped']), untimed, ['granted', 0])).toBe(false);
  });

  test('renews and deletes only the record of the term that is asked about', () => {
    const second = after(untimed, ...firstTerm, ['lost', 0], ['expired'], ['campaign', 1], ['granted', 1]);
    expect(can(second, untimed, ['renewed', 0, 1])).toBe(false);
    expect(can(second, untimed, ['released', 0, 1])).toBe(false);
    expect(can(second, untimed, ['renewed', 1, 2])).toBe(true);
  });

  test('deletes the record of a leader only once it believes no more', () => {
    expect(can(after(untimed, ...firstTerm), untimed, ['released', 0, 1])).toBe(false);
    expect(after(untimed, ...firstTerm, ['lost', 0], ['released', 0, 1]).store.record).toBe(0);
  });

  test('never deletes for a process that died leading, and lets a late renewal of it through', () => {
    const crashed = after(untimed, ...firstTerm, ['crashed', 0], ['start', 0]);
    expect(can(crashed, untimed, ['released', 0, 1])).toBe(false);
    expect(can(crashed, untimed, ['renewed', 0, 1])).toBe(true);
  });

  test('grants too late to a process that has ended, and nothing touches that record but expiry', () => {
    const orphan = after(untimed, ['campaign', 0], ['crashed', 0], ['granted-too-late', 0], ['start', 0]);
    expect(orphan.terms).toEqual([{ to: 0, standing: 'unheard' }]);
    expect(can(orphan, untimed, ['renewed', 0, 1])).toBe(false);
    expect(can(orphan, untimed, ['released', 0, 1])).toBe(false);
    expect(can(orphan, untimed, ['expired'])).toBe(true);
  });

  test('with time, frees a record T ticks after it was last written, and not before', () => {
    const old = after(timed, ['campaign', 0], ['granted', 0], ['tick'], ['tick']);
    expect(can(old, timed, ['expired'])).toBe(false);
    expect(can(after(timed, ['campaign', 0], ['granted', 0], ['tick'], ['tick'], ['tick']), timed, ['expired'])).toBe(
      true,
    );
    const renewed = after(timed, ['campaign', 0], ['granted', 0], ['tick'], ['tick'], ['renewed', 0, 1], ['tick']);
    expect(can(renewed, timed, ['expired'])).toBe(false);
  });

  test('with time, expires earlier by the steps of its clock', () => {
    const scope: Scope = { ...timed, time: { ...time, stepTicks: 1 } };
    const stepped = after(scope, ['campaign', 0], ['granted', 0], ['tick'], ['store-step'], ['tick']);
    expect(can(stepped, scope, ['expired'])).toBe(true);
    expect(can(stepped, scope, ['store-step'])).toBe(false);
  });
});

describe('an elector', () => {
  test('is elected only while it campaigns, with a grant of its own', () => {
    const granted = after(untimed, ['campaign', 0], ['campaign', 1], ['granted', 0]);
    expect(can(granted, untimed, ['elected', 0, 1])).toBe(true);
    expect(can(granted, untimed, ['elected', 1, 1])).toBe(false);
    const cancelled = after(untimed, ['campaign', 0], ['granted', 0], ['cancel-campaign', 0]);
    expect(can(cancelled, untimed, ['elected', 0, 1])).toBe(false);
  });

  test('can still lead with a grant of a cancelled campaign while its record lives', () => {
    const again = after(untimed, ['campaign', 0], ['granted', 0], ['cancel-campaign', 0], ['campaign', 0]);
    expect(can(again, untimed, ['elected', 0, 1])).toBe(true);
    const gone = after(untimed, ['campaign', 0], ['granted', 0], ['cancel-campaign', 0], ['expired'], ['campaign', 0]);
    expect(can(gone, untimed, ['elected', 0, 1])).toBe(false);
  });

  test('never leads with what it gave up, nor twice with one term', () => {
    const givenUp = after(untimed, ['campaign', 0], ['granted', 0], ['give-up', 0, 1]);
    expect(can(givenUp, untimed, ['elected', 0, 1])).toBe(false);
    const twice = after(untimed, ...firstTerm, ['lost', 0], ['campaign', 0]);
    expect(can(twice, untimed, ['elected', 0, 1])).toBe(false);
  });

  test('forgets everything when it crashes, and starts anew', () => {
    const again = after(untimed, ...firstTerm, ['crashed', 0], ['start', 0]);
    expect(again.electors[0]).toMatchObject({ phase: 'resting', token: 0, campaigned: false, haunted: true });
    expect(again.terms).toEqual([{ to: 0, standing: 'lapsed' }]);
  });

  test('closes only at rest', () => {
    expect(can(after(untimed, ...firstTerm), untimed, ['closed', 0])).toBe(false);
    expect(can(after(untimed, ...firstTerm, ['lost', 0]), untimed, ['closed', 0])).toBe(true);
  });

  test('with time, is not elected by an answer that is older than D', () => {
    const late = after(timed, ['campaign', 0], ['granted', 0], ['tick'], ['tick']);
    expect(late.electors[0]?.unheard).toBe(nothing);
    expect(can(late, timed, ['elected', 0, 1])).toBe(false);
    const inTime = after(timed, ['campaign', 0], ['granted', 0], ['tick'], ['elected', 0, 1]);
    expect(inTime.electors[0]?.since).toBe(1);
  });

  test('with time, must stop believing before time goes on past its deadline', () => {
    const due = after(timed, ...firstTerm, ['tick'], ['tick']);
    expect(can(due, timed, ['tick'])).toBe(false);
    expect(can(after(timed, ...firstTerm, ['tick'], ['tick'], ['lost', 0]), timed, ['tick'])).toBe(true);
  });

  test('with time, believes longer after a renewal that it heard of', () => {
    const renewed = after(timed, ...firstTerm, ['tick'], ['renewed', 0, 1], ['hear', 0], ['tick']);
    expect(can(renewed, timed, ['tick'])).toBe(true);
    const unheard = after(timed, ...firstTerm, ['tick'], ['renewed', 0, 1], ['tick']);
    expect(can(unheard, timed, ['tick'])).toBe(false);
  });

  test('with time, may stand still past its deadline, and does nothing while it does', () => {
    const still = after(timed, ...firstTerm, ['pause', 0], ['tick'], ['tick'], ['tick']);
    expect(can(still, timed, ['lost', 0])).toBe(false);
    expect(can(still, timed, ['write', 0])).toBe(false);
    expect(can(after(timed, ...firstTerm, ['pause', 0], ['tick'], ['tick'], ['resume', 0]), timed, ['tick'])).toBe(
      false,
    );
  });
});

describe('the resource', () => {
  const both: readonly Move[] = [...firstTerm, ['expired'], ['campaign', 1], ['granted', 1], ['elected', 1, 2]];

  test('applies writes of every term that was led until it has seen a larger token', () => {
    expect(can(after(untimed, ...both), untimed, ['write-applied', 0, 1])).toBe(true);
    const behind = after(untimed, ...both, ['write-applied', 1, 2]);
    expect(can(behind, untimed, ['write-applied', 0, 1])).toBe(false);
    expect(can(behind, untimed, ['write-refused', 0, 1])).toBe(true);
    expect(can(behind, untimed, ['write-refused', 1, 2])).toBe(false);
  });

  test('gets no writes of a term that nobody led with', () => {
    const granted = after(untimed, ['campaign', 0], ['granted', 0]);
    expect(can(granted, untimed, ['write-applied', 0, 1])).toBe(false);
    expect(can(granted, untimed, ['write', 0])).toBe(false);
  });
});

test('every action says what it needs, and every guard is known to some action or invariant', () => {
  for (const action of modelActions) expect(action.needs.length, action.name).toBeGreaterThan(10);
  expect(new Set(modelActions.map(({ name }) => name)).size).toBe(modelActions.length);
  const properties = new Set(modelInvariants.map(({ property }) => property));
  for (const { name, protects } of guards)
    expect(
      protects.some((property) => properties.has(property)),
      name,
    ).toBe(true);
});
