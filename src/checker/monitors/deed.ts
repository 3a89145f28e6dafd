/** Words for the reasons that monitors give. */
import { processOf } from '../../history/client-history.ts';
import { isIndeterminate, modelOperation, type Subject } from '../subject.ts';

/** Who did what: `process 3 acquires with token 5`. */
export function deed({ history, model }: Subject, place: number): string {
  const never = isIndeterminate(history, place) ? ', whose call never returned,' : '';
  return `process ${processOf(history, place)}${never} ${model.describe(modelOperation(history, place))}`;
}

/** A sentence that begins with a deed. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
