/** Reads the values of flags. An error names the flag's value, what was expected and an example. */
import { availableParallelism } from 'node:os';
import { randomInt } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { didYouMean } from './did-you-mean.ts';
import { faults, type FaultKind } from '../../spec/faults.ts';
import type { TestbedKind } from '../../spec/history.ts';

const testbedKinds: readonly TestbedKind[] = ['simulated', 'local', 'containers'];

/** `simulated,local` */
export function parseTestbeds(text: string): readonly TestbedKind[] {
  return someOf(text, [...new Set(words(text).map((word) => parseTestbed(word)))], testbedKinds);
}

/** `local` */
export function parseTestbed(text: string): TestbedKind {
  const kind = testbedKinds.find((each) => each === text);
  if (kind === undefined)
    throw new InvalidArgumentError(
      `Expected ${testbedKinds.join(', ')}, found "${text}".${didYouMean(text, testbedKinds)}`,
    );
  return kind;
}

/** `none`, `all`, or kinds joined by commas. */
export function parseFaults(text: string): readonly FaultKind[] {
  const all = Object.values(faults).map(({ kind }) => kind);
  if (text === 'all') return all;
  if (text === 'none') return [];
  const kinds = [
    ...new Set(
      words(text).map((word) => {
        const kind = all.find((each) => each === word);
        if (kind === undefined)
          throw new InvalidArgumentError(
            `Expected none, all, or some of ${all.join(', ')}; found "${word}".${didYouMean(word, all)}`,
          );
        return kind;
      }),
    ),
  ];
  return someOf(text, kinds, ['none', 'all', ...all]);
}

/** A whole number of at least 1. */
export function parseCount(text: string): number {
  return wholeNumber(text, { min: 1, max: 1e9 });
}

/** Candidates of a plan. */
export function parseCandidates(text: string): number {
  return wholeNumber(text, { min: 2, max: 7 });
}

/** A seed: a whole number from 0. */
export function parseSeed(text: string): number {
  return wholeNumber(text, { min: 0, max: Number.MAX_SAFE_INTEGER });
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `60s`, `500ms`, `5m`, `1h` in milliseconds. */
export function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|min|m|h)$/.exec(text);
  const unitMs = unitsMs[match?.[2] ?? ''];
  const durationMs = Number(match?.[1]) * (unitMs ?? Number.NaN);
  if (!(durationMs > 0))
    throw new InvalidArgumentError(`Expected a time with its unit, for instance 60s, 5m or 1h; found "${text}".`);
  return durationMs;
}

/** A seed for a run that names none; it is printed, so that the run can be repeated. */
export function freshSeed(): number {
  return randomInt(2 ** 31);
}

/** Workers where nobody says how many. */
export function defaultJobs(): number {
  return Math.max(1, availableParallelism());
}

/** Nothing at all is a variable of a script that was empty, rather than a wish. */
function someOf<T>(text: string, found: readonly T[], expected: readonly string[]): readonly T[] {
  if (found.length > 0) return found;
  throw new InvalidArgumentError(`Expected at least one of ${expected.join(', ')}; found "${text}".`);
}

function wholeNumber(text: string, { min, max }: { readonly min: number; readonly max: number }): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}, found "${text}".`);
  return value;
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
