/**
 * The levels of a lock with fencing tokens, and of leadership under a lease. Under each token: its acquisition, then all
 * who saw it held, then its release. Then comes a gap, in which nobody holds; whether the lock was released or the lease
 * ended does not matter. Tokens grow, so the layers follow each other in the order of their tokens.
 */
import { INFO, NONE, clientFunctions } from '../../history/client-history.ts';
import type { NotLinearizable } from '../engine.ts';
import { claimantAt } from '../normalise/link-claims.ts';
import { ownerIn } from '../models/token-value.ts';
import type { Subject } from '../subject.ts';
import { NOBODY, NO_OWNER, type TokenColumns } from '../token-columns.ts';
import { deed, sentence } from './deed.ts';
import { LEFT_OUT, type Levels } from './levels.ts';
import {
  ANYWHERE,
  HELD,
  IN_A_GAP,
  LockFloating,
  NOT_DURING,
  NOT_UNDER,
  RELEASED,
  UNDER,
  stages,
} from './lock-floating.ts';
import type { TokenLayers } from './token-layers.ts';

const acquire = clientFunctions.indexOf('acquire');
const release = clientFunctions.indexOf('release');

export interface LockLevels {
  readonly levels: Levels;
  readonly floating: LockFloating;
}

/**
 * The levels of an object, or what is wrong with an operation wherever it is put. Undefined where nobody can tell which of
 * its tokens an owner releases, or whether a leader who was seen is one whose acquisition never returned.
 */
export function lockLevelsOf(subject: Subject, layers: TokenLayers): LockLevels | NotLinearizable | undefined {
  const reading = new LockReading(subject, layers);
  for (let at = 0; at < subject.operations.length; at += 1) {
    const wrong = reading.read(at);
    if (wrong === 'undecidable') return undefined;
    if (wrong !== undefined) return { verdict: 'not-linearizable', ...wrong };
  }
  const { level, floating } = reading;
  if (floating.hasLeaders && layers.acquisition.some((at) => at !== NONE && level[at] === LEFT_OUT)) return undefined;
  const { history, operations } = subject;
  return { levels: { history, operations, level, count: layers.count * stages }, floating };
}

interface Wrong {
  readonly culprits: readonly number[];
  readonly reason: string;
}

class LockReading {
  readonly level: Int32Array;
  readonly floating: LockFloating;
  readonly #subject: Subject;
  readonly #layers: TokenLayers;
  readonly #columns: TokenColumns;
  readonly #isElection: boolean;
  readonly #ownerOfLayer: Int32Array;
  readonly #releaseOfLayer: Int32Array;

  constructor(subject: Subject, layers: TokenLayers) {
    const { operations } = subject;
    this.#subject = subject;
    this.#layers = layers;
    this.#columns = layers.columns;
    this.#isElection = subject.model.name === 'leader-lease';
    this.#ownerOfLayer = ownersOf(subject, layers);
    this.#releaseOfLayer = new Int32Array(layers.count).fill(NONE);
    this.level = new Int32Array(operations.length).fill(LEFT_OUT);
    this.floating = new LockFloating(this.#ownerOfLayer);
  }

  /** Puts the operation of index `at` on its level, or among those that float. */
  read(at: number): Wrong | 'undecidable' | undefined {
    const { history, operations } = this.#subject;
    const place = operations[at] ?? 0;
    const f = history.f[place];
    if (f === acquire) return this.#acquire(at, place);
    if (f === release) return this.#isElection ? this.#resign(at, place) : this.#release(at, place);
    const value = history.output[place] ?? NONE;
    const rank = this.#columns.rank[value] ?? NOBODY;
    if (rank >= 0) return this.#see(at, place, this.#layers.layerOf(rank));
    const owner = this.#columns.owner[value] ?? NO_OWNER;
    if (owner === NO_OWNER) this.floating.add(at, IN_A_GAP, 0);
    else this.floating.add(at, UNDER, owner);
    return undefined;
  }

  #acquire(at: number, place: number): 'undecidable' | undefined {
    const { history } = this.#subject;
    const rank = this.#columns.rank[history.output[place] ?? NONE] ?? NOBODY;
    // An acquisition of an unknown token that was kept is one that somebody may have seen: a search has to try it.
    if (rank < 0) return 'undecidable';
    // One that never returned is put in only where somebody knows its token.
    if (history.outcome[place] !== INFO) this.level[at] = this.#layers.layerOf(rank) * stages;
    return undefined;
  }

