/** The operations of a core in sentences, each with its place in time, and what the core proves. */
import { counted } from './counted.ts';
import type { CoreCertainty, ShownOperation } from './explanation.ts';
import { asParticiple, capital, listed, who } from './words.ts';

/** One sentence for each operation; `operations` are in the order of their calls. */
export function storyOf(operations: readonly ShownOperation[]): readonly string[] {
  return operations.map((operation, index) => {
    const before = operations.slice(0, index);
    const latest = latestEnded(operation, before);
    const subject = capital(who(operation));
    if (operation.outcome === 'info') {
      const from = latest === undefined ? '' : ` after ${latest} had ended`;
      return `${subject} may have ${asParticiple(operation.does)}, at any time${from}.`;
    }
    const running = before.flatMap((each, number) =>
      each.end !== undefined && each.end > operation.call ? [String(number + 1)] : [],
    );
    const times = [
      ...(latest === undefined ? [] : [`beginning when ${latest} had ended`]),
      ...(running.length === 0 ? [] : [`while ${listed(running)} ran`]),
    ];
    return `${subject} ${operation.did}${times.length === 0 ? '' : `, ${times.join(' and ')}`}.`;
  });
}

/** The number of the one that ended last before `operation` began. */
function latestEnded({ call }: ShownOperation, before: readonly ShownOperation[]): number | undefined {
  let [latest, latestEnd]: [number | undefined, number] = [undefined, -1];
  before.forEach(({ end }, index) => {
    if (end !== undefined && end < call && end > latestEnd) [latest, latestEnd] = [index + 1, end];
  });
  return latest;
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
      : `, even when ${others === 1 ? 'the other operation' : `each of the ${counted(others, 'other operation')}`} takes effect as often as it likes while it runs, or not at all`;
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
