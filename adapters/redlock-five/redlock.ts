/**
 * The Redlock algorithm over independent Redis servers, after its published description: lock, extend and unlock ask
 * every server at once, and count a majority of them.
 */
import { defineScript, type CandidateEnvironment, type RedisPort, type RedisScript } from 'scrutineer/adapter';
import type { RedlockTiming } from './timing.ts';

/** KEYS lock; ARGV value, lease in ms. Answers 1 when the lock was there with this value and lives on, else 0. */
export const extendScript: RedisScript = defineScript({
  name: 'redlock-extend',
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  twin: (call, [lock = ''], [value = '', leaseMs = '']) =>
    call('GET', lock) === value ? call('PEXPIRE', lock, leaseMs) : 0,
});

/** KEYS lock; ARGV value. Answers 1 when the lock was there with this value and is deleted, else 0. */
export const unlockScript: RedisScript = defineScript({
  name: 'redlock-unlock',
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,
  twin: (call, [lock = ''], [value = '']) => (call('GET', lock) === value ? call('DEL', lock) : 0),
});

/** A lock that a majority granted. */
export interface Grant {
  /** Unique among all clients and all their attempts. */
  readonly value: string;
  /** By the monotonic clock: valid until then, at the latest. */
  readonly validUntilMs: number;
}

/** What one server said, or that it said nothing in time. */
type Answer = 'yes' | 'no' | 'nothing';

export class Redlock {
  readonly #environment: CandidateEnvironment<'redis'>;
  readonly #timing: RedlockTiming;
  readonly #key: string;

  constructor(environment: CandidateEnvironment<'redis'>, timing: RedlockTiming) {
    this.#environment = environment;
    this.#timing = timing;
    this.#key = lockKey(environment.election);
  }

  /**
   * Asks every server for the lock. It is ours where a majority said yes and some of the lease is left; else it is given
   * back everywhere, also where nothing was answered, and there is none.
   */
  async lock(): Promise<Grant | undefined> {
    const { leaseMs, requestTimeoutMs } = this.#timing;
    const value = this.#newValue();
    const startedMs = this.#environment.clock.monotonicMs();
    const limits = { timeoutMs: requestTimeoutMs };
    const answers = await this.#ask(
      async (server) => (await server.set(this.#key, value, 'PX', leaseMs, 'NX', limits)) === 'OK',
    );
    const grant = this.#grantOf(value, startedMs, answers);
    if (grant === undefined) await this.unlock(value);
    return grant;
  }

  /** Gives the lock another lifetime; undefined where no majority did so in time. */
  async extend(value: string): Promise<Grant | undefined> {
    const { leaseMs, requestTimeoutMs } = this.#timing;
    const startedMs = this.#environment.clock.monotonicMs();
    const limits = { timeoutMs: requestTimeoutMs };
    const answers = await this.#ask(
      async (server) => (await server.run(extendScript, [this.#key], [value, leaseMs], limits)) === 1,
    );
    return this.#grantOf(value, startedMs, answers);
  }

  /** Deletes the lock on every server; whether it is certain that a majority does not have it any more. */
  async unlock(value: string): Promise<boolean> {
    const limits = { timeoutMs: this.#timing.requestTimeoutMs };
    const answers = await this.#ask(
      async (server) => (await server.run(unlockScript, [this.#key], [value], limits)) === 1,
    );
    return this.#isMajority(answers.filter((answer) => answer !== 'nothing').length);
  }

  #grantOf(value: string, startedMs: number, answers: readonly Answer[]): Grant | undefined {
    if (!this.#isMajority(answers.filter((answer) => answer === 'yes').length)) return undefined;
    const elapsedMs = this.#environment.clock.monotonicMs() - startedMs;
    return elapsedMs < this.#timing.validityMs
      ? { value, validUntilMs: startedMs + this.#timing.validityMs }
      : undefined;
  }

  #isMajority(count: number): boolean {
    return count >= Math.floor(this.#environment.redisMembers.length / 2) + 1;
  }

  /** Never rejects: a server that does not answer is one that said nothing. */
  #ask(question: (server: RedisPort) => Promise<boolean>): Promise<readonly Answer[]> {
    return Promise.all(
      this.#environment.redisMembers.map((server) =>
        question(server).then(
          (isGranted): Answer => (isGranted ? 'yes' : 'no'),
          (): Answer => 'nothing',
        ),
      ),
    );
  }

  /** The process comes first, so that the record says whose it is. */
  #newValue(): string {
    const { id, incarnation, random } = this.#environment;
    const word = (): string => Math.floor(random() * 2 ** 32).toString(36);
    return `${id}#${incarnation}:${word()}${word()}${word()}`;
  }
}

export function lockKey(election: string): string {
  return `redlock:${election}`;
}

/** `id#incarnation` of a value; undefined for what this class did not write. */
export function processOf(value: string): string | undefined {
  return /^(.+#\d+):[0-9a-z]+$/.exec(value)?.[1];
}
