/**
 * The election class of a widely copied article, step by step, on the Redis port and the environment's clock. Its races
 * are kept on purpose: README.md lists them.
 */
import { defineScript, type CandidateEnvironment, type LeadershipReport, type RedisScript } from 'scrutineer/adapter';

/** KEYS lock; ARGV node id, seconds. */
export const renewScript: RedisScript = defineScript({
  name: 'lease-renew',
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return 1
end
return 0`,
  twin: (call, [lock = ''], [node = '', seconds = '']) => {
    if (call('GET', lock) !== node) return 0;
    call('EXPIRE', lock, seconds);
    return 1;
  },
});

/** KEYS lock; ARGV node id. */
export const resignScript: RedisScript = defineScript({
  name: 'lease-resign',
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`,
  twin: (call, [lock = ''], [node = '']) => (call('GET', lock) === node ? call('DEL', lock) : 0),
});

export function lockKey(election: string): string {
  return `leader:${election}`;
}

export class LeaderElection {
  readonly #environment: CandidateEnvironment<'redis'>;
  readonly #lock: string;
  /** The article draws it at random unless the user gives one; users give the host's name, which outlives a restart. */
  readonly #node: string;
  readonly #ttlSeconds: number;
  readonly #report: LeadershipReport;
  #isLeader = false;
  #running = false;
  /** A variable of the loop rather than of the class: nothing outside of the loop can put it right. */
  #wasLeader = false;

  constructor(environment: CandidateEnvironment<'redis'>, report: LeadershipReport) {
    this.#environment = environment;
    this.#lock = lockKey(environment.election);
    this.#node = environment.id;
    this.#ttlSeconds = environment.leaseTtlMs / 1000;
    this.#report = report;
  }

  isLeader(): boolean {
    return this.#isLeader;
  }

  getLeader(): Promise<string | null> {
    return this.#environment.redis.get(this.#lock);
  }

  start(): void {
    this.#running = true;
    this.#wasLeader = false;
    void this.#loop();
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.resign();
  }

  /** The flag falls only after the reply, and nobody is told. */
  async resign(): Promise<void> {
    this.#running = false;
    await this.#environment.redis.run(resignScript, [this.#lock], [this.#node]);
    this.#isLeader = false;
  }

  async #loop(): Promise<void> {
    if (!this.#running) return;
    try {
      await this.#iterate();
    } catch (error) {
      this.#environment.log(`election error: ${String(error)}`);
      this.#isLeader = false;
    }
    if (this.#running) this.#environment.clock.after((this.#ttlSeconds * 1000) / 3, () => void this.#loop());
  }

  async #iterate(): Promise<void> {
    if (this.#isLeader) {
      const renewed = await this.#renewLeadership();
      if (!renewed && this.#wasLeader) {
        this.#wasLeader = false;
        this.#report.lost('the lock is not ours any more');
      }
      return;
    }
    const granted = await this.#tryBecomeLeader();
    if (granted && !this.#wasLeader) {
      this.#wasLeader = true;
      this.#report.elected();
    }
  }

  /** Between the GET and the EXPIRE the lock can expire and become another's: then the other's is prolonged. */
  async #tryBecomeLeader(): Promise<boolean> {
    const { redis } = this.#environment;
    const granted = await redis.set(this.#lock, this.#node, 'EX', this.#ttlSeconds, 'NX');
    if (granted === 'OK') {
      this.#isLeader = true;
      return true;
    }
    if ((await redis.get(this.#lock)) === this.#node) {
      this.#isLeader = true;
      await redis.expire(this.#lock, this.#ttlSeconds);
      return true;
    }
    this.#isLeader = false;
    return false;
  }

  async #renewLeadership(): Promise<boolean> {
    const { redis } = this.#environment;
    this.#isLeader = (await redis.run(renewScript, [this.#lock], [this.#node, this.#ttlSeconds])) === 1;
    return this.#isLeader;
  }
}
