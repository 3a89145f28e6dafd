/** A JSON value that an operation carries or returns. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

/** The same text for equal values, and for these only. The order of fields means nothing, and so they are sorted. */
export function valueKey(value: Value | undefined): string {
  if (value === undefined) return '?';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(valueKey).join(',')}]`;
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${valueKey(value[name])}`).join(',')}}`;
}

/** Whether two values are equal through and through. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  return valueKey(left) === valueKey(right);
}

/** A value for a sentence: `3`, `"text"`, `nothing`. */
export function valueText(value: Value | undefined): string {
  if (value === undefined) return 'an unknown value';
  return value === null ? 'nothing' : valueKey(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** A field of an object value; undefined where the value is no object or has no such field. */
export function fieldOf(value: Value | undefined, name: string): Value | undefined {
  if (value === undefined || value === null || typeof value !== 'object' || isList(value)) return undefined;
  return value[name];
}

/** The value of a JSON text. Throws `SyntaxError`. Numbers are doubles: see `parseValue` of the formats for texts of others. */
export function valueOfJson(text: string): Value {
  const parsed: unknown = JSON.parse(text);
  if (isJson(parsed)) return parsed;
  throw new Error('JSON has no such value: this should never happen');
}

/** The JSON parser makes nothing but values. */
function isJson(parsed: unknown): parsed is Value {
  return parsed !== undefined;
}
