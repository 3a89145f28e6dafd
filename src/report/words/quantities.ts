/** Times, durations and counts as people read them. */
import type { Micros } from '../../../spec/history.ts';

/** A moment or duration in microseconds as seconds with as many digits as matter: `8.83 s`, `412 ms`, `60 s`. */
export function seconds(us: Micros): string {
  const size = Math.abs(us);
  if (size === 0) return '0 s';
  if (size < 1_000) return `${us} µs`;
  if (size < 1_000_000) return `${trimmed(us / 1_000, size < 10_000 ? 2 : 0)} ms`;
  return `${trimmed(us / 1_000_000, size < 100_000_000 ? 2 : 0)} s`;
}

/** A moment always in seconds, with milliseconds: `8.830 s`. */
export function moment(us: Micros): string {
  return `${(us / 1_000_000).toFixed(3)} s`;
}

/** How long something took by the clock on the wall, in milliseconds: `48.2 s`, `3 min 20 s`. */
export function elapsed(ms: number): string {
  if (ms < 60_000) return `${trimmed(ms / 1_000, 1)} s`;
  // Rounded as a whole: 59.7 s are no 60 s beside minutes.
  const whole = Math.round(ms / 1_000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Digits in groups of three: `20,000`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 history`, `20,000 histories`. */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
