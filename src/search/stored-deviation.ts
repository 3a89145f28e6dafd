/** The stored plans of an adapter's declared deviations. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Deviation } from '../adapter.ts';
import { decodePlan } from '../plan/plan-schema.ts';
import type { Plan } from '../plan/plan.ts';
import { MalformedInputError } from '../schemas/malformed-input.ts';
import type { AdapterReference } from '../testbed/testbed.ts';

/** Reads the plan that shows a deviation. Throws `MalformedInputError` where there is none or it is not a plan. */
export async function readDeviationPlan(adapter: AdapterReference, deviation: Deviation): Promise<Plan> {
  const path = fileURLToPath(new URL(deviation.plan, adapter.url));
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new MalformedInputError({
      source: path,
      field: '',
      expected: `the stored plan by which ${adapter.name} shows that it breaks ${deviation.property}`,
      found: error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'no such file' : String(error),
      next: 'Copy the plan of a violating run there (plans/ in the folder of the run), or take the deviation back.',
    });
  }
  return decodePlan(text, path);
}
