/**
 * A short number for a whole event log, cheap enough to be taken of every simulated history: two runs that recorded the
 * same give the same number, and any difference almost surely another one.
 *
 * It tells accidents, not forgers: whoever must not be fooled runs the plans again, and compares. What cannot be run
 * again is guarded by SHA-256 (`hashHistory`, or that of the stored file).
 */
import type { HistoryEvent } from '../../spec/history.ts';

/** The two lanes. They are no object's, because a field of an object costs more than the arithmetic. */
let high = 0;
let low = 0;

/**
 * 53 bits, as a whole number that JSON carries exactly. Two lanes of multiply-and-rotate (the constants are those of
 * MurmurHash3 and of the golden ratio) over every field of every event in the order in which they were recorded.
 */
export function digestEvents(events: readonly HistoryEvent[]): number {
  high = 0x9747b28c | 0;
  low = 0x27d4eb2f | 0;
  for (let index = 0; index < events.length; index += 1) mixValue(events[index]);
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

function mixValue(value: unknown): void {
  if (typeof value === 'number') mixNumber(value);
  else if (typeof value === 'string') mixText(value);
  else if (isRecord(value)) mixRecord(value);
  else mix(value === true ? 1 : value === false ? 2 : 3);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function mixRecord(record: Readonly<Record<string, unknown>>): void {
  for (const key in record) {
    // Values of different fields must not stand for each other; length and first letter tell all fields apart.
    mix((key.length << 8) | key.charCodeAt(0));
    mixValue(record[key]);
  }
  mix(0x7fffffff);
}

function mixNumber(value: number): void {
  mix(value | 0);
  if (value > 0x7fffffff || value < 0) mix(Math.floor(value / 2 ** 32));
  if (!Number.isInteger(value)) mixText(String(value));
}

function mixText(text: string): void {
  let hash = text.length;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  mix(hash);
}

function mix(value: number): void {
  high = Math.imul(((high << 15) | (high >>> 17)) ^ value, 0x85ebca6b);
  low = Math.imul(((low << 13) | (low >>> 19)) + value, 0x9e3779b1);
}
