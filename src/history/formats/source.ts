/** What is read, and how a reader says that it cannot be: the parts that every format shares. */
import { MalformedInputError } from '../../schemas/malformed-input.ts';
import type { ClientFunction, ClientHistory } from '../client-history.ts';
import type { ByteWindow } from './byte-window.ts';
import type { Mispairing } from './operation-pairing.ts';

/** A history as bytes. */
export interface HistorySource {
  /** The file, for messages. */
  readonly name: string;
  readonly window: ByteWindow;
  /**
   * The functions that matter, in histories of Scrutineer's own runs, which are about several objects at once: the
   * election and the protected resource. Others keep all operations. @defaultValue all
   */
  readonly functions?: readonly ClientFunction[];
}

/** Reads a source of one format. */
export type ReadHistory = (source: HistorySource) => ClientHistory;

/** Refuses the source because of what is at byte `at` of its window. */
export function refuseAt({ name, window }: HistorySource, at: number, problem: Mispairing): never {
  throw new MalformedInputError({ source: name, ...window.placeOf(at), field: '', ...problem });
}

/** Refuses a source in which nothing was found that a client did. */
export function refuseEmpty({ name }: HistorySource, what: string): never {
  throw new MalformedInputError({
    source: name,
    line: 1,
    column: 1,
    field: '',
    expected: what,
    found: 'no operation in the whole file',
    next: 'Name another file, or say by --format what this one is.',
  });
}

/** Some text of the source for a message. */
export function excerpt(text: string): string {
  const [line = ''] = text.split('\n');
  return JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}...` : line);
}
