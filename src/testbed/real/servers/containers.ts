/**
 * Real servers in containers, on a network of their own. This process reaches them only through published ports: those of
 * a pool that Toxiproxy publishes when it starts, and one of each Redis for the ledger, which never passes a proxy.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { ContainerRuntimeClient, StartedTestContainer } from 'testcontainers';
import type { Reaper } from '../reaper-client.ts';
import { requireClientPackages } from '../client-packages.ts';
import { Toxiproxy } from '../toxiproxy.ts';
import { containerImages, containerRuntime, inspectImage, loadTestcontainers } from './container-runtime.ts';
import { removeLabelled, RUN_LABEL } from './labelled-containers.ts';
import { PortPool } from './port-pool.ts';
import { redisReady } from './redis-command.ts';
import type { Address } from '../address.ts';
import { redisArguments, type RedisServer, type Servers } from './servers.ts';

const READY_MS = 20_000;
const STARTUP_MS = 60_000;
const API_PORT = 8474;
const FIRST_PROXY_PORT = 8500;
/** Two plans of seven candidates, or five of three, at once; each published port costs the runtime a process. */
const PROXY_PORTS = 32;
const REDIS_PORT = 6379;
const DATA_FOLDER = '/scrutineer-data';
/** By this name containers reach the machine on which they run. */
const MACHINE = 'scrutineer-machine';
const SUPERVISING = 'scrutineer supervises';

/** The image's own entrypoint where it has one (the official image has nothing else), otherwise the binary on its PATH. */
const TOXIPROXY_BY_SHELL = [
  'sh',
  '-c',
  'exec "$(command -v toxiproxy-server || command -v toxiproxy || echo /toxiproxy)" "$0"',
];

/**
 * Redis under a loop that starts it again, so that a restart keeps the container and with it the published port. While
 * the file `down` is there it stays away.
 */
function supervisor(): string {
  const server = ['redis-server', ...redisArguments({ port: REDIS_PORT, folder: DATA_FOLDER, bind: '0.0.0.0' })];
  const quoted = server.map((word) => `'${word}'`).join(' ');
  return [
    `mkdir -p ${DATA_FOLDER}`,
    `echo '${SUPERVISING}'`,
    `while :; do ${quoted} & echo $! > /tmp/redis.pid; wait $!; while [ -e /tmp/down ]; do sleep 0.02; done; done`,
  ].join('; ');
}

const KILL = 'touch /tmp/down; p=$(cat /tmp/redis.pid); kill -9 $p; while kill -0 $p 2>/dev/null; do :; done';

