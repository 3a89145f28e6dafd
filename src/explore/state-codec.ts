/**
 * States of the model as two unsigned 32-bit words, one for the store, the terms and the resource, one for the electors.
 *
 * Electors have no names in the model: whatever one can do, each can, and no invariant tells them apart. So states that
 * differ only in which elector is which are one state here. They are numbered by their first terms, and those that were
 * never granted any by what they are; this is a canonical form because the order of the tokens is part of the state.
 */
import type { Elector, ElectionState, LeaseStore, Phase, Scope, Standing, Term } from '../../spec/model/state.ts';
import { latestAnswer } from '../../spec/model/time.ts';

const WORDS = 2 ** 32;

const standings: readonly Standing[] = ['granted', 'led', 'over', 'lapsed', 'forgone', 'unheard', 'recalled'];
const phases: readonly Phase[] = ['resting', 'campaigning', 'leading', 'ended'];

/** Place in `standings`. A switch, because a look-up by so many different strings takes longer than all the rest of packing. */
function standingDigit(standing: Standing): number {
  switch (standing) {
    case 'granted':
      return 0;
    case 'led':
      return 1;
    case 'over':
      return 2;
    case 'lapsed':
      return 3;
    case 'forgone':
      return 4;
    case 'unheard':
      return 5;
    case 'recalled':
      return 6;
  }
}

/** Place in `phases`. */
function phaseDigit(phase: Phase): number {
  switch (phase) {
    case 'resting':
      return 0;
    case 'campaigning':
      return 1;
    case 'leading':
      return 2;
    case 'ended':
      return 3;
  }
}

export class StateCodec {
  /** The words of the state that was packed last. */
  shared = 0;
  electors = 0;

  readonly #terms: number;
  readonly #termRadix: number;
  readonly #termsRadix: number;
  readonly #ages: number;
  readonly #steps: number;
  readonly #sinces: number;
  readonly #answers: number;
  /** By digit: terms, from 1 on. */
  readonly #termByDigit: readonly Term[];
  /** Electors that occurred, by their number, and their numbers by their code. */
  readonly #electorByNumber: Elector[] = [];
  readonly #numberOfCode: Int32Array;
  readonly #numbersMax: number;
  /** Scratch of the packing. */
  readonly #order: Int32Array;
  readonly #placeOf: Int32Array;
  readonly #numbers: Int32Array;
  /** The state that was unpacked last: what its successors share with it need not be packed anew. */
  #base: ElectionState;
  readonly #baseNumbers: Int32Array;
  /** How many electors its terms were granted to, and its terms as a number. */
  #baseGranted = 0;
  #baseTerms = 0;

