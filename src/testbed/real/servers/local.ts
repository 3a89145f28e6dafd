/** Real servers as processes of this machine, on free loopback ports, with a temporary folder for what they keep. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { realPause } from '../machine-clock.ts';
import type { Reaper } from '../reaper-client.ts';
import { TestbedUnavailable } from '../testbed-unavailable.ts';
import { requireClientPackages } from '../client-packages.ts';
import { Toxiproxy, type ListenPorts } from '../toxiproxy.ts';
import { redisCommand, redisReady } from './redis-command.ts';
import type { Address } from '../address.ts';
import { redisArguments, type RedisServer, type Servers } from './servers.ts';

const LOOPBACK = '127.0.0.1';
const READY_MS = 10_000;
/** A free port may be taken by someone else before the server has it. */
const ATTEMPTS = 5;

interface Binary {
  readonly server: string;
  readonly name: string;
  readonly variable: string;
  readonly versionArguments: readonly string[];
}

const redisBinary: Binary = {
  server: 'Redis',
  name: 'redis-server',
  variable: 'SCRUTINEER_BIN_REDIS',
  versionArguments: ['--version'],
};
const toxiproxyBinary: Binary = {
  server: 'Toxiproxy',
  name: 'toxiproxy-server',
  variable: 'SCRUTINEER_BIN_TOXIPROXY',
  versionArguments: ['-version'],
};

/** The local binaries and their versions, without starting anything. @throws TestbedUnavailable */
export function localBinaries(): {
  readonly redis: string;
  readonly toxiproxy: string;
  readonly versions: Record<string, string>;
} {
  const redis = findBinary(redisBinary);
  const toxiproxy = findBinary(toxiproxyBinary);
  return {
    redis,
    toxiproxy,
    versions: { redis: versionOf(redis, redisBinary), toxiproxy: versionOf(toxiproxy, toxiproxyBinary) },
  };
}

/** Starts Toxiproxy; a Redis is started for each plan that runs at the same time. @throws TestbedUnavailable */
export async function startLocalServers(reaper: Reaper): Promise<Servers> {
  requireClientPackages();
  const binaries = localBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-'));
  reaper.folder(folder);
  const { process: toxiproxyProcess, toxiproxy } = await startToxiproxy(binaries.toxiproxy, reaper);
  const versions = { ...binaries.versions, toxiproxy: await toxiproxy.version() };
  const running = new Set<RedisServer>();
  let started = 0;
  return {
    toxiproxy,
    versions,
    self: { listenHost: LOOPBACK, upstreamHost: LOOPBACK },
    startRedis: async () => {
      started += 1;
      const redis = await LocalRedis.launch(binaries.redis, join(folder, `redis-${started}`), reaper);
      running.add(redis);
      return redis;
    },
    close: async () => {
      await Promise.all([...running].map((redis) => redis.close()));
      await endProcess(toxiproxyProcess, reaper);
      reaper.removeFolder(folder);
    },
  };
}

class LocalRedis implements RedisServer {
  readonly address: Address;
  readonly upstream: string;
  readonly #binary: string;
  readonly #folder: string;
  readonly #reaper: Reaper;
  #process: ChildProcess | undefined;

  private constructor(binary: string, folder: string, port: number, reaper: Reaper) {
    this.#binary = binary;
    this.#folder = folder;
    this.#reaper = reaper;
    this.address = { host: LOOPBACK, port };
    this.upstream = `${LOOPBACK}:${port}`;
  }

