/**
 * Random client histories for every model, from a seed: concurrent clients of a simulated object, and then, where asked,
 * a few changes of which nobody knows beforehand whether they break it.
 */
import type { ClientHistory } from '../../src/history/client-history.ts';
import { Draw } from './draw.ts';
import { historyOf, type DraftOperation } from './drafted-history.ts';
import { loseOutcome, perturb, sayFailed } from './perturb-draft.ts';
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
  /** Whether the model's monitor, where there is one, can decide nearly all of them. */
  readonly isMonitored: boolean;
  /** How often a small history is changed, on average. Tuned so that about half of all are good. */
  readonly changes: number;
  readonly object: (draw: Draw, operations: number) => SimulatedObject;
}

/** What only the search decides: the order of equal values, of appends and of transactions is not given, nor how deep a lock is held. */
const searchedKinds = [
  'reentrant-mutex',
  'register, repeated values',
  'cas-register, repeated values',
  'multi-register',
  'kv, appends',
];

export const generatedKinds: readonly GeneratedKind[] = [
  kind('register', 'register', 7, () => new SimulatedRegister('distinct', false)),
  kind('register, repeated values', 'register', 9, () => new SimulatedRegister('repeated', false)),
  kind('cas-register', 'cas-register', 6, () => new SimulatedRegister('distinct', true)),
  kind('cas-register, repeated values', 'cas-register', 15, () => new SimulatedRegister('repeated', true)),
  kind('multi-register', 'multi-register', 4, () => new SimulatedRegisters(3)),
  kind('multi-register, one register each', 'multi-register', 4, () => new SimulatedRegisters(1)),
  kind('kv', 'kv', 7, () => new SimulatedKv(false)),
  kind('kv, appends', 'kv', 8, () => new SimulatedKv(true)),
  kind('mutex', 'mutex', 18, () => new SimulatedMutex()),
  kind('owner-mutex', 'owner-mutex', 2, () => new SimulatedOwnedMutex(1)),
  kind('reentrant-mutex', 'reentrant-mutex', 3, () => new SimulatedOwnedMutex(3)),
  kind('fenced-lock', 'fenced-lock', 3, (draw) => new SimulatedFencedLock(false, draw)),
  kind('leader-lease', 'leader-lease', 3, (draw) => new SimulatedFencedLock(true, draw)),
  kind('fenced-store', 'fenced-store', 6, (draw) => new SimulatedFencedStore(draw)),
  kind('set-once', 'set-once', 12, (draw, operations) => new SimulatedSetOnce(draw, operations > 100 ? 20 : 8)),
  kind('monotonic-token', 'monotonic-token', 2, (draw) => new SimulatedTokens(draw)),
];

function kind(
  name: string,
  model: string,
  changes: number,
  object: (draw: Draw, operations: number) => SimulatedObject,
): GeneratedKind {
  const isMonitored = !searchedKinds.includes(name);
  return { name, model, isMonitored, changes, object };
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
 * A history of 5 to 12 operations of which nobody knows whether it is linearizable: about half of all are. In every
 * second one at least a fifth of the operations are indeterminate.
 */
export function generateSmallHistory(kindName: string, seed: number): ClientHistory {
  return historyOf(draftSmallHistory(generatedKind(kindName), seed), `${kindName}, seed ${seed}`);
}

export function draftSmallHistory({ object, changes, isMonitored }: GeneratedKind, seed: number): DraftOperation[] {
  const draw = new Draw(seed);
  const isIndeterminate = draw.chance(0.5);
  // Errors in what the search remembers of indeterminate operations show only where there are many of them.
  const isHeavy = isIndeterminate && draw.chance(isMonitored ? 0.2 : 0.7);
  const count = isHeavy ? 9 + draw.below(4) : 5 + draw.below(6);
  const concurrency = 2 + draw.below(4);
  const crashShare = isHeavy ? 0.5 : isIndeterminate ? 0.25 : 0.02;
  const operations = simulateClients(
    object(draw, count),
    { operations: count, concurrency, crashShare, isShort: true },
    draw,
  );
  if (draw.chance(0.15)) sayFailed(operations, draw);
  const changed = draw.below(2 * changes + 1);
  for (let change = 0; change < changed; change += 1) perturb(operations, draw);
  for (let attempt = 0; isIndeterminate && attempt < 4 && indeterminateShare(operations) < 0.2; attempt += 1) {
    loseOutcome(operations, draw);
  }
  return operations;
}

/**
 * The same with 30 to 130 operations, up to 40 of them at a time: too long for brute force, and wide enough for what only
 * shows beyond 32 open operations.
 */
export function draftLongerHistory({ object, changes }: GeneratedKind, seed: number): DraftOperation[] {
  const draw = new Draw(seed);
  const operations = 30 + draw.below(100);
  const options = {
    operations,
    concurrency: 3 + draw.below(38),
    crashShare: draw.chance(0.5) ? 0.1 : 0,
    isShort: draw.chance(0.5),
  };
  const drafted = simulateClients(object(draw, operations), options, draw);
  const changed = draw.below(changes + 1);
  for (let change = 0; change < changed; change += 1) perturb(drafted, draw);
  return drafted;
}

export function indeterminateShare(operations: readonly DraftOperation[]): number {
  let indeterminate = 0;
  for (const { outcome } of operations) if (outcome === 'info') indeterminate += 1;
  return indeterminate / operations.length;
}
