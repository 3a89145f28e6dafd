/** A client history in which what could be found out about its operations stands in its columns. */
import type { ClientHistory } from '../../history/client-history.ts';

export interface NormalisedHistory {
  /** The same operations. `input`, `output` and `outcome` may differ from what the clients recorded. */
  readonly history: ClientHistory;
  /** The places of the operations that count, in the order of their invocations. */
  readonly operations: Int32Array;
  /**
   * Why an object without an order would not prove anything, where that is so: several indeterminate acquisitions could
   * have got the same tokens, and it was not tried which. A found order proves as much as ever.
   */
  readonly uncertain?: string;
}
