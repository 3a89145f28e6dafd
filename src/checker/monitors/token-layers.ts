/**
 * The acquisitions of one object by their tokens. Each is the beginning of a *layer*: everything that happens under its
 * token. Layer 0 is what is before all of them: nothing, or the token with which the user began the history.
 */
import { INFO, NONE, clientFunctions } from '../../history/client-history.ts';
import { compareTokens } from '../../../spec/history.ts';
import type { NotLinearizable } from '../engine.ts';
import { tokenIn } from '../models/token-value.ts';
import type { Subject } from '../subject.ts';
import { NOBODY, tokenColumnsOf, type TokenColumns } from '../token-columns.ts';
import { deed, sentence } from './deed.ts';

export class TokenLayers {
  readonly columns: TokenColumns;
  /** The tokens of the layers from 1 on, by rank, smallest first. */
  readonly #ranks: Int32Array;
  /** The layers of the ranks from the smallest on, where they are dense enough for a table. */
  readonly #table: Int32Array | undefined;
  readonly #initialRank: number;
  /** For each layer: the index of its acquisition among the operations, or `NONE`. */
  readonly acquisition: Int32Array;

  constructor(columns: TokenColumns, ranks: Int32Array, initialRank: number) {
    this.columns = columns;
    this.#ranks = ranks;
    this.#initialRank = initialRank;
    this.acquisition = new Int32Array(ranks.length + 1).fill(NONE);
    const first = ranks[0] ?? 0;
    const span = (ranks[ranks.length - 1] ?? -1) - first + 1;
    if (span > 8 * ranks.length) return;
    this.#table = new Int32Array(span).fill(NONE);
    for (let layer = 0; layer < ranks.length; layer += 1) this.#table[(ranks[layer] ?? 0) - first] = layer + 1;
  }

  /** How many layers there are, layer 0 among them. */
  get count(): number {
    return this.acquisition.length;
  }

  /** The layer of a token; `NONE` where nobody is known to have acquired it. */
  layerOf(rank: number): number {
    if (rank === this.#initialRank) return 0;
    const first = this.#ranks[0] ?? 0;
    if (this.#table !== undefined) return this.#table[rank - first] ?? NONE;
    let low = 0;
    let high = this.#ranks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranks[middle] ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    return this.#ranks[low] === rank ? low + 1 : NONE;
  }
}

const acquire = clientFunctions.indexOf('acquire');

/** The layers of an object, or the two acquisitions that got the same token, or the one that got too small a token. */
export function tokenLayersOf(subject: Subject): TokenLayers | NotLinearizable {
  const columns = tokenColumnsOf(subject.history);
  const initial = initialRanks(subject, columns);
  const { at, rank, smallest, largest } = acquisitionsOf(subject, columns, initial.above);
  const layers = new TokenLayers(columns, sortedOnce(rank, smallest, largest), initial.rank);
  return claimLayers(subject, layers, at, initial.above) ?? layers;
}

interface Acquisitions {
  /** Their indices among the operations. */
  readonly at: Int32Array;
  readonly rank: Int32Array;
  readonly smallest: number;
  readonly largest: number;
}

/** The acquisitions with a token, without those that never returned and cannot have got theirs, being too small. */
function acquisitionsOf({ history, operations }: Subject, columns: TokenColumns, above: number): Acquisitions {
  const { f, outcome, output } = history;
  // They are few among many, and so the columns grow: filling a page of memory takes longer than what is done with it.
  let indices = new Int32Array(1024);
  let ranks = new Int32Array(1024);
  let length = 0;
  let smallest = columns.ranks;
  let largest = -1;
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    if (f[place] !== acquire) continue;
    const rank = columns.rank[output[place] ?? NONE] ?? NOBODY;
    if (rank < 0 || (rank < above && outcome[place] === INFO)) continue;
    if (length === indices.length) {
      indices = grown(indices);
      ranks = grown(ranks);
    }
    indices[length] = at;
    ranks[length++] = rank;
    if (rank < smallest) smallest = rank;
    if (rank > largest) largest = rank;
  }
  return { at: indices.subarray(0, length), rank: ranks.subarray(0, length), smallest, largest };
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}

/** The ranks in their order, each once. In the history of one object among many they may be few and far between. */
function sortedOnce(ranks: Int32Array, smallest: number, largest: number): Int32Array {
  const isDense = largest - smallest < 8 * ranks.length;
  const sorted = isDense ? markedFirst(ranks, smallest, largest) : ranks.slice().sort();
  let length = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    const rank = sorted[at] ?? 0;
    if (length === 0 || rank !== sorted[length - 1]) sorted[length++] = rank;
  }
  return sorted.subarray(0, length);
}

/** Sorts by marking what is there. */
function markedFirst(ranks: Int32Array, smallest: number, largest: number): Int32Array {
  const marks = new Uint8Array(Math.max(0, largest - smallest + 1));
  for (let at = 0; at < ranks.length; at += 1) marks[(ranks[at] ?? 0) - smallest] = 1;
  let length = 0;
  for (let at = 0; at < marks.length; at += 1) if (marks[at] === 1) ranks[length++] = smallest + at;
  return ranks.subarray(0, length);
}

/** Where the token with which the user begins the history is among those of the history. */
interface InitialRanks {
  /** The rank of the token with which the history begins; negative where it has none, or nobody ever saw it. */
  readonly rank: number;
  /** The smallest rank that is larger than that token. */
  readonly above: number;
}

export function initialRanks({ history, initial }: Subject, { rank }: TokenColumns): InitialRanks {
  const token = tokenIn(initial);
  if (token === undefined) return { rank: NOBODY, above: 0 };
  let same = NOBODY;
  let above = 0;
  for (const [index, value] of history.values.entries()) {
    const own = rank[index] ?? NOBODY;
    if (own < 0) continue;
    const order = compareTokens(tokenIn(value) ?? token, token);
    if (order === 0) same = own;
    if (order <= 0) above = Math.max(above, own + 1);
  }
  return { rank: same, above };
}

/** Notes which acquisition begins which layer. One that never returned gives way to one that did. */
function claimLayers(
  subject: Subject,
  layers: TokenLayers,
  acquisitions: Int32Array,
  above: number,
): NotLinearizable | undefined {
  const { history, operations, initial } = subject;
  const { acquisition, columns } = layers;
  for (let next = 0; next < acquisitions.length; next += 1) {
    const at = acquisitions[next] ?? 0;
    const place = operations[at] ?? 0;
    const rank = columns.rank[history.output[place] ?? NONE] ?? NOBODY;
    if (rank < above) {
      const begun = `but the history begins with token ${tokenIn(initial) ?? ''}, and tokens grow`;
      const reason = sentence(`${deed(subject, place)}, ${begun}.`);
      return { verdict: 'not-linearizable', culprits: [place], reason };
    }
    const layer = layers.layerOf(rank);
    const other = acquisition[layer] ?? NONE;
    const otherPlace = operations[other] ?? NONE;
    const isIndeterminate = history.outcome[place] === INFO;
    if (other === NONE || history.outcome[otherPlace] === INFO) {
      if (other === NONE || !isIndeterminate) acquisition[layer] = at;
    } else if (!isIndeterminate) {
      const both = `${deed(subject, otherPlace)}, and ${deed(subject, place)}`;
      const reason = sentence(`${both}: no two acquisitions get the same token.`);
      return { verdict: 'not-linearizable', culprits: [otherPlace, place], reason };
    }
  }
  return undefined;
}
