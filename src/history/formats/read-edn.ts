/**
 * Reads Jepsen's EDN: one vector or list of operation maps, or a stream of them, entry by entry. The npm package for EDN
 * gives half of a truncated vector without a word, has no places for its messages, rounds large integers, and makes
 * objects of everything: a history that was cut short would be judged, and so this reader is our own.
 */
import { FAIL, INFO, NONE, OK, type ClientHistory } from '../client-history.ts';
import { ClientHistoryBuilder } from '../client-history-builder.ts';
import { EdnScanner, MORE, OPEN_MAP, isKeyword } from './edn-scanner.ts';
import { EdnValues, parseEdnValue } from './edn-value.ts';
import { functionCodeNamed, functionNames } from './function-names.ts';
import { withIndependentKeys } from './independent-keys.ts';
import { NameTexts } from './name-texts.ts';
import { OperationPairing } from './operation-pairing.ts';
import { INVOKE } from './plain-json-line.ts';
import { excerpt, refuseAt, refuseEmpty, type HistorySource } from './source.ts';
import { ValueTexts } from './value-texts.ts';

/** `placedBy`: how operations are named, by entry as Jepsen does, or by line. */
export function readEdn(source: HistorySource, placedBy: 'line' | 'entry'): ClientHistory {
  const entries = new EdnEntries(source, placedBy);
  entries.readAll();
  return entries.finish();
}

/** The forms of an entry that matter, as their ends in the window; 0 where the entry has none. */
interface Form {
  start: number;
  end: number;
}

const UNKNOWN = -3;

const typeCodes: ReadonlyMap<string, number> = new Map([
  ['invoke', INVOKE],
  ['ok', OK],
  ['fail', FAIL],
  ['info', INFO],
]);

const fieldNames: readonly string[] = [':process', ':type', ':f', ':value', ':key'];

class EdnEntries {
  readonly #source: HistorySource;
  readonly #placedBy: 'line' | 'entry';
  readonly #scanner: EdnScanner;
  readonly #builder: ClientHistoryBuilder;
  readonly #pairing: OperationPairing;
  readonly #forms: readonly Form[] = fieldNames.map(() => ({ start: 0, end: 0 }));
  readonly #fields = new NameTexts((name) => fieldNames.indexOf(name));
  readonly #processes: NameTexts;
  readonly #types: NameTexts;
  readonly #functions: NameTexts;
  readonly #keys: NameTexts;
  readonly #values: ValueTexts;
  /** The entry that is being read, and how many were before it. */
  #start = 0;
  #entry = 0;

  constructor(source: HistorySource, placedBy: 'line' | 'entry') {
    const { name, window } = source;
    const builder = new ClientHistoryBuilder({ source: name, placedBy, timed: false });
    const refuse = (at: number, expected: string, found?: string): never =>
      refuseAt(source, at, {
        expected,
        found: found ?? excerpt(window.text(at, window.end)),
        next: 'Mend the EDN, or what wrote it.',
      });
    const values = new EdnValues(refuse);
    this.#source = source;
    this.#placedBy = placedBy;
    this.#scanner = new EdnScanner(refuse);
    this.#builder = builder;
    this.#pairing = new OperationPairing(builder, (problem) => refuseAt(source, this.#start, problem));
    this.#types = new NameTexts(named((name) => typeCodes.get(name) ?? UNKNOWN));
    this.#functions = new NameTexts(named((name) => functionCodeNamed(name) ?? UNKNOWN));
    this.#processes = new NameTexts(named((name) => builder.processIndex(name)));
    this.#keys = new NameTexts(named((name) => builder.keyIndex(name)));
    this.#values = new ValueTexts(builder, (_, start, end) => values.parse(window.bytes, start, end));
  }

  readAll(): void {
    let at = this.#spaceFrom(0);
    if (at === MORE) return;
    const bytes = this.#source.window.bytes;
    at = this.#tagsFrom(at);
    const opener = bytes[at];
    const closer = opener === 0x5b ? 0x5d : opener === 0x28 ? 0x29 : 0;
    if (closer === 0) return this.#stream(at);
    const begun = this.#source.window.placeOf(at);
    at = this.#spaceFrom(at + 1);
    while (at !== MORE && this.#source.window.bytes[at] !== closer) at = this.#spaceFrom(this.#read(at));
    if (at === MORE) this.#refuseEnd(`the end of the list that begins in line ${begun.line}, column ${begun.column}`);
    const rest = this.#spaceFrom(at + 1);
    if (rest !== MORE) this.#refuse(rest, 'nothing after the list');
  }

  finish(): ClientHistory {
    if (this.#entry === 0) refuseEmpty(this.#source, 'a history in EDN, a list or a stream of operation maps');
    return withIndependentKeys(this.#builder.finish());
  }

  #stream(from: number): void {
    let at = from;
    while (at !== MORE) at = this.#spaceFrom(this.#read(at));
  }

  /** Reads the entry that begins at `at`, and gives its end. Where the window ends first, it is moved there. */
  #read(at: number): number {
    const { window } = this.#source;
    let start = at;
    for (;;) {
      this.#look();
      this.#start = start;
      const end = this.#entryAt(start);
      if (end !== MORE) return end;
      if (!window.advance(start)) {
        // A token may end where the file ends.
        this.#look();
        const last = this.#entryAt(0);
        if (last !== MORE) return last;
        const begun = window.placeOf(0);
        this.#refuseEnd(`the end of the operation that begins in line ${begun.line}, column ${begun.column}`);
      }
      start = 0;
    }
  }

  /** The first byte from `from` on that is no space, with the window moved as far as need be; `MORE` at the end of the file. */
  #spaceFrom(from: number): number {
    const { window } = this.#source;
    let start = from;
    for (;;) {
      this.#look();
      const at = this.#scanner.afterSpace(start);
      if (at !== MORE) return at;
      if (!window.advance(start)) {
        this.#look();
        const rest = window.text(0, window.end).replaceAll(/;.*/g, '').replaceAll(/[\s,]/g, '');
        if (rest !== '') this.#refuseEnd('a form that #_ discards');
        return MORE;
      }
      start = 0;
    }
  }

