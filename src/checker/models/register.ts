/** A register: a write replaces the value, a read returns it. */
import type { Model, ModelOperation, Value } from '../model.ts';
import { sameValue, valueKey, valueText } from './value-text.ts';

export const register: Model<Value> = {
  name: 'register',
  functions: ['read', 'write'],
  hasOwners: false,
  initial: (value) => value ?? null,
  step: stepRegister,
  isReadOnly: ({ f }) => f === 'read',
  stateKey: valueKey,
  describe: describeRegister,
  describeState: valueText,
};

export function stepRegister(state: Value, { f, input, output }: ModelOperation): Value | undefined {
  if (f === 'write') return input;
  return output === undefined || sameValue(state, output) ? state : undefined;
}

export function describeRegister({ f, input, output }: ModelOperation): string {
  return f === 'write' ? `write ${valueText(input)}` : `read ${valueText(output)}`;
}
