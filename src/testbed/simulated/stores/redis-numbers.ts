/** Integers as Redis reads them: signed 64-bit decimal without sign `+`, spaces or leading zeros. */
import { stacklessPortError } from '../../../ports/redis-errors.ts';

/** Largest integer of Redis, 2^63 - 1; as a JavaScript number it rounds up to 2^63. */
export const INT64_MAX = 9_223_372_036_854_775_807n;
export const INT64_MIN: bigint = -INT64_MAX - 1n;

const INTEGER = /^(?:0|-?[1-9][0-9]{0,18})$/;

/** Undefined where Redis would answer that the value is not an integer or out of range. */
export function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text);
  return value > INT64_MAX || value < INT64_MIN ? undefined : value;
}

/** What makes a time given by a client into a deadline. */
export interface TimeArgument {
  readonly command: string;
  readonly text: string;
  readonly unit: 'seconds' | 'milliseconds';
  /** Added to the time: now for relative times, 0 for absolute ones. */
  readonly baseMs: number;
  /** `SET` refuses times that are not positive; `EXPIRE` takes them and deletes the key. */
  readonly positive: boolean;
}

/** Milliseconds on the server's wall clock. Throws the server's own error reply. */
export function parseDeadlineMs(time: TimeArgument): number {
  const value = parseInt64(time.text);
  if (value === undefined) {
    throw stacklessPortError('REPLY', 'ERR value is not an integer or out of range', time.command.toUpperCase());
  }
  const milliseconds = time.unit === 'seconds' ? value * 1000n : value;
  const deadline = milliseconds + BigInt(time.baseMs);
  const representable = milliseconds >= INT64_MIN && deadline <= INT64_MAX;
  if (!representable || (time.positive && value <= 0n)) {
    throw stacklessPortError(
      'REPLY',
      `ERR invalid expire time in '${time.command}' command`,
      time.command.toUpperCase(),
    );
  }
  return Number(deadline);
}
