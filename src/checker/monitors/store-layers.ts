/**
 * The operations of a fencing-guarded store by the tokens of what they wrote or saw: each token is a layer.
 *
 * Under one token a leader may write many times, and then the layer is a register whose readers say which write they saw.
 */
import { NONE, OK, clientFunctions } from '../../history/client-history.ts';
import { acceptedIn } from '../models/fenced-store.ts';
import type { NotLinearizable } from '../engine.ts';
import { NO_CONTENT, storedColumnsOf, type StoredColumns } from './stored-columns.ts';
import type { Subject } from '../subject.ts';
import { deed, sentence } from './deed.ts';
import { initialRanks } from './token-layers.ts';

const write = clientFunctions.indexOf('write');

/** Operations are indices into those of the subject, in the order of their invocations. */
export interface StoreLayer {
  readonly rank: number;
  /** Accepted writes. */
  readonly writes: number[];
  /** Writes of which nobody knows what became of them. */
  readonly indeterminate: number[];
  /** Reads that show the token alone. */
  readonly sights: number[];
  /** Reads that show what was written, by content. */
  readonly reads: Map<number, number[]>;
  /** What the user says the store accepted last before the history; undefined: it was not under this token. */
  initialContent?: number;
}

export interface StoreLayers {
  readonly columns: StoredColumns;
  /** Smallest token first. */
  readonly layers: readonly StoreLayer[];
  /** Reads of a store that has accepted nothing. */
  readonly empty: readonly number[];
  readonly refused: readonly number[];
}

/**
 * The layers of an object, or what is wrong with an operation wherever it is put. Undefined where a read shows a value
 * alone and it was written under several tokens, or shows nothing and nothing was written too.
 */
export function storeLayersOf(subject: Subject): StoreLayers | NotLinearizable | undefined {
  const columns = storedColumnsOf(subject.history);
  const reading = new StoreReading(subject, columns);
  const above = reading.begin();
  const { operations, history } = subject;
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    if (history.f[place] !== write) continue;
    if (!reading.write(at, place, above)) return outdated(subject, place);
  }
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    if (history.f[place] === write) continue;
    const known = reading.read(at, place);
    if (known === 'undecidable') return undefined;
    if (known === 'unwritten') return unwritten(subject, place);
  }
  const layers = [...reading.layers.values()].sort((left, right) => left.rank - right.rank);
  return { columns, layers, empty: reading.empty, refused: reading.refused };
}

/** In the table of values alone: it was written under several tokens. */
const SEVERAL = -3;

class StoreReading {
  readonly layers = new Map<number, StoreLayer>();
  readonly empty: number[] = [];
  readonly refused: number[] = [];
  readonly #subject: Subject;
  readonly #columns: StoredColumns;
  /** By content that was written: the rank of its token, or `SEVERAL`. */
  readonly #rankOf = new Map<number, number>();
  #beginsEmpty = true;

  constructor(subject: Subject, columns: StoredColumns) {
    this.#subject = subject;
    this.#columns = columns;
  }

  /** Takes in what the user says of the beginning; gives the smallest rank that can be accepted after it. */
  begin(): number {
    const accepted = acceptedIn(this.#subject.initial);
    if (accepted === undefined) return 0;
    this.#beginsEmpty = false;
    const { rank, above } = initialRanks(this.#subject, this.#columns.tokens);
    const { value } = accepted;
    // A content that no operation has needs a number that no other has.
    const content = value === undefined ? undefined : (this.#columns.contentOf(value) ?? -2);
    const layer = this.#layer(rank >= 0 ? rank : above - 0.5);
    layer.initialContent = content ?? this.#columns.nothing;
    if (content !== undefined) this.#rankOf.set(content, layer.rank);
    return rank >= 0 ? rank : above;
  }

  /** Whether the store can have done what the write at `place` says. */
  write(at: number, place: number, above: number): boolean {
    const { history } = this.#subject;
    const value = history.input[place] ?? NONE;
    const rank = this.#columns.rank[value] ?? NONE;
    const isOk = history.outcome[place] === OK;
    if (isOk && this.#columns.refusal[history.output[place] ?? NONE] === 1) {
      this.refused.push(at);
      return true;
    }
    if (rank < above) return !isOk;
    const layer = this.#layer(rank);
    if (isOk) layer.writes.push(at);
    else layer.indeterminate.push(at);
    const content = this.#columns.content[value] ?? NO_CONTENT;
    if (content !== NO_CONTENT) {
      const known = this.#rankOf.get(content);
      this.#rankOf.set(content, known === undefined || known === rank ? rank : SEVERAL);
    }
    return true;
  }

  read(at: number, place: number): 'undecidable' | 'unwritten' | undefined {
    const value = this.#subject.history.output[place] ?? NONE;
    const shown = this.#columns.rank[value] ?? NONE;
    const content = this.#columns.content[value] ?? (value === NONE ? this.#columns.nothing : NO_CONTENT);
    const rank = shown >= 0 ? shown : this.#rankOf.get(content);
    if (shown < 0 && content === this.#columns.nothing) {
      if (rank !== undefined) return 'undecidable';
      if (!this.#beginsEmpty) return 'unwritten';
      this.empty.push(at);
      return undefined;
    }
    if (rank === SEVERAL) return 'undecidable';
    const layer = rank === undefined ? undefined : this.layers.get(rank);
    if (layer === undefined) return 'unwritten';
    if (content === NO_CONTENT) layer.sights.push(at);
    else {
      const reads = layer.reads.get(content);
      if (reads === undefined) layer.reads.set(content, [at]);
      else reads.push(at);
    }
    return undefined;
  }

  #layer(rank: number): StoreLayer {
    const known = this.layers.get(rank);
    if (known !== undefined) return known;
    const layer: StoreLayer = { rank, writes: [], indeterminate: [], sights: [], reads: new Map() };
    this.layers.set(rank, layer);
    return layer;
  }
}

function outdated(subject: Subject, place: number): NotLinearizable {
  const why = `but the history begins with ${subject.model.describeState(subject.model.initial(subject.initial))}`;
  return { verdict: 'not-linearizable', culprits: [place], reason: sentence(`${deed(subject, place)}, ${why}.`) };
}

export function unwritten(subject: Subject, place: number): NotLinearizable {
  const reason = sentence(`${deed(subject, place)}, which nobody wrote.`);
  return { verdict: 'not-linearizable', culprits: [place], reason };
}

/** Whether somebody knows that the store accepted the token of this layer. */
export function isKnown(layer: StoreLayer): boolean {
  const { writes, sights, reads, initialContent } = layer;
  return writes.length > 0 || sights.length > 0 || reads.size > 0 || initialContent !== undefined;
}

/** What the write of index `at` stored, as readers who see the token too are told it. */
export function contentAt({ history, operations }: Subject, columns: StoredColumns, at: number): number {
  const content = columns.content[history.input[operations[at] ?? 0] ?? NONE] ?? NO_CONTENT;
  return content === NO_CONTENT ? columns.nothing : content;
}
