/**
 * Events of a history as bytes that compress well, and back. Runs in Node, where pages are written, and in the page itself.
 *
 * Events of the same shape (the same fields with the same kinds of values) share columns, one a field: numbers as the
 * difference to what one would expect, texts as places in a dictionary.
 */
import type { HistoryEvent } from '../../spec/history.ts';
import { ColumnReader, ColumnWriter } from './packed-columns.ts';
import { Expectation, fieldsOf, placed } from './packed-shapes.ts';
import type { Field, Leaf } from './packed-shapes.ts';

/** What is said before the columns. */
interface Preamble {
  readonly count: number;
  readonly texts: readonly string[];
  readonly shapes: readonly (readonly Field[])[];
}

/** The column that says which shape each event has; those of the shapes follow. */
const SHAPE_COLUMN = 0;

/** The same events give the same bytes. A field that is undefined is left out. */
export function packEvents(events: readonly HistoryEvent[]): Uint8Array<ArrayBuffer> {
  const shapes = new Map<
    string,
    { readonly place: number; readonly fields: readonly Field[]; readonly leaves: readonly Leaf[] }
  >();
  const texts = new Map<string, number>();
  const columns = new ColumnWriter();
  const expectation = new Expectation();
  let nextColumn = SHAPE_COLUMN + 1;
  for (const event of events) {
    const fields = fieldsOf(event);
    const key = JSON.stringify(fields);
    let shape = shapes.get(key);
    if (shape === undefined) {
      const made = placed(fields, nextColumn);
      shape = { place: shapes.size, fields, leaves: made.leaves };
      nextColumn = made.nextColumn;
      shapes.set(key, shape);
    }
    columns.put(SHAPE_COLUMN, shape.place);
    for (const leaf of shape.leaves) write(leaf, event);
  }
  const preamble: Preamble = {
    count: events.length,
    texts: [...texts.keys()],
    shapes: [...shapes.values()].map(({ fields }) => fields),
  };
  return columns.bytes(JSON.stringify(preamble));

  function write(leaf: Leaf, event: HistoryEvent): void {
    const { name, kind, group, column } = leaf;
    if (kind.startsWith('=')) return;
    const holder: unknown = group === undefined ? event : Reflect.get(event, group);
    const value: unknown = Reflect.get(Object(holder), name);
    const isText = kind === 's' || kind === 'j';
    const [first, second] = isText
      ? [placeOf(kind === 's' ? String(value) : JSON.stringify(value))]
      : Array.isArray(value)
        ? [Number(value[0]), Number(value[1])]
        : [Number(value)];
    columns.put(column, first - expectation.of(leaf));
    expectation.note(leaf, first);
    if (second !== undefined) columns.put(column + 1, second - first);
  }

  function placeOf(text: string): number {
    const place = texts.get(text) ?? texts.size;
    texts.set(text, place);
    return place;
  }
}

/** The events that were packed, deeply equal. */
export function unpackEvents(bytes: Uint8Array): readonly HistoryEvent[] {
  const columns = new ColumnReader(bytes);
  const { count, texts, shapes: fieldsOfShapes } = JSON.parse(columns.text) as Preamble;
  const expectation = new Expectation();
  let nextColumn = SHAPE_COLUMN + 1;
  const shapes = fieldsOfShapes.map((fields) => {
    const made = placed(fields, nextColumn);
    nextColumn = made.nextColumn;
    return made.leaves;
  });
  const read = (leaf: Leaf): unknown => {
    const { kind, column } = leaf;
    if (kind.startsWith('=')) return leaf.constant;
    const first = columns.next(column) + expectation.of(leaf);
    expectation.note(leaf, first);
    if (kind === 'i') return first;
    if (kind === 'd') return String(first);
    if (kind === 'p') return [first, first + columns.next(column + 1)];
    const text = texts[first] ?? '';
    return kind === 's' ? text : JSON.parse(text);
  };
  return Array.from({ length: count }, () => {
    const event: Record<string, unknown> = {};
    for (const leaf of shapes[columns.next(SHAPE_COLUMN)] ?? []) {
      const value = read(leaf);
      if (leaf.group === undefined) event[leaf.name] = value;
      else Object.assign((event[leaf.group] ??= {}) as object, { [leaf.name]: value });
    }
    return event as unknown as HistoryEvent;
  });
}
