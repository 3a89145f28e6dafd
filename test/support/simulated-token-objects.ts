/** Objects whose history is told by tokens, for the generator of random histories. */
import { fieldOf, type Value } from '../../src/history/value.ts';
import type { Draw } from './draw.ts';
import { done, type Applied, type Call, type SimulatedObject } from './simulated-object.ts';

/** How a history writes tokens and owners: drawn once a history, so that every way is met. */
export class TokenStyle {
  readonly #mixed: boolean;
  readonly #showsOwners: boolean;
  readonly #step: number;

  constructor(draw: Draw) {
    this.#mixed = draw.chance(0.15);
    this.#showsOwners = draw.chance(0.6);
    this.#step = draw.chance(0.5) ? 1 : 3;
  }

  /** The next token after `last`. */
  after(last: number, draw: Draw): number {
    return last + 1 + draw.below(this.#step);
  }

  token(token: number, draw: Draw): Value {
    return this.#mixed && draw.chance(0.5) ? token : String(token);
  }

  held(token: number, owner: number, draw: Draw): Value {
    const shown = this.token(token, draw);
    return this.#showsOwners ? { token: shown, owner: String(owner) } : { token: shown };
  }
}

const nobody = -1;

/** A lock with fencing tokens, and leadership seen as one: leases end at any time, and observers are told who holds. */
export class SimulatedFencedLock implements SimulatedObject {
  readonly #style: TokenStyle;
  readonly #isElection: boolean;
  /** An election that tells who leads and not with which token. */
  readonly #hidesTokens: boolean;
  readonly #releasesToken: boolean;
  #token = 0;
  #owner = nobody;
  readonly #tokenOf = new Map<number, number>();

  constructor(isElection: boolean, draw: Draw) {
    this.#style = new TokenStyle(draw);
    this.#isElection = isElection;
    this.#hidesTokens = isElection && draw.chance(0.15);
    this.#releasesToken = !isElection && draw.chance(0.5);
  }

  next(process: number, draw: Draw): Call {
    const held = this.#tokenOf.get(process);
    if (draw.chance(0.4)) return { f: draw.chance(0.8) ? 'observe' : 'read' };
    if (held === undefined && !(this.#isElection && draw.chance(0.1))) return { f: 'acquire' };
    if (held === undefined || !this.#releasesToken) return { f: 'release' };
    return { f: 'release', input: { token: this.#style.token(held, draw) } };
  }

  apply({ f }: Call, process: number, draw: Draw): Applied {
    // The lease of whoever holds may end at any time.
    if (this.#owner !== nobody && draw.chance(0.08)) this.#owner = nobody;
    if (f === 'observe' || f === 'read') return { output: this.#seen(draw) };
    if (f === 'acquire') {
      if (this.#owner !== nobody && draw.chance(0.7)) return 'blocked';
      this.#token = this.#style.after(this.#token, draw);
      this.#owner = process;
      this.#tokenOf.set(process, this.#token);
      return { output: this.#style.held(this.#token, process, draw) };
    }
    const isHolder = this.#owner === process && this.#tokenOf.get(process) === this.#token;
    this.#tokenOf.delete(process);
    if (isHolder) this.#owner = nobody;
    return isHolder || this.#isElection ? done : 'refused';
  }

  #seen(draw: Draw): Value {
    if (this.#owner === nobody) return null;
    if (this.#hidesTokens) return { owner: String(this.#owner) };
    return this.#style.held(this.#token, this.#owner, draw);
  }
}

/** A store that refuses writes with a token smaller than the largest it has accepted. */
export class SimulatedFencedStore implements SimulatedObject {
  readonly #style: TokenStyle;
  readonly #shows: 'token' | 'both' | 'value';
  readonly #tokenOf = new Map<number, number>();
  #issued = 0;
  #values = 0;
  #accepted: { readonly token: number; readonly value: Value } | undefined;

  constructor(draw: Draw) {
    this.#style = new TokenStyle(draw);
    this.#shows = draw.pick(['token', 'both', 'both', 'value']);
  }

  next(process: number, draw: Draw): Call {
    if (draw.chance(0.4)) return { f: 'read' };
    const token = draw.chance(0.3) ? undefined : this.#tokenOf.get(process);
    const used = token ?? ++this.#issued;
    this.#tokenOf.set(process, used);
    const shown = this.#style.token(used, draw);
    return { f: 'write', input: this.#shows === 'token' ? { token: shown } : { token: shown, value: ++this.#values } };
  }

  apply({ f, input }: Call, _process: number, draw: Draw): Applied {
    if (f === 'read') return { output: this.#read(draw) };
    const token = Number(fieldOf(input, 'token'));
    if (token < (this.#accepted?.token ?? 0)) {
      return draw.chance(0.7) ? { output: { outcome: 'refused' } } : 'refused';
    }
    this.#accepted = { token, value: fieldOf(input, 'value') ?? null };
    return done;
  }

  #read(draw: Draw): Value {
    if (this.#accepted === undefined) return null;
    const { token, value } = this.#accepted;
    if (this.#shows === 'value') return value;
    const shown = this.#style.token(token, draw);
    return this.#shows === 'token' ? { token: shown } : { token: shown, value };
  }
}

/** One owner a term, the first who claims it. */
export class SimulatedSetOnce implements SimulatedObject {
  readonly #style: TokenStyle;
  readonly #callsATerm: number;
  readonly #owners = new Map<number, number>();
  #calls = 0;

  constructor(draw: Draw, callsATerm: number) {
    this.#style = new TokenStyle(draw);
    this.#callsATerm = callsATerm;
  }

  next(process: number, draw: Draw): Call {
    this.#calls += 1;
    const term = 1 + Math.floor(this.#calls / this.#callsATerm) + draw.below(2);
    const token = this.#style.token(term, draw);
    if (draw.chance(0.5)) return { f: draw.chance(0.5) ? 'read' : 'observe', input: { token } };
    if (draw.chance(0.2)) return { f: 'acquire' };
    return { f: draw.chance(0.5) ? 'write' : 'acquire', input: { token, owner: String(process) } };
  }

  apply({ f, input }: Call, process: number, draw: Draw): Applied {
    // Who names no term gets the one that is being claimed now.
    const token = fieldOf(input, 'token') ?? this.#style.token(1 + Math.floor(this.#calls / this.#callsATerm), draw);
    const owner = this.#owners.get(Number(token));
    if (f === 'read' || f === 'observe') {
      if (owner !== undefined) return { output: { token, owner: String(owner) } };
      return { output: draw.chance(0.5) ? { token } : { token, owner: null } };
    }
    if (owner !== undefined && owner !== process) return 'refused';
    this.#owners.set(Number(token), process);
    return input === undefined ? { output: { token, owner: String(process) } } : done;
  }
}

/** Hands out tokens that grow. */
export class SimulatedTokens implements SimulatedObject {
  readonly #style: TokenStyle;
  #token = 0;

  constructor(draw: Draw) {
    this.#style = new TokenStyle(draw);
  }

  next(_process: number, draw: Draw): Call {
    return { f: draw.chance(0.5) ? 'acquire' : draw.chance(0.5) ? 'read' : 'observe' };
  }

  apply({ f }: Call, _process: number, draw: Draw): Applied {
    if (f === 'acquire') this.#token = this.#style.after(this.#token, draw);
    return { output: this.#token === 0 ? null : { token: this.#style.token(this.#token, draw) } };
  }
}
