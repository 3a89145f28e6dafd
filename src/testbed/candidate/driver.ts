/**
 * The driver runs *inside* a candidate, on every testbed: it campaigns, writes, observes, resigns and campaigns again as
 * its part of the plan says, and records belief the moment it changes.
 */
import type { CampaignCandidate, Candidate, Clock, ElectionAdapter, Leadership, StoreKind, CandidateEnvironment } from '../../adapter.ts';
import type { HistoryEvent, LeadershipNumber, OperationName, OperationValue, Token } from '../../../spec/history.ts';
import type { CandidatePlan, Workload } from '../../plan/plan.ts';

type WithoutStamp<E> = E extends HistoryEvent ? Omit<E, 'at' | 'who'> : never;
/** An event of a process before the host stamps it with time and name. */
export type DriverEvent = WithoutStamp<Extract<HistoryEvent, { readonly type: 'invoke' | 'ok' | 'fail' | 'info' | 'elected' | 'lost' | 'closed' }>>;

/** What the testbed lends to the driver. */
export interface DriverHost {
  readonly clock: Clock;
  /** Records one event of this process, stamped now. */
  emit(event: DriverEvent): void;
  /** Sends a write to the protected resource over this candidate's own link. Rejects when the outcome is not known. */
  write(write: { readonly leadership: LeadershipNumber; readonly token: Token | undefined }): Promise<'applied' | 'refused'>;
  /** The adapter's own answer comes first, then the store's table of definite errors, then `info`. */
  classify(error: unknown): 'fail' | 'info';
}

export interface DriverOptions<S extends StoreKind> {
  readonly adapter: ElectionAdapter<S>;
  readonly environment: CandidateEnvironment<S>;
  readonly plan: CandidatePlan;
  readonly workload: Workload;
  readonly host: DriverHost;
}
