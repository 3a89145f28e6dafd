/**
 * The part of the driver for libraries that campaign by themselves and call back. Their campaign is the operation
 * `start`: open until the resign or close that ends it has settled.
 */
import type { EventCandidate } from '../../adapter.ts';
import type { DriverContext } from './driver-context.ts';
import { resignUntilOk } from './resign.ts';

export function startSelfCampaigning(context: DriverContext, candidate: EventCandidate): void {
  const { belief, operations, plan, clock } = context;
  let resigning = false;
  let stopHolding: (() => void) | undefined;
  let open: number | undefined;

  const settle = (): void => {
    if (open !== undefined) operations.ok(open);
    open = undefined;
  };
  const resignNow = (): void => {
    if (context.ended() || resigning) return;
    resigning = true;
    resignUntilOk(context, () => {
      resigning = false;
      settle();
      clock.after(plan.restMs, start);
    });
  };
  const start = (): void => {
    if (context.ended()) return;
    const op = operations.invoke('start');
    open = op;
    const stopWaiting =
      plan.cancelAfterMs === undefined
        ? undefined
        : clock.after(plan.cancelAfterMs, () => {
            if (!belief.believes()) resignNow();
          });
    const report = {
      elected: (identity?: { readonly token?: bigint; readonly term?: bigint }): void => {
        stopWaiting?.();
        belief.elected(identity);
        stopHolding?.();
        if (plan.holdMs !== undefined) stopHolding = clock.after(plan.holdMs, resignNow);
      },
      lost: (reason?: string): void => {
        stopHolding?.();
        belief.lost(reason);
      },
    };
    startOnce(candidate, report).catch((error: unknown) => {
      if (open !== op) return;
      open = undefined;
      operations.failed(op, error);
      clock.after(Math.max(plan.restMs, RESTART_MS_MIN), start);
    });
  };
  start();
}

/** A start that failed at once is not repeated in the same instant. */
const RESTART_MS_MIN = 100;

/** A synchronous throw of the adapter is a rejection like any other. */
async function startOnce(candidate: EventCandidate, report: Parameters<EventCandidate['start']>[0]): Promise<void> {
  await candidate.start(report);
}
