/**
 * Decides histories of a register in which each value that somebody needs has one writer: plain registers, registers
 * with compare-and-set, and keys of a key-value store without appends. The reasons are in value-chains.ts and
 * chain-zones.ts; the cost is one sort of the chains.
 */
import { clientFunctions, NONE } from '../../history/client-history.ts';
import { isList, valueText, type Value } from '../../history/value.ts';
import type { Linearizable, Monitor, NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { orderChains, type BrokenChain, type CrossedChains } from './chain-zones.ts';
import { NOTHING, RegisterColumns, ValueNumbers } from './register-columns.ts';
import { valueChains, type Contradiction, type ValueChains } from './value-chains.ts';

/** For the models register and cas-register. Refused cas that count as evidence it leaves to the search. */
export const monitorRegister: Monitor = (subject) => {
  const columns = registerColumns(subject, subject.initial ?? null);
  return columns === undefined ? undefined : judgeRegister(columns);
};

/** For the model kv: a key that nobody wrote is the empty text. Appends it leaves to the search. */
export const monitorKv: Monitor = (subject) => {
  const columns = registerColumns(subject, subject.initial ?? '');
  return columns === undefined ? undefined : judgeRegister(columns);
};

const READ = clientFunctions.indexOf('read');
const WRITE = clientFunctions.indexOf('write');
const CAS = clientFunctions.indexOf('cas');

/** `empty` is what nothing is the same as: what the register holds before anybody wrote is what a read of nothing returns. */
function registerColumns({ history, operations, model }: Subject, initial: Value): RegisterColumns | undefined {
  const areIndexed = model.name !== 'cas-register';
  const values = new ValueNumbers(initial, { history, operations: operations.length, areIndexed });
  const nothing = values.of(model.name === 'kv' ? '' : null);
  const columns = new RegisterColumns(history, operations.length, values);
  const { f, input, output } = history;
  const numberOf = (index: number): number => {
    const value = history.values[index] ?? null;
    return index === NONE || value === null ? nothing : values.ofIndex(index, value);
  };
  for (const place of operations) {
    const kind = f[place] ?? 0;
    if (kind === READ) columns.add(place, numberOf(output[place] ?? NONE), NOTHING);
    else if (kind === WRITE) columns.add(place, NOTHING, numberOf(input[place] ?? NONE));
    else if (kind === CAS) {
      const pair = history.values[input[place] ?? NONE];
      if (!isList(pair) || history.values[output[place] ?? NONE] === false) return undefined;
      const [from = null, to = null] = pair;
      columns.add(place, values.of(from), values.of(to));
    } else return undefined;
  }
  return columns;
}

/** Undefined where a needed value has several writers. */
export function judgeRegister(columns: RegisterColumns): Linearizable | NotLinearizable | undefined {
  const chains = valueChains(columns);
  if (chains === undefined) return undefined;
  if ('kind' in chains) return contradicted(columns, chains);
  const ordered = orderChains(columns, chains);
  if (ordered.kind === 'broken') return broken(columns, ordered);
  if (ordered.kind === 'crossed') return crossed(columns, ordered);
  return { verdict: 'linearizable', order: written(columns, chains, ordered.chains) };
}

/** The order: chain by chain each writer, and after it the reads of its value. */
function written({ place }: RegisterColumns, chains: ValueChains, firsts: Int32Array): Int32Array {
  const { next, firstRead, readAfter, initialWriter } = chains;
  const order = new Int32Array(chains.operations);
  let length = 0;
  for (const first of firsts) {
    for (let writer = first; writer !== NOTHING; writer = next[writer] ?? NOTHING) {
      if (writer !== initialWriter) order[length++] = place[writer] ?? 0;
      for (let read = firstRead[writer] ?? NOTHING; read !== NOTHING; read = readAfter[read] ?? NOTHING) {
        order[length++] = place[read] ?? 0;
      }
    }
  }
  return order;
}

function contradicted(columns: RegisterColumns, { kind, operations }: Contradiction): NotLinearizable {
  const [first = 0] = operations;
  const needed = text(columns, columns.needs[first] ?? NOTHING);
  const reasons = {
    'never-written': `the register must have held ${needed}, and nobody wrote that`,
    'replaced-twice': `two cas replaced the same ${text(columns, valueOf(columns, first))}, which was written once`,
    circle: `each of these cas needs the value that another of them leaves, and none can be the first`,
  };
  return refuted(columns, operations, reasons[kind]);
}

function broken(columns: RegisterColumns, { late, early }: BrokenChain): NotLinearizable {
  const [of, before] = [valueOf(columns, early), valueOf(columns, late)];
  const reason =
    of === before
      ? `an operation that needs ${text(columns, of)} ended before the one that writes it was called`
      : `${text(columns, of)} replaced ${text(columns, before)}, yet one that needs ${text(columns, before)} was called after one that needs ${text(columns, of)} had ended`;
  return refuted(columns, withWriters(columns, [late, early]), reason);
}

function crossed(columns: RegisterColumns, { one, other }: CrossedChains): NotLinearizable {
  const values = [one.ended, other.called, other.ended, one.called].map((each) =>
    text(columns, valueOf(columns, each)),
  );
  const [left = '', right = '', rightAgain = '', leftAgain = ''] = values;
  const isPlain = left === leftAgain && right === rightAgain;
  const back = `${left} was there before ${right}, and ${rightAgain} before ${leftAgain}`;
  const why = isPlain
    ? 'each of them was written once'
    : 'no other write comes between a value and the cas that replace it';
  const operations = [one.ended, one.called, other.ended, other.called];
  return refuted(columns, withWriters(columns, operations), `${back}, yet ${why}`);
}

/** These operations, and as far as six those who wrote what they needed: without them they would prove nothing. */
function withWriters({ count, needs, leaves }: RegisterColumns, operations: readonly number[]): readonly number[] {
  const needed = new Set(operations.map((operation) => needs[operation] ?? NOTHING));
  needed.delete(NOTHING);
  const found = new Set(operations);
  for (let operation = 0; operation < count && found.size < 6; operation += 1) {
    if (needed.has(leaves[operation] ?? NOTHING)) found.add(operation);
  }
  return [...found];
}

function refuted({ place, count }: RegisterColumns, operations: readonly number[], reason: string): NotLinearizable {
  const culprits = new Set<number>();
  for (const operation of operations) if (operation !== count) culprits.add(place[operation] ?? 0);
  return { verdict: 'not-linearizable', culprits: [...culprits].sort((left, right) => left - right), reason };
}

/** The number of the value that is there once the operation is done. */
function valueOf({ count, needs, leaves }: RegisterColumns, operation: number): number {
  if (operation === count) return 0;
  const left = leaves[operation] ?? NOTHING;
  return left === NOTHING ? (needs[operation] ?? 0) : left;
}

function text({ values }: RegisterColumns, value: number): string {
  return valueText(values.value(value));
}
