/** Words of the specification in the form in which the schemas need them: as lists that are known not to be empty. */
import { faults, type FaultKind } from '../../spec/faults.ts';

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly [K, ...K[]] {
  const isKey = (name: string): name is K => Object.hasOwn(record, name);
  const [first, ...rest] = Object.keys(record).filter(isKey);
  if (first === undefined) throw new Error('a vocabulary without words');
  return [first, ...rest];
}

export const faultKinds: readonly [FaultKind, ...FaultKind[]] = keysOf(faults);
