/**
 * Events of a history as bytes that compress well, and back. Runs in Node, where pages are written, and in the page itself.
 *
 * Events of the same shape (the same fields with the same kinds of values) share columns, one a field: numbers as the
 * difference to what one would expect, texts as places in a dictionary.
 */
import type { HistoryEvent } from '../../../spec/history.ts';
import { ColumnReader, ColumnWriter } from './packed-columns.ts';
import { Expectation, fieldsOf, placed, shapeKey } from './packed-shapes.ts';
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
  const shapes = new Map<string, { readonly place: number; readonly leaves: readonly Leaf[] }>();
  const fieldsOfShapes: (readonly Field[])[] = [];
  const texts = new Map<string, number>();
  const columns = new ColumnWriter();
  const expectation = new Expectation();
  let nextColumn = SHAPE_COLUMN + 1;
  for (const event of events) {
    const key = shapeKey(event);
    let known = shapes.get(key);
    if (known === undefined) {
      const fields = fieldsOf(event);
      const made = placed(fields, nextColumn);
      known = { place: shapes.size, leaves: made.shape.leaves };
      nextColumn = made.nextColumn;
      shapes.set(key, known);
      fieldsOfShapes.push(fields);
    }
    columns.put(SHAPE_COLUMN, known.place);
    for (const leaf of known.leaves) write(leaf, event);
  }
  const preamble: Preamble = { count: events.length, texts: [...texts.keys()], shapes: fieldsOfShapes };
  return columns.bytes(JSON.stringify(preamble));

  function write(leaf: Leaf, event: HistoryEvent): void {
    const { name, kind, group, column } = leaf;
    const holder: unknown = group === undefined ? event : Reflect.get(event, group);
    const value: unknown = Reflect.get(Object(holder), name);
    let first: number;
    if (kind === 's') first = placeOf(String(value));
    else if (kind === 'j') first = placeOf(JSON.stringify(value));
    else first = Number(kind === 'p' && Array.isArray(value) ? value[0] : value);
    columns.put(column, first - expectation.of(leaf));
    expectation.note(leaf, first);
    if (kind === 'p' && Array.isArray(value)) columns.put(column + 1, Number(value[1]) - first);
  }

  function placeOf(text: string): number {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
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
    return made.shape;
  });
  const read = (leaf: Leaf): unknown => {
    const { kind, column } = leaf;
    const first = columns.next(column) + expectation.of(leaf);
    expectation.note(leaf, first);
    if (kind === 'i') return first;
    if (kind === 's') return texts[first];
    if (kind === 'd') return String(first);
    if (kind === 'p') return [first, first + columns.next(column + 1)];
    return JSON.parse(texts[first] ?? 'null');
  };
  const events: HistoryEvent[] = [];
  while (events.length < count) {
    const shape = shapes[columns.next(SHAPE_COLUMN)];
    if (shape === undefined) throw new Error('These are no packed events.');
    // Copied rather than built, so that all events of a shape are the same kind of object to the browser.
    const event: Record<string, unknown> = { ...shape.blank };
    for (const group of shape.groups) event[group] = { ...(event[group] as object) };
    for (const leaf of shape.leaves) {
      const holder = leaf.group === undefined ? event : (event[leaf.group] as Record<string, unknown>);
      holder[leaf.name] = read(leaf);
    }
    events.push(event as unknown as HistoryEvent);
  }
  return events;
}
