/**
 * The loop of a candidate that campaigns when asked: campaign, lead for a while, resign or lose, rest, campaign again.
 */
import type { CampaignCandidate, Leadership } from '../../adapter.ts';
import type { LeadershipNumber, OperationValue } from '../../../spec/history.ts';
import type { DriverContext } from './driver-context.ts';
import { pause } from './pause.ts';
import { resignUntilOk } from './resign.ts';

/** A campaign that failed at once is not repeated in the same instant. */
const REST_MS_MIN = 10;

export function startCampaigning(context: DriverContext, candidate: CampaignCandidate): void {
  void campaignAgainAndAgain(context, candidate);
}

async function campaignAgainAndAgain(context: DriverContext, candidate: CampaignCandidate): Promise<void> {
  while (!context.ended()) {
    const leadership = await campaignOnce(context, candidate);
    if (leadership !== undefined) await lead(context, leadership.leadership, leadership.number);
    if (!context.ended()) await pause(context.clock, Math.max(context.plan.restMs, REST_MS_MIN));
  }
}

async function campaignOnce(
  context: DriverContext,
  candidate: CampaignCandidate,
): Promise<{ leadership: Leadership; number: LeadershipNumber } | undefined> {
  const { plan, clock, operations, belief } = context;
  const cancel = new AbortController();
  context.onLeaving(() => cancel.abort(new Error('the candidate leaves')));
  const op = operations.invoke('campaign');
  const stopWaiting =
    plan.cancelAfterMs === undefined
      ? undefined
      : clock.after(plan.cancelAfterMs, () => cancel.abort(new Error('the campaign was cancelled')));
  try {
    const leadership = await candidate.campaign({ signal: cancel.signal });
    operations.ok(op, identityOf(leadership));
    const number = belief.elected(leadership);
    return { leadership, number };
  } catch (error) {
    operations.failed(op, error);
    return undefined;
  } finally {
    stopWaiting?.();
  }
}

function identityOf(leadership: Leadership): OperationValue {
  return {
    ...(leadership.token === undefined ? {} : { token: leadership.token.toString() }),
    ...(leadership.term === undefined ? {} : { term: leadership.term.toString() }),
  };
}

/** Resolves when the leadership was lost, or resigned for certain; a resign under way is waited for. */
function lead(context: DriverContext, leadership: Leadership, number: LeadershipNumber): Promise<void> {
  const { plan, clock, belief } = context;
  return new Promise((resolve) => {
    let resigning = false;
    const onLost = (): void => {
      stopHolding?.();
      belief.lost(reasonOf(leadership.lost), number);
      if (!resigning) resolve();
    };
    const stopHolding =
      plan.holdMs === undefined
        ? undefined
        : clock.after(plan.holdMs, () => {
            if (context.ended()) return;
            resigning = true;
            resignUntilOk(context, resolve);
          });
    if (leadership.lost.aborted) onLost();
    else leadership.lost.addEventListener('abort', onLost, { once: true });
  });
}

function reasonOf(signal: AbortSignal): string | undefined {
  const reason: unknown = signal.reason;
  if (reason instanceof Error) return reason.message;
  return typeof reason === 'string' ? reason : undefined;
}
