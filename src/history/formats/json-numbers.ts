/** JSON with whole numbers of any size. */
import type { Value } from '../value.ts';

/** A string, which is passed over, or a whole number so long that a double may not hold it. */
const longNumbers = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * Parses JSON text; throws `SyntaxError`. A whole number that a double would round becomes a string of its digits: two
 * tokens of 64 bits that differ must not become equal.
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? text.replaceAll(longNumbers, quoted) : text);
}

function quoted(match: string): string {
  return match.startsWith('"') || Number.isSafeInteger(Number(match)) ? match : `"${match}"`;
}

/** Whatever JSON may be is a value. */
export function parseValue(text: string): Value {
  const value: Value = JSON.parse(JSON.stringify(parseExactly(text)));
  return value;
}
