/** The operations of a core in sentences, each with its place in time, and what the core proves. */
import { counted } from './counted.ts';
import type { CoreCertainty, ShownOperation } from './explanation.ts';
import { capital, listed, who } from './words.ts';

/** One sentence for each operation; `operations` are in the order of their calls. */
export function storyOf(operations: readonly ShownOperation[]): readonly string[] {
  return operations.map((operation, index) => {
    const before = operations.slice(0, index);
    return `${capital(who(operation))} ${operation.did}${timing(operation, before)}${ending(operation)}.`;
  });
}

function ending({ outcome }: ShownOperation): string {
  return outcome === 'info' ? '; nobody knows whether it took effect' : '';
}

/** The relation to the latest of those told before that had ended, and to those that had not. */
function timing(operation: ShownOperation, before: readonly ShownOperation[]): string {
  const ended = before.flatMap((each, index) =>
    each.end !== undefined && each.end < operation.call ? [{ number: index + 1, end: each.end }] : [],
  );
  const latest = ended.toSorted((left, right) => right.end - left.end)[0];
  const running = before.flatMap((each, index) =>
    each.end !== undefined && each.end > operation.call ? [String(index + 1)] : [],
  );
  const after = latest === undefined ? '' : `, beginning when ${latest.number} had ended`;
  if (running.length === 0) return after;
  return `${after}${after === '' ? ', ' : ' and '}while ${listed(running)} ran`;
}

/** How many operations there are of each kind. */
export interface CoreSizes {
  readonly core: number;
  /** Those that are relaxed. */
  readonly others: number;
  /** Of core and context, those that are not told one by one. */
  readonly omitted: number;
}

/** What follows from a core, and how sure that is. */
export function meaningOf({ core, others, omitted }: CoreSizes, certainty: CoreCertainty): readonly string[] {
  if (certainty === 'none') {
    return ['No smaller contradiction was found within the limits; the operations shown are those the checker blames.'];
  }
  const free =
    others === 0
      ? ''
      : `, even when each of the ${counted(others, 'other operation')} takes effect as often as it likes while it runs, or not at all`;
  const first = core === 1 ? `This operation is impossible${free}.` : `These ${core} operations have no order${free}.`;
  const second =
    core === 1 ? '' : ` As soon as any one of the ${core} may do so, too, there is an order: none can be left out.`;
  return [
    ...(omitted === 0
      ? []
      : [`${counted(omitted, 'earlier operation')} of the contradiction ${omitted === 1 ? 'is' : 'are'} not shown.`]),
    `${first}${second}`,
    ...(certainty === 'confirmed' ? ['Brute force over these operations says the same.'] : []),
  ];
}