/** Starts a network and Toxiproxy. @throws TestbedUnavailable */
export async function startContainerServers(reaper: Reaper): Promise<Servers> {
  const images = containerImages();
  const { hasCommand } = await inspectImage(images.toxiproxy, 'SCRUTINEER_IMAGE_TOXIPROXY');
  requireClientPackages();
  await inspectImage(images.redis, 'SCRUTINEER_IMAGE_REDIS');
  const client = await containerRuntime();
  const run = randomUUID();
  reaper.label(run);
  const close = async (): Promise<void> => {
    await removeLabelled(run);
    reaper.unlabel(run);
  };
  try {
    const network = `scrutineer-${run}`;
    await client.container.dockerode.createNetwork({ Name: network, Labels: { [RUN_LABEL]: run } });
    const machine = await machineOf(client, network);
    const toxiproxy = await startToxiproxy({ image: images.toxiproxy, hasCommand, network, run, machine });
    const started: RedisServer[] = [];
    const startRedis = async (): Promise<RedisServer> => {
      const redis = await ContainedRedis.launch({ image: images.redis, network, run, alias: `redis-${randomUUID()}` });
      started.push(redis);
      return redis;
    };
    return {
      toxiproxy,
      versions: {
        redis: `image ${images.redis}`,
        toxiproxy: `image ${images.toxiproxy} (${await toxiproxy.version()})`,
      },
      self: { listenHost: machine.listenHost, upstreamHost: MACHINE },
      label: run,
      startRedis,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startToxiproxy(options: {
  readonly image: string;
  readonly hasCommand: boolean;
  readonly network: string;
  readonly run: string;
  readonly machine: Machine;
}): Promise<Toxiproxy> {
  const { GenericContainer, Wait } = await loadTestcontainers();
  const pool = Array.from({ length: PROXY_PORTS }, (_none, index) => FIRST_PROXY_PORT + index);
  const plain = new GenericContainer(options.image);
  const container = options.hasCommand ? plain : plain.withEntrypoint(TOXIPROXY_BY_SHELL);
  const started = await container
    .withCommand(['-host=0.0.0.0'])
    .withEnvironment({ LOG_LEVEL: 'error' })
    .withPullPolicy({ shouldPull: () => false })
    .withLabels({ [RUN_LABEL]: options.run })
    .withNetworkMode(options.network)
    .withExtraHosts([{ host: MACHINE, ipAddress: options.machine.inside }])
    .withExposedPorts(API_PORT, ...pool)
    .withWaitStrategy(Wait.forHttp('/version', API_PORT))
    .withStartupTimeout(STARTUP_MS)
    .start();
  const host = hostOf(started);
  const ports = pool.map((port) => ({
    listen: `0.0.0.0:${port}`,
    address: { host, port: started.getMappedPort(port) },
  }));
  return Toxiproxy.at(`http://${host}:${started.getMappedPort(API_PORT)}`, new PortPool(ports));
}

class ContainedRedis implements RedisServer {
  readonly address: Address;
  readonly upstream: string;
  readonly #container: StartedTestContainer;

  private constructor(container: StartedTestContainer, alias: string) {
    this.#container = container;
    this.address = { host: hostOf(container), port: container.getMappedPort(REDIS_PORT) };
    this.upstream = `${alias}:${REDIS_PORT}`;
  }

  static async launch(options: {
    image: string;
    network: string;
    run: string;
    alias: string;
  }): Promise<ContainedRedis> {
    const { GenericContainer, Wait } = await loadTestcontainers();
    const started = await new GenericContainer(options.image)
      .withEntrypoint(['sh', '-c'])
      .withCommand([supervisor()])
      .withPullPolicy({ shouldPull: () => false })
      .withLabels({ [RUN_LABEL]: options.run })
      .withNetworkMode(options.network)
      .withNetworkAliases(options.alias)
      .withExposedPorts(REDIS_PORT)
      .withWaitStrategy(Wait.forLogMessage(SUPERVISING))
      .withStartupTimeout(STARTUP_MS)
      .start();
    const redis = new ContainedRedis(started, options.alias);
    await redisReady(redis.address, READY_MS, () => true);
    return redis;
  }

  async kill(): Promise<void> {
    await this.#execute(KILL);
  }

  async start(options: { readonly keepData: boolean }): Promise<void> {
    const wipe = options.keepData ? '' : `rm -rf ${DATA_FOLDER}; mkdir -p ${DATA_FOLDER}; `;
    await this.#execute(`${wipe}rm -f /tmp/down`);
    await redisReady(this.address, READY_MS, () => true);
  }

  async close(): Promise<void> {
    await this.#container.stop({ timeout: 0, remove: true });
  }

  async #execute(script: string): Promise<void> {
    const { exitCode, output } = await this.#container.exec(['sh', '-c', script]);
    if (exitCode !== 0) throw new Error(`the Redis container answered ${exitCode} to \`${script}\`: ${output.trim()}`);
  }
}

/** IPv4 by number: a name may resolve to an address family in which nothing was published. */
function hostOf(container: StartedTestContainer): string {
  const host = container.getHost();
  return host === 'localhost' ? '127.0.0.1' : host;
}

/**
 * How a server of this process is reached from the containers of a network: at the network's gateway where that address is
 * ours, else by the runtime's own name for the machine, which desktop runtimes forward to loopback.
 */
interface Machine {
  readonly listenHost: string;
  /** What `MACHINE` stands for inside. */
  readonly inside: string;
}

async function machineOf(client: ContainerRuntimeClient, network: string): Promise<Machine> {
  const inspected = await client.container.dockerode.getNetwork(network).inspect();
  const gateways = (inspected.IPAM?.Config ?? []).map((config) => config['Gateway'] ?? '');
  for (const gateway of gateways) {
    if (gateway !== '' && (await isOurs(gateway))) return { listenHost: gateway, inside: gateway };
  }
  return { listenHost: '127.0.0.1', inside: 'host-gateway' };
}

/** Whether this machine has an address. Tried out: a list of interfaces leaves out those that carry nothing yet. */
function isOurs(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}
