/**
 * The conditions that make the abstract election safe, each of which can be taken away on purpose. Without it some
 * property is broken, and a shortest way there shows why the condition is necessary.
 */
import type { PropertyId } from '../property.ts';

export type GuardName =
  | 'free-record-only'
  | 'renew-compares-token'
  | 'release-compares-token'
  | 'counter-outlives-record'
  | 'own-grant-only'
  | 'given-up-is-over'
  | 'demote-before-release'
  | 'deadline-from-sending'
  | 'belief-ends-at-deadline'
  | 'resource-compares-tokens';

export interface GuardDescription {
  readonly name: GuardName;
  /** What it demands. */
  readonly sentence: string;
  /** The properties of which at least one breaks without it, with the one that breaks first in front. */
  readonly protects: readonly PropertyId[];
  /** Whether it takes a scope with time to see what it is for. */
  readonly needsTime: boolean;
}

/** In the order in which a term meets them. */
export const guards: readonly GuardDescription[] = [
  describe('free-record-only', 'The store grants the election only where there is no record.', ['S6']),
  describe('own-grant-only', 'A candidate believes only in a term that was granted to it.', ['W1-weak']),
  describe('given-up-is-over', 'A candidate never leads with a term whose release it has asked for.', ['S7']),
  describe('renew-compares-token', 'A renewal prolongs the record of the term that it is about, and no other.', [
    'S6',
    'S4',
  ]),
  describe(
    'deadline-from-sending',
    'The deadline counts from sending the last renewal, not from its reply.',
    ['S4'],
    true,
  ),
  describe('belief-ends-at-deadline', 'A leader stops believing at its deadline, whatever it hears.', ['S4'], true),
  describe('demote-before-release', 'A leader stops believing before it asks for the release.', ['S7', 'S4']),
  describe('release-compares-token', 'A release deletes the record of the term that it is about, and no other.', [
    'S7',
    'S6',
    'S4',
  ]),
  describe('counter-outlives-record', 'The counter of tokens does not end with the record.', ['S2a']),
  describe('resource-compares-tokens', 'The resource applies no write with a smaller token than it has seen.', ['S3a']),
];

function describe(
  name: GuardName,
  sentence: string,
  protects: readonly PropertyId[],
  needsTime = false,
): GuardDescription {
  return { name, sentence, protects, needsTime };
}
