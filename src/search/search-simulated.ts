/**
 * The search in the simulation: generated plans in pieces, handed to whichever worker is free, and put together in the
 * order of the plans, so that the outcome is the same with one worker and with many.
 */
import type { PropertyId } from '../../spec/property.ts';
import type { Simplicity } from './finding.ts';
import type { Harvest, WorkerTask } from './worker-protocol.ts';

/** Plans a piece: small enough to stop soon and to show progress, large enough that messages cost nothing. */
const PLANS_A_PIECE = 25;

export interface SimulatedSearch {
  readonly jobs: number;
  run(task: WorkerTask): Promise<Harvest>;
  /** Exclusive; Infinity where only a budget limits the search. */
  readonly histories: number;
  /** Asked before each piece: no new one is begun once it is true. */
  isOver(): boolean;
  /** The simplest findings so far, so that workers send only better ones. */
  known(): ReadonlyMap<PropertyId, Simplicity>;
  /** Called for the pieces in order, never after one that stopped the search. */
  take(harvest: Harvest): Promise<void>;
}

/** Runs the search to its end. Rejects with the first error of a worker. */
export async function searchSimulated(search: SimulatedSearch): Promise<void> {
  const waiting = new Map<number, Harvest>();
  let nextPiece = 0;
  let nextTaken = 0;
  let isStopped = false;
  let taking = Promise.resolve();

  const takeInOrder = async (): Promise<void> => {
    for (let harvest = waiting.get(nextTaken); harvest !== undefined && !isStopped; harvest = waiting.get(nextTaken)) {
      waiting.delete(nextTaken);
      nextTaken += 1;
      if (harvest.stoppedAt !== undefined) isStopped = true;
      await search.take(harvest);
    }
  };
  const work = async (): Promise<void> => {
    while (!isStopped && !search.isOver() && nextPiece * PLANS_A_PIECE < search.histories) {
      const piece = nextPiece;
      nextPiece += 1;
      const from = piece * PLANS_A_PIECE;
      const to = Math.min(from + PLANS_A_PIECE, search.histories);
      waiting.set(piece, await search.run({ kind: 'generated', from, to, known: search.known() }));
      taking = taking.then(takeInOrder);
      await taking;
    }
  };
  await Promise.all(Array.from({ length: search.jobs }, work));
}
