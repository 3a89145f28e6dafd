/** Runs the monitors of safety and of the store's promises over a history, each in the way in which the judge does. */
import type { History } from '../../spec/history.ts';
import { latest } from '../../spec/history.ts';
import type { Judgement, Property, PropertyId } from '../../spec/property.ts';
import { s1 } from '../../spec/properties/s1.ts';
import { s2a } from '../../spec/properties/s2a.ts';
import { s2b } from '../../spec/properties/s2b.ts';
import { s3a } from '../../spec/properties/s3a.ts';
import { s3b } from '../../spec/properties/s3b.ts';
import { s3u } from '../../spec/properties/s3u.ts';
import { s4 } from '../../spec/properties/s4.ts';
import { s6 } from '../../spec/properties/s6.ts';
import { s7 } from '../../spec/properties/s7.ts';
import { s8 } from '../../spec/properties/s8.ts';
import { s9 } from '../../spec/properties/s9.ts';
import { st1 } from '../../spec/properties/st1.ts';
import { st2 } from '../../spec/properties/st2.ts';
import { st3 } from '../../spec/properties/st3.ts';
import { w1Strong } from '../../spec/properties/w1-strong.ts';
import { w1Weak } from '../../spec/properties/w1-weak.ts';
import { w2 } from '../../spec/properties/w2.ts';
import { w3 } from '../../spec/properties/w3.ts';

export const safety: readonly Property[] = [
  s1,
  s2a,
  s2b,
  s3a,
  s3b,
  s3u,
  s4,
  s6,
  s7,
  s8,
  s9,
  w1Weak,
  w1Strong,
  w2,
  w3,
  st1,
  st2,
  st3,
];

/** Feeds all monitors event by event, sharing one context, and asks them at the end. */
export function judgeSafety(
  { header, events }: History,
  properties: readonly Property[] = safety,
): ReadonlyMap<PropertyId, Judgement> {
  const context = { header };
  const judged = properties.filter((property) => header.ledger || !property.needsLedger);
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
