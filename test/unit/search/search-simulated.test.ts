/** However many workers, and in whichever order they answer, the same pieces are taken in the order of the plans. */
import { describe, expect, test } from 'vitest';
import { searchSimulated } from '../../../src/search/search-simulated.ts';
import { emptyTally } from '../../../src/search/tally.ts';
import type { Harvest, WorkerTask } from '../../../src/search/worker-protocol.ts';

interface Taken {
  readonly histories: number;
  readonly stoppedAt: number | undefined;
}

/** Plans are numbers here; the one called `broken` ends the search. Workers answer late by a pattern of `jobs`. */
async function search(jobs: number, options: { readonly histories: number; readonly broken?: number }): Promise<Taken> {
  let histories = 0;
  let stoppedAt: number | undefined;
  await searchSimulated({
    jobs,
    histories: options.histories,
    isOver: () => false,
    known: () => new Map(),
    run: async (task: WorkerTask): Promise<Harvest> => {
      if (task.kind !== 'generated') throw new Error('only generated plans are searched');
      for (let wait = (task.from * 7) % (3 * jobs); wait > 0; wait -= 1) await Promise.resolve();
      const { broken } = options;
      const isStopped = broken !== undefined && broken >= task.from && broken < task.to;
      const tally = { ...emptyTally(), histories: (isStopped ? broken + 1 : task.to) - task.from };
      return { tally, findings: [], histories: [], ...(isStopped ? { stoppedAt: broken } : {}) };
    },
    take: (harvest) => {
      expect(stoppedAt).toBeUndefined();
      histories += harvest.tally.histories;
      stoppedAt = harvest.stoppedAt;
      return Promise.resolve();
    },
  });
  return { histories, stoppedAt };
}

describe('search in the simulation', () => {
  for (const jobs of [1, 2, 5]) {
    test(`${jobs} workers: every history, and no more than asked for`, async () => {
      expect(await search(jobs, { histories: 333 })).toEqual({ histories: 333, stoppedAt: undefined });
    });

    test(`${jobs} workers: nothing after the plan that ended the search counts`, async () => {
      expect(await search(jobs, { histories: 1000, broken: 137 })).toEqual({ histories: 138, stoppedAt: 137 });
    });
  }

  test('the failure of a worker is that of the search', async () => {
    const failing = searchSimulated({
      jobs: 2,
      histories: 100,
      isOver: () => false,
      known: () => new Map(),
      run: () => Promise.reject(new Error('a world came to no end')),
      take: () => Promise.resolve(),
    });
    await expect(failing).rejects.toThrow('a world came to no end');
  });
});
