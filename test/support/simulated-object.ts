/** What the generator of random histories asks of an object: what its clients call, and what a call does to it. */
import type { ClientFunction } from '../../src/history/client-history.ts';
import type { Value } from '../../src/history/value.ts';
import type { Draw } from './draw.ts';

export interface Call {
  readonly f: ClientFunction;
  readonly key?: string;
  readonly input?: Value;
}

/** A call took effect, and returned this (undefined: nothing). */
export interface Effect {
  readonly output: Value | undefined;
}

/** `refused`: it fails, without effect. `blocked`: it has to wait. */
export type Applied = Effect | 'refused' | 'blocked';

/**
 * What a crash of its client may leave of a call: `either` it takes effect at some time or never, or one of the two for
 * certain; `never` crash here. An object that blocks for ever once its holder is dead needs more than `either`.
 */
export type AfterCrash = 'either' | 'effect' | 'no-effect' | 'never';

/** An object in one state at a time, written without a look at the models that its histories are judged by. */
export interface SimulatedObject {
  /** What `process` calls next. */
  next(process: number, draw: Draw): Call;
  apply(call: Call, process: number, draw: Draw): Applied;
  /** Asked only where a history has to go on for long. */
  afterCrash?(call: Call, process: number): AfterCrash;
}

export const done: Effect = { output: undefined };
