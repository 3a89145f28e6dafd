/** Where promises are broken in one history: several may be, and each is then an exhibit. */
import type { Exhibit } from '../../model.ts';
import type { BrokenStretch } from './frame.ts';

/** The exhibit's own stretch first, then those of the same stored history. Empty for a sample. */
export function brokenIn(exhibits: readonly Exhibit[], index: number): readonly BrokenStretch[] {
  const own = exhibits[index];
  if (own?.counterexample === undefined) return [];
  const { history } = own.counterexample;
  const others = exhibits.filter(
    (each) => each !== own && each.counterexample?.history === history && each.adapter === own.adapter,
  );
  return [own, ...others].flatMap(({ counterexample }) =>
    counterexample === undefined
      ? []
      : [
          {
            property: counterexample.property,
            fromUs: counterexample.witness.fromUs,
            toUs: counterexample.witness.toUs,
          },
        ],
  );
}
