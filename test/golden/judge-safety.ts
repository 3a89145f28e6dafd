/** Runs the monitors of safety and of the store's promises over a history, each in the way in which the judge does. */
import type { History } from '../../spec/history.ts';
import { latest } from '../../spec/history.ts';
import { properties } from '../../spec/properties.ts';
import { linearizable } from '../../src/judge/linearizability.ts';
import type { Judgement, Property, PropertyId } from '../../spec/property.ts';

/** Everything but liveness, which has histories of its own. */
export const safety: readonly Property[] = properties.filter(({ id }) => !id.startsWith('L'));

/** Feeds all monitors event by event, sharing one context, and asks them at the end. */
export function judgeSafety(
  { header, events }: History,
  asked: readonly Property[] = safety,
): ReadonlyMap<PropertyId, Judgement> {
  const context = { header, linearizable };
  const judged = asked.filter((property) => header.ledger || !property.needsLedger);
  const monitors = judged.map((property) => ({ property, monitor: property.start(context) }));
  events.forEach((event, index) => {
    for (const { property, monitor } of monitors) if (property.reads.includes(event.type)) monitor.step(event, index);
  });
  const endUs = Math.max(...events.map((event) => latest(event.at)));
  return new Map(monitors.map(({ property, monitor }) => [property.id, monitor.end(endUs)]));
}

/** Which properties have a witness against them, with the sentence of each. */
export function violations(history: History): Readonly<Partial<Record<PropertyId, string>>> {
  const found: Partial<Record<PropertyId, string>> = {};
  for (const [id, { witness }] of judgeSafety(history)) if (witness !== undefined) found[id] = witness.sentence;
  return found;
}

/** One property alone, which must come to the same as in company. */
export function judgeAlone(property: Property, history: History): Judgement | undefined {
  return judgeSafety(history, [property]).get(property.id);
}
