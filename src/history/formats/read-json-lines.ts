/**
 * Reads JSON lines: one event a line, `invoke` and then `ok`, `fail` or `info`. A line in the form that recorders write
 * is read from its bytes; any other goes through the JSON parser.
 */
import { MalformedInputError } from '../../schemas/malformed-input.ts';
import { refuseOtherSchema } from '../../schemas/schema-version.ts';
import { NONE, type ClientHistory } from '../client-history.ts';
import { ClientHistoryBuilder } from '../client-history-builder.ts';
import { forEachLine, type LineReader, type VisitLine } from './for-each-line.ts';
import { functionCodeNamed, functionNames } from './function-names.ts';
import { jsonEvent, objectOf, refuseField, type JsonEvent, type LineOrigin } from './json-event.ts';
import { parseValue } from './json-numbers.ts';
import { NameTexts } from './name-texts.ts';
import { OperationPairing } from './operation-pairing.ts';
import { INVOKE, PlainJsonLine } from './plain-json-line.ts';
import { isRunHeader, readRunLines } from './read-run-lines.ts';
import { refuseEmpty, type HistorySource } from './source.ts';
import type { Value } from '../value.ts';
import { ValueTexts } from './value-texts.ts';

/** The process that breaks things on purpose: what it does is no operation. */
const NEMESIS = 'nemesis';
const PASSED_OVER = -2;
const UNKNOWN = -3;

/** Reads the whole source. Throws `MalformedInputError` with the place of the first line that is not as it must be. */
export function readJsonLines(source: HistorySource): ClientHistory {
  let header: object | undefined;
  let reader: LineReader | undefined;
  const first: VisitLine = (bytes, start, end, line) => {
    const origin = { source: source.name, line, text: bytes.toString('utf8', start, end) };
    const object = objectOf(origin);
    if (header === undefined && 'schema' in object) {
      refuseOtherSchema(object, 'scrutineer/history@1', { source: source.name, line, what: 'history' });
      header = object;
      if (isRunHeader(object)) reader = readRunLines(source, object);
      return;
    }
    reader = new EventLines(source, !Number.isNaN(jsonEvent(object, origin).from));
    reader.line(bytes, start, end, line);
  };
  forEachLine(
    source.window,
    (bytes, start, end, line) => (reader?.line ?? first)(bytes, start, end, line),
    (bytes, start, line) => reader?.plainLine?.(bytes, start, line) ?? -1,
  );
  if (reader === undefined) refuseEmpty(source, 'a history of JSON lines, one event a line');
  return reader.finish();
}

class EventLines implements LineReader {
  readonly #source: HistorySource;
  readonly #isTimed: boolean;
  readonly #builder: ClientHistoryBuilder;
  readonly #pairing: OperationPairing;
  readonly #plain = new PlainJsonLine();
  readonly #processes: NameTexts;
  readonly #functions = new NameTexts((name) => functionCodeNamed(name) ?? UNKNOWN);
  readonly #keys: NameTexts;
  readonly #values: ValueTexts;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #line = 0;
  #lastAt = -Infinity;
  #passedOver = 0;

  constructor(source: HistorySource, isTimed: boolean) {
    const builder = new ClientHistoryBuilder({ source: source.name, placedBy: 'line', timed: isTimed });
    this.#source = source;
    this.#isTimed = isTimed;
    this.#builder = builder;
    this.#processes = new NameTexts((name) => (name === NEMESIS ? PASSED_OVER : builder.processIndex(name)));
    this.#keys = new NameTexts((name) => builder.keyIndex(name));
    this.#values = new ValueTexts(builder, (bytes, start, end) => this.#parse(bytes, start, end));
    this.#pairing = new OperationPairing(builder, (problem) => {
      throw new MalformedInputError({ source: source.name, line: this.#line, column: 1, field: '', ...problem });
    });
  }

  readonly plainLine = (bytes: Buffer, start: number, line: number): number => {
    const plain = this.#plain;
    const end = plain.read(bytes, start);
    const { who, f, key, value, type } = plain;
    if (end < 0 || type < 0 || who.end === 0 || (f.end === 0 && type === INVOKE)) return -1;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#line = line;
    const process = this.#processes.index(bytes, who.start, who.end, who.hash);
    if (process === PASSED_OVER) this.#passedOver += 1;
    else {
      this.#event(
        type,
        process,
        f.end === 0 ? NONE : this.#functions.index(bytes, f.start, f.end, f.hash),
        key.end === 0 ? NONE : this.#keys.index(bytes, key.start, key.end, key.hash),
        value.end === 0 ? NONE : this.#values.index(bytes, value.start, value.end, value.hash),
        plain.at,
        plain.op === plain.op ? plain.op : NONE,
      );
    }
    return end;
  };

  readonly line: VisitLine = (bytes, start, end, line) => {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#line = line;
    const origin = this.#origin();
    const event: JsonEvent = jsonEvent(objectOf(origin), origin);
    if (event.who === NEMESIS) {
      this.#passedOver += 1;
      return;
    }
    this.#event(
      event.type,
      this.#builder.processIndex(event.who),
      event.f === undefined ? NONE : (functionCodeNamed(event.f) ?? UNKNOWN),
      event.key === undefined ? NONE : this.#builder.keyIndex(event.key),
      this.#builder.valueIndex(event.value),
      event.type === INVOKE ? event.from : event.to,
      event.op,
    );
  };

  finish(): ClientHistory {
    if (this.#builder.count === 0 && this.#passedOver === 0) refuseEmpty(this.#source, 'a history of JSON lines');
    return this.#builder.finish();
  }

  #event(type: number, process: number, f: number, key: number, value: number, at: number, op: number): void {
    if (f === UNKNOWN) this.#refuse('f', functionNames);
    const line = this.#line;
    if (this.#isTimed !== (at === at)) this.#refuseTime();
    const time = this.#isTimed ? at : line;
    if (type !== INVOKE) {
      this.#pairing.complete({ process, outcome: type, f, op, value, at: time, place: line });
      return;
    }
    if (time < this.#lastAt) this.#refuse('at', `a time not before that of the last invocation, ${this.#lastAt}`);
    this.#lastAt = time;
    this.#pairing.invoke({ f, process, key, input: value, at: time, place: line }, op);
  }

  #refuseTime(): never {
    return this.#refuse(
      'at',
      this.#isTimed ? 'a time, as the first event has one' : 'no time, as the first event has none',
    );
  }

  #refuse(field: string, expected: string): never {
    const origin = this.#origin();
    return refuseField(origin, field, expected, objectOf(origin)[field]);
  }

  #parse(bytes: Uint8Array, start: number, end: number): Value {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    try {
      return parseValue(text);
    } catch {
      // The parser of lines says where in the line it is no JSON.
      objectOf(this.#origin());
      throw new Error(`${text} is no JSON, but its line is: this should never happen`);
    }
  }

  #origin(): LineOrigin {
    return { source: this.#source.name, line: this.#line, text: this.#bytes.toString('utf8', this.#start, this.#end) };
  }
}
