/**
 * Where the operations of an explanation go in a drawing: one row a process, and on the axis one mark for each call and
 * end, in their order. Distances mean nothing but room for the names: in time, most cores are dots in an empty line.
 */
import type { ShownOperation } from '../../checker/explain/explanation.ts';

export interface DrawnOperation {
  readonly operation: ShownOperation;
  /** From 1, in the order of the calls. */
  readonly number: number;
  /** Units of the axis. `to` is undefined where the end was not seen: it runs to the edge. */
  readonly from: number;
  readonly to?: number;
}

export interface DrawnRow {
  readonly process: string;
  readonly operations: readonly DrawnOperation[];
}

export interface CoreDrawing {
  readonly rows: readonly DrawnRow[];
  /** Units of the whole axis. */
  readonly width: number;
}

/**
 * Lays out `operations`. Every interval is at least `room(operation)` units long, and neighbouring marks are at least
 * `gap` apart.
 */
export function layOut(
  operations: readonly ShownOperation[],
  { gap, room }: { readonly gap: number; readonly room: (operation: ShownOperation, number: number) => number },
): CoreDrawing {
  const inOrder = operations.toSorted((left, right) => left.call - right.call);
  const ranks = [...new Set(inOrder.flatMap(({ call, end }) => (end === undefined ? [call] : [call, end])))].sort(
    (left, right) => left - right,
  );
  const begins = new Map<number, { readonly call: number; readonly room: number }>();
  inOrder.forEach((operation, index) => {
    if (operation.end !== undefined)
      begins.set(operation.end, { call: operation.call, room: room(operation, index + 1) });
  });
  const at = new Map<number, number>();
  let last = -gap;
  for (const rank of ranks) {
    const interval = begins.get(rank);
    const least = interval === undefined ? 0 : (at.get(interval.call) ?? 0) + interval.room;
    last = Math.max(last + gap, least);
    at.set(rank, last);
  }
  const openEnds = inOrder.flatMap((operation, index) =>
    operation.end === undefined ? [(at.get(operation.call) ?? 0) + room(operation, index + 1)] : [],
  );
  const rows = new Map<string, DrawnOperation[]>();
  inOrder.forEach((operation, index) => {
    const row = rows.get(operation.process) ?? [];
    rows.set(operation.process, row);
    const to = operation.end === undefined ? undefined : at.get(operation.end);
    row.push({ operation, number: index + 1, from: at.get(operation.call) ?? 0, ...(to === undefined ? {} : { to }) });
  });
  return {
    rows: [...rows].map(([process, drawn]) => ({ process, operations: drawn })),
    width: Math.max(last + gap, ...openEnds),
  };
}
