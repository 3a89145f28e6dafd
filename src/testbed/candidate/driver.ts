/**
 * The driver runs *inside* a candidate, on every testbed: it campaigns, writes, observes, resigns and campaigns again as
 * its part of the plan says, and records belief the moment it changes. Because it lives in the candidate, a paused leader
 * has a paused write loop that goes on when it wakes.
 */
import type { Candidate, CandidateEnvironment, Clock, ElectionAdapter, StoreKind } from '../../adapter.ts';
import type { CandidatePlan, Workload } from '../../plan/plan.ts';
import type { DriverContext } from './driver-context.ts';
import type { DriverEvent, DriverHost } from './driver-host.ts';
import { OperationRecorder } from './operation-recorder.ts';
import { BeliefRecorder } from './belief-recorder.ts';
import { startCampaigning } from './campaign-loop.ts';
import { startSelfCampaigning } from './self-campaign-loop.ts';
import { observePeriodically } from './observe-loop.ts';
import { pause } from './pause.ts';

export interface DriverOptions<S extends StoreKind> {
  readonly adapter: ElectionAdapter<S>;
  readonly environment: CandidateEnvironment<S>;
  readonly plan: CandidatePlan;
  readonly workload: Workload;
  readonly host: DriverHost;
  /** How far the history had come when this process started; `leaveMs` of the plan counts from the history's start. */
  readonly sinceStartMs: number;
}

export interface Driver {
  /** The history is over: nothing is recorded and nothing new is begun from now on. */
  stop(): void;
}

/** How long a candidate that could not even be created waits before it tries again, as a supervisor would make it. */
const RECREATE_MS = 500;

/**
 * Creates the candidate and starts everything that it does. An error that the adapter throws outside of a call's
 * promise is not caught here: it is an unhandled rejection, and the testbed counts that as this candidate's crash.
 */
export function startDriver<S extends StoreKind>(options: DriverOptions<S>): Driver {
  const { host, plan, sinceStartMs } = options;
  let stopped = false;
  let leaving = false;
  let whenLeaving: (() => void)[] = [];
  const emit = (event: DriverEvent): void => {
    if (!stopped) host.emit(event);
  };
  const operations = new OperationRecorder(emit, (error) => host.classify(error));
  const belief = new BeliefRecorder({ emit, operations, host, workload: options.workload });

  if (plan.leaveMs !== undefined && plan.leaveMs <= sinceStartMs) {
    emit({ type: 'closed', reason: 'left before' });
    return { stop: () => undefined };
  }
  let candidate: Candidate | undefined;
  void createCandidate(options, () => stopped || leaving).then((created) => {
    if (created === undefined) return;
    candidate = created;
    const context: DriverContext = {
      candidate: created,
      clock: host.clock,
      plan,
      workload: options.workload,
      host,
      operations,
      belief,
      ended: () => stopped || leaving,
      onLeaving: (callback) => whenLeaving.push(callback),
    };
    if ('campaign' in created) startCampaigning(context, created);
    else startSelfCampaigning(context, created);
    observePeriodically(context);
  });

  const leave = (): void => {
    if (stopped) return;
    leaving = true;
    const callbacks = whenLeaving;
    whenLeaving = [];
    for (const callback of callbacks) callback();
    if (candidate === undefined) emit({ type: 'closed', reason: 'left before it was created' });
    else closeUntilOk(candidate, { operations, clock: host.clock, stopped: () => stopped, emit });
  };
  if (plan.leaveMs !== undefined) host.clock.after(plan.leaveMs - sinceStartMs, leave);

  return {
    stop: () => {
      stopped = true;
      belief.stop();
    },
  };
}

async function createCandidate<S extends StoreKind>(
  options: DriverOptions<S>,
  ended: () => boolean,
): Promise<Candidate | undefined> {
  while (!ended()) {
    try {
      return await options.adapter.createCandidate(options.environment);
    } catch (error) {
      options.environment.log(
        `the candidate could not be created, trying again in ${RECREATE_MS} ms: ${String(error)}`,
      );
      await pause(options.host.clock, RECREATE_MS);
    }
  }
  return undefined;
}

interface Closing {
  readonly operations: OperationRecorder;
  readonly clock: Clock;
  stopped(): boolean;
  emit(event: DriverEvent): void;
}

/** A close whose outcome is unknown is called again: a process that leaves for good must know that it has left. */
function closeUntilOk(candidate: Candidate, closing: Closing): void {
  closing.operations.run(
    'close',
    undefined,
    () => candidate.close(),
    (outcome) => {
      if (outcome === 'ok') closing.emit({ type: 'closed' });
      else if (!closing.stopped()) {
        closing.clock.after(RECREATE_MS, () => {
          if (!closing.stopped()) closeUntilOk(candidate, closing);
        });
      }
    },
  );
}
