/** What a fencing-guarded store was given and what it showed, as numbers: each distinct value is looked at once. */
import type { ClientHistory } from '../../history/client-history.ts';
import { fieldOf, valueKey, type Value } from '../../history/value.ts';
import { isRefusal } from '../models/fenced-store.ts';
import { NO_TOKEN, tokenColumnsOf, type TokenColumns } from '../token-columns.ts';

/** In `content`: the value has a token and carries nothing. */
export const NO_CONTENT = -1;

export interface StoredColumns {
  readonly tokens: TokenColumns;
  /** For each value: the rank of the token that it names, or `NO_TOKEN` for a value alone, even where that is a number. */
  readonly rank: Int32Array;
  /** For each value: a number for what is stored under the token, or for the value alone; `NO_CONTENT`. */
  readonly content: Int32Array;
  /** For each value: 1 where it says that a write was refused. */
  readonly refusal: Uint8Array;
  /** The number of the content `null`. */
  readonly nothing: number;
  /** The number of a content, where some value has it. */
  contentOf(value: Value): number | undefined;
}

const decoded = new WeakMap<readonly Value[], StoredColumns>();

/** The columns of a history, decoded once for all histories that share its values. */
export function storedColumnsOf(history: ClientHistory): StoredColumns {
  const { values } = history;
  const known = decoded.get(values);
  const tokens = tokenColumnsOf(history);
  if (known?.tokens === tokens) return known;

  const numbers = new Map<string, number>([['null', 0]]);
  const rank = new Int32Array(values.length).fill(NO_TOKEN);
  const content = new Int32Array(values.length).fill(NO_CONTENT);
  const refusal = new Uint8Array(values.length);
  for (const [index, value] of values.entries()) {
    const hasToken = fieldOf(value, 'token') !== undefined;
    const stored = hasToken ? fieldOf(value, 'value') : value;
    if (hasToken) rank[index] = tokens.rank[index] ?? NO_TOKEN;
    if (isRefusal(value)) refusal[index] = 1;
    if (stored === undefined) continue;
    const key = valueKey(stored);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    content[index] = number;
  }
  const contentOf = (value: Value): number | undefined => numbers.get(valueKey(value));
  const columns: StoredColumns = { tokens, rank, content, refusal, nothing: 0, contentOf };
  decoded.set(values, columns);
  return columns;
}
