/** The options of `npm run mutants`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benignVariants, mutants } from './catalogue.ts';
import type { Mutant, Variant } from './variant.ts';

export interface CommandOptions {
  /** Seeds 1, 2, ... up to this one. */
  readonly seeds: number;
  readonly jobs: number;
  readonly historiesMax: number;
  readonly mutants: readonly Mutant[];
  readonly benign: readonly Variant[];
}

const HISTORIES_MAX = 10_000;

export const usage: string =
  'npm run mutants -- [--seeds N, 20 unless told] [--mutants M01,M05,V02] [--jobs N] [--histories N, 10000 unless told]';

/** Throws an error whose message says which option is wrong and what was expected. */
export function commandOptions(args: readonly string[]): CommandOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '20' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      histories: { type: 'string', default: String(HISTORIES_MAX) },
      mutants: { type: 'string' },
    },
  });
  const wanted = values.mutants?.split(',');
  const unknown = wanted?.filter((id) => ![...mutants, ...benignVariants].some((each) => each.id === id)) ?? [];
  if (unknown.length > 0) throw new Error(`--mutants: nothing is called ${unknown.join(', ')}`);
  const isWanted = ({ id }: Variant): boolean => wanted === undefined || wanted.includes(id);
  return {
    seeds: positive('seeds', values.seeds),
    jobs: positive('jobs', values.jobs),
    historiesMax: positive('histories', values.histories),
    mutants: mutants.filter(isWanted),
    benign: benignVariants.filter(isWanted),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name}: expected a whole number from 1, found ${text}`);
}
