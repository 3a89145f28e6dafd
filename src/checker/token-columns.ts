/**
 * The tokens and owners of a history's values as numbers, so that what judges a million operations looks at each
 * distinct value once and compares integers from then on.
 */
import type { ClientHistory } from '../history/client-history.ts';
import { fieldOf, type Value } from '../history/value.ts';
import { compareTokens, type Token } from '../../spec/history.ts';
import { namesNobody, ownerIn, tokenIn } from './models/token-value.ts';

/** In `rank`: the value says that nobody holds. */
export const NOBODY = -1;

/** In `rank`: the value has no token, and does not say that nobody holds. */
export const NO_TOKEN = -2;

/** In `owner`: the value names none. */
export const NO_OWNER = -1;

export interface TokenColumns {
  /** For each value: the place of its token among all tokens of the history, smallest first, or `NOBODY`, or `NO_TOKEN`. */
  readonly rank: Int32Array;
  /** How many different tokens there are. */
  readonly ranks: number;
  /** For each value: a number for the owner that it names, or `NO_OWNER`. */
  readonly owner: Int32Array;
  /** For each process: the number of the owner that is called like it. */
  readonly ownerOfProcess: Int32Array;
  readonly owners: number;
}

interface Decoded {
  readonly processes: readonly string[];
  readonly columns: TokenColumns;
}

const decoded = new WeakMap<readonly Value[], Decoded>();

/** The columns of a history, decoded once for all histories that share its values and processes. */
export function tokenColumnsOf({ values, processes }: ClientHistory): TokenColumns {
  const known = decoded.get(values);
  if (known?.processes === processes) return known.columns;
  const columns: TokenColumns = { ...ranksOf(values), ...ownersOf(values, processes) };
  decoded.set(values, { processes, columns });
  return columns;
}

type Owners = Pick<TokenColumns, 'owner' | 'ownerOfProcess' | 'owners'>;

function ownersOf(values: readonly Value[], processes: readonly string[]): Owners {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  const ownerOfProcess = Int32Array.from(processes, numberOf);
  const owner = new Int32Array(values.length).fill(NO_OWNER);
  for (let index = 0; index < values.length; index += 1) {
    const name = ownerIn(values[index]);
    if (name !== undefined) owner[index] = numberOf(name);
  }
  return { owner, ownerOfProcess, owners: numbers.size };
}

type Ranks = Pick<TokenColumns, 'rank' | 'ranks'>;

function ranksOf(values: readonly Value[]): Ranks {
  const rank = new Int32Array(values.length).fill(NO_TOKEN);
  const numbers = new Float64Array(values.length).fill(NaN);
  let isSmall = true;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    const number = smallToken(value);
    if (number >= 0) numbers[index] = number;
    else if (tokenIn(value) !== undefined) isSmall = false;
    else if (namesNobody(value)) rank[index] = NOBODY;
  }
  return isSmall ? rankedNumbers(numbers, rank) : rankedTexts(values, rank);
}

/** A token that a number holds exactly; -1 for larger ones, negative ones, and where there is none. */
function smallToken(value: Value | undefined): number {
  const named = fieldOf(value, 'token');
  const token = named === undefined ? value : named;
  if (typeof token === 'number') return Number.isSafeInteger(token) ? token : -1;
  if (typeof token !== 'string' || token.length === 0 || token.length > 15) return -1;
  let number = 0;
  for (let at = 0; at < token.length; at += 1) {
    const digit = token.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Tokens mostly leave few out between the smallest and the largest, and then no sorting is needed. */
function rankedNumbers(numbers: Float64Array, rank: Int32Array): Ranks {
  let smallest = Infinity;
  let largest = -Infinity;
  let length = 0;
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index] ?? NaN;
    if (Number.isNaN(number)) continue;
    length += 1;
    if (number < smallest) smallest = number;
    if (number > largest) largest = number;
  }
  if (length === 0) return { rank, ranks: 0 };
  const span = largest - smallest + 1;
  return span <= 8 * length + 1024 ? rankedByTable(numbers, rank, smallest, span) : rankedBySort(numbers, rank);
}

function rankedByTable(numbers: Float64Array, rank: Int32Array, smallest: number, span: number): Ranks {
  const table = new Int32Array(span);
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index] ?? NaN;
    if (!Number.isNaN(number)) table[number - smallest] = 1;
  }
  let ranks = 0;
  for (let at = 0; at < span; at += 1) {
    const isThere = table[at] ?? 0;
    table[at] = ranks;
    ranks += isThere;
  }
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index] ?? NaN;
    if (!Number.isNaN(number)) rank[index] = table[number - smallest] ?? 0;
  }
  return { rank, ranks };
}

function rankedBySort(numbers: Float64Array, rank: Int32Array): Ranks {
  const tokens = numbers.filter((number) => !Number.isNaN(number)).sort();
  let ranks = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? 0;
    if (ranks === 0 || token !== tokens[ranks - 1]) tokens[ranks++] = token;
  }
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index] ?? NaN;
    if (!Number.isNaN(number)) rank[index] = placeOf(number, tokens, ranks);
  }
  return { rank, ranks };
}

function placeOf(token: number, tokens: Float64Array, length: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] ?? 0) < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For tokens of any size. */
function rankedTexts(values: readonly Value[], rank: Int32Array): Ranks {
  const tokens = values.map(tokenIn);
  const known = new Set<Token>();
  for (const token of tokens) if (token !== undefined) known.add(token);
  const places = new Map([...known].sort(compareTokens).map((token, place) => [token, place] as const));
  for (const [index, token] of tokens.entries()) {
    if (token !== undefined) rank[index] = places.get(token) ?? NO_TOKEN;
  }
  return { rank, ranks: places.size };
}
