/** What a user might want to try, once it is known why a history has no order. */
import { OK } from '../../history/client-history.ts';
import type { Value } from '../../history/value.ts';
import type { Limits } from '../engine.ts';
import { modelOperation, type Subject } from '../subject.ts';
import { decide } from './decide.ts';

/** Operations of a core that somebody may want to read. */
const CORE_READ_MAX = 12;

export interface Explained {
  /** The place of the failing operation. */
  readonly failing: number;
  /** How many operations the core has. */
  readonly core: number;
}

/** Whole sentences. */
export function hintsOf(subject: Subject, explained: Explained, limits: Limits): readonly string[] {
  return [...initialHint(subject, explained, limits), ...ownerHint(subject, explained)];
}

/** Without owners, two holders at once show only in the sum of all acquisitions and releases. */
function ownerHint({ model }: Subject, { core }: Explained): readonly string[] {
  if (model.name !== 'mutex' || core <= CORE_READ_MAX) return [];
  return ['If only its holder may release the lock, --model owner-mutex may find a smaller contradiction.'];
}

/** Whether all would be well had the object begun with what the failing operation found. */
function initialHint(subject: Subject, { failing, core }: Explained, limits: Limits): readonly string[] {
  const { history, model } = subject;
  // Where others contradict it, another beginning does not help.
  if (core > 1 || history.outcome[failing] !== OK) return [];
  const needs = model.flow?.(modelOperation(history, failing))?.needs;
  if (!isPlain(needs)) return [];
  if (decide({ ...subject, initial: needs }, limits).verdict !== 'linearizable') return [];
  const shown = JSON.stringify(needs);
  return [`Beginning with ${shown}, this would be linearizable: --initial '${shown}'.`];
}

/** Models with a flow begin with any value, and their states are values. */
function isPlain(state: unknown): state is Value {
  return typeof state === 'string' || typeof state === 'number' || typeof state === 'boolean';
}
