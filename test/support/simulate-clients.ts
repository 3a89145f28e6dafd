/** Concurrent clients of a simulated object: what they call, when, and what came back. The history is good by construction. */
import type { Draw } from './draw.ts';
import type { DraftOperation } from './drafted-history.ts';
import type { AfterCrash, Applied, Call, SimulatedObject } from './simulated-object.ts';

export interface SimulationOptions {
  readonly operations: number;
  /** How many clients are busy at a time. */
  readonly concurrency: number;
  /** Share of the operations whose client crashes, so that nobody knows what they did. */
  readonly crashShare: number;
  /** Whether the last operations may stay open, and crashes may block an object for ever: only in short histories. */
  readonly isShort: boolean;
}

/** Microseconds between two events: room to put others in between. */
export const tickUs = 8;

interface Pending {
  readonly call: Call;
  readonly operation: DraftOperation;
  isApplied: boolean;
  /** What it still waits for before it crashes; undefined: it does not. */
  readonly crash: AfterCrash | undefined;
}

export function simulateClients(object: SimulatedObject, options: SimulationOptions, draw: Draw): DraftOperation[] {
  const clients = new Clients(object, options, draw);
  clients.run();
  return clients.operations;
}

class Clients {
  readonly operations: DraftOperation[] = [];
  readonly #object: SimulatedObject;
  readonly #options: SimulationOptions;
  readonly #draw: Draw;
  /** One client at a time in each; a crashed one is followed by another with a new number. */
  readonly #processes: number[];
  readonly #pending: (Pending | undefined)[];
  /** Operations of crashed clients that may still take effect. */
  readonly #adrift: Pending[] = [];
  #busy = 0;
  #crashed: number;
  #nowUs = 0;

  constructor(object: SimulatedObject, options: SimulationOptions, draw: Draw) {
    this.#object = object;
    this.#options = options;
    this.#draw = draw;
    this.#processes = Array.from({ length: options.concurrency }, (_, slot) => slot);
    this.#pending = this.#processes.map(() => undefined);
    this.#crashed = options.concurrency;
  }

  run(): void {
    const { operations, isShort } = this.#options;
    while (this.operations.length < operations || (this.#busy > 0 && !(isShort && this.#draw.chance(0.03)))) {
      const slot = this.#draw.below(this.#processes.length);
      const pending = this.#pending[slot];
      if (pending !== undefined) this.#advance(slot, pending);
      else if (this.operations.length < operations) this.#invoke(slot);
      if (this.#adrift.length > 0 && this.#draw.chance(0.25)) this.#settle();
    }
  }

  #invoke(slot: number): void {
    const process = this.#processes[slot] ?? 0;
    const call = this.#object.next(process, this.#draw);
    const operation: DraftOperation = {
      f: call.f,
      process,
      key: call.key,
      input: call.input,
      output: undefined,
      outcome: 'info',
      callAt: this.#tick(),
      endAt: Infinity,
    };
    this.operations.push(operation);
    this.#pending[slot] = { call, operation, isApplied: false, crash: this.#crashOf(call, process) };
    this.#busy += 1;
  }

  #crashOf(call: Call, process: number): AfterCrash | undefined {
    if (!this.#draw.chance(this.#options.crashShare)) return undefined;
    const crash = this.#options.isShort ? 'either' : (this.#object.afterCrash?.(call, process) ?? 'either');
    if (crash === 'never') return undefined;
    return crash === 'either' ? this.#draw.pick(['effect', 'no-effect']) : crash;
  }

  #advance(slot: number, pending: Pending): void {
    if (pending.crash !== undefined) this.#crash(slot, pending);
    else if (pending.isApplied) this.#end(slot, pending, 'ok');
    else {
      const { isShort } = this.#options;
      const applied = this.#apply(pending);
      if (applied === 'refused' || (applied === 'blocked' && this.#draw.chance(isShort ? 0.05 : 0.01)))
        this.#end(slot, pending, 'fail');
    }
  }

  #apply(pending: Pending): Applied {
    const applied = this.#object.apply(pending.call, pending.operation.process, this.#draw);
    if (typeof applied === 'object') {
      pending.isApplied = true;
      pending.operation.output = applied.output;
    }
    return applied;
  }

  #end(slot: number, { operation }: Pending, outcome: 'ok' | 'fail'): void {
    operation.outcome = outcome;
    operation.endAt = this.#tick();
    this.#free(slot);
  }

  #crash(slot: number, pending: Pending): void {
    if (this.#draw.chance(0.5)) pending.operation.endAt = this.#tick();
    if (pending.crash === 'effect') this.#adrift.push(pending);
    this.#processes[slot] = this.#crashed++;
    this.#free(slot);
  }

  /** An operation of a crashed client takes effect, if it can at all. */
  #settle(): void {
    const which = this.#draw.below(this.#adrift.length);
    const pending = this.#adrift[which];
    const last = this.#adrift.pop();
    if (pending === undefined || last === undefined) return;
    if (which < this.#adrift.length) this.#adrift[which] = last;
    if (this.#apply(pending) === 'blocked' && !this.#options.isShort) this.#adrift.push(pending);
    pending.operation.output = undefined;
  }

  #free(slot: number): void {
    this.#pending[slot] = undefined;
    this.#busy -= 1;
  }

  #tick(): number {
    this.#nowUs += tickUs;
    return this.#nowUs;
  }
}
