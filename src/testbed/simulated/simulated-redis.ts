/**
 * The one Redis server of a world: the model on a wall clock of its own, its life, and its ledger.
 */
import type { GrantReader } from '../../adapter.ts';
import type { RedisReply, RedisScript } from '../../ports/redis.ts';
import { GrantTracker } from '../grants.ts';
import type { Task } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { WALL_START_US } from './node-clock.ts';
import type { Recorder } from './recorder.ts';
import { RedisReplica, type ReplicaState } from './stores/redis-replica.ts';
import { RedisModel, type RedisWord } from './stores/redis.ts';

export interface SimulatedRedisOptions {
  readonly kernel: Kernel;
  readonly recorder: Recorder;
  /** Undefined: the adapter cannot say who holds the election, and the history has no store events. */
  readonly reader: GrantReader<'redis'> | undefined;
  readonly election: string;
  readonly candidates: readonly string[];
  /** Whether a replica follows it, which is of use only where the plan lets it take over. */
  readonly replicated: boolean;
}

export class SimulatedRedis {
  readonly #kernel: Kernel;
  readonly #recorder: Recorder;
  readonly #model: RedisModel;
  readonly #tracker: GrantTracker | undefined;
  #wallOffsetUs = WALL_START_US;
  /** The store's own order of what it did. */
  #g = 0;
  #expiryUs = Infinity;
  readonly #expiry: Task;
  readonly #replica: RedisReplica | undefined;
  #taking = false;
  /** What takes over when the primary is gone; undefined where the server itself comes back. */
  #successor: (ReplicaState & { readonly keptUntilUs: number }) | undefined;
  /** Its process is not running. */
  down = false;

  constructor(options: SimulatedRedisOptions) {
    const { kernel, recorder, reader, election, candidates } = options;
    this.#kernel = kernel;
    this.#recorder = recorder;
    const tracker =
      reader === undefined
        ? undefined
        : new GrantTracker({ reader, election, candidates, emit: (event) => recorder.record(event) });
    this.#tracker = tracker;
    const replica = options.replicated ? new RedisReplica() : undefined;
    this.#replica = replica;
    this.#model = new RedisModel((changes, cause, by, wallUs) => {
      this.#g += 1;
      const at = kernel.nowUs;
      // What a successor begins with is what its replica has.
      if (!this.#taking) replica?.receive(changes, cause, { atUs: at, wallUs });
      tracker?.apply(by === undefined ? { at, g: this.#g, cause, changes } : { at, g: this.#g, cause, changes, by });
    });
    this.#expiry = { run: () => this.#expire() };
  }

  /** Who holds the election by the ledger. */
  get holder(): string | undefined {
    return this.#tracker?.holder;
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
    if (!this.down) this.#model.expireDue(this.#wallUs());
    this.#expiryUs = Infinity;
    this.#awaitExpiry();
  }

  stop(): void {
    this.down = true;
    this.#g += 1;
    this.#recorder.record({ at: this.#kernel.nowUs, who: 'store', type: 'store-stopped', g: this.#g });
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
    this.#g += 1;
    const durable = successor === undefined ? data === 'kept' : !successor.lossy;
    this.#recorder.record({
      at: this.#kernel.nowUs,
      who: 'store',
      type: 'store-started',
      g: this.#g,
      durable,
      ...(successor?.lossy === true && { keptUntilUs: successor.keptUntilUs }),
    });
    this.#taking = successor?.lossy === true;
    if (successor?.lossy === true) this.#model.takeOver(successor.entries, this.#wallUs());
    else this.#model.restart(durable, this.#wallUs());
    this.#taking = false;
    this.#awaitExpiry();
  }

  #wallUs(): number {
    return this.#kernel.nowUs + this.#wallOffsetUs;
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
    // A stopped server expires nothing; it does so when it starts again.
    if (!this.down) this.#model.expireDue(this.#wallUs());
    if (!this.down) this.#awaitExpiry();
  }
}
