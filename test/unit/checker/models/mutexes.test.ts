import { describe, expect, test } from 'vitest';
import { mutex } from '../../../../src/checker/models/mutex.ts';
import { ownerMutex } from '../../../../src/checker/models/owner-mutex.ts';
import { reentrantMutex } from '../../../../src/checker/models/reentrant-mutex.ts';
import { possible, stateAfter, type Step } from '../../../support/run-model.ts';

const by = (process: string, f: 'acquire' | 'release'): Step => [f, undefined, undefined, process];

describe('mutex', () => {
  test('is acquired and released in turn, by anybody', () => {
    expect(possible(mutex, [by('a', 'acquire'), by('b', 'release'), by('b', 'acquire')])).toBe(3);
    expect(possible(mutex, [by('a', 'acquire'), by('b', 'acquire')])).toBe(1);
    expect(possible(mutex, [by('a', 'release')])).toBe(0);
  });

  test('may begin held', () => {
    expect(possible(mutex, [by('a', 'release')], true)).toBe(1);
    expect(() => mutex.initial('held')).toThrow('begins with true (held) or false (free), found "held"');
  });
});

describe('owner-mutex', () => {
  test('is released by its owner alone', () => {
    expect(possible(ownerMutex, [by('a', 'acquire'), by('a', 'release'), by('b', 'acquire')])).toBe(3);
    expect(possible(ownerMutex, [by('a', 'acquire'), by('b', 'release')])).toBe(1);
    expect(possible(ownerMutex, [by('a', 'acquire'), by('a', 'acquire')])).toBe(1);
  });

  test('may begin with an owner', () => {
    expect(possible(ownerMutex, [by('7', 'release')], 7)).toBe(1);
    expect(() => ownerMutex.initial([])).toThrow('begins with the name of its owner or with null, found []');
  });
});

describe('reentrant-mutex', () => {
  test('counts what its owner acquires', () => {
    const twice = [by('a', 'acquire'), by('a', 'acquire'), by('a', 'release')];
    expect(stateAfter(reentrantMutex, twice)).toBe('held by a');
    expect(possible(reentrantMutex, [...twice, by('b', 'acquire')])).toBe(3);
    expect(stateAfter(reentrantMutex, [...twice, by('a', 'release'), by('b', 'acquire'), by('b', 'acquire')])).toBe(
      'held 2 times by b',
    );
    expect(possible(reentrantMutex, [by('a', 'acquire'), by('b', 'release')])).toBe(1);
  });

  test('may begin held several times', () => {
    expect(
      possible(reentrantMutex, [by('a', 'release'), by('a', 'release'), by('a', 'release')], { owner: 'a', times: 2 }),
    ).toBe(2);
    expect(() => reentrantMutex.initial(true)).toThrow('found true');
  });
});
