/**
 * Random client histories for every model, from a seed: concurrent clients of a simulated object, and then, where asked,
 * a few changes of which nobody knows beforehand whether they break it.
 */
import type { ClientHistory } from '../../src/history/client-history.ts';
import { Draw } from './draw.ts';
import { historyOf, type DraftOperation } from './drafted-history.ts';
import { loseOutcome, perturb } from './perturb-draft.ts';
import { simulateClients } from './simulate-clients.ts';
import { SimulatedMutex, SimulatedOwnedMutex } from './simulated-locks.ts';
import type { SimulatedObject } from './simulated-object.ts';
import { SimulatedKv, SimulatedRegister, SimulatedRegisters } from './simulated-registers.ts';
import {
  SimulatedFencedLock,
  SimulatedFencedStore,
  SimulatedSetOnce,
  SimulatedTokens,
} from './simulated-token-objects.ts';

/** What is generated: a model, and where there are several, which kind of its histories. */
export interface GeneratedKind {
  readonly name: string;
  readonly model: string;
  /** How many of the small histories stay as they were simulated; the others are changed. Tuned so that about half are good. */
  readonly unchangedShare: number;
  readonly object: (draw: Draw, operations: number) => SimulatedObject;
}

export const generatedKinds: readonly GeneratedKind[] = [
  kind('register', 'register', 0.2, () => new SimulatedRegister('distinct', false)),
  kind('register, repeated values', 'register', 0.1, () => new SimulatedRegister('repeated', false)),
  kind('cas-register', 'cas-register', 0.2, () => new SimulatedRegister('distinct', true)),
  kind('cas-register, repeated values', 'cas-register', 0.1, () => new SimulatedRegister('repeated', true)),
  kind('multi-register', 'multi-register', 0.2, () => new SimulatedRegisters(3)),
  kind('multi-register, one register each', 'multi-register', 0.1, () => new SimulatedRegisters(1)),
  kind('kv', 'kv', 0.1, () => new SimulatedKv(false)),
  kind('kv, appends', 'kv', 0.1, () => new SimulatedKv(true)),
  kind('mutex', 'mutex', 0.2, () => new SimulatedMutex()),
  kind('owner-mutex', 'owner-mutex', 0.2, () => new SimulatedOwnedMutex(1)),
  kind('reentrant-mutex', 'reentrant-mutex', 0.2, () => new SimulatedOwnedMutex(3)),
  kind('fenced-lock', 'fenced-lock', 0.2, (draw) => new SimulatedFencedLock(false, draw)),
  kind('leader-lease', 'leader-lease', 0.2, (draw) => new SimulatedFencedLock(true, draw)),
  kind('fenced-store', 'fenced-store', 0.2, (draw) => new SimulatedFencedStore(draw)),
  kind('set-once', 'set-once', 0.2, (draw, operations) => new SimulatedSetOnce(draw, operations > 100 ? 20 : 8)),
  kind('monotonic-token', 'monotonic-token', 0.2, (draw) => new SimulatedTokens(draw)),
];

function kind(
  name: string,
  model: string,
  unchangedShare: number,
  object: (draw: Draw, operations: number) => SimulatedObject,
): GeneratedKind {
  return { name, model, unchangedShare, object };
}

/** Throws where there is no such kind. */
export function generatedKind(name: string): GeneratedKind {
  const found = generatedKinds.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`no kind of history is named ${name}`);
  return found;
}

export interface GoodHistoryOptions {
  readonly operations: number;
  /** How many clients are busy at a time. */
  readonly concurrency: number;
  /** Share of the operations that end indeterminate. @defaultValue 0 */
  readonly indeterminateShare?: number;
}

/** A linearizable history of any length as operations that can still be changed, such as by planting a fault. */
export function draftGoodHistory(kindName: string, seed: number, options: GoodHistoryOptions): DraftOperation[] {
  const { operations, concurrency, indeterminateShare = 0 } = options;
  const draw = new Draw(seed);
  const object = generatedKind(kindName).object(draw, operations);
  return simulateClients(object, { operations, concurrency, crashShare: indeterminateShare, isShort: false }, draw);
}

/** A linearizable history of any length: tens of thousands of operations in a tenth of a second. */
export function generateGoodHistory(kindName: string, seed: number, options: GoodHistoryOptions): ClientHistory {
  return historyOf(draftGoodHistory(kindName, seed, options), `${kindName}, seed ${seed}`);
}

/**
 * A history of 5 to 11 operations of which nobody knows whether it is linearizable: about half of all are. In every
 * second one at least a fifth of the operations are indeterminate.
 */
export function generateSmallHistory(kindName: string, seed: number): ClientHistory {
  return historyOf(draftSmallHistory(generatedKind(kindName), seed), `${kindName}, seed ${seed}`);
}

export function draftSmallHistory({ object, unchangedShare }: GeneratedKind, seed: number): DraftOperation[] {
  const draw = new Draw(seed);
  const count = 5 + draw.below(7);
  const isIndeterminate = draw.chance(0.5);
  const concurrency = 2 + draw.below(4);
  const crashShare = isIndeterminate ? 0.25 : 0.02;
  const operations = simulateClients(
    object(draw, count),
    { operations: count, concurrency, crashShare, isShort: true },
    draw,
  );
  if (!draw.chance(unchangedShare)) {
    const changes = 1 + draw.below(4);
    for (let change = 0; change < changes; change += 1) perturb(operations, draw);
  }
  for (let attempt = 0; isIndeterminate && attempt < 4 && indeterminateShare(operations) < 0.2; attempt += 1) {
    loseOutcome(operations, draw);
  }
  return operations;
}

export function indeterminateShare(operations: readonly DraftOperation[]): number {
  let indeterminate = 0;
  for (const { outcome } of operations) if (outcome === 'info') indeterminate += 1;
  return indeterminate / operations.length;
}
