import type { Candidate, Clock } from '../../adapter.ts';
import type { CandidatePlan, Workload } from '../../plan/plan.ts';
import type { BeliefRecorder } from './belief-recorder.ts';
import type { DriverHost } from './driver-host.ts';
import type { OperationRecorder } from './operation-recorder.ts';

/** What the loops of one candidate share. */
export interface DriverContext {
  readonly candidate: Candidate;
  readonly clock: Clock;
  readonly plan: CandidatePlan;
  readonly workload: Workload;
  readonly host: DriverHost;
  readonly operations: OperationRecorder;
  readonly belief: BeliefRecorder;
  /** True once the candidate leaves or the history is over: loops end. */
  ended(): boolean;
  /** Calls back when the candidate leaves; used to cancel a campaign under way. */
  onLeaving(callback: () => void): void;
}
