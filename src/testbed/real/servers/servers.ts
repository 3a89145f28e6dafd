/** What both flavours of real servers offer; they differ only in how servers start. */
import type { Address } from '../address.ts';
import type { Toxiproxy } from '../toxiproxy.ts';

/** A Redis of our own. The harness reaches it directly at `address`, candidates only through Toxiproxy, which reaches it at `upstream`. */
export interface RedisServer {
  readonly address: Address;
  readonly upstream: string;
  /** Kills the server; settles when it is gone. */
  kill(): Promise<void>;
  /** Starts it after `kill`, settles when it answers. Every write that it acknowledged survives where data is kept. */
  start(options: { readonly keepData: boolean }): Promise<void>;
  close(): Promise<void>;
}

export interface Servers {
  readonly toxiproxy: Toxiproxy;
  /** `redis` and `toxiproxy` to their versions. */
  readonly versions: Readonly<Record<string, string>>;
  /** Address on which a server of this process must listen to be reached from Toxiproxy, and the name by which Toxiproxy reaches it. */
  readonly self: { readonly listenHost: string; readonly upstreamHost: string };
  /** What containers and networks of this run are labelled with. */
  readonly label?: string;
  startRedis(): Promise<RedisServer>;
  close(): Promise<void>;
}

/**
 * The configuration of every Redis, as arguments. Each acknowledged write is on disk, so that a restart with data
 * loses nothing; expiry is looked for a hundred times a second, so that what expired is gone soon.
 */
export function redisArguments(options: {
  readonly port: number;
  readonly folder: string;
  readonly bind: string;
}): string[] {
  const settings: Readonly<Record<string, string>> = {
    port: String(options.port),
    bind: options.bind,
    dir: options.folder,
    'protected-mode': 'no',
    appendonly: 'yes',
    appendfsync: 'always',
    'auto-aof-rewrite-percentage': '0',
    save: '',
    hz: '100',
    'notify-keyspace-events': 'KEA',
    loglevel: 'warning',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}
