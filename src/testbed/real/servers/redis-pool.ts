/** Redis servers that are kept warm between plans; each plan has one to itself while it runs. */
import type { RedisServer, Servers } from './servers.ts';
import { redisCommand } from './redis-command.ts';

export class RedisPool {
  readonly #servers: Servers;
  readonly #idle: RedisServer[] = [];

  constructor(servers: Servers) {
    this.#servers = servers;
  }

  /** An empty server. */
  async take(): Promise<RedisServer> {
    for (let redis = this.#idle.pop(); redis !== undefined; redis = this.#idle.pop()) {
      try {
        await redisCommand(redis.address, 'FLUSHALL');
        return redis;
      } catch {
        // It did not survive the last plan: leave it, start another.
        await redis.close();
      }
    }
    return this.#servers.startRedis();
  }

  give(redis: RedisServer): void {
    this.#idle.push(redis);
  }
}
