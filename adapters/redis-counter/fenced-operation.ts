/**
 * The fencing class of the same article as redis-lease: one script takes the lock, or keeps it where it is one's own,
 * and draws a new fencing token every time.
 */
import { defineScript, type CandidateEnvironment, type RedisScript } from 'scrutineer/adapter';

/** KEYS lock, fence counter; ARGV node id, seconds. Answers the token, or nil while another holds the lock. */
export const acquireScript: RedisScript = defineScript({
  name: 'counter-acquire',
  numberOfKeys: 2,
  lua: `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return nil end
local token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return token`,
  twin: (call, [lock = '', fence = ''], [node = '', seconds = '']) => {
    const holder = call('GET', lock);
    if (holder !== null && holder !== node) return null;
    const token = call('INCR', fence);
    call('SET', lock, node, 'EX', seconds);
    return token;
  },
});

export function lockKey(election: string): string {
  return `leader:${election}`;
}

function fenceKey(election: string): string {
  return `leader:${election}:fence`;
}

export class FencedOperation {
  readonly #environment: CandidateEnvironment<'redis'>;

  constructor(environment: CandidateEnvironment<'redis'>) {
    this.#environment = environment;
  }

  /** A token, or undefined while another holds the lock. */
  async tryBecomeLeader(): Promise<bigint | undefined> {
    const { redis, election, id, leaseTtlMs } = this.#environment;
    const token = await redis.run(acquireScript, [lockKey(election), fenceKey(election)], [id, leaseTtlMs / 1000]);
    return token === null ? undefined : BigInt(String(token));
  }

  /** Runs `operation` with a token at once. Throws where another holds the lock. */
  async executeAsLeader<T>(operation: (token: bigint) => T | Promise<T>): Promise<T> {
    const token = await this.tryBecomeLeader();
    if (token === undefined) throw new NotTheLeaderError();
    return operation(token);
  }
}

export class NotTheLeaderError extends Error {
  constructor() {
    super('not the leader');
    this.name = 'NotTheLeaderError';
  }
}
