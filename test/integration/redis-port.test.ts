/**
 * The Redis port on a real server, behind a small proxy that can lose replies: a call without an answer is `info`, one
 * that was never sent is `fail`, and message faults act below the deadline.
 */
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classifyRedisError, isPortError } from '../../src/ports/redis-errors.ts';
import type { PortError } from '../../src/ports/redis-errors.ts';
import type { RedisPort } from '../../src/ports/redis.ts';
import type { MessageFate, MessageTap } from '../../src/testbed/message-tap.ts';
import { createRedisPort } from '../../src/testbed/real/ports/redis.ts';
import { redisBinary, startRedisServer } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';

const binary = redisBinary();

/** Passes bytes on; replies can be thrown away, connections cut and refused. */
class Proxy {
  readonly #server: Server;
  readonly #sockets: Set<Socket> = new Set();
  dropsReplies = false;
  port = 0;

  constructor(target: number) {
    this.#server = createServer((client) => {
      const upstream = connect({ host: '127.0.0.1', port: target });
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
      }
      client.on('data', (chunk) => upstream.write(chunk));
      upstream.on('data', (chunk) => {
        if (!this.dropsReplies) client.write(chunk);
      });
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.port, '127.0.0.1', () => resolve()));
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async refuse(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }
}

class Tap implements MessageTap {
  request: MessageFate = 'pass';
  response: MessageFate = 'pass';
  readonly asked: string[] = [];

  onRequest({ command }: { command: string }): MessageFate {
    this.asked.push(`request of ${command}`);
    return this.request;
  }

  onResponse({ command }: { command: string }): MessageFate {
    this.asked.push(`response of ${command}`);
    return this.response;
  }
}

async function failure(call: Promise<unknown>): Promise<PortError> {
  const error: unknown = await call.then(
    (value) => new Error(`expected a rejection, got ${String(value)}`),
    (reason: unknown) => reason,
  );
  if (!isPortError(error)) throw error;
  return error;
}

