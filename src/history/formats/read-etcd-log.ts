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
  const { window } = source;
  forEachLine(window, (bytes, start, end, line) => {
    const text = bytes.toString('utf8', start, end).trimEnd();
    if (window.isComplete && end === window.end) log.refuseCut(text, line);
    log.line(text, line);
  });
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

  /**
   * The last line, when it has no line break. Nothing but its end says whether it is whole: of `14` there may be a 1 left,
   * and the verdict would be about another value.
   */
  refuseCut(text: string, line: number): void {
    this.#line = line;
    this.#column = 1;
    const isOurs = text.startsWith('INFO') || 'INFO'.startsWith(text);
    if (!isOurs || /(?:\snil|[\])"]|:timed-out)$/.test(text)) return;
    this.#refuse({
      expected: 'a line break after the last line',
      found: excerpt(text),
      next: 'The line may be cut short: copy the whole log, or end it with a line break if nothing is missing.',
    });
  }

  line(text: string, line: number): void {
    this.#line = line;
    const mark = text.indexOf(MARK);
    if (mark < 0) return;
    this.#column = mark + MARK.length + 1;
    const match = /^(\S+)\s+:(\w+)\s+:([\w-]+)(?:\s+(.*))?$/.exec(text.slice(mark + MARK.length));
    const [, process = '', type = '', f = '', value = ''] = match ?? [];
    if (match === null || !(type === 'invoke' || types.has(type))) return this.#refuseLine(text);
    if (process.startsWith(':')) return;
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
