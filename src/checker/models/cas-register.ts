/**
 * A register with compare-and-set: `cas` from one value to another is possible only where the first is there. A cas that
 * failed has no effect and says nothing; `failed-cas-register` takes its failure as evidence that the value was another.
 */
import type { Model, ModelOperation, Value } from '../model.ts';
import { describeRegister, stepRegister } from './register.ts';
import { isList, sameValue, valueKey, valueText } from './value-text.ts';

export const casRegister: Model<Value> = {
  name: 'cas-register',
  functions: ['read', 'write', 'cas'],
  hasOwners: false,
  initial: (value) => value ?? null,
  step: stepCas,
  isReadOnly: ({ f, output }) => f === 'read' || (f === 'cas' && output === false),
  stateKey: valueKey,
  coveredBy: (state, { f, input }) =>
    f === 'write' ? { f: 'cas', input: [state, input], output: true, process: '' } : undefined,
  describe: (operation) => {
    const [from, to] = pair(operation);
    if (operation.f !== 'cas') return describeRegister(operation);
    return `${operation.output === false ? 'failed ' : ''}cas ${valueText(from)} to ${valueText(to)}`;
  },
  describeState: valueText,
};

function stepCas(state: Value, operation: ModelOperation): Value | undefined {
  if (operation.f !== 'cas') return stepRegister(state, operation);
  const [from, to] = pair(operation);
  const matches = sameValue(state, from);
  if (operation.output === false) return matches ? undefined : state;
  return matches ? to : undefined;
}

function pair({ input }: ModelOperation): readonly [from: Value, to: Value] {
  const [from = null, to = null] = isList(input) ? input : [];
  return [from, to];
}