  /** Throws where the states of the scope do not fit. */
  constructor(scope: Scope) {
    this.#terms = scope.terms;
    this.#order = new Int32Array(scope.electors);
    this.#placeOf = new Int32Array(scope.electors);
    this.#numbers = new Int32Array(scope.electors);
    this.#baseNumbers = new Int32Array(scope.electors);
    this.#base = {
      store: { up: true, record: 0, age: 0, counter: 0, stepped: 0 },
      terms: [],
      electors: [],
      resource: { highest: 0 },
    };
    this.#termRadix = 1 + scope.electors * standings.length;
    this.#termsRadix = this.#termRadix ** scope.terms;
    this.#ages = 1 + (scope.time?.leaseTicks ?? 0);
    this.#steps = 1 + (scope.time?.stepTicks ?? 0);
    this.#sinces = 1 + (scope.time === undefined ? 0 : scope.time.validityTicks + scope.time.pauseTicks);
    this.#answers = 2 + latestAnswer(scope);
    const termByDigit: Term[] = [];
    for (let to = 0; to < scope.electors; to += 1) for (const standing of standings) termByDigit.push({ to, standing });
    this.#termByDigit = termByDigit;
    const codes = phases.length * (scope.terms + 1) * 8 * this.#sinces * this.#answers;
    this.#numberOfCode = new Int32Array(codes).fill(-1);
    this.#numbersMax = Math.floor(WORDS ** (1 / scope.electors));
    const tokens = scope.terms + 1;
    const shared = this.#termsRadix * tokens ** 3 * this.#ages * this.#steps * 2;
    if (shared > WORDS) {
      throw new RangeError(
        `a scope of ${scope.electors} electors and ${scope.terms} terms has too many states to be explored: take fewer terms`,
      );
    }
  }

  /** Sets `shared` and `electors` to the words of the state, in its canonical form. */
  pack({ store, terms, electors, resource }: ElectionState): void {
    const numbers = this.#numbers;
    for (let each = 0; each < numbers.length; each += 1) {
      const elector = electors[each];
      const isKnown = elector === this.#base.electors[each];
      numbers[each] = isKnown || elector === undefined ? (this.#baseNumbers[each] ?? 0) : this.#numberOf(elector);
    }
    const tokens = this.#terms + 1;
    let shared = store.up ? 1 : 0;
    shared = shared * tokens + store.record;
    shared = shared * tokens + store.counter;
    shared = shared * tokens + resource.highest;
    shared = shared * this.#ages + store.age;
    shared = shared * this.#steps + store.stepped;
    this.shared = shared * this.#termsRadix + this.#arrange(terms);
    let packed = 0;
    const order = this.#order;
    for (let place = order.length - 1; place >= 0; place -= 1)
      packed = packed * this.#numbersMax + (numbers[order[place] ?? 0] ?? 0);
    this.electors = packed;
  }

  /** The state with these words. */
  unpack(shared: number, electors: number): ElectionState {
    const unpacked: Elector[] = [];
    let rest = electors;
    for (let place = 0; place < this.#order.length; place += 1) {
      const above = Math.floor(rest / this.#numbersMax);
      const number = rest - above * this.#numbersMax;
      const elector = this.#electorByNumber[number];
      if (elector === undefined) throw new Error('an elector was unpacked that had never been packed');
      unpacked.push(elector);
      this.#baseNumbers[place] = number;
      rest = above;
    }
    rest = Math.floor(shared / this.#termsRadix);
    const terms = this.#unpackTerms(shared - rest * this.#termsRadix);
    const take = (radix: number): number => {
      const above = Math.floor(rest / radix);
      const digit = rest - above * radix;
      rest = above;
      return digit;
    };
    const tokens = this.#terms + 1;
    const stepped = take(this.#steps);
    const age = take(this.#ages);
    const highest = take(tokens);
    const counter = take(tokens);
    const record = take(tokens);
    const store: LeaseStore = { up: rest === 1, record, age, counter, stepped };
    this.#base = { store, terms, electors: unpacked, resource: { highest } };
    return this.#base;
  }

  #unpackTerms(packed: number): readonly Term[] {
    const digits: number[] = [];
    let rest = packed;
    for (let place = 0; place < this.#terms; place += 1) {
      const above = Math.floor(rest / this.#termRadix);
      digits.push(rest - above * this.#termRadix);
      rest = above;
    }
    const terms: Term[] = [];
    this.#baseGranted = 0;
    for (let place = digits.length - 1; place >= 0; place -= 1) {
      const term = this.#termByDigit[(digits[place] ?? 0) - 1];
      if (term === undefined) break;
      terms.push(term);
      if (term.to >= this.#baseGranted) this.#baseGranted = term.to + 1;
    }
    this.#baseTerms = packed;
    return terms;
  }

  /** Orders the electors by their first terms, the others by what they are. Gives back the terms as a number. */
  #arrange(terms: readonly Term[]): number {
    const order = this.#order;
    const numbers = this.#numbers;
    const placeOf = this.#placeOf;
    // The state that was unpacked last is in canonical form: while nothing was granted, so is the order of its terms.
    const isSame = terms === this.#base.terms;
    let arranged = 0;
    placeOf.fill(-1);
    if (isSame) {
      for (; arranged < this.#baseGranted; arranged += 1) {
        placeOf[arranged] = arranged;
        order[arranged] = arranged;
      }
    } else {
      for (let token = 1; token <= terms.length; token += 1) {
        const to = terms[token - 1]?.to ?? 0;
        if (placeOf[to] !== -1) continue;
        placeOf[to] = arranged;
        order[arranged] = to;
        arranged += 1;
      }
    }
    const granted = arranged;
    for (let each = 0; each < order.length; each += 1) {
      if (placeOf[each] !== -1) continue;
      let place = arranged;
      while (place > granted && (numbers[order[place - 1] ?? 0] ?? 0) > (numbers[each] ?? 0)) {
        order[place] = order[place - 1] ?? 0;
        place -= 1;
      }
      order[place] = each;
      arranged += 1;
    }
    return isSame ? this.#baseTerms : this.#packTerms(terms);
  }

  #packTerms(terms: readonly Term[]): number {
    let packed = 0;
    for (let place = 0; place < this.#terms; place += 1) {
      const term = terms[place];
      const digit =
        term === undefined ? 0 : 1 + (this.#placeOf[term.to] ?? 0) * standings.length + standingDigit(term.standing);
      packed = packed * this.#termRadix + digit;
    }
    return packed;
  }

  #numberOf(elector: Elector): number {
    const { phase, token, campaigned, haunted, since, unheard, paused } = elector;
    let code = phaseDigit(phase) * (this.#terms + 1) + token;
    code = code * 8 + (campaigned ? 4 : 0) + (haunted ? 2 : 0) + (paused ? 1 : 0);
    code = code * this.#sinces + since;
    code = code * this.#answers + unheard + 1;
    const known = this.#numberOfCode[code] ?? -1;
    if (known >= 0) return known;
    const number = this.#electorByNumber.length;
    if (number >= this.#numbersMax) throw new RangeError('this scope has too many kinds of electors to be explored');
    this.#electorByNumber.push(elector);
    this.#numberOfCode[code] = number;
    return number;
  }
}
