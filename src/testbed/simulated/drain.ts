/**
 * Runs everything that a woken candidate still has to do: the microtask and nextTick queues, to exhaustion, at once.
 *
 * Node's own `process._tickCallback` does exactly that when it is called from a plain function that a macrotask started;
 * inside a microtask it silently does nothing. So a run begins with a proof, and where it fails the event loop goes
 * round once after each wake instead. (A chain of ticks would be faster, but it overtakes an adapter that uses ticks.)
 */

import { setImmediate } from './platform-timers.ts';

/** A world that is run from wake to wake. */
export interface SteppableWorld {
  /** Goes on until a candidate was woken (true: drain now, then call `endTurn`) or the world is over (false). */
  advance(): boolean;
  /** The woken candidate has come to rest. */
  endTurn(): void;
}

/** Drains both queues. Works only below a plain function that a macrotask started. */
export type Drain = () => void;

/** The synchronous drain of this Node, or undefined where there is none that works. To be called below a macrotask. */
export function provenDrain(): Drain | undefined {
  const drain = tickCallback();
  return drain !== undefined && drains(drain) ? drain : undefined;
}

function tickCallback(): Drain | undefined {
  const callback: unknown = Reflect.get(process, '_tickCallback');
  if (typeof callback !== 'function') return undefined;
  // The global name is a getter, and a drain is too short for it.
  const platform = process;
  return () => {
    callback.call(platform);
  };
}

/** The start-up proof: chains, nested layers and ticks have all run when the drain returns. */
function drains(drain: Drain): boolean {
  let reached = 0;
  const chain = async (): Promise<void> => {
    for (let hop = 0; hop < 5; hop += 1) await Promise.race([Promise.resolve(), new Promise(() => undefined)]);
    await new Promise<void>((resolve) => {
      process.nextTick(resolve);
    });
    await Promise.all([Promise.resolve(), Promise.resolve()]);
    reached += 1;
  };
  void chain();
  void Promise.resolve().then(chain);
  try {
    drain();
  } catch {
    return false;
  }
  return reached === 2;
}

/** Runs a world to its end below a macrotask. An error thrown by a tick belongs to the candidate whose turn it is. */
export function runSynchronously(world: SteppableWorld, drain: Drain, onThrown: (error: unknown) => void): void {
  while (world.advance()) {
    drainAll(drain, onThrown);
    world.endTurn();
  }
}

function drainAll(drain: Drain, onThrown: (error: unknown) => void): void {
  for (;;) {
    try {
      drain();
      return;
    } catch (error) {
      onThrown(error);
    }
  }
}

/**
 * The fallback, and the reference in tests: the event loop itself goes round once after each wake, which nothing can
 * outlast that only promises and ticks keep going. Several times slower.
 */
export async function runByMacrotasks(world: SteppableWorld): Promise<void> {
  while (world.advance()) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    world.endTurn();
  }
}
