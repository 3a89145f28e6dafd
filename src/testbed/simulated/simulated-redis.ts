/**
 * A Redis server of a world: the model on a wall clock of its own, its life, its replica, and what it tells the ledger.
 */
import type { RedisReply, RedisScript } from '../../ports/redis.ts';
import type { Task } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { WALL_START_US } from './node-clock.ts';
import type { Recorder } from './recorder.ts';
import type { StoreLedger } from './store-ledger.ts';
import { RedisReplica, type ReplicaState } from './stores/redis-replica.ts';
import { RedisModel, type RedisWord } from './stores/redis.ts';

export interface SimulatedRedisOptions {
  readonly kernel: Kernel;
  readonly recorder: Recorder;
  readonly ledger: StoreLedger;
  /** Its number among several, from 1; undefined where it is the only one. */
  readonly member: number | undefined;
  /** Whether a replica follows it. */
  readonly replicated: boolean;
  /** Twins that it knows from the beginning. */
  readonly scripts: readonly RedisScript[];
}

export class SimulatedRedis {
  readonly #kernel: Kernel;
  readonly #recorder: Recorder;
  readonly #ledger: StoreLedger;
  readonly #member: number | undefined;
  readonly #model: RedisModel;
  #wallOffsetUs = WALL_START_US;
  #expiryUs = Infinity;
  readonly #expiry: Task;
  readonly #replica: RedisReplica | undefined;
  #taking = false;
  /** What takes over when the primary is gone; undefined where the server itself comes back. */
  #successor: (ReplicaState & { readonly keptUntilUs: number }) | undefined;
  /** Its process is not running. */
  down = false;

  constructor(options: SimulatedRedisOptions) {
    const { kernel, recorder, ledger, member, replicated, scripts } = options;
    this.#kernel = kernel;
    this.#recorder = recorder;
    this.#ledger = ledger;
    this.#member = member;
    const replica = replicated ? new RedisReplica() : undefined;
    this.#replica = replica;
    const named = member === undefined ? undefined : { member };
    this.#model = new RedisModel((changes, cause, by, wallUs) => {
      const at = kernel.nowUs;
      // What a successor begins with is what its replica has.
      if (!this.#taking) replica?.receive(changes, cause, { atUs: at, wallUs });
      const g = ledger.nextG();
      if (named !== undefined) ledger.apply({ at, g, cause, changes, ...named, ...(by !== undefined && { by }) });
      else ledger.apply(by === undefined ? { at, g, cause, changes } : { at, g, cause, changes, by });
    });
    for (const script of scripts) this.#model.knowScript(script);
    this.#expiry = { run: () => this.#expire() };
  }

  execute(words: readonly RedisWord[], by: string): RedisReply {
    if (words[0] === 'QUIT') return 'OK';
    try {
      return this.#model.execute(words, by, this.#wallUs());
    } finally {
      this.#awaitExpiry();
    }
  }

  runScript(script: RedisScript, keys: readonly string[], args: readonly RedisWord[], by: string): RedisReply {
    try {
      return this.#model.runScript(script, keys, args, by, this.#wallUs());
    } finally {
      this.#awaitExpiry();
    }
  }

  /** Its wall clock jumps: what is past its deadline by the new time goes at once. */
  step(byUs: number): void {
    this.#wallOffsetUs += byUs;
    if (this.#member !== undefined) this.#ledger.stepped(this.#member, byUs);
    if (this.#expires) this.#model.expireDue(this.#wallUs());
    this.#expiryUs = Infinity;
    this.#awaitExpiry();
  }

  stop(): void {
    this.down = true;
    this.#recorder.record({
      at: this.#kernel.nowUs,
      who: 'store',
      type: 'store-stopped',
      g: this.#ledger.nextG(),
      ...this.#named(),
    });
  }

  /** The server is gone for good; its replica has what was written until `lagUs` ago. */
  fail(lagUs: number): void {
    const keptUntilUs = Math.max(0, this.#kernel.nowUs - lagUs);
    const state = this.#replica?.takeOver(keptUntilUs);
    this.#successor = state === undefined ? undefined : { ...state, keptUntilUs };
    this.stop();
  }

  /** Comes back; after `fail` it is the replica that does. */
  start(data: 'kept' | 'lost'): void {
    const successor = this.#successor;
    this.#successor = undefined;
    this.down = false;
    const durable = successor === undefined ? data === 'kept' : !successor.lossy;
    this.#recorder.record({
      at: this.#kernel.nowUs,
      who: 'store',
      type: 'store-started',
      g: this.#ledger.nextG(),
      durable,
      ...this.#named(),
      ...(successor?.lossy === true && { keptUntilUs: successor.keptUntilUs }),
    });
    this.#taking = successor?.lossy === true;
    if (successor?.lossy === true) this.#model.takeOver(successor.entries, this.#wallUs());
    else this.#model.restart(durable, this.#wallUs());
    this.#taking = false;
    this.#awaitExpiry();
  }

  #named(): { readonly member?: number } {
    return this.#member === undefined ? {} : { member: this.#member };
  }

  #wallUs(): number {
    return this.#kernel.nowUs + this.#wallOffsetUs;
  }

  /**
   * A stopped server expires nothing; it does so when it starts again. But a record that will be gone then is none that
   * makes a majority: of several servers each expires in time.
   */
  get #expires(): boolean {
    return !this.down || this.#member !== undefined;
  }

  #awaitExpiry(): void {
    const dueUs = this.#model.nextExpiryUs() - this.#wallOffsetUs;
    // A renewal moves the end of a lease away: the waiting task finds nothing due then, and waits on.
    if (dueUs >= this.#expiryUs || dueUs === Infinity) return;
    this.#expiryUs = dueUs;
    this.#kernel.schedule(dueUs, this.#expiry);
  }

  #expire(): void {
    if (this.#kernel.nowUs < this.#expiryUs) return;
    this.#expiryUs = Infinity;
    if (!this.#expires) return;
    this.#model.expireDue(this.#wallUs());
    this.#awaitExpiry();
  }
}
