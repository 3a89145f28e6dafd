/**
 * How times, spans and leaderships are put into words. Witnesses are read by people: seconds with milliseconds are
 * what they compare with their own logs.
 */
import { earliest, latest } from './history.ts';
import type { Instant, Micros } from './history.ts';

/** `12.803 s`. */
export function seconds(us: Micros): string {
  return `${(us / 1e6).toFixed(3)} s`;
}

/** A length of time in the unit that shows it best: `1.250 s`, `48 ms`, `1.3 ms`, `12 µs`. */
export function span(us: Micros): string {
  if (us >= 1e6) return seconds(us);
  if (us >= 10_000) return `${Math.round(us / 1000)} ms`;
  if (us >= 1000) return `${(us / 1000).toFixed(1)} ms`;
  return `${us} µs`;
}

/** `at 12.803 s`, or `between 12.803 s and 12.850 s` where the moment is not known exactly. */
export function moment(at: Instant): string {
  const from = seconds(earliest(at));
  const to = seconds(latest(at));
  return from === to ? `at ${from}` : `between ${from} and ${to}`;
}

/** `with token 7`, `with term 7`, or nothing. Starts with a space where it says something. */
export function withNumber(numbers: {
  readonly token?: string | undefined;
  readonly term?: string | undefined;
}): string {
  if (numbers.token !== undefined) return ` with token ${numbers.token}`;
  if (numbers.term !== undefined) return ` with term ${numbers.term}`;
  return '';
}
