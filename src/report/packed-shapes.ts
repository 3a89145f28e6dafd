/** The shapes of events: which fields one has, what kinds of values, and in which columns these are kept. */
import type { HistoryEvent } from '../../spec/history.ts';

/** Integer, pair of integers, text, decimal text, JSON for whatever else there may be; after `=`, a constant as JSON. */
type Kind = 'i' | 'p' | 's' | 'd' | 'j' | `=${string}`;

/** One value of an event. `group` is the field that it is in, where it is not in the event itself. */
export type Field = readonly [name: string, kind: Kind, group?: string];

/** A field with its place. A pair takes two columns, a constant none. */
export interface Leaf {
  readonly name: string;
  readonly kind: Kind;
  readonly group: string | undefined;
  readonly column: number;
  /** Of a constant. */
  readonly constant: unknown;
}

/** Beyond it, twice a difference would no longer be exact. */
const INTEGER_MAX = 2 ** 50;
const DECIMAL = /^(?:0|[1-9]\d{0,14})$/;

/** The fields of an event: when, who and what first, since others are told by them. */
export function fieldsOf({ at, who, type, ...rest }: HistoryEvent): readonly Field[] {
  return Object.entries({ at, who, type, ...rest }).flatMap(([name, value]): readonly Field[] => {
    if (value === undefined) return [];
    if (name === 'type') return [[name, `=${JSON.stringify(value)}`]];
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    const inner = isGroup ? Object.entries(value).filter(([, each]) => each !== undefined) : [];
    if (inner.length === 0 || inner.some(([key]) => key === '__proto__')) return [[name, kindOf(value)]];
    return inner.map(([key, each]) => [key, kindOf(each), name]);
  });
}

function kindOf(value: unknown): Kind {
  if (isInteger(value)) return 'i';
  if (typeof value === 'string') return DECIMAL.test(value) ? 'd' : 's';
  if (Array.isArray(value) && value.length === 2 && value.every(isInteger)) return 'p';
  const isConstant = value === null || typeof value === 'boolean' || JSON.stringify(value) === '{}';
  return isConstant ? `=${JSON.stringify(value)}` : 'j';
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) <= INTEGER_MAX;
}

/** Gives each field of a shape its columns, from `firstColumn` on; and the column after them. */
export function placed(
  fields: readonly Field[],
  firstColumn: number,
): { readonly leaves: readonly Leaf[]; readonly nextColumn: number } {
  let nextColumn = firstColumn;
  const leaves = fields.map(([name, kind, group]): Leaf => {
    const column = nextColumn;
    const isConstant = kind.startsWith('=');
    nextColumn += isConstant ? 0 : kind === 'p' ? 2 : 1;
    return { name, kind, group, column, constant: isConstant ? JSON.parse(kind.slice(1)) : undefined };
  });
  return { leaves, nextColumn };
}

/** What a number is expected to be, so that only the difference is kept. Both sides are told the same, in the same order. */
export class Expectation {
  #atUs = 0;
  #who = 0;
  readonly #operations: number[] = [];
  readonly #columns: number[] = [];

  /** Times are expected at the last event, or at their own; operations to count up in each process; the rest to stay. */
  of({ name, group, column }: Leaf): number {
    if (group === undefined) {
      if (name === 'at' || name === 'sentAt' || name === 'intendedUs') return this.#atUs;
      if (name === 'op') return this.#operations[this.#who] ?? 0;
    }
    return this.#columns[column] ?? 0;
  }

  note({ name, group, column }: Leaf, value: number): void {
    this.#columns[column] = value;
    if (group !== undefined) return;
    if (name === 'at') this.#atUs = value;
    else if (name === 'who') this.#who = value;
    else if (name === 'op') this.#operations[this.#who] = value;
  }
}
