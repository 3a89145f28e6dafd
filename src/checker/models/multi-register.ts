/**
 * Several registers that are read and written together: all steps of one operation happen at one instant. Steps are
 * `[register, value]` in a read or write, and `[op, register, value]` in a transaction, which does them in their order.
 */
import { isList, sameValue, valueKey, valueText, type Value } from '../../history/value.ts';
import type { CellEffect, Model, ModelOperation } from '../model.ts';

/** The registers that are not empty, by name. */
export type Registers = { readonly [register: string]: Value };

/** One read or write of one register. `value` is undefined for a read of which nobody knows what it returned. */
export interface Step {
  readonly writes: boolean;
  readonly register: string;
  readonly value: Value | undefined;
}

const shape = 'a list of [register, value] or [op, register, value], where op is read (r) or write (w)';

export const multiRegister: Model<Registers> = {
  name: 'multi-register',
  title: 'Several registers that an operation reads and writes at one instant',
  functions: ['read', 'write', 'txn'],
  partition: 'none',
  hasOwners: false,
  initial: (value) => {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || isList(value)) {
      throw new RangeError(`the model multi-register begins with an object of values, found ${valueText(value)}`);
    }
    const given = Object.entries(value).filter(([, each]) => each !== null);
    return Object.fromEntries(given.map(([name, each]) => [nameOf(name), each]));
  },
  step: (state, operation) => stepAll(state, stepsOf(operation) ?? []),
  isReadOnly: (operation) => (stepsOf(operation) ?? []).every(({ writes }) => !writes),
  stateKey: valueKey,
  cells: cellsOf,
  valueIn: (state, register) => state[register] ?? null,
  misfit: misfitOfSteps,
  describe: (operation) => {
    const steps = stepsOf(operation) ?? [];
    return steps
      .map(
        ({ writes, register, value }) =>
          `${writes ? 'writes' : 'reads'} ${valueText(value)} ${writes ? 'to' : 'from'} ${register}`,
      )
      .join(', ');
  },
  describeState: valueText,
};

/** A register is needed as it is read before the operation writes it itself, and left as it is written last. */
function cellsOf(operation: ModelOperation): readonly CellEffect[] {
  const effects = new Map<string, CellEffect>();
  for (const { writes, register, value } of stepsOf(operation) ?? []) {
    const { needs, leaves } = effects.get(register) ?? { needs: undefined, leaves: undefined };
    if (writes) effects.set(register, { cell: register, needs, leaves: value ?? null });
    else effects.set(register, { cell: register, needs: leaves === undefined ? (needs ?? value) : needs, leaves });
  }
  return [...effects.values()];
}

function stepAll(state: Registers, steps: readonly Step[]): Registers | undefined {
  let after = state;
  for (const { writes, register, value } of steps) {
    if (writes) after = withValue(after, register, value ?? null);
    else if (value !== undefined && !sameValue(after[register] ?? null, value)) return undefined;
  }
  return after;
}

/** An empty register is left out, so that equal states have equal fields. */
function withValue(state: Registers, register: string, value: Value): Registers {
  if (value !== null) return { ...state, [register]: value };
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== register));
}

/**
 * What it returned tells what its reads returned. Of an operation that returned nothing the reads are unknown: their
 * values in the invocation are only room for an answer.
 */
export function stepsOf({ f, input, output }: ModelOperation): readonly Step[] | undefined {
  const value = output ?? input;
  if (!isList(value)) return undefined;
  const isAnswered = output !== undefined && output !== null;
  const steps: Step[] = [];
  for (const each of value) {
    const step = stepOf(f, each);
    if (step === undefined) return undefined;
    steps.push(step.writes || isAnswered ? step : { ...step, value: undefined });
  }
  return steps;
}

function stepOf(f: ModelOperation['f'], step: Value): Step | undefined {
  if (!isList(step)) return undefined;
  if (step.length === 3) {
    const [op = null, register = null, value = null] = step;
    const writes = writing(op);
    return writes === undefined ? undefined : { writes, register: nameOf(register), value };
  }
  if (step.length !== 2 || f === 'txn') return undefined;
  const [register = null, value = null] = step;
  return { writes: f === 'write', register: nameOf(register), value };
}

function writing(op: Value): boolean | undefined {
  const name = nameOf(op);
  if (name === 'w' || name === 'write') return true;
  return name === 'r' || name === 'read' ? false : undefined;
}

/** The name without the colon that a keyword of EDN begins with. */
function nameOf(value: Value): string {
  if (typeof value !== 'string') return valueKey(value);
  return value.startsWith(':') ? value.slice(1) : value;
}

function misfitOfSteps(
  operation: ModelOperation,
  outcome: 'ok' | 'info',
): { readonly expected: string; readonly found: string } | undefined {
  const { output, input } = operation;
  const steps = stepsOf(operation);
  if (steps === undefined) {
    const value = output ?? input;
    return { expected: shape, found: value === undefined ? 'no value' : valueText(value) };
  }
  if (outcome === 'info' || steps.every(({ value }) => value !== undefined)) return undefined;
  return { expected: 'what its reads returned', found: 'no value in its completion' };
}
