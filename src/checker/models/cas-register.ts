/**
 * A register with compare-and-set: `cas` from one value to another is possible only where the first is there. A cas that
 * failed is left out of a history, since it had no effect, unless its failure is to count as evidence: then it is an
 * operation that returned `false` and is possible only where another value is there.
 */
import { isList, sameValue, valueKey, valueText, type Value } from '../../history/value.ts';
import type { Flow, Model, ModelOperation } from '../model.ts';
import { describeRegister, flowOfRegister, initialValue, misfitOfWrite, stepRegister } from './register.ts';

export const casRegister: Model<Value> = {
  name: 'cas-register',
  title: 'A register that also compares and sets: a cas from one value to another takes effect only where the first is',
  functions: ['read', 'write', 'cas'],
  partition: 'key',
  hasOwners: false,
  initial: initialValue,
  step: stepCas,
  isReadOnly: (operation) => operation.f === 'read' || isRefused(operation) || isIdle(operation),
  outputCounts: (operation) => operation.f === 'read' || isRefused(operation),
  stateKey: valueKey,
  misfit: misfitOfCas,
  flow: flowOfCas,
  describe: describeCas,
  describeState: valueText,
};

function stepCas(state: Value, operation: ModelOperation): Value | undefined {
  if (operation.f !== 'cas') return stepRegister(state, operation);
  const [from, to] = pairOf(operation);
  const isThere = sameValue(state, from);
  if (isRefused(operation)) return isThere ? undefined : state;
  return isThere ? to : undefined;
}

function isRefused({ f, output }: ModelOperation): boolean {
  return f === 'cas' && output === false;
}

/** A cas from a value to itself changes nothing wherever it is possible. */
function isIdle(operation: ModelOperation): boolean {
  if (operation.f !== 'cas') return false;
  const [from, to] = pairOf(operation);
  return sameValue(from, to);
}

/** A refused cas needs any value but one, of which nobody can say who supplies it. */
function flowOfCas(operation: ModelOperation): Flow<Value> | undefined {
  if (operation.f !== 'cas') return flowOfRegister(operation);
  if (isRefused(operation)) return undefined;
  const [needs, leaves] = pairOf(operation);
  return { needs, leaves };
}

function pairOf({ input }: ModelOperation): readonly [from: Value, to: Value] {
  const [from = null, to = null] = isList(input) ? input : [];
  return [from, to];
}

function misfitOfCas(operation: ModelOperation): { readonly expected: string; readonly found: string } | undefined {
  if (operation.f !== 'cas') return misfitOfWrite(operation);
  const { input } = operation;
  if (isList(input) && input.length === 2) return undefined;
  return {
    expected: 'a list of two values, the one to replace and the new one',
    found: input === undefined ? 'no value' : valueText(input),
  };
}

function describeCas(operation: ModelOperation): string {
  if (operation.f !== 'cas') return describeRegister(operation);
  const [from, to] = pairOf(operation);
  return isRefused(operation)
    ? `fails to replace ${valueText(from)} by ${valueText(to)}`
    : `replaces ${valueText(from)} by ${valueText(to)}`;
}
