/**
 * Pairs invocations with their completions: the operations of a history.
 */
import type { HistoryEvent, InvokeEvent, CompletionEvent, OperationName, ProcessId } from '../../spec/history.ts';

/** An invocation and how it ended: `open` where it never did. */
export interface Operation {
  readonly process: ProcessId;
  readonly op: number;
  readonly f: OperationName;
  readonly outcome: 'ok' | 'fail' | 'info' | 'open';
  readonly invoke: InvokeEvent;
  readonly completion?: CompletionEvent;
  /** Indices into the events of the history. */
  readonly invokedAt: number;
  readonly completedAt?: number;
}

/** All operations, in the order of their invocations. A completion without an invocation is passed over. */
export function pairOperations(events: readonly HistoryEvent[]): readonly Operation[] {
  const operations: Operation[] = [];
  const open = new Map<ProcessId, Map<number, number>>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'invoke') {
      let ofProcess = open.get(event.who);
      if (ofProcess === undefined) open.set(event.who, (ofProcess = new Map<number, number>()));
      ofProcess.set(event.op, operations.length);
      operations.push({
        process: event.who,
        op: event.op,
        f: event.f,
        outcome: 'open',
        invoke: event,
        invokedAt: index,
      });
    } else if (event.type === 'ok' || event.type === 'fail' || event.type === 'info') {
      const position = open.get(event.who)?.get(event.op);
      const begun = position === undefined ? undefined : operations[position];
      if (position === undefined || begun === undefined) continue;
      operations[position] = { ...begun, outcome: event.type, completion: event, completedAt: index };
      open.get(event.who)?.delete(event.op);
    }
  }
  return operations;
}
