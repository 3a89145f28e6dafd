import type { Clock } from '../../adapter.ts';

/** Resolves after `ms` on this clock; never rejects. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