  #tagsFrom(at: number): number {
    this.#look();
    const form = this.#scanner.afterTags(at);
    return form === MORE ? this.#refuseEnd('what the tag is about') : form;
  }

  #look(): void {
    const { bytes, end, isComplete } = this.#source.window;
    this.#scanner.look(bytes, end, isComplete);
  }

  /** Notes the forms of the map at `at`, and takes the event in. */
  #entryAt(tagged: number): number {
    const scanner = this.#scanner;
    const { bytes } = this.#source.window;
    const start = scanner.afterTags(tagged);
    if (start === MORE) return MORE;
    if (bytes[start] !== OPEN_MAP)
      this.#refuse(start, 'the map of an operation, as {:process 0, :type :invoke, :f :read}');
    for (const form of this.#forms) form.end = 0;
    let at = scanner.afterSpace(start + 1);
    while (at !== MORE && bytes[at] !== 0x7d) {
      const nameEnd = scanner.endOfForm(at);
      const value = nameEnd === MORE ? MORE : scanner.afterSpace(nameEnd);
      if (value === MORE) return MORE;
      if (bytes[value] === 0x7d) this.#refuse(value, `a value for ${this.#source.window.text(at, nameEnd)}`);
      const end = scanner.endOfForm(value);
      if (end === MORE) return MORE;
      this.#note(bytes, at, nameEnd, value, end);
      at = scanner.afterSpace(end);
    }
    if (at === MORE) return MORE;
    this.#event(start);
    this.#entry += 1;
    return at + 1;
  }

  #note(bytes: Buffer, name: number, nameEnd: number, start: number, end: number): void {
    const form = this.#forms[this.#fields.index(bytes, name, nameEnd)];
    if (form === undefined) return;
    form.start = start;
    form.end = end;
  }

  #event(start: number): void {
    const { bytes } = this.#source.window;
    const [process, type, f, value, key] = this.#forms;
    if (process === undefined || process.end === 0) return this.#refuse(start, 'an operation with a :process');
    // The nemesis and other parts of the test itself.
    if (isKeyword(bytes[process.start])) return;
    const outcome = this.#index(this.#types, type);
    if (outcome === UNKNOWN) this.#refuse(type?.start ?? start, ':type :invoke, :ok, :fail or :info');
    if (outcome === NONE) this.#refuse(start, 'an operation with a :type');
    const code = this.#index(this.#functions, f);
    if (code === UNKNOWN) this.#refuse(f?.start ?? start, `an :f that is ${functionNames}`);
    const name = this.#index(this.#processes, process);
    if (name === NONE) this.#refuse(process.start, 'the name or the number of a process');
    const carried = value === undefined || value.end === 0 ? NONE : this.#values.index(bytes, value.start, value.end);
    const place = this.#placedBy === 'line' ? this.#source.window.lineOf(start) : this.#entry;
    const at = this.#entry;
    if (outcome === INVOKE) {
      if (code === NONE) this.#refuse(start, 'an operation with an :f');
      const of = this.#index(this.#keys, key);
      this.#pairing.invoke({ f: code, process: name, key: of, input: carried, at, place }, NONE);
    } else this.#pairing.complete({ process: name, outcome, f: code, op: NONE, value: carried, at, place });
  }

  /** The index of a name, be it a keyword, a symbol, a string or a number; `NONE` where the entry has none or nil. */
  #index(names: NameTexts, form: Form | undefined): number {
    if (form === undefined || form.end === 0) return NONE;
    return names.index(this.#source.window.bytes, form.start, form.end);
  }

  #refuse(at: number, expected: string): never {
    const { window } = this.#source;
    return refuseAt(this.#source, at, {
      expected,
      found: excerpt(window.text(at, Math.min(window.end, at + 100))),
      next: 'Mend the EDN, or what wrote it.',
    });
  }

  #refuseEnd(expected: string): never {
    return refuseAt(this.#source, this.#source.window.end, {
      expected,
      found: 'the end of the file',
      next: 'The file is cut short, or a bracket or quote is missing; copy the whole file, or mend it.',
    });
  }
}

/** Looks up what a form names: a keyword, a symbol, a string or a number by its text. `NONE` for nil. */
function named(indexOf: (name: string) => number): (form: string) => number {
  return (form) => {
    const value = parseEdnValue(form) ?? null;
    if (value === null) return NONE;
    return indexOf(typeof value === 'string' ? value : form);
  };
}
