/**
 * The operations of a lock or of an election that have no level of their own, and which levels they may be on.
 *
 * Who saw nobody was told so in a gap. In an election two more float. A resignation ends the leadership of its owner where
 * that lasts, and else has no effect: it may be anywhere but between the beginning of that leadership and the last sight
 * of it. And who saw a leader without a token may have seen any leadership of that owner.
 */
import type { Floating } from './levels.ts';

/** The levels of a layer: the acquisition, all who saw it held, its release, and the time in which nobody holds. */
export const HELD = 1;
export const RELEASED = 2;
const GAP = 3;
export const stages = 4;

/** Where an operation may be. */
export const IN_A_GAP = 0;
/** Not in the layer that it is about before the gap. */
export const NOT_DURING = 1;
/** Not in the layers of the owner that it is about before their gaps. */
export const NOT_UNDER = 2;
/** Where the owner that it is about is seen to hold. */
export const UNDER = 3;
export const ANYWHERE = 4;

/** Collects operations that float, in the order of their invocations. */
export class LockFloating implements Floating {
  areAlike = true;
  /** Whether somebody saw a leader without a token. */
  hasLeaders = false;
  #at = new Int32Array(64);
  #where = new Uint8Array(64);
  #about = new Int32Array(64);
  readonly #ownerOfLayer: Int32Array;
  #layersOfOwner: ReadonlyMap<number, readonly number[]> | undefined;
  #length = 0;

  constructor(ownerOfLayer: Int32Array) {
    this.#ownerOfLayer = ownerOfLayer;
  }

  get floaters(): Int32Array {
    return this.#at.subarray(0, this.#length);
  }

  /** Adds the operation of index `at`; `about` is a layer or an owner, as `where` says. */
  add(at: number, where: number, about: number): void {
    if (this.#length === this.#at.length) this.#grow();
    const which = this.#length++;
    this.#at[which] = at;
    this.#where[which] = where;
    this.#about[which] = about;
    if (where !== IN_A_GAP) this.areAlike = false;
    if (where === UNDER) this.hasLeaders = true;
  }

  nextLevel(floater: number, level: number): number {
    const about = this.#about[floater] ?? 0;
    const gap = level | GAP;
    const layer = level >> 2;
    switch (this.#where[floater]) {
      case IN_A_GAP:
        return gap;
      case NOT_DURING:
        return layer === about ? gap : level;
      case NOT_UNDER:
        return this.#ownerOfLayer[layer] === about ? gap : level;
      case UNDER:
        return this.#nextUnder(about, level);
      default:
        return level;
    }
  }

  #grow(): void {
    const [at, where, about] = [this.#at, this.#where, this.#about];
    this.#at = new Int32Array(at.length * 2);
    this.#where = new Uint8Array(at.length * 2);
    this.#about = new Int32Array(at.length * 2);
    this.#at.set(at);
    this.#where.set(where);
    this.#about.set(about);
  }

  #nextUnder(owner: number, level: number): number {
    this.#layersOfOwner ??= layersByOwner(this.#ownerOfLayer);
    const layers = this.#layersOfOwner.get(owner) ?? [];
    let low = 0;
    let high = layers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((layers[middle] ?? 0) * stages + HELD < level) low = middle + 1;
      else high = middle;
    }
    const layer = layers[low];
    return layer === undefined ? -1 : layer * stages + HELD;
  }
}

function layersByOwner(ownerOfLayer: Int32Array): ReadonlyMap<number, readonly number[]> {
  const layers = new Map<number, number[]>();
  for (let layer = 0; layer < ownerOfLayer.length; layer += 1) {
    const owner = ownerOfLayer[layer] ?? 0;
    const known = layers.get(owner);
    if (known === undefined) layers.set(owner, [layer]);
    else known.push(layer);
  }
  return layers;
}
