/** What a certificate rests on besides the result: enough to run or judge everything again. */
import type { Micros } from '../../spec/history.ts';
import type { AdapterReference } from '../testbed/testbed.ts';
import type { AdapterResult } from './run-result.ts';

/** The evidence of one adapter on one testbed. */
export interface Evidence {
  readonly reference: AdapterReference;
  readonly result: AdapterResult;
  /** How long the judged histories were, one after the other. */
  readonly spanUs: Micros;
  /** Simulated: the stored plans of declared deviations, in the order in which they were run, and `digestEvents` of each history. */
  readonly storedPlans: readonly { readonly plan: string; readonly digest: number }[];
  /** Simulated: `digestEvents` of the histories of the generated plans, from place 0 on. */
  readonly digests: readonly number[];
  /** Real: where the judged histories are stored, relative to the run's folder. */
  readonly files: readonly string[];
}
