/** The shapes of events: which fields one has, what kinds of values, and in which columns these are kept. */
import type { HistoryEvent } from '../../../spec/history.ts';

/** Integer, pair of integers, text, decimal text, JSON for whatever else there may be; after `=`, a constant as JSON. */
type Kind = 'i' | 'p' | 's' | 'd' | 'j' | `=${string}`;

/** One value of an event. `group` is the field that it is in, where it is not in the event itself. */
export type Field = readonly [name: string, kind: Kind, group?: string];

/** A field that is not a constant, with its place. A pair takes two columns. */
export interface Leaf {
  readonly name: string;
  readonly kind: Kind;
  readonly group: string | undefined;
  readonly column: number;
}

/** What events of one shape have in common. */
export interface Shape {
  readonly leaves: readonly Leaf[];
  /** An event of this shape with its constants; the groups in it are to be copied as well. */
  readonly blank: Readonly<Record<string, unknown>>;
  readonly groups: readonly string[];
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
    const entries = isGroup ? (Object.entries(value as object) as [string, unknown][]) : [];
    const inner = entries.filter(([, each]) => each !== undefined);
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

/** A text that two events share where they have the same fields; much cheaper than the fields. */
export function shapeKey(event: object): string {
  let key = '';
  for (const [name, value] of Object.entries(event) as [string, unknown][]) {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    const kind = isGroup
      ? `{${shapeKey(value)}}`
      : name === 'type'
        ? `=${JSON.stringify(value)}`
        : value === undefined
          ? ''
          : kindOf(value);
    key += `${name.length}:${name}${kind.length}:${kind}`;
  }
  return key;
}

/** Gives each field of a shape its columns, from `firstColumn` on; and the column after them. */
export function placed(
  fields: readonly Field[],
  firstColumn: number,
): { readonly shape: Shape; readonly nextColumn: number } {
  let nextColumn = firstColumn;
  const leaves: Leaf[] = [];
  const blank: Record<string, unknown> = {};
  const groups = new Map<string, Record<string, unknown>>();
  for (const [name, kind, group] of fields) {
    const isConstant = kind.startsWith('=');
    if (group !== undefined && !groups.has(group)) {
      const made = {};
      groups.set(group, made);
      blank[group] = made;
    }
    const holder = group === undefined ? blank : (groups.get(group) ?? {});
    holder[name] = isConstant ? JSON.parse(kind.slice(1)) : undefined;
    if (isConstant) continue;
    leaves.push({ name, kind, group, column: nextColumn });
    nextColumn += kind === 'p' ? 2 : 1;
  }
  return { shape: { leaves, blank, groups: [...groups.keys()] }, nextColumn };
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
