/**
 * Decides histories of several registers in which every operation is about one of them: each register is judged by
 * itself (Herlihy and Wing, 1990, locality), and their orders are merged.
 */
import { INFO, type ClientHistory } from '../../history/client-history.ts';
import { fieldOf, sameValue, type Value } from '../../history/value.ts';
import type { Monitor } from '../engine.ts';
import { stepsOf, type Step } from '../models/multi-register.ts';
import { modelOperation } from '../subject.ts';
import { NOTHING, RegisterColumns, ValueNumbers } from './register-columns.ts';
import { judgeRegister } from './register.ts';

/** For the model multi-register. Transactions over several registers it leaves to the search. */
export const monitorMultiRegister: Monitor = ({ history, operations, initial }) => {
  const registers = new Map<string, Access[]>();
  for (const place of operations) {
    const isIndeterminate = history.outcome[place] === INFO;
    const access = accessOf(place, stepsOf(modelOperation(history, place)) ?? [], isIndeterminate);
    if (access === undefined) return undefined;
    if (access === 'impossible') {
      if (isIndeterminate) continue;
      return { verdict: 'not-linearizable', culprits: [place], reason: 'what it read contradicts itself' };
    }
    const sofar = registers.get(access.register);
    if (sofar === undefined) registers.set(access.register, [access]);
    else sofar.push(access);
  }
  return judgeAll(history, registers, initial);
};

/** One register without an order decides, whatever the others are; else all have to have one. */
function judgeAll(
  history: ClientHistory,
  registers: ReadonlyMap<string, readonly Access[]>,
  initial: Value | undefined,
): ReturnType<Monitor> {
  const orders: Int32Array[] = [];
  for (const [register, accesses] of registers) {
    const answer = judgeRegister(columnsOf(history, accesses, fieldOf(initial, register) ?? null));
    if (answer?.verdict === 'linearizable') orders.push(answer.order);
    else if (answer !== undefined) return answer;
  }
  if (orders.length < registers.size) return undefined;
  return { verdict: 'linearizable', order: merged(history, orders) };
}

/** What the steps of one operation come to, when all are about one register. */
interface Access {
  readonly place: number;
  readonly register: string;
  /** What the register must hold before the operation; undefined: anything. */
  readonly needs: Value | undefined;
  /** What it holds afterwards; undefined: the same. */
  readonly leaves: Value | undefined;
}

/** Undefined where the steps are about several registers or do not tell what they read; `impossible` where they contradict each other. */
function accessOf(place: number, steps: readonly Step[], isIndeterminate: boolean): Access | 'impossible' | undefined {
  const [first] = steps;
  if (first === undefined) return undefined;
  const { register } = first;
  let needs: Value | undefined;
  let leaves: Value | undefined;
  let isPossible = true;
  for (const step of steps) {
    if (step.register !== register) return undefined;
    if (step.writes) leaves = step.value ?? null;
    else if (step.value === undefined) {
      if (!isIndeterminate) return undefined;
    } else {
      const held = leaves ?? needs;
      if (held !== undefined && !sameValue(held, step.value)) isPossible = false;
      if (leaves === undefined) needs = step.value;
    }
  }
  return isPossible ? { place, register, needs, leaves } : 'impossible';
}

function columnsOf(history: ClientHistory, accesses: readonly Access[], initial: Value): RegisterColumns {
  const values = new ValueNumbers(initial, { history, operations: 0, areIndexed: false });
  const columns = new RegisterColumns(history, accesses.length, values);
  for (const { place, needs, leaves } of accesses) {
    const needed = needs === undefined ? NOTHING : values.of(needs);
    columns.add(place, needed, leaves === undefined ? NOTHING : values.of(leaves));
  }
  return columns;
}

/**
 * One order out of those of single registers. Each operation takes effect at the earliest moment that the order of its
 * register allows, which is a call: its own or that of one before it. This is no later than its end, since nothing that
 * stands before it was called after it ended, and so these moments agree with real time across the registers.
 */
function merged({ call }: ClientHistory, orders: readonly Int32Array[]): Int32Array {
  const total = orders.reduce((sum, order) => sum + order.length, 0);
  const concatenated = new Int32Array(total);
  const moments = new Float64Array(total);
  let length = 0;
  for (const order of orders) {
    let moment = 0;
    for (const place of order) {
      moment = Math.max(moment, call[place] ?? 0);
      concatenated[length] = place;
      moments[length] = moment * total + length;
      length += 1;
    }
  }
  moments.sort();
  return Int32Array.from(moments, (moment) => concatenated[moment % total] ?? 0);
}
