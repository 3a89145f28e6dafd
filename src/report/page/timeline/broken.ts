/** Where promises are broken in one history: several may be, and each is then an exhibit. */
import type { Exhibit } from '../../exhibit/exhibit.ts';
import type { Stretch } from '../../timeline.ts';

/** A stretch in which promises are broken: `S4`, or several: `S4, S8`. */
export interface BrokenStretch extends Stretch {
  readonly property: string;
}

/** The exhibit's own stretch first, then others of the same stored history. One stretch may break several promises. */
export function brokenIn(exhibits: readonly Exhibit[], index: number): readonly BrokenStretch[] {
  const own = exhibits[index];
  const found = new Map<string, BrokenStretch>();
  for (const exhibit of own === undefined ? [] : [own, ...exhibits]) {
    const { counterexample, adapter } = exhibit;
    if (counterexample === undefined || counterexample.history !== own?.counterexample?.history) continue;
    if (adapter !== own.adapter) continue;
    const { fromUs, toUs } = counterexample.witness;
    const key = `${fromUs} ${toUs}`;
    const names = new Set([...(found.get(key)?.property.split(', ') ?? []), counterexample.property]);
    found.set(key, { property: [...names].join(', '), fromUs, toUs });
  }
  return [...found.values()];
}
