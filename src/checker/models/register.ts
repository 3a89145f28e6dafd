/** A register: a write replaces the value, a read returns it. */
import { sameValue, valueKey, valueText, type Value } from '../../history/value.ts';
import type { Flow, Model, ModelOperation } from '../model.ts';

export const register: Model<Value> = {
  name: 'register',
  title: 'A register: a write replaces its value, a read returns it',
  functions: ['read', 'write'],
  partition: 'key',
  hasOwners: false,
  initial: initialValue,
  step: stepRegister,
  isReadOnly: ({ f }) => f === 'read',
  outputCounts: ({ f }) => f === 'read',
  stateKey: valueKey,
  flow: flowOfRegister,
  misfit: misfitOfWrite,
  describe: describeRegister,
  describeState: valueText,
};

/** A register begins with nothing in it unless the user says otherwise. */
export function initialValue(value: Value | undefined): Value {
  return value ?? null;
}

/** An ok read that returned nothing has read that there is nothing. */
export function stepRegister(state: Value, { f, input, output }: ModelOperation): Value | undefined {
  if (f === 'write') return input;
  return sameValue(state, output ?? null) ? state : undefined;
}

export function flowOfRegister({ f, input, output }: ModelOperation): Flow<Value> {
  return f === 'write' ? { needs: undefined, leaves: input ?? null } : { needs: output ?? null, leaves: undefined };
}

export function misfitOfWrite({
  f,
  input,
}: ModelOperation): { readonly expected: string; readonly found: string } | undefined {
  if (f !== 'write' || input !== undefined) return undefined;
  return { expected: 'the value that it writes', found: 'no value' };
}

/** What the functions of a register do to one value, for people. */
export function describeRegister({ f, input, output }: ModelOperation): string {
  return f === 'write' ? `writes ${valueText(input)}` : `reads ${valueText(output ?? null)}`;
}
