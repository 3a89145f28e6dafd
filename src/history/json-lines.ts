/**
 * A history as JSON lines: the header on the first line, then one event a line in the order of their earliest times.
 */
import { createHash } from 'node:crypto';
import type { History, HistoryEvent } from '../../spec/history.ts';
import { MalformedInputError, parseJson, parseWith } from '../schemas/malformed-input.ts';
import { refuseOtherSchema } from '../schemas/schema-version.ts';
import { historyEventSchema, historyHeaderSchema } from './history-schema.ts';
import { findBreach } from './validate-history.ts';

/** The whole history as text that ends in a line break. */
export function encodeHistory(history: History): string {
  return `${JSON.stringify(history.header)}\n${encodeEvents(history.events)}`;
}

/** The events alone, one JSON object a line. */
export function encodeEvents(events: readonly HistoryEvent[]): string {
  let text = '';
  for (const event of events) text += `${JSON.stringify(event)}\n`;
  return text;
}

/** SHA-256 of the encoded events, in hex: equal for two runs exactly when they recorded the same, byte for byte. */
export function hashHistory(history: History): string {
  return createHash('sha256').update(encodeEvents(history.events)).digest('hex');
}

/**
 * Reads what `encodeHistory` wrote. Empty lines are passed over.
 * Throws `MalformedInputError` with line and column or field for the first thing that is not as it must be, be it the
 * form of a line or an invariant of the whole.
 */
export function decodeHistory(text: string, source: string): History {
  const lines = text.split('\n');
  const numbers: number[] = [];
  lines.forEach((line, index) => {
    if (line.trim() !== '') numbers.push(index);
  });
  const [first, ...rest] = numbers;
  if (first === undefined) {
    throw new MalformedInputError({
      source,
      line: 1,
      field: '',
      expected: 'a header and events, one JSON object a line',
      found: 'nothing',
      next: 'The file is empty; name the history that a run wrote.',
    });
  }
  const read = (index: number): unknown => parseJson(lines[index] ?? '', origin(index));
  const origin = (index: number): { source: string; line: number; what: string } => ({
    source,
    line: index + 1,
    what: 'history',
  });

  const head = read(first);
  refuseOtherSchema(head, 'scrutineer/history@1', origin(first));
  const header = parseWith(historyHeaderSchema, head, origin(first));
  const events = rest.map((index) => parseWith(historyEventSchema, read(index), origin(index)));

  const breach = findBreach(events);
  if (breach !== undefined) {
    const { index, field, expected, found } = breach;
    throw new MalformedInputError({
      source,
      line: (rest[index] ?? 0) + 1,
      field,
      expected,
      found,
      next: 'The lines may have been reordered or joined from several runs; use the file as the run wrote it.',
    });
  }
  return { header, events };
}
