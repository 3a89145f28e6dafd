/** Registers, key-value stores and several registers at once, for the generator of random histories. */
import { isList, type Value } from '../../src/history/value.ts';
import type { Draw } from './draw.ts';
import { done, type Applied, type Call, type SimulatedObject } from './simulated-object.ts';

/** `distinct`: no value is written twice. `repeated`: all are among three. */
export type WrittenValues = 'distinct' | 'repeated';

export class SimulatedRegister implements SimulatedObject {
  readonly #values: WrittenValues;
  readonly #hasCas: boolean;
  #state: Value = null;
  #last = 0;

  constructor(values: WrittenValues, hasCas: boolean) {
    this.#values = values;
    this.#hasCas = hasCas;
  }

  next(_process: number, draw: Draw): Call {
    const kind = draw.below(this.#hasCas ? 8 : 4);
    if (kind < (this.#hasCas ? 3 : 2)) return { f: 'read' };
    const value = this.#values === 'distinct' ? ++this.#last : draw.below(3);
    if (kind < 4) return { f: 'write', input: value };
    const expectsState = this.#values === 'distinct' || draw.chance(0.7);
    return { f: 'cas', input: [expectsState ? this.#state : draw.below(3), value] };
  }

  apply({ f, input = null }: Call, _process: number, draw: Draw): Applied {
    if (f === 'read') return { output: this.#state === null && draw.chance(0.5) ? undefined : this.#state };
    if (f === 'write') this.#state = input;
    else {
      const [from = null, to = null] = isList(input) ? input : [];
      if (from !== this.#state) return 'refused';
      this.#state = to;
    }
    return done;
  }
}

const keys = ['x', 'y', 'z'];

export class SimulatedKv implements SimulatedObject {
  readonly #hasAppend: boolean;
  readonly #texts = new Map<string, string>();
  #last = 0;

  constructor(hasAppend: boolean) {
    this.#hasAppend = hasAppend;
  }

  next(_process: number, draw: Draw): Call {
    const key = keys[Math.min(draw.below(3), draw.below(3))] ?? 'x';
    const kind = draw.below(4);
    if (kind < 2) return { f: 'read', key };
    // Texts that repeat, and that are parts of each other, where there are appends: the order of appends matters then.
    if (this.#hasAppend) return { f: kind === 2 ? 'append' : 'write', key, input: 'ab'.charAt(draw.below(2)) };
    return { f: 'write', key, input: `v${++this.#last}` };
  }

  apply({ f, key = '', input }: Call, _process: number, draw: Draw): Applied {
    const text = this.#texts.get(key) ?? '';
    if (f === 'read') return { output: text === '' ? nothing(draw) : text };
    const added = typeof input === 'string' ? input : '';
    this.#texts.set(key, f === 'append' ? text + added : added);
    return done;
  }
}

/** The ways to say that a key is empty. */
function nothing(draw: Draw): Value | undefined {
  if (draw.chance(0.3)) return undefined;
  return draw.chance(0.5) ? null : '';
}

export class SimulatedRegisters implements SimulatedObject {
  readonly #registersMax: number;
  readonly #state = new Map<string, number>();
  #last = 0;

  /** In how many registers an operation has steps at most. */
  constructor(registersMax: number) {
    this.#registersMax = registersMax;
  }

  next(_process: number, draw: Draw): Call {
    const steps: Value[] = [];
    const count = this.#registersMax > 1 ? 1 + draw.below(3) : Math.max(1, draw.below(4) - 1);
    let register = draw.pick(keys);
    for (let step = 0; step < count; step += 1) {
      if (this.#registersMax > 1) register = draw.pick(keys);
      steps.push(draw.chance(0.5) ? ['r', register, null] : ['w', register, ++this.#last]);
    }
    return { f: 'txn', input: steps };
  }

  apply({ input }: Call): Applied {
    if (!isList(input)) return 'refused';
    const output = input.map((step): Value => {
      const [op = null, register = null, value = null] = isList(step) ? step : [];
      const name = typeof register === 'string' ? register : '';
      if (op === 'w') {
        this.#state.set(name, Number(value));
        return step;
      }
      return ['r', name, this.#state.get(name) ?? null];
    });
    return { output };
  }
}
