/** How many operations ended how, for whoever watches a run. */
import type { HistoryEvent } from '../../spec/history.ts';

/** Operations by how they ended: `ok` took effect, `fail` certainly had none, `info` nobody knows. */
export interface OperationCounts {
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
}

export const noOperations: OperationCounts = { ok: 0, fail: 0, info: 0 };

/** Those that end among these events. */
export function countOperations(events: readonly HistoryEvent[]): OperationCounts {
  const counts = { ...noOperations };
  for (const { type } of events) if (type === 'ok' || type === 'fail' || type === 'info') counts[type] += 1;
  return counts;
}

/** Both together; undefined is none. */
export function addOperations(left: OperationCounts, right: OperationCounts | undefined): OperationCounts {
  if (right === undefined) return left;
  return { ok: left.ok + right.ok, fail: left.fail + right.fail, info: left.info + right.info };
}
