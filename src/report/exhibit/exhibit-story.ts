/** Everything about an exhibit that is told before its events are inflated. Made in Node; plain JSON. */
import type { History } from '../../../spec/history.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Counterexample } from '../../search/run-result.ts';
import { configurationOf } from './configuration.ts';
import { describePlan } from '../words/describe-plan.ts';
import { momentsAround, type ElectionMoment } from './election-moment.ts';
import { reproductionWords, shrunkWords } from '../words/evidence-words.ts';
import { explainOrder, type OrderExplanation } from './order-explanation.ts';
import { pictureOf, type Picture } from './picture.ts';

export interface ExhibitStory {
  readonly picture: Picture;
  /** How the election stood around the violation; none for a sample. */
  readonly moments: readonly ElectionMoment[];
  /** How its run was set up, as names and values. */
  readonly configuration: readonly (readonly [name: string, value: string])[];
  /** The plan in prose. */
  readonly planWords: readonly string[];
  /** What it was shrunk from, and how often it showed again, in sentences. */
  readonly provenance: readonly string[];
  /** For a property that asks for an order of all operations: why there is none. */
  readonly explanation?: OrderExplanation;
}

/** Of a history, with the violation in it where there is one. */
export function storyOf(
  history: History,
  { counterexample, plan }: { readonly counterexample?: Counterexample; readonly plan?: Plan },
): ExhibitStory {
  const witness = counterexample?.witness;
  const explanation =
    counterexample === undefined ? undefined : explainOrder(history, counterexample.property, counterexample.witness);
  return {
    picture: pictureOf(history, witness),
    moments: witness === undefined ? [] : momentsAround(history, witness),
    configuration: configurationOf(history.header),
    provenance: counterexample === undefined ? [] : provenanceOf(counterexample),
    planWords: plan === undefined ? [] : describePlan(plan),
    ...(explanation === undefined ? {} : { explanation }),
  };
}

function provenanceOf(counterexample: Counterexample): readonly string[] {
  const shrunk = shrunkWords(counterexample);
  const words = [...(shrunk === undefined ? [] : [shrunk]), ...reproductionWords(counterexample)];
  return words.map((each) => `${each.charAt(0).toUpperCase()}${each.slice(1)}.`);
}
