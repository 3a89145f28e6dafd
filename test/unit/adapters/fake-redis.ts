/**
 * A Redis that holds a few strings, answers scripts by their twins, and lets a test decide when a call is answered; and a
 * clock that a test turns by hand.
 */
import type {
  CallOptions,
  CandidateEnvironment,
  Clock,
  RedisPort,
  RedisReply,
  RedisScript,
} from '../../../src/adapter.ts';

/** Turned by `advance`; timers fire in order on the way. */
export class HandClock implements Clock {
  #nowMs = 0;
  #timers: { readonly dueMs: number; readonly callback: () => void }[] = [];
  /** Called before each reading and each setting of a timer: a process can be stopped at any of them. */
  onUse: () => void = () => undefined;

  monotonicMs(): number {
    this.onUse();
    return this.#nowMs;
  }

  wallMs(): number {
    return this.monotonicMs();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(new Error('aborted'));
      });
    });
  }

  after(ms: number, callback: () => void): () => void {
    this.onUse();
    const timer = { dueMs: this.#nowMs + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Time passes while nothing runs, as in a stopped process. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settled();
      const [next] = this.#timers.filter(({ dueMs }) => dueMs <= endMs).sort((left, right) => left.dueMs - right.dueMs);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.callback();
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
    await settled();
  }
}

/** Lets everything happen that needs no time. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What becomes of one call: its effect, and its answer. */
export type Fate = 'answered' | 'request lost' | 'response lost';

export class FakeRedis {
  readonly values: Map<string, string> = new Map();
  /** The names of scripts and commands, in order. */
  readonly calls: string[] = [];
  fate: (call: string) => Fate | Promise<Fate> = () => 'answered';

  readonly port: Pick<RedisPort, 'get' | 'run'> = {
    get: (key: string, _options?: CallOptions) => this.#call('get', () => this.values.get(key) ?? null),
    run: (script: RedisScript, keys: readonly string[], args: readonly (string | number)[]) =>
      this.#call(script.name, () => this.#twin(script, keys, args.map(String))),
  };

  async #call<T>(name: string, effect: () => T): Promise<T> {
    this.calls.push(name);
    const fate = await this.fate(name);
    if (fate === 'request lost') throw new Error(`${name}: no answer`);
    const reply = effect();
    if (fate === 'response lost') throw new Error(`${name}: no answer`);
    return reply;
  }

  #twin(script: RedisScript, keys: readonly string[], args: readonly string[]): RedisReply {
    if (script.twin === undefined) throw new Error(`${script.name} has no twin`);
    return script.twin((command, ...rest) => this.#command(command, rest.map(String)), keys, args);
  }

  #command(command: string, [key = '', value = '']: readonly string[]): RedisReply {
    if (command === 'GET') return this.values.get(key) ?? null;
    if (command === 'DEL') return this.values.delete(key) ? 1 : 0;
    if (command === 'PEXPIRE') return this.values.has(key) ? 1 : 0;
    if (command === 'INCR') {
      const next = Number(this.values.get(key) ?? 0) + 1;
      this.values.set(key, String(next));
      return next;
    }
    if (command === 'SET') {
      this.values.set(key, value);
      return 'OK';
    }
    throw new Error(`the fake does not know ${command}`);
  }
}

/** An environment with T = 1 s around both. Commands that the fake does not have are missing, and fail when called. */
export function environment(clock: Clock, redis: FakeRedis): CandidateEnvironment<'redis'> {
  return {
    id: 'a',
    incarnation: 0,
    rank: 0,
    election: 'e',
    peers: ['b'],
    leaseTtlMs: 1000,
    clock,
    random: () => 0.5,
    disk: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    endpoints: [],
    log: () => undefined,
    redis: redis.port as RedisPort,
    redisMembers: [redis.port as RedisPort],
  };
}
