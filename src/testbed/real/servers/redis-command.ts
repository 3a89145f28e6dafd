/** One command to a Redis over a connection of its own: for readiness, versions and clearing. */
import { connect } from 'node:net';
import { realPause } from '../machine-clock.ts';
import type { Address } from '../address.ts';

/**
 * Sends one command and gives its reply: the text of a status, the content of a bulk string.
 * @throws when the server cannot be reached, answers with an error, or not within `timeoutMs`
 */
export function redisCommand(address: Address, command: string, timeoutMs = 2000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address.port, address.host);
    let reply = '';
    const settle = (error: Error | undefined, value = ''): void => {
      socket.destroy();
      if (error === undefined) resolve(value);
      else reject(error);
    };
    socket.setTimeout(timeoutMs, () => settle(new Error(`redis did not answer ${command} within ${timeoutMs} ms`)));
    socket.on('error', (error) => settle(error));
    socket.on('close', () => settle(new Error(`redis closed the connection instead of answering ${command}`)));
    socket.on('connect', () => socket.write(`${command}\r\n`));
    socket.on('data', (chunk) => {
      reply += chunk.toString('utf8');
      const end = reply.indexOf('\r\n');
      if (end < 0) return;
      if (reply.startsWith('-')) settle(new Error(`redis answered ${command} with ${reply.slice(1, end)}`));
      else if (!reply.startsWith('$')) settle(undefined, reply.slice(1, end));
      else if (reply.length >= end + 4 + Number(reply.slice(1, end))) settle(undefined, reply.slice(end + 2, -2));
    });
  });
}

/** Resolves when the server answers, which a server that still loads its data does not. */
export async function redisReady(address: Address, timeoutMs: number, stillRunning: () => boolean): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      if ((await redisCommand(address, 'PING', 500)) === 'PONG') return;
    } catch (error) {
      if (!stillRunning()) throw new Error('redis-server ended while it started', { cause: error });
      if (performance.now() > deadline)
        throw new Error(`redis-server was not ready within ${timeoutMs} ms`, { cause: error });
    }
    await realPause(10);
  }
}
