/**
 * The reference with a waiting queue in the store, for tests of bounded bypass: whoever has asked first is elected first, or,
 * in the unfair variant, whoever has asked last. A waiter that has not asked for half a lease has left the queue.
 */
import { defineScript, type ElectionAdapter, type RedisScript } from '../../src/adapter.ts';
import reference from '../../adapters/redis-fencing/adapter.ts';
import { FencedCandidate } from '../../adapters/redis-fencing/fenced-candidate.ts';
import { acquireScript } from '../../adapters/redis-fencing/scripts.ts';

/** KEYS record, counter; ARGV process, lease in ms. Answers as the script of the reference does; `[0, -]` to who must wait. */
function queueScript(order: 'fifo' | 'lifo'): RedisScript {
  return defineScript({
    name: `queue-acquire-${order}`,
    numberOfKeys: 2,
    lua: `error('this script is simulated only')`,
    twin: (call, [record = '', counter = ''], [process = '', leaseMs = '']) => {
      const queueKey = `${counter}:queue`;
      call('SET', `${queueKey}:${process}`, 'waits', 'PX', String(Number(leaseMs) / 2));
      const known = String(call('GET', queueKey) ?? '').split(',');
      const queue = known.filter((each) => each !== '' && call('GET', `${queueKey}:${each}`) !== null);
      if (!queue.includes(process)) {
        if (order === 'fifo') queue.push(process);
        else queue.unshift(process);
      }
      const held = call('GET', record);
      const isNext = held === null && queue[0] === process;
      call('SET', queueKey, (isNext ? queue.slice(1) : queue).join(','));
      if (!isNext) return [0, held ?? '-'];
      const token = String(call('INCR', counter));
      call('SET', record, `${process}:${token}`, 'PX', leaseMs);
      return [1, token];
    },
  });
}

/** Among `candidates` candidates, nobody is passed over more often than there are others. */
export function queueAdapter(order: 'fifo' | 'lifo', candidates: number): ElectionAdapter<'redis'> {
  const script = queueScript(order);
  return {
    ...reference,
    name: `queue-${order}`,
    testbeds: ['simulated'],
    claims: (options) => ({ ...reference.claims(options), liveness: false, bypassesMax: candidates - 1 }),
    createCandidate: async (environment) => {
      const { redis } = environment;
      const queued = new Proxy(redis, {
        get: (port, name) => {
          if (name !== 'run') {
            const value: unknown = Reflect.get(port, name, port);
            if (typeof value !== 'function') return value;
            const bound: unknown = Reflect.apply(Function.prototype.bind, value, [port]);
            return bound;
          }
          const run: typeof redis.run = (asked, ...rest) => port.run(asked === acquireScript ? script : asked, ...rest);
          return run;
        },
      });
      return new FencedCandidate({ ...environment, redis: queued });
    },
  };
}