  #see(at: number, place: number, layer: number): Wrong | undefined {
    const { history } = this.#subject;
    if (layer === NONE) return this.#fromNowhere(place);
    const owner = this.#columns.owner[history.output[place] ?? NONE] ?? NO_OWNER;
    const holder = this.#ownerOfLayer[layer] ?? NO_OWNER;
    if (owner !== NO_OWNER && holder !== NO_OWNER && owner !== holder) return this.#wrongOwner(place, layer);
    this.#know(layer);
    this.level[at] = layer * stages + HELD;
    return undefined;
  }

  #release(at: number, place: number): Wrong | 'undecidable' | undefined {
    const { history } = this.#subject;
    const rank = releasedRank(this.#subject, place, this.#columns);
    if (rank < 0) {
      const isHolder = this.#mayHold(claimantAt(history, place, this.#columns), history.end[place] ?? 0);
      const never = `${deed(this.#subject, place)}, but has not acquired.`;
      return isHolder ? 'undecidable' : { culprits: [place], reason: sentence(never) };
    }
    const layer = this.#layers.layerOf(rank);
    if (layer === NONE) return this.#fromNowhere(place);
    const other = this.#releaseOfLayer[layer] ?? NONE;
    if (other !== NONE) {
      const twice = `${deed(this.#subject, other)}, and ${deed(this.#subject, place)}: no token is released twice.`;
      return { culprits: [...this.#acquisitions(layer), other, place], reason: sentence(twice) };
    }
    this.#releaseOfLayer[layer] = place;
    this.#know(layer);
    this.level[at] = layer * stages + RELEASED;
    return undefined;
  }

  /** Whether `owner` began to acquire before the given time. */
  #mayHold(owner: number, time: number): boolean {
    const { history, operations } = this.#subject;
    for (let layer = 0; layer < this.#ownerOfLayer.length; layer += 1) {
      if (this.#ownerOfLayer[layer] !== owner) continue;
      const acquisition = operations[this.#layers.acquisition[layer] ?? NONE];
      if (acquisition === undefined || (history.call[acquisition] ?? 0) <= time) return true;
    }
    return false;
  }

  #resign(at: number, place: number): undefined {
    const { history } = this.#subject;
    const owner = claimantAt(history, place, this.#columns);
    const rank = releasedRank(this.#subject, place, this.#columns);
    const layer = this.#layers.layerOf(rank);
    if (rank < 0) this.floating.add(at, NOT_UNDER, owner);
    else if (layer !== NONE && this.#ownerOfLayer[layer] === owner) this.floating.add(at, NOT_DURING, layer);
    else this.floating.add(at, ANYWHERE, 0);
  }

  /** Puts the acquisition of a layer in that never returned and of which somebody knows. */
  #know(layer: number): void {
    const at = this.#layers.acquisition[layer] ?? NONE;
    if (at !== NONE && this.level[at] === LEFT_OUT) this.level[at] = layer * stages;
  }

  #acquisitions(layer: number): readonly number[] {
    const place = this.#subject.operations[this.#layers.acquisition[layer] ?? NONE];
    return place === undefined ? [] : [place];
  }

  #fromNowhere(place: number): Wrong {
    return { culprits: [place], reason: sentence(`${deed(this.#subject, place)}, which nobody acquired.`) };
  }

  #wrongOwner(place: number, layer: number): Wrong {
    const [acquisition] = this.#acquisitions(layer);
    const got = acquisition === undefined ? 'another held it when the history began' : deed(this.#subject, acquisition);
    return {
      culprits: [...this.#acquisitions(layer), place],
      reason: sentence(`${deed(this.#subject, place)}, but ${got}.`),
    };
  }
}

/** The rank of the token that a release is about; negative where it names none. */
function releasedRank({ history }: Subject, place: number, { rank }: TokenColumns): number {
  const called = rank[history.input[place] ?? NONE] ?? NOBODY;
  return called >= 0 ? called : (rank[history.output[place] ?? NONE] ?? NOBODY);
}

/** An owner whom no operation names. */
const UNNAMED = -2;

function ownersOf({ history, operations, initial }: Subject, { acquisition, columns }: TokenLayers): Int32Array {
  const owners = new Int32Array(acquisition.length).fill(NO_OWNER);
  const first = ownerIn(initial);
  if (first !== undefined) owners[0] = ownerNumber(first, history, columns);
  for (let layer = 1; layer < owners.length; layer += 1) {
    const place = operations[acquisition[layer] ?? NONE];
    if (place !== undefined) owners[layer] = claimantAt(history, place, columns);
  }
  return owners;
}

function ownerNumber(name: string, { processes, values }: Subject['history'], columns: TokenColumns): number {
  const process = processes.indexOf(name);
  if (process >= 0) return columns.ownerOfProcess[process] ?? UNNAMED;
  return columns.owner[values.findIndex((value) => ownerIn(value) === name)] ?? UNNAMED;
}
