/** Integers as Redis reads them: signed 64-bit decimal without sign `+`, spaces or leading zeros. */
import { PortError } from '../../../ports/redis-errors.ts';

/** Largest integer of Redis, 2^63 - 1; as a JavaScript number it rounds up to 2^63. */
export const INT64_MAX = 9_223_372_036_854_775_807n;
export const INT64_MIN: bigint = -INT64_MAX - 1n;

/** Integers of up to this many digits are exact as JavaScript numbers, also after a time or a unit was added. */
const PLAIN_DIGITS_MAX = 11;

/** The value of an ordinary positive integer, without the cost of the general case; undefined for anything else. */
export function parsePlainInteger(text: string): number | undefined {
  if (text.length === 0 || text.length > PLAIN_DIGITS_MAX || text.charCodeAt(0) === ZERO) return undefined;
  let value = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

const ZERO = 0x30;

const INTEGER = /^(?:0|-?[1-9][0-9]{0,18})$/;

/** Undefined where Redis would answer that the value is not an integer or out of range. */
export function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text);
  return value > INT64_MAX || value < INT64_MIN ? undefined : value;
}

/** What makes a time given by a client into a deadline. */
export interface TimeArgument {
  readonly command: string | undefined;
  readonly text: string;
  readonly unit: 'seconds' | 'milliseconds';
  /** Added to the time: now for relative times, 0 for absolute ones. */
  readonly baseMs: number;
  /** `SET` refuses times that are not positive; `EXPIRE` takes them and deletes the key. */
  readonly positive: boolean;
}

/** Milliseconds on the server's wall clock. Throws the server's own error reply. */
export function parseDeadlineMs(time: TimeArgument): number {
  const plain = parsePlainInteger(time.text);
  if (plain !== undefined) return (time.unit === 'seconds' ? plain * 1000 : plain) + time.baseMs;
  const command = time.command ?? '';
  const value = parseInt64(time.text);
  if (value === undefined) {
    throw new PortError('REPLY', 'ERR value is not an integer or out of range', command.toUpperCase());
  }
  const milliseconds = time.unit === 'seconds' ? value * 1000n : value;
  const deadline = milliseconds + BigInt(time.baseMs);
  const representable = milliseconds >= INT64_MIN && deadline <= INT64_MAX;
  if (!representable || (time.positive && value <= 0n)) {
    throw new PortError(
      'REPLY',
      `ERR invalid expire time in '${command.toLowerCase()}' command`,
      command.toUpperCase(),
    );
  }
  return Number(deadline);
}
