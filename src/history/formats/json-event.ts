/**
 * An event of JSON lines as the JSON parser gives it, for lines that are not plain: every field is checked here, and a
 * message says which is wrong.
 */
import { MalformedInputError, parseJson } from '../../schemas/malformed-input.ts';
import { FAIL, INFO, OK } from '../client-history.ts';
import { isList, valueText, type Value } from '../value.ts';
import { functionNames } from './function-names.ts';
import { parseValue } from './json-numbers.ts';
import { INVOKE } from './plain-json-line.ts';

/** A line, for messages. */
export interface LineOrigin {
  readonly source: string;
  readonly line: number;
  readonly text: string;
}

/** What a line says about an operation. */
export interface JsonEvent {
  /** The code of the outcome, or `INVOKE`. */
  readonly type: number;
  readonly who: string;
  readonly f: string | undefined;
  readonly key: string | undefined;
  readonly value: Value | undefined;
  /** Microseconds, earliest and latest; NaN where there is no time. */
  readonly from: number;
  readonly to: number;
  /** -1 where there is none. */
  readonly op: number;
}

const types: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['invoke', INVOKE],
  ['ok', OK],
  ['fail', FAIL],
  ['info', INFO],
]);

/** The fields of an event. */
export type JsonObject = Readonly<Record<string, Value>>;

/** The object on a line. Throws `MalformedInputError` with the column at which the text stops being JSON. */
export function objectOf({ source, line, text }: LineOrigin): JsonObject {
  const parsed = parsedOrUndefined(text);
  if (parsed === undefined) {
    parseJson(text, { source, line, what: 'history' });
    throw new Error(`${text} is no JSON, and yet it is: this should never happen`);
  }
  if (typeof parsed === 'object' && parsed !== null && !isList(parsed)) return parsed;
  throw new MalformedInputError({
    source,
    line,
    column: 1,
    field: '',
    expected: 'an event, as {"who": "a", "type": "invoke", "f": "read"}',
    found: isList(parsed) ? 'a list' : valueText(parsed),
    next: 'JSON lines have one object a line; a JSON list becomes that with `jq -c ".[]"`.',
  });
}

function parsedOrUndefined(text: string): Value | undefined {
  try {
    return parseValue(text);
  } catch {
    return undefined;
  }
}

/** The event in the object of a line. */
export function jsonEvent(object: JsonObject, origin: LineOrigin): JsonEvent {
  const type = types.get(object['type']);
  if (type === undefined) refuseField(origin, 'type', 'one of "invoke", "ok", "fail", "info"', object['type']);
  const named = (object['who'] ?? undefined) === undefined ? 'process' : 'who';
  const who = nameIn(object[named]);
  if (who === undefined) refuseField(origin, named, 'the name or the number of a process', object[named]);
  const f = object['f'] ?? undefined;
  if (typeof f !== 'string' && (f !== undefined || type === INVOKE)) refuseField(origin, 'f', functionNames, f);
  const key = object['key'] ?? undefined;
  const keyName = nameIn(key);
  if (key !== undefined && keyName === undefined) refuseField(origin, 'key', 'a name or a number', key);
  const op = object['op'] ?? -1;
  if (typeof op !== 'number' || !Number.isInteger(op)) refuseField(origin, 'op', 'the number of an operation', op);
  return {
    type,
    who,
    f,
    key: keyName,
    value: object['value'],
    ...timeIn(object['at'], origin),
    op,
  };
}

function timeIn(at: Value | undefined, origin: LineOrigin): { readonly from: number; readonly to: number } {
  if (at === undefined || at === null) return { from: Number.NaN, to: Number.NaN };
  if (typeof at === 'number') return { from: at, to: at };
  const [from, to] = isList(at) ? at : [];
  if (typeof from === 'number' && typeof to === 'number' && from <= to) return { from, to };
  return refuseField(origin, 'at', 'microseconds, or [earliest, latest]', at);
}

/** Names may be written as numbers; undefined for anything else. */
function nameIn(value: Value | undefined): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' && Number.isInteger(value) ? String(value) : undefined;
}

/** Refuses a line because of one of its fields. */
export function refuseField(
  { source, line, text }: LineOrigin,
  field: string,
  expected: string,
  found: unknown,
): never {
  const shown = found === undefined ? 'nothing' : JSON.stringify(found);
  throw new MalformedInputError({
    source,
    line,
    column: Math.max(0, text.indexOf(`"${field}"`)) + 1,
    field,
    expected,
    found: shown.length > 60 ? `${shown.slice(0, 60)}...` : shown,
    next: 'Mend the line, or what records it.',
  });
}
