/**
 * Which monitors read which types of event: built once a set of properties, then shared by all histories.
 */
import type { EventType } from '../../spec/history.ts';
import type { Property } from '../../spec/property.ts';

/** For each type of event the positions, in the set, of the properties that read it. */
export type Dispatch = Readonly<Record<EventType, readonly number[]>>;

const eventTypes: readonly EventType[] = [
  'invoke',
  'ok',
  'fail',
  'info',
  'elected',
  'lost',
  'started',
  'crashed',
  'closed',
  'stall',
  'granted',
  'renewed',
  'released',
  'expired',
  'store-stopped',
  'store-started',
  'applied',
  'refused',
  'fault-start',
  'fault-stop',
  'phase',
];

/** A set of properties with its dispatch. */
export interface PropertySet {
  readonly properties: readonly Property[];
  readonly dispatch: Dispatch;
}

/** Sets of properties out of a fixed registry, made on demand and kept. A set is named by a bit for each position. */
export class PropertySets {
  readonly #registry: readonly Property[];
  readonly #known = new Map<number, PropertySet>();

  /** The registry may hold at most 31 properties. */
  constructor(registry: readonly Property[]) {
    if (registry.length > 31) throw new Error('a set of properties is named by 31 bits');
    this.#registry = registry;
  }

  of(bits: number): PropertySet {
    const known = this.#known.get(bits);
    if (known !== undefined) return known;
    const properties = this.#registry.filter((_, position) => (bits & (1 << position)) !== 0);
    const made = { properties, dispatch: dispatchOf(properties) };
    this.#known.set(bits, made);
    return made;
  }
}

function dispatchOf(properties: readonly Property[]): Dispatch {
  const readers = (type: EventType): readonly number[] =>
    properties.flatMap((property, position) => (property.reads.includes(type) ? [position] : []));
  const table: Partial<Record<EventType, readonly number[]>> = {};
  for (const type of eventTypes) table[type] = readers(type);
  return complete(table);
}

function complete(table: Partial<Record<EventType, readonly number[]>>): Dispatch {
  const isComplete = (candidate: Partial<Dispatch>): candidate is Dispatch =>
    eventTypes.every((type) => candidate[type] !== undefined);
  if (!isComplete(table)) throw new Error('a type of event without an entry');
  return table;
}
