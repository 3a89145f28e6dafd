/**
 * One sentence that says what is wrong, for whoever reads nothing else. Well-known shapes have their own: a stale read, a
 * value that nobody wrote, two holders at once, a token that goes back. What is common to all others is said of the rest.
 */
import { valueShape } from './value-shape.ts';
import { factOf, precedes, type Contradiction, type Shape } from './facts.ts';
import { lockShape } from './lock-shape.ts';
import { tokenShape } from './token-shape.ts';
import { capital, listed } from './words.ts';
import type { Subject } from '../subject.ts';

/** Operations of a core that a sentence can name. */
const NAMED_MAX = 4;

export interface HeadlineParts {
  /** Places of operations. */
  readonly failing: number;
  /** The failing one among them. */
  readonly core: readonly number[];
  readonly context: readonly number[];
}

/** A whole sentence, with its full stop. */
export function headlineOf(subject: Subject, { failing, core, context }: HeadlineParts): string {
  const contradiction: Contradiction = {
    subject,
    failing: factOf(subject, failing),
    others: core.filter((place) => place !== failing).map((place) => factOf(subject, place)),
    context: context.map((place) => factOf(subject, place)),
  };
  const clause = shapes[subject.model.name]?.(contradiction) ?? anyShape(contradiction);
  return `${capital(clause)}.`;
}

const shapes: Readonly<Record<string, Shape>> = {
  register: valueShape,
  'cas-register': valueShape,
  kv: valueShape,
  mutex: lockShape,
  'owner-mutex': lockShape,
  'reentrant-mutex': lockShape,
  'fenced-lock': tokenShape,
  'leader-lease': tokenShape,
  'fenced-store': tokenShape,
  'set-once': tokenShape,
  'monotonic-token': tokenShape,
};

function anyShape({ failing, others }: Contradiction): string {
  const { did } = failing;
  const [other] = others;
  if (other === undefined) return `${did}, which nothing before its end makes possible`;
  if (others.length === 1) {
    return precedes(other, failing)
      ? `${did} although ${other.hadDone} before it began, and nothing in between makes that possible`
      : `${did}, and ${other.did}: no order of the two is possible`;
  }
  if (others.length > NAMED_MAX) return `${did}, which contradicts what ${others.length} others did`;
  return `${did}, which contradicts what others did: ${listed(others.map((each) => each.did))}`;
}
