/**
 * Histories that a person can read, one operation a line: what is called with what, then a bar from its call to its end,
 * `|--|`, or to where it is open, `|--`. Time goes to the right and is the column, so that the bars below each other show
 * what is concurrent. Every operation has a process of its own, except where the line ends with `by NAME`.
 *
 *     write 1  |--|
 *     cas 1 2      |----
 *     read 2          |--|
 */
import type { AnyModel } from '../../src/checker/model.ts';
import type { Subject } from '../../src/checker/subject.ts';
import { ClientHistoryBuilder, functionCode } from '../../src/history/client-history-builder.ts';
import { NONE, OK, clientFunctions, type ClientHistory } from '../../src/history/client-history.ts';
import type { Value } from '../../src/history/value.ts';

interface DrawnOperation {
  readonly f: (typeof clientFunctions)[number];
  readonly input: Value | undefined;
  readonly output: Value | undefined;
  readonly process: string;
  readonly callAt: number;
  /** Infinite where the bar is open. */
  readonly endAt: number;
}

/** One object with all operations of a drawn history. */
export function subjectOf(model: AnyModel, lines: readonly string[], initial?: Value): Subject {
  const history = drawnHistory(lines);
  return { model, initial, history, operations: Int32Array.from({ length: history.count }, (_, place) => place) };
}

/** The history; its operations are in the order of their calls, and lines that begin at the same column in that of the lines. */
export function drawnHistory(lines: readonly string[]): ClientHistory {
  const builder = new ClientHistoryBuilder({ source: 'a drawing', placedBy: 'line', timed: false });
  const operations = lines.map(parseLine).sort((left, right) => left.callAt - right.callAt);
  const places = operations.map(({ f, input, process, callAt }, line) =>
    builder.invoke({
      f: functionCode(f),
      process: builder.processIndex(process),
      key: NONE,
      input: builder.valueIndex(input),
      at: callAt,
      place: line + 1,
    }),
  );
  operations.forEach(({ output, endAt }, line) => {
    if (endAt === Infinity) return;
    const place = places[line] ?? 0;
    builder.complete(place, { outcome: OK, output: builder.valueIndex(output), at: endAt, place: line + 1 });
  });
  return builder.finish();
}

function parseLine(line: string, index: number): DrawnOperation {
  const parts = /^(\w+)(.*?)(\|-*\|?)(?:\s+by (\S+))?\s*$/.exec(line);
  const [, name = '', carried = '', bar = '', process = `p${index}`] = parts ?? [];
  const f = clientFunctions.find((each) => each === name);
  if (f === undefined)
    throw new Error(`line ${index + 1} of the drawing must begin with a function and end with a bar: ${line}`);
  const [called = '', returned] = carried.split(' = ');
  const values = called.trim() === '' ? [] : called.trim().split(/\s+/).map(parseValue);
  const isRead = f === 'read' || f === 'observe';
  const callAt = line.indexOf('|');
  return {
    f,
    input: isRead ? undefined : f === 'cas' ? values : values[0],
    output: returned === undefined ? (isRead ? values[0] : undefined) : parseValue(returned.trim()),
    process,
    callAt,
    endAt: bar.length > 1 && bar.endsWith('|') ? callAt + bar.length - 1 : Infinity,
  };
}

function parseValue(text: string): Value {
  return text === 'nil' ? null : (JSON.parse(text) as Value);
}
