/**
 * Reads the text logs of the first Jepsen tests of etcd: `INFO  jepsen.util - 3 :invoke :write 4`, with tabs. Lines of
 * other loggers are passed over.
 */
import { MalformedInputError } from '../../schemas/malformed-input.ts';
import { FAIL, INFO, NONE, OK, type ClientHistory } from '../client-history.ts';
import { ClientHistoryBuilder, functionCode } from '../client-history-builder.ts';
import { EdnValues } from './edn-value.ts';
import { forEachLine } from './for-each-line.ts';
import { functionCodeNamed, functionNames } from './function-names.ts';
import { OperationPairing, type Mispairing } from './operation-pairing.ts';
import { excerpt, refuseEmpty, type HistorySource } from './source.ts';

const types: ReadonlyMap<string, number> = new Map([
  ['ok', OK],
  ['fail', FAIL],
  ['info', INFO],
]);

const MARK = 'jepsen.util - ';
const READ = functionCode('read');

/** Reads the whole source. Throws `MalformedInputError` with the place of the first line that is not as it must be. */
export function readEtcdLog(source: HistorySource): ClientHistory {
  const log = new EtcdLog(source);
  forEachLine(source.window, (bytes, start, end, line) => log.line(bytes.toString('utf8', start, end).trimEnd(), line));
  return log.finish();
}

class EtcdLog {
  readonly #source: HistorySource;
  readonly #builder: ClientHistoryBuilder;
  readonly #pairing: OperationPairing;
  readonly #values: EdnValues;
  #line = 0;
  #column = 1;

  constructor(source: HistorySource) {
    this.#source = source;
    this.#builder = new ClientHistoryBuilder({ source: source.name, placedBy: 'line', timed: false });
    this.#pairing = new OperationPairing(this.#builder, (problem) => this.#refuse(problem));
    this.#values = new EdnValues((_, expected, found = 'something else') =>
      this.#refuse({ expected, found, next: 'Mend the line, or what wrote it.' }),
    );
  }

  line(text: string, line: number): void {
    this.#line = line;
    const mark = text.indexOf(MARK);
    if (mark < 0) return this.#passOver(text);
    this.#column = mark + MARK.length + 1;
    const match = /^(\S+)\s+:(\w+)\s+:([\w-]+)(?:\s+(.*))?$/.exec(text.slice(mark + MARK.length));
    const [, process = '', type = '', f = '', value = ''] = match ?? [];
    if (match === null || !(type === 'invoke' || types.has(type))) return this.#refuseLine(text);
    if (process.startsWith(':')) return this.#passOver(text);
    const code = functionCodeNamed(f);
    if (code === undefined) {
      return this.#refuse({
        expected: `a function that is ${functionNames}`,
        found: excerpt(f),
        next: 'Check the line.',
      });
    }
    this.#event(process, { type, f: code, value });
  }

  finish(): ClientHistory {
    if (this.#builder.count === 0)
      refuseEmpty(this.#source, `a log with lines as INFO jepsen.util - 0 :invoke :read nil`);
    return this.#builder.finish();
  }

  #event(
    name: string,
    { type, f, value }: { readonly type: string; readonly f: number; readonly value: string },
  ): void {
    const process = this.#builder.processIndex(name);
    const isTimeout = value.startsWith(':');
    const bytes = Buffer.from(value);
    const carried = value === '' || isTimeout ? undefined : this.#values.parse(bytes, 0, bytes.length);
    const index = this.#builder.valueIndex(carried);
    const [at, place] = [this.#line, this.#line];
    if (type === 'invoke') return this.#pairing.invoke({ f, process, key: NONE, input: index, at, place }, NONE);
    if (type === 'ok' && f === READ && carried === undefined) return this.#refuseLine(value);
    const outcome = types.get(type) ?? INFO;
    this.#pairing.complete({ process, outcome, f, op: NONE, value: index, at, place });
  }

  /** A line that was cut off before it said whose it is can only be the last one. */
  #passOver(text: string): void {
    const { window } = this.#source;
    if (!window.isComplete || window.bytes[window.end - 1] === 0x0a) return;
    if (window.text(window.end - Buffer.byteLength(text), window.end) === text && text.startsWith('INFO')) {
      this.#column = 1;
      this.#refuseLine(text);
    }
  }

  #refuseLine(text: string): never {
    return this.#refuse({
      expected: 'a process, a type, a function and a value, as 0 :invoke :read nil',
      found: excerpt(text),
      next: 'The line may be cut short; copy the whole log.',
    });
  }

  #refuse(problem: Mispairing): never {
    throw new MalformedInputError({
      source: this.#source.name,
      line: this.#line,
      column: this.#column,
      field: '',
      ...problem,
    });
  }
}
