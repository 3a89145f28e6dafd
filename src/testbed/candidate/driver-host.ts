/** What a testbed lends to the driver, and what the driver tells it. */
import type { HistoryEvent, LeadershipNumber, Token } from '../../../spec/history.ts';
import type { Clock } from '../../adapter.ts';

type WithoutStamp<E> = E extends HistoryEvent ? Omit<E, 'at' | 'who'> : never;

/** An event of a process before the host stamps it with time and name. */
export type DriverEvent =
  | WithoutStamp<Extract<HistoryEvent, { readonly type: 'invoke' | 'ok' | 'fail' | 'info' | 'elected' | 'lost' }>>
  | { readonly type: 'closed'; readonly reason?: string };

/** What the testbed lends to the driver. */
export interface DriverHost {
  readonly clock: Clock;
  /** Records one event of this process, stamped now. */
  emit(event: DriverEvent): void;
  /** Sends a write to the protected resource over this candidate's own link. Rejects when the outcome is not known. */
  write(write: {
    readonly leadership: LeadershipNumber;
    readonly token: Token | undefined;
  }): Promise<'applied' | 'refused'>;
  /** The adapter's own answer comes first, then the store's table of definite errors, then `info`. */
  classify(error: unknown): 'fail' | 'info';
}
