/** The merged stream of a Redis connection, message by message, without a server. */
import { describe, expect, test } from 'vitest';
import { parseMonitorLine } from '../../../../../src/testbed/real/ledger/monitor-line.ts';
import { RedisStream } from '../../../../../src/testbed/real/ledger/redis-stream.ts';
import type { StreamBatch } from '../../../../../src/testbed/real/ledger/redis-stream.ts';
import { encodeCommand, Resp3Reader } from '../../../../../src/testbed/real/ledger/resp3-reader.ts';

function listening(): {
  stream: RedisStream;
  batches: StreamBatch[];
  problems: string[];
  event: (key: string, event: string, receivedUs?: number) => void;
  line: (text: string) => void;
} {
  const batches: StreamBatch[] = [];
  const problems: string[] = [];
  const stream = new RedisStream({
    watches: (key) => key.startsWith('k'),
    onBatch: (batch) => batches.push(batch),
    onProblem: (problem) => problems.push(problem),
  });
  const wall = { offsetUs: -1_000_000_000_000_000, uncertaintyUs: 10 };
  return {
    stream,
    batches,
    problems,
    event: (key, event, receivedUs = 60_000) =>
      stream.take(
        { kind: 'push', items: ['pmessage', '__keyspace@0__:*', `__keyspace@0__:${key}`, event] },
        { receivedUs, wall },
      ),
    line: (text) => stream.take({ kind: 'status', text }, { receivedUs: 60_000, wall }),
  };
}

describe('RedisStream', () => {
  test('an event belongs to the line after it, and SET with a lifetime is one change', () => {
    const { batches, event, line } = listening();
    line('1000000000.000001 [0 1.2.3.4:5] "client" "setname" "a#0"');
    event('k', 'set');
    event('k', 'expire');
    line('1000000000.050000 [0 1.2.3.4:5] "set" "k" "v" "PX" "100"');
    line('1000000000.050010 [0 1.2.3.4:5] "set" "k" "w" "NX"');
    event('other', 'set');
    line('1000000000.050020 [0 1.2.3.4:5] "set" "other" "w"');
    expect(batches).toEqual([
      {
        at: [49_990, 50_010],
        cause: 'command',
        by: 'a#0',
        changes: [{ record: { key: 'k', value: 'v', ttlMs: 100 }, refreshed: true }],
      },
    ]);
  });

  test('the lines of a script are one batch of the client that sent it', () => {
    const { stream, batches, event, line } = listening();
    stream.nameClient('1.2.3.4:5', 'b#1');
    line('1000000000.000100 [0 1.2.3.4:5] "EVAL" "lua text" "0"');
    event('k1', 'incrby');
    line('1000000000.000200 [0 lua] "INCR" "k1"');
    event('k2', 'set');
    line('1000000000.000300 [0 lua] "SET" "k2" "b#1"');
    expect(batches).toEqual([]);
    expect(stream.scriptIsOpen).toBe(true);
    line('1000000000.000400 [0 6.7.8.9:1] "PING"');
    expect(stream.scriptIsOpen).toBe(false);
    expect(batches.map(({ by, changes }) => [by, changes.map(({ record }) => [record.key, record.value])])).toEqual([
      [
        'b#1',
        [
          ['k1', '1'],
          ['k2', 'b#1'],
        ],
      ],
    ]);
  });

  test('expired has no line, and spans from the end of the lifetime to its receipt', () => {
    const { batches, event, line } = listening();
    event('k', 'set');
    event('k', 'expire');
    line('1000000000.000000 [0 1.2.3.4:5] "set" "k" "v" "PX" "20"');
    event('k', 'expired', 90_000);
    event('k', 'expired', 95_000);
    expect(batches.slice(1)).toEqual([
      { at: [20_990, 90_000], cause: 'expired', changes: [{ record: { key: 'k', value: null }, refreshed: false }] },
    ]);
  });

  test('a connection that is lost ends the script and forgets addresses', () => {
    const { stream, batches, event, line } = listening();
    stream.nameClient('1.2.3.4:5', 'b#1');
    line('1000000000.000100 [0 1.2.3.4:5] "EVAL" "lua text" "0"');
    event('k1', 'set');
    line('1000000000.000200 [0 lua] "SET" "k1" "v"');
    stream.reset();
    event('k1', 'del');
    line('1000000000.000300 [0 1.2.3.4:5] "DEL" "k1"');
    expect(batches.map(({ by, changes }) => [by, changes[0]?.record.value])).toEqual([
      ['b#1', 'v'],
      [undefined, null],
    ]);
  });

  test('FLUSHALL removes what was known, and the unknown is told', () => {
    const { batches, problems, event, line } = listening();
    event('k', 'set');
    line('1000000000.000000 [0 1.2.3.4:5] "mset" "other" "1" "k" "2"');
    line('1000000000.000001 [0 1.2.3.4:5] "flushall"');
    event('k', 'lpush');
    line('1000000000.000002 [0 1.2.3.4:5] "lpush" "k" "x"');
    expect(batches.map(({ changes }) => changes[0]?.record.value)).toEqual(['2', null]);
    expect(problems).toHaveLength(1);
  });
});

describe('parseMonitorLine', () => {
  test('reads stamps, sources and quoted bytes', () => {
    expect(parseMonitorLine('1339518083.107412 [3 [::1]:60866] "SeT" "k\\"\\\\\\n" "\\xc3\\xa4" ""')).toEqual({
      wallUs: 1_339_518_083_107_412,
      database: 3,
      source: '[::1]:60866',
      words: ['SET', 'k"\\\n', 'ä', ''],
    });
    expect(parseMonitorLine('OK')).toBeUndefined();
  });
});

describe('Resp3Reader', () => {
  test('gives the same messages however the bytes are cut', () => {
    const bytes = Buffer.from(
      '+OK\r\n%1\r\n+a\r\n:1\r\n$5\r\nh\r\nää\r\n'.replace('$5\r\nh\r\nää', '$7\r\nh\r\nää') +
        '_\r\n>2\r\n$1\r\nx\r\n*2\r\n#t\r\n,1.5\r\n-ERR no\r\n=7\r\ntxt:abc\r\n$-1\r\n(123\r\n',
    );
    const whole = new Resp3Reader().push(bytes);
    expect(whole).toEqual([
      { kind: 'status', text: 'OK' },
      { kind: 'reply', value: ['a', 1] },
      { kind: 'reply', value: 'h\r\nää' },
      { kind: 'reply', value: null },
      { kind: 'push', items: ['x', [true, 1.5]] },
      { kind: 'reply', value: { error: 'ERR no' } },
      { kind: 'reply', value: 'abc' },
      { kind: 'reply', value: null },
      { kind: 'reply', value: '123' },
    ]);
    const reader = new Resp3Reader();
    expect([...bytes].flatMap((byte) => reader.push(Buffer.from([byte])))).toEqual(whole);
  });

  test('refuses what is not RESP', () => {
    expect(() => new Resp3Reader().push(Buffer.from('HTTP/1.1 400\r\n'))).toThrow('RESP3');
  });

  test('encodes lengths in bytes', () => {
    expect(encodeCommand(['GET', 'ä'])).toBe('*2\r\n$3\r\nGET\r\n$2\r\nä\r\n');
  });
});
