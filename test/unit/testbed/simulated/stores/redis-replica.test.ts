/** Goal: a replica has what was written until its lag ago when it takes over, and says whether that is all. */
import { describe, expect, test } from 'vitest';
import type { ChangeCause, KeyChange } from '../../../../../src/testbed/change-batch.ts';
import { RedisModel } from '../../../../../src/testbed/simulated/stores/redis.ts';
import { RedisReplica } from '../../../../../src/testbed/simulated/stores/redis-replica.ts';

const MS = 1000;

/** A primary with its replica; the wall clock shows real time. */
function replicated(): { primary: RedisModel; replica: RedisReplica } {
  const replica = new RedisReplica();
  const primary = new RedisModel((changes, cause, _by, wallUs) =>
    replica.receive(changes, cause, { atUs: wallUs, wallUs }),
  );
  return { primary, replica };
}

function valuesOf(replica: RedisReplica, keptUntilMs: number): { values: Record<string, string>; lossy: boolean } {
  const { entries, lossy } = replica.takeOver(keptUntilMs * MS);
  return { values: Object.fromEntries([...entries].map(([key, { value }]) => [key, value])), lossy };
}

describe('a replica that takes over', () => {
  test('has everything where it does not lag', () => {
    const { primary, replica } = replicated();
    primary.execute(['SET', 'x', '1'], 'a#0', 10 * MS);
    primary.execute(['SET', 'y', '2'], 'a#0', 20 * MS);
    expect(valuesOf(replica, 20)).toEqual({ values: { x: '1', y: '2' }, lossy: false });
  });

  test('lacks what was written after it last heard', () => {
    const { primary, replica } = replicated();
    primary.execute(['SET', 'x', '1'], 'a#0', 10 * MS);
    primary.execute(['SET', 'x', '2'], 'a#0', 20 * MS);
    primary.execute(['INCR', 'n'], 'a#0', 21 * MS);
    expect(valuesOf(replica, 19)).toEqual({ values: { x: '1' }, lossy: true });
  });

  test('still has what was deleted meanwhile', () => {
    const { primary, replica } = replicated();
    primary.execute(['SET', 'x', '1'], 'a#0', 10 * MS);
    primary.execute(['DEL', 'x'], 'a#0', 20 * MS);
    expect(valuesOf(replica, 15)).toEqual({ values: { x: '1' }, lossy: true });
  });

  test('knows deadlines as points of the wall clock, and the earlier one where the renewal is lost', () => {
    const { primary, replica } = replicated();
    primary.execute(['SET', 'x', '1', 'PX', 100], 'a#0', 10 * MS);
    primary.execute(['PEXPIRE', 'x', 100], 'a#0', 60 * MS);
    expect(replica.takeOver(50 * MS).entries.get('x')).toEqual({ value: '1', deadlineMs: 110 });
  });

  test('has lost nothing where only the end of a lifetime did not reach it', () => {
    const { primary, replica } = replicated();
    primary.execute(['SET', 'x', '1', 'PX', 10], 'a#0', 10 * MS);
    primary.expireDue(30 * MS);
    expect(valuesOf(replica, 15)).toEqual({ values: { x: '1' }, lossy: false });
  });

  test('is followed by a replica of its own that begins with the same', () => {
    const { primary, replica } = replicated();
    primary.execute(['SET', 'x', '1'], 'a#0', 10 * MS);
    primary.execute(['SET', 'x', '2'], 'a#0', 20 * MS);
    replica.takeOver(15 * MS);
    expect(valuesOf(replica, 100)).toEqual({ values: { x: '1' }, lossy: false });
  });
});

describe('the model that becomes the replica', () => {
  test('tells the differences as a loss, and leaves out what is past its deadline', () => {
    const told: { readonly cause: ChangeCause; readonly changes: readonly KeyChange[] }[] = [];
    const { primary: before, replica } = replicated();
    before.execute(['SET', 'kept', '1'], 'a#0', 1 * MS);
    before.execute(['SET', 'over', '1', 'PX', 10], 'a#0', 1 * MS);
    before.execute(['SET', 'deleted', '1', 'PX', 500], 'a#0', 1 * MS);
    const model = new RedisModel((changes, cause) => told.push({ cause, changes }));
    model.execute(['SET', 'kept', '1'], 'a#0', 1 * MS);
    model.execute(['SET', 'new', '1'], 'a#0', 50 * MS);
    told.length = 0;

    model.takeOver(replica.takeOver(10 * MS).entries, 100 * MS);

    expect(told).toEqual([
      {
        cause: 'lost',
        changes: [
          { record: { key: 'new', value: null }, refreshed: false },
          { record: { key: 'deleted', value: '1', ttlMs: 401 }, refreshed: true },
        ],
      },
    ]);
    expect(['kept', 'over', 'deleted', 'new'].map((key) => model.execute(['GET', key], 'a#0', 100 * MS))).toEqual([
      '1',
      null,
      '1',
      null,
    ]);
  });

  test('tells of the loss also where no key is different', () => {
    const told: ChangeCause[] = [];
    const model = new RedisModel((_changes, cause) => told.push(cause));
    model.takeOver(new Map(), 100 * MS);
    expect(told).toEqual(['lost']);
  });
});