  static async launch(binary: string, folder: string, reaper: Reaper): Promise<LocalRedis> {
    let last: unknown;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const redis = new LocalRedis(binary, folder, await freePort(), reaper);
      try {
        await redis.start({ keepData: false });
        return redis;
      } catch (error) {
        last = error;
        await redis.kill();
      }
    }
    throw new Error(`redis-server could not be started in ${ATTEMPTS} attempts`, { cause: last });
  }

  async start(options: { readonly keepData: boolean }): Promise<void> {
    if (!options.keepData) rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
    const child = spawn(
      this.#binary,
      redisArguments({ port: this.address.port, folder: this.#folder, bind: LOOPBACK }),
      {
        stdio: 'ignore',
        // A group of its own: a Ctrl-C at the terminal is for the runner, which still needs its servers.
        detached: true,
      },
    );
    this.#process = child;
    watch(child, this.#reaper);
    await redisReady(this.address, READY_MS, () => child.exitCode === null && child.signalCode === null);
    // Another server that took the port first would answer too.
    const answered = /process_id:(\d+)/.exec(await redisCommand(this.address, 'INFO server'))?.[1];
    if (answered !== String(child.pid)) throw new Error(`port ${this.address.port} belongs to another server`);
  }

  async kill(): Promise<void> {
    if (this.#process !== undefined) await endProcess(this.#process, this.#reaper);
    this.#process = undefined;
  }

  async close(): Promise<void> {
    await this.kill();
  }
}

async function startToxiproxy(
  binary: string,
  reaper: Reaper,
): Promise<{ process: ChildProcess; toxiproxy: Toxiproxy }> {
  const anyPort: ListenPorts = {
    take: (count) => Promise.resolve(Array.from({ length: count }, () => ({ listen: `${LOOPBACK}:0` }))),
    give: () => undefined,
  };
  let last: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const child = spawn(binary, ['-host', LOOPBACK, '-port', String(port)], {
      stdio: 'ignore',
      // A group of its own: a Ctrl-C at the terminal is for the runner, which still needs its servers.
      detached: true,
      env: { ...process.env, LOG_LEVEL: 'error' },
    });
    watch(child, reaper);
    const toxiproxy = await Toxiproxy.at(`http://${LOOPBACK}:${port}`, anyPort);
    const deadline = performance.now() + READY_MS;
    while (child.exitCode === null && performance.now() < deadline) {
      try {
        await toxiproxy.version();
        if (child.exitCode === null) return { process: child, toxiproxy };
      } catch (error) {
        last = error;
      }
      await realPause(20);
    }
    await endProcess(child, reaper);
  }
  throw new Error(`${binary} could not be started in ${ATTEMPTS} attempts`, { cause: last });
}

function watch(child: ChildProcess, reaper: Reaper): void {
  const { pid } = child;
  // A binary that cannot be executed has no process; `exit` never comes then.
  child.on('error', () => undefined);
  if (pid === undefined) return;
  reaper.started(pid);
  child.once('exit', () => reaper.ended(pid));
}

/** Kills a process and waits until it is gone. */
async function endProcess(child: ChildProcess, reaper: Reaper): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => {
    child.once('exit', () => done());
  });
  child.kill('SIGKILL');
  await gone;
  reaper.ended(child.pid);
}

function findBinary(binary: Binary): string {
  const named = process.env[binary.variable];
  if (named !== undefined && named !== '') {
    const path = isAbsolute(named) ? named : resolve(named);
    if (isExecutable(path)) return path;
    throw new TestbedUnavailable(
      `${binary.variable} names ${named}, which is not an executable file`,
      `Let it name the ${binary.name} binary, or unset it to search PATH.`,
    );
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, binary.name);
    if (folder !== '' && isExecutable(path)) return path;
  }
  throw new TestbedUnavailable(
    `${binary.name} was not found on PATH`,
    `Install the ${binary.server} server, or name its binary in ${binary.variable}.`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(path: string, binary: Binary): string {
  const asked = spawnSync(path, binary.versionArguments, { encoding: 'utf8', timeout: 5000 });
  const text = `${asked.stdout}${asked.stderr}`.trim();
  // A build from a checkout has no number: its last word says so.
  if (asked.error === undefined && asked.status === 0)
    return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? text.split(/\s/).at(-1) ?? text;
  throw new TestbedUnavailable(
    `${path} could not be run`,
    `Let ${binary.variable} name a working ${binary.name} binary.`,
  );
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
