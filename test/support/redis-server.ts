/** A real redis-server of one's own on a free loopback port, for tests that compare with it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface RedisServer {
  readonly port: number;
  /** Ends the process and removes its folder. */
  stop(): Promise<void>;
  /** Ends the process as a crash does, and starts it again on the same port without data. */
  restart(): Promise<void>;
}

/** The binary, or undefined where there is none and none is required. */
export function redisBinary(): string | undefined {
  const named = process.env['SCRUTINEER_BIN_REDIS'];
  const candidates =
    named === undefined
      ? (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'))
      : [named];
  const found = candidates.find(isExecutable);
  const required = (process.env['SCRUTINEER_REQUIRE'] ?? '').split(',').includes('local');
  if (found === undefined && required) {
    throw new Error(
      'SCRUTINEER_REQUIRE names local, but there is no redis-server on PATH nor in SCRUTINEER_BIN_REDIS.',
    );
  }
  if (found === undefined) console.warn('skipped: no redis-server on PATH; install it or set SCRUTINEER_BIN_REDIS');
  return found;
}

/** Starts a server without persistence; resolves when it accepts connections. */
export async function startRedisServer(binary: string, settings: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-redis-'));
  const launch = async (): Promise<ChildProcess> => {
    const child = spawn(
      binary,
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--dir',
        folder,
        '--enable-debug-command',
        'yes',
        ...settings,
      ],
      { stdio: 'ignore' },
    );
    await accepting(port);
    return child;
  };
  let child = await launch();
  return {
    port,
    stop: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
    restart: async () => {
      await ended(child);
      child = await launch();
    },
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function accepting(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const accepted = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (accepted) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`redis-server did not accept connections on port ${port} within 10 s`);
}
