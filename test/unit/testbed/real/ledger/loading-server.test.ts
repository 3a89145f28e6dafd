/**
 * A server that has just been started answers before it has read its data. What it says about keys until then must not be
 * taken for their loss.
 */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ChangeBatch } from '../../../../../src/testbed/change-batch.ts';
import { openRedisLedger, type RedisLedger } from '../../../../../src/testbed/real/ledger/redis.ts';

const OK = '+OK\r\n';
const NO_CLIENTS = '$0\r\n\r\n';
const SUBSCRIBED = '>3\r\n$10\r\npsubscribe\r\n$16\r\n__keyspace@0__:*\r\n:1\r\n';
const KEY_WITH_A_MINUTE = '$3\r\na#0\r\n:60000\r\n';
const LOADING = '-LOADING Redis is loading the dataset in memory\r\n';

let server: Server | undefined;
let ledger: RedisLedger | undefined;

/** Answers each greeting with the next of `looks` at the one key, and every mark. */
async function serve(looks: readonly string[]): Promise<number> {
  let greetings = 0;
  const started = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const said = chunk.toString();
      if (said.includes('HELLO')) {
        socket.write(`%0\r\n${OK}${NO_CLIENTS}${looks[greetings] ?? looks.at(-1) ?? ''}${SUBSCRIBED}${OK}`);
        greetings += 1;
        if (greetings === 1) setTimeout(() => socket.destroy(), 20);
      } else if (said.includes('ECHO')) {
        socket.write('$10\r\nscrutineer\r\n');
      }
    });
  });
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  return (started.address() as AddressInfo).port;
}

afterEach(async () => {
  await ledger?.close();
  server?.close();
});

test('a key that a loading server cannot show yet is looked at again', async () => {
  const port = await serve([KEY_WITH_A_MINUTE, LOADING + LOADING, KEY_WITH_A_MINUTE]);
  const seen: ChangeBatch[] = [];
  ledger = await openRedisLedger({
    host: '127.0.0.1',
    port,
    elections: [{ election: 'e', keys: ['lock'] }],
    onProblem: (problem) => expect.fail(problem),
  });
  ledger.onChange((_election, batch) => seen.push(batch));
  await new Promise((resolve) => setTimeout(resolve, 40));
  await ledger.drain();
  expect(seen.filter(({ cause }) => cause === 'lost')).toEqual([]);
});
