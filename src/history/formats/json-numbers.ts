/** JSON with whole numbers of any size. */
import { valueOfJson, type Value } from '../value.ts';

/** A string, which is passed over, or a number. */
const stringsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * Parses JSON text; throws `SyntaxError`. A whole number that a double would round becomes a string of its digits: two
 * tokens of 64 bits that differ must not become equal.
 */
export function parseValue(text: string): Value {
  return valueOfJson(/\d{16}/.test(text) ? text.replaceAll(stringsAndNumbers, exactly) : text);
}

function exactly(match: string): string {
  return /^-?[1-9]\d{15,}$/.test(match) && !Number.isSafeInteger(Number(match)) ? `"${match}"` : match;
}