describe.skipIf(binary === undefined)('Redis port over ioredis', () => {
  let server: RedisServer;
  let direct: Redis;
  let proxy: Proxy;
  let port: RedisPort;
  let tap: Tap;

  beforeAll(async () => {
    server = await startRedisServer(binary ?? '');
    direct = new Redis({ host: '127.0.0.1', port: server.port });
  });

  afterAll(async () => {
    direct.disconnect();
    await server.stop();
  });

  beforeEach(async () => {
    await direct.flushall();
    proxy = new Proxy(server.port);
    await proxy.listen();
    tap = new Tap();
    port = createRedisPort({
      host: '127.0.0.1',
      port: proxy.port,
      clientName: 'b#0',
      timeoutMs: 300,
      reconnectMs: 20,
      tap,
    });
    await port.ping();
  });

  afterEach(async () => {
    port.disconnect();
    await proxy.refuse();
  });

  test('answers like ioredis and names its connection', async () => {
    expect(await port.set('k', 'v', 'PX', 10_000, 'NX')).toBe('OK');
    expect(await port.set('k', 'w', 'NX', { timeoutMs: 100 })).toBeNull();
    expect(await port.get('k')).toBe('v');
    expect(await port.pttl('k')).toBeGreaterThan(9_000);
    expect(await port.exists('k', 'none')).toBe(1);
    expect(await port.del('k', { timeoutMs: 100 })).toBe(1);
    expect(await port.eval('return { 1, ARGV[1], false }', 1, 'k', 'x')).toEqual([1, 'x', null]);
    expect(await port.run({ name: 'two', lua: 'return KEYS[1] .. ARGV[1]', numberOfKeys: 1 }, ['k'], [2])).toBe('k2');
    expect(String(await direct.call('CLIENT', 'LIST'))).toContain('name=b#0');
  });

  test('has what code for ioredis calls, and says what it has not', async () => {
    expect(port.status).toBe('ready');
    expect(await port.setnx('k', 'v')).toBe(1);
    expect(await port.psetex('l', 10_000, 'w')).toBe('OK');
    expect(await port.setex('m', 10, 'x')).toBe('OK');
    expect(await port.getset('k', 'y')).toBe('v');
    expect(await port.getdel('k')).toBe('y');
    expect(await port.expire('l', 20, 'GT')).toBe(1);
    expect(await port.unlink(['k', 'l'], 'm')).toBe(2);
    const lua = 'return ARGV[1]';
    const sha = String(await port.script('LOAD', lua));
    expect(await port.evalsha(sha, 0, 'by hash')).toBe('by hash');
    port.defineCommand('echoed', { lua, numberOfKeys: 1 });
    const echoed: unknown = Reflect.get(port, 'echoed');
    if (typeof echoed !== 'function') throw new Error('no such method');
    const byName: unknown = await Reflect.apply(echoed, port, ['k', 'by name']);
    expect(byName).toBe('by name');
    expect(await port.call('exists', 'k')).toBe(0);
    const duplicate: unknown = Reflect.get(port, 'duplicate');
    expect(() => {
      if (typeof duplicate === 'function') Reflect.apply(duplicate, port, []);
    }).toThrow(/The Redis port has no duplicate\(\)/);
  });

  test('tells a loss and a return of the connection', async () => {
    const told: string[] = [];
    const back = new Promise<void>((resolve) => {
      for (const event of ['close', 'reconnecting', 'connect']) port.on(event, () => told.push(event));
      port.once('ready', () => resolve());
    });
    proxy.cut();
    await back;
    expect(told).toEqual(['close', 'reconnecting', 'connect']);
    expect(port.status).toBe('ready');
  });

  test('a lost reply is info although the server did it, and the next call works after the cut', async () => {
    proxy.dropsReplies = true;
    const error = await failure(port.incr('n'));
    expect([error.code, classifyRedisError(error)]).toEqual(['TIMEOUT', 'info']);
    expect(await direct.get('n')).toBe('1');
    const inFlight = failure(port.incr('n', { timeoutMs: 5_000 }));
    await expect.poll(() => direct.get('n')).toBe('2');
    proxy.dropsReplies = false;
    proxy.cut();
    expect((await inFlight).code).toBe('DISCONNECTED');
    expect(classifyRedisError(await inFlight)).toBe('info');
    expect(await port.incr('n')).toBe(3);
    expect(String(await direct.call('CLIENT', 'LIST'))).toContain('name=b#0');
  });

  test('without a connection nothing is sent, and a call waits for it up to its deadline', async () => {
    await proxy.refuse();
    // The first call may still go into the old socket, which is information lost, not a certain failure.
    await expect.poll(async () => (await failure(port.ping({ timeoutMs: 80 }))).code).toBe('NOT_SENT');
    const error = await failure(port.incr('n', { timeoutMs: 80 }));
    expect([error.code, classifyRedisError(error)]).toEqual(['NOT_SENT', 'fail']);
    const patient = port.incr('n', { timeoutMs: 5_000 });
    await proxy.listen();
    expect(await patient).toBe(1);
    expect(await direct.get('n')).toBe('1');
  });

  test('error replies keep the text of the server', async () => {
    await port.set('k', 'text');
    const error = await failure(port.incr('k'));
    expect([error.code, error.message, classifyRedisError(error)]).toEqual([
      'REPLY',
      'ERR value is not an integer or out of range',
      'fail',
    ]);
    const inScript = await failure(
      port.eval("redis.call('SET', KEYS[1], 'x') return redis.call('INCR', KEYS[1])", 1, 'k'),
    );
    expect([inScript.code, classifyRedisError(inScript), await direct.get('k')]).toEqual(['REPLY', 'info', 'x']);
    const malformed = await failure(port.eval('this is no Lua', 0));
    expect(classifyRedisError(malformed)).toBe('fail');
  });

  test('an abort after the request left is info, before it is fail', async () => {
    proxy.dropsReplies = true;
    const controller = new AbortController();
    const call = failure(port.incr('n', { signal: controller.signal, timeoutMs: 5_000 }));
    await expect.poll(() => direct.get('n')).toBe('1');
    controller.abort(new Error('enough'));
    expect([(await call).code, classifyRedisError(await call)]).toEqual(['ABORTED', 'info']);
    const early = await failure(port.incr('n', { signal: AbortSignal.abort() }));
    expect([early.code, classifyRedisError(early)]).toEqual(['NOT_SENT', 'fail']);
  });

  test('a dropped request times out as info and never arrives; a dropped response has taken effect', async () => {
    tap.request = 'drop';
    const request = await failure(port.incr('n', { timeoutMs: 50 }));
    expect([request.code, classifyRedisError(request), await direct.get('n')]).toEqual(['TIMEOUT', 'info', null]);
    tap.request = 'pass';
    tap.response = 'drop';
    const response = await failure(port.incr('n', { timeoutMs: 50 }));
    expect([response.code, classifyRedisError(response), await direct.get('n')]).toEqual(['TIMEOUT', 'info', '1']);
  });

  test('a held request is sent late, also after its caller gave up; a replayed one arrives twice', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    tap.request = { kind: 'hold', released };
    expect((await failure(port.incr('n', { timeoutMs: 50 }))).code).toBe('TIMEOUT');
    expect(await direct.get('n')).toBeNull();
    release();
    await expect.poll(() => direct.get('n')).toBe('1');
    tap.request = { kind: 'replay', again: Promise.resolve() };
    expect(await port.incr('n')).toBe(2);
    await expect.poll(() => direct.get('n')).toBe('3');
  });

  test('a held response is delivered when it is released, within the deadline', async () => {
    let release = (): void => undefined;
    tap.response = { kind: 'hold', released: new Promise<void>((resolve) => (release = resolve)) };
    const call = port.incr('n', { timeoutMs: 5_000 });
    await expect.poll(() => tap.asked.at(-1)).toBe('response of INCR');
    release();
    expect(await call).toBe(1);
  });

  test('after quit a call is not sent', async () => {
    expect(await port.quit()).toBe('OK');
    await expect.poll(async () => (await failure(port.ping())).code).toBe('NOT_SENT');
  });
});
