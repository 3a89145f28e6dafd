/**
 * Leader election on one Redis key, written the way an application writes it: an event emitter with a timer loop around
 * an ioredis client. It knows nothing of the harness that runs it. Its races are those of the published class;
 * README.md lists them.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';

/** What it needs of an ioredis client. */
export interface RedisClient {
  set(key: string, value: string, ...flags: readonly (string | number)[]): Promise<string | null>;
  get(key: string): Promise<string | null>;
  expire(key: string, seconds: number): Promise<number>;
  eval(script: string, numberOfKeys: number, ...keysAndArgs: readonly (string | number)[]): Promise<unknown>;
  quit(): Promise<unknown>;
}

export interface LeaderElectionOptions {
  readonly electionName: string;
  /** Whole seconds. @defaultValue 10 */
  readonly ttlSeconds?: number;
  /** Begins the id of this node, which is random after it. @defaultValue 'node' */
  readonly host?: string;
}

interface LeaderElectionEvents {
  elected: [nodeId: string];
  demoted: [nodeId: string];
}

/** KEYS lock; ARGV node id, seconds. */
export const RENEW_SCRIPT = `
if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('expire', KEYS[1], ARGV[2])
  return 1
else
  return 0
end`;

/** KEYS lock; ARGV node id. */
export const RESIGN_SCRIPT = `
if redis.call('get', KEYS[1]) == ARGV[1] then
  return redis.call('del', KEYS[1])
else
  return 0
end`;

export class LeaderElection extends EventEmitter<LeaderElectionEvents> {
  readonly nodeId: string;
  readonly #redis: RedisClient;
  readonly #lockKey: string;
  readonly #ttlSeconds: number;
  #isLeader = false;
  #running = false;

  constructor(redis: RedisClient, options: LeaderElectionOptions) {
    super();
    this.#redis = redis;
    this.#lockKey = `leader:${options.electionName}`;
    this.#ttlSeconds = options.ttlSeconds ?? 10;
    this.nodeId = `${options.host ?? 'node'}/${randomUUID()}`;
  }

  isLeader(): boolean {
    return this.#isLeader;
  }

  getLeader(): Promise<string | null> {
    return this.#redis.get(this.#lockKey);
  }

  /** Tries at once, and then every third of the lease. */
  start(): void {
    this.#running = true;
    let wasLeader = false;
    const loop = async (): Promise<void> => {
      if (!this.#running) return;
      try {
        if (this.#isLeader) {
          const renewed = await this.renewLeadership();
          if (!renewed && wasLeader) {
            wasLeader = false;
            this.emit('demoted', this.nodeId);
          }
        } else {
          const granted = await this.tryBecomeLeader();
          if (granted && !wasLeader) {
            wasLeader = true;
            this.emit('elected', this.nodeId);
          }
        }
      } catch (error) {
        console.error(`[${new Date().toISOString()}] election error:`, error);
        this.#isLeader = false;
      }
      if (this.#running) setTimeout(() => void loop(), (this.#ttlSeconds * 1000) / 3);
    };
    void loop();
  }

  async tryBecomeLeader(): Promise<boolean> {
    const granted = await this.#redis.set(this.#lockKey, this.nodeId, 'NX', 'EX', this.#ttlSeconds);
    if (granted === 'OK') {
      this.#isLeader = true;
      return true;
    }
    const holder = await this.#redis.get(this.#lockKey);
    if (holder === this.nodeId) {
      this.#isLeader = true;
      await this.#redis.expire(this.#lockKey, this.#ttlSeconds);
      return true;
    }
    this.#isLeader = false;
    return false;
  }

  async renewLeadership(): Promise<boolean> {
    const renewed = await this.#redis.eval(RENEW_SCRIPT, 1, this.#lockKey, this.nodeId, this.#ttlSeconds);
    this.#isLeader = renewed === 1;
    return this.#isLeader;
  }

  async resign(): Promise<void> {
    this.#running = false;
    await this.#redis.eval(RESIGN_SCRIPT, 1, this.#lockKey, this.nodeId);
    this.#isLeader = false;
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.resign();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#redis.quit();
  }
}
