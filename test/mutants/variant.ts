/**
 * What a variant of the reference is: a few words of its text replaced by others. A mutant carries a planted bug and
 * names the promises that it must be caught breaking; a benign variant does something else that is just as right.
 */
import type { PropertyId } from '../../spec/property.ts';

/** The adapter that is changed: the reference, or the reference with a protected resource of its own. */
export type Base = 'reference' | 'own-resource';

/** One place: the text to be replaced occurs in the file exactly once. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

export interface Variant {
  /** `M01`, `V01` ... */
  readonly id: string;
  /** What it does, in a sentence. */
  readonly sentence: string;
  readonly base: Base;
  readonly edits: readonly Edit[];
}

/** A planted bug. It counts as killed when one of these promises is broken by a plan on which its base breaks none. */
export interface Mutant extends Variant {
  readonly properties: readonly PropertyId[];
}

export const CANDIDATE = 'adapters/redis-fencing/fenced-candidate.ts';
export const SCRIPTS = 'adapters/redis-fencing/scripts.ts';
export const TIMING = 'adapters/redis-fencing/timing.ts';
export const ADAPTER = 'adapters/redis-fencing/adapter.ts';
export const RESOURCE = 'test/mutants/own-resource/token-gate.ts';
