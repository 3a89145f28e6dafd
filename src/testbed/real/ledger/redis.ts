/**
 * The ledger of a Redis server: every change of the watched keys in the server's own order, with its author. It listens
 * beside the candidates, never through the proxies, on one connection that carries keyspace events and MONITOR.
 */
import type { ChangeBatch } from '../../change-batch.ts';
import { RedisLedgerConnection } from './redis-ledger-connection.ts';
import { RedisStream } from './redis-stream.ts';
import type { StreamBatch } from './redis-stream.ts';

/** An election and its keys, as the adapter's `grants.keys(election)` names them. */
export interface LedgerElection {
  readonly election: string;
  readonly keys: readonly string[];
}

export interface RedisLedgerOptions {
  /** The server itself, not a proxy. */
  readonly host: string;
  readonly port: number;
  readonly elections: readonly LedgerElection[];
  /** How long to wait for the first connection. @defaultValue 10000 */
  readonly connectTimeoutMs?: number;
  /** Told when the ledger cannot follow a change; the elections of that server are then not to be judged by it. */
  readonly onProblem?: (problem: string) => void;
}

/** Takes one batch of one election; `at` is in microseconds of `process.hrtime`, `by` is the client's name. */
export type OnLedgerChange = (election: string, batch: ChangeBatch) => void;

export interface RedisLedger {
  /** Sets who is told; changes before the first call are lost. */
  onChange(callback: OnLedgerChange): void;
  /** Adds elections whose keys are not there yet. */
  watch(elections: readonly LedgerElection[]): void;
  /** Ends the watch over elections that are over. */
  forget(elections: readonly string[]): void;
  /** Resolves when everything that the server did before this call has been told. Waits while the server is away. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Connects, also again after the server was restarted. Rejects when there is no server. */
export async function openRedisLedger(options: RedisLedgerOptions): Promise<RedisLedger> {
  const electionOfKey = new Map<string, string>();
  const watch = (elections: readonly LedgerElection[]): void => {
    for (const { election, keys } of elections) for (const key of keys) electionOfKey.set(key, election);
  };
  watch(options.elections);
  let callback: OnLedgerChange = () => undefined;
  let g = 0;
  const stream = new RedisStream({
    watches: (key) => electionOfKey.has(key),
    onProblem: options.onProblem ?? (() => undefined),
    onBatch: (batch) => {
      for (const [election, part] of byElection(batch, electionOfKey)) {
        g += 1;
        callback(election, { ...part, g });
      }
    },
  });
  const connection = new RedisLedgerConnection({
    host: options.host,
    port: options.port,
    stream,
    watchedKeys: () => [...electionOfKey.keys()],
  });
  await connection.opened(options.connectTimeoutMs ?? 10_000);
  return {
    onChange: (listener) => {
      callback = listener;
    },
    watch,
    forget: (elections) => {
      const over = new Set(elections);
      for (const [key, election] of electionOfKey) {
        if (!over.has(election)) continue;
        electionOfKey.delete(key);
        stream.forget(key);
      }
    },
    drain: () => connection.drain(),
    close: () => connection.close(),
  };
}

/** One command may touch the keys of several elections; each hears of its own only. */
function byElection(batch: StreamBatch, electionOfKey: ReadonlyMap<string, string>): Map<string, StreamBatch> {
  const parts = new Map<string, StreamBatch>();
  for (const change of batch.changes) {
    const election = electionOfKey.get(change.record.key);
    if (election === undefined) continue;
    const part = parts.get(election);
    parts.set(election, { ...batch, changes: [...(part?.changes ?? []), change] });
  }
  return parts;
}
