/**
 * Writes a client history as Jepsen's EDN, piece by piece: a stream of operation maps, one a line, which knossos reads,
 * and porcupine's parsers of such lines.
 */
import { INFO, NONE, OK, functionOf, processOf, type ClientFunction, type ClientHistory } from '../client-history.ts';
import type { Value } from '../value.ts';
import { isList } from '../value.ts';
import { eventsByTime } from './events-by-time.ts';

const PIECE_LENGTH = 1 << 16;
const typeNames = [':ok', ':fail', ':info'];

/** The text in pieces. What is read back from it is the same history, but for the times of the clock. */
export function* writeEdn(history: ClientHistory): Generator<string> {
  const events = eventsByTime(history);
  let piece = '';
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] ?? 0;
    const place = event >> 1;
    const isInvocation = (event & 1) === 0;
    const type = isInvocation ? ':invoke' : (typeNames[history.outcome[place] ?? INFO] ?? '');
    const process = nameText(processOf(history, place));
    const f = functionOf(history, place);
    piece += `{:index ${index}, :process ${process}, :type ${type}, :f :${f}${keyText(history, place)}`;
    piece += `${valueField(history, place, f, isInvocation)}}\n`;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Any value as EDN. */
export function ednText(value: Value): string {
  if (value === null) return 'nil';
  if (isList(value)) return `[${value.map(ednText).join(' ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, each]) => `${fieldText(name)} ${ednText(each)}`);
  return `{${fields.join(', ')}}`;
}

/**
 * Jepsen repeats in the completion of a write, a cas or an append what it was called with, and its checkers take the
 * value from there.
 */
function valueField(history: ClientHistory, place: number, f: ClientFunction, isInvocation: boolean): string {
  const { input, output, outcome, values } = history;
  const repeats = f === 'write' || f === 'cas' || f === 'append';
  const returned = output[place] ?? NONE;
  const isRepeated = repeats && (outcome[place] !== OK || returned === NONE);
  const index = isInvocation || isRepeated ? (input[place] ?? NONE) : returned;
  const value = values[index];
  if (value !== undefined) return `, :value ${ednText(value)}`;
  // Knossos and porcupine expect the field, also where nothing is asked for.
  return isInvocation && f === 'read' ? ', :value nil' : '';
}

function keyText({ key, keys }: ClientHistory, place: number): string {
  const name = keys[key[place] ?? NONE];
  return name === undefined ? '' : `, :key ${JSON.stringify(name)}`;
}

/** Jepsen's processes are numbers. */
function nameText(name: string): string {
  return /^(?:0|[1-9]\d{0,14})$/.test(name) ? name : JSON.stringify(name);
}

function fieldText(name: string): string {
  return /^[a-z][\w-]*$/i.test(name) ? `:${name}` : JSON.stringify(name);
}
