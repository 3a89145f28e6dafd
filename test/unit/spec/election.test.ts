/** Goal: the sequential election object allows what one election after another can do, and nothing else. */
import { describe, expect, test } from 'vitest';
import { initialElection, nextElection } from '../../../spec/election.ts';
import type { ElectionAction, ElectionState } from '../../../spec/election.ts';

function after(...actions: readonly ElectionAction[]): ElectionState | undefined {
  return actions.reduce<ElectionState | undefined>(
    (state, action) => state && nextElection(state, action),
    initialElection,
  );
}

describe('the election object', () => {
  test('who campaigns while nobody holds becomes the holder with a larger number', () => {
    expect(after({ name: 'campaign', by: 'a' })).toEqual({ holder: 'a', number: 1n });
    expect(after({ name: 'campaign', by: 'a', number: 7n }, { name: 'expire' }, { name: 'campaign', by: 'b' })).toEqual(
      { holder: 'b', number: 8n },
    );
  });

  test('nobody becomes holder while another holds, or with a number that is not larger', () => {
    expect(after({ name: 'campaign', by: 'a' }, { name: 'campaign', by: 'b' })).toBeUndefined();
    expect(
      after(
        { name: 'campaign', by: 'a', number: 3n },
        { name: 'resign', by: 'a' },
        { name: 'campaign', by: 'b', number: 3n },
      ),
    ).toBeUndefined();
  });

  test('only the holder gives up by resigning', () => {
    expect(after({ name: 'campaign', by: 'a' }, { name: 'resign', by: 'b' })).toEqual({ holder: 'a', number: 1n });
    expect(after({ name: 'campaign', by: 'a' }, { name: 'resign', by: 'a' }, { name: 'resign', by: 'a' })).toEqual({
      holder: undefined,
      number: 1n,
    });
  });

  test('a view tells the holder and its number', () => {
    expect(after({ name: 'view', holder: undefined })).toEqual(initialElection);
    expect(after({ name: 'campaign', by: 'a' }, { name: 'view', holder: 'a', number: 1n })).toBeDefined();
    expect(after({ name: 'campaign', by: 'a' }, { name: 'view', holder: 'a', number: 2n })).toBeUndefined();
    expect(after({ name: 'campaign', by: 'a' }, { name: 'view', holder: 'b' })).toBeUndefined();
  });

  test('nothing expires where nobody holds', () => {
    expect(after({ name: 'expire' })).toBeUndefined();
  });
});
