/**
 * Resigns, and calls again a resign whose outcome is not known: until one is `ok`, the store may still count this
 * candidate as the holder, and nobody could be blamed for waiting.
 */
import type { DriverContext } from './driver-context.ts';

const AGAIN_MS = 200;

/** `done` is called once a resign is `ok`, or when the candidate has ended in the meantime. */
export function resignUntilOk(context: DriverContext, done: () => void): void {
  const { operations, candidate, clock } = context;
  if (context.ended()) {
    done();
    return;
  }
  operations.run(
    'resign',
    undefined,
    () => candidate.resign(),
    (outcome) => {
      if (outcome === 'ok') done();
      else clock.after(AGAIN_MS, () => resignUntilOk(context, done));
    },
  );
}
