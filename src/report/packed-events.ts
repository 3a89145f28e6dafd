/** Events of a history as bytes that compress well, and back. Runs in Node, where pages are written, and in the page itself. */
import type { HistoryEvent } from '../../spec/history.ts';

/** The same events give the same bytes. */
export function packEvents(events: readonly HistoryEvent[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(events));
}

/** The events that were packed, deeply equal. */
export function unpackEvents(bytes: Uint8Array): readonly HistoryEvent[] {
  return JSON.parse(new TextDecoder().decode(bytes)) as HistoryEvent[];
}
