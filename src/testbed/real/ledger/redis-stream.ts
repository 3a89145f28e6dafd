/**
 * Turns the merged stream of one Redis connection into what each atomic command did. In the stream every keyspace event
 * stands before the monitored line of the command that caused it; `expired` has no line. The lines of a script are marked
 * `lua` and follow the line of its `EVAL`; a script is over when anything else follows.
 */
import type { Instant, ProcessId } from '../../../../spec/history.ts';
import type { ChangeCause, KeyChange } from '../../change-batch.ts';
import { parseMonitorLine } from './monitor-line.ts';
import type { MonitorLine } from './monitor-line.ts';
import { effectOf } from './redis-effect.ts';
import type { KnownKey } from './redis-effect.ts';
import type { RespMessage, RespValue } from './resp3-reader.ts';
import type { WallOffset } from './wall-offset.ts';

/** What one atomic step did to watched keys; `at` is in microseconds of the machine's monotonic clock. */
export interface StreamBatch {
  readonly at: Instant;
  readonly cause: ChangeCause;
  readonly by?: ProcessId;
  readonly changes: readonly KeyChange[];
}

export interface RedisStreamOptions {
  /** Whether a key belongs to an election. */
  readonly watches: (key: string) => boolean;
  readonly onBatch: (batch: StreamBatch) => void;
  /** Told when something happened that the ledger cannot follow: it does not know the value of a key any more. */
  readonly onProblem: (problem: string) => void;
}

/** When something was received, and how wall time is converted at that moment. */
export interface Reception {
  readonly receivedUs: number;
  readonly wall: WallOffset;
}

interface Script {
  readonly by: ProcessId | undefined;
  readonly changes: Map<string, KeyChange>;
  /** When its last line ran. */
  at: Instant;
}

const CHANNEL = '__keyspace@0__:';

const SCRIPT_COMMANDS: ReadonlySet<string> = new Set(['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO', 'FCALL', 'FCALL_RO']);

/** Follows one server through all connections to it. */
export class RedisStream {
  readonly #options: RedisStreamOptions;
  readonly #known: Map<string, KnownKey> = new Map();
  /** Client names by address. */
  readonly #names: Map<string, string> = new Map();
  #pending: { readonly key: string; readonly event: string }[] = [];
  #script: Script | undefined;

  constructor(options: RedisStreamOptions) {
    this.#options = options;
  }

  /** True while it is not known whether the last script has more lines to come. */
  get scriptIsOpen(): boolean {
    return this.#script !== undefined;
  }

  /** The watched keys that are there. */
  get known(): ReadonlyMap<string, KnownKey> {
    return this.#known;
  }

  /** Forgets keys of elections that are over. */
  forget(key: string): void {
    this.#known.delete(key);
  }

  nameClient(address: string, name: string): void {
    if (name === '') this.#names.delete(address);
    else this.#names.set(address, name);
  }

  /** The connection is lost: half-seen commands end here, and addresses may belong to others when it is back. */
  reset(): void {
    this.endScript();
    this.#pending = [];
    this.#names.clear();
  }

  /** Takes over what a look at a key found where the stream had a gap. */
  reconcile(
    key: string,
    found: KnownKey | undefined,
    gap: { readonly at: Instant; readonly cause: ChangeCause; readonly nowMs: number },
  ): void {
    this.#remember(key, found);
    this.#emit([describe(key, found, { nowMs: gap.nowMs, refreshed: true })], gap.at, gap.cause, undefined);
  }

  take(message: RespMessage, reception: Reception): void {
    if (message.kind === 'push') this.#takePush(message.items, reception);
    else if (message.kind === 'status') {
      const line = parseMonitorLine(message.text);
      if (line !== undefined) this.#takeLine(line, reception);
    }
  }

  /** Whatever was pending of a script is complete. */
  endScript(): void {
    const script = this.#script;
    this.#script = undefined;
    if (script !== undefined) this.#emit([...script.changes.values()], script.at, 'command', script.by);
  }

  #takePush(items: readonly RespValue[], reception: Reception): void {
    const [kind, , channel, event] = items;
    if (kind !== 'pmessage' || typeof channel !== 'string' || typeof event !== 'string') return;
    const key = channel.slice(CHANNEL.length);
    if (!channel.startsWith(CHANNEL) || !this.#options.watches(key)) return;
    if (event === 'expired' || event === 'evicted') this.#takeExpiry(key, event, reception);
    else this.#pending.push({ key, event });
  }

  /** The server may notice late that a key is past its deadline; for everybody who looks it is gone at the deadline. */
  #takeExpiry(key: string, event: 'expired' | 'evicted', { receivedUs, wall }: Reception): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    this.#known.delete(key);
    const end =
      known.deadlineMs === null || event === 'evicted' ? receivedUs : (known.deadlineMs + 1) * 1000 + wall.offsetUs;
    const at: Instant = [Math.floor(Math.min(end - wall.uncertaintyUs, receivedUs)), Math.ceil(receivedUs)];
    this.#emit(
      [{ record: { key, value: null }, refreshed: false }],
      at,
      event === 'expired' ? 'expired' : 'lost',
      undefined,
    );
  }

  #takeLine(line: MonitorLine, reception: Reception): void {
    const inScript = line.source === 'lua';
    if (!inScript) this.endScript();
    const at = instantOf(line, reception);
    const by = this.#names.get(line.source);
    const [command = '', subcommand = '', name = ''] = line.words;
    if (SCRIPT_COMMANDS.has(command)) {
      this.#script = { by, changes: new Map(), at };
      return;
    }
    if (command === 'CLIENT' && subcommand.toUpperCase() === 'SETNAME') this.nameClient(line.source, name);
    const changes = this.#changesOf(line);
    if (inScript && this.#script !== undefined) {
      for (const [key, change] of changes) merge(this.#script.changes, key, change);
      this.#script.at = at;
    } else {
      this.#emit([...changes.values()], at, 'command', by);
    }
  }

  #changesOf({ words, wallUs }: MonitorLine): Map<string, KeyChange> {
    const changes = new Map<string, KeyChange>();
    const nowMs = Math.floor(wallUs / 1000);
    for (const { key, event } of this.#pending) {
      const effect = effectOf({ event, name: key, words, wallUs, before: this.#known.get(key) });
      if (effect === undefined) {
        this.#options.onProblem(`the Redis ledger cannot follow what ${words[0] ?? ''} did to ${key} (event ${event})`);
        continue;
      }
      this.#remember(key, effect.key ?? undefined);
      merge(changes, key, describe(key, effect.key ?? undefined, { nowMs, refreshed: effect.refreshed }));
    }
    this.#pending = [];
    // These empty the database without an event for each key.
    if (words[0] === 'FLUSHALL' || words[0] === 'FLUSHDB') {
      for (const key of this.#known.keys()) {
        this.#remember(key, undefined);
        changes.set(key, describe(key, undefined, { nowMs, refreshed: false }));
      }
    }
    return changes;
  }

  #remember(key: string, known: KnownKey | undefined): void {
    if (known === undefined) this.#known.delete(key);
    else this.#known.set(key, known);
  }

  #emit(changes: readonly KeyChange[], at: Instant, cause: ChangeCause, by: ProcessId | undefined): void {
    if (changes.length > 0) this.#options.onBatch({ at, cause, ...(by !== undefined && { by }), changes });
  }
}

/** A key changed twice by one command (`SET` with a lifetime is a `set` and an `expire`) is reported once. */
function merge(changes: Map<string, KeyChange>, key: string, change: KeyChange): void {
  const former = changes.get(key);
  changes.set(key, { record: change.record, refreshed: change.refreshed || former?.refreshed === true });
}

function describe(
  key: string,
  known: KnownKey | undefined,
  { nowMs, refreshed }: { nowMs: number; refreshed: boolean },
): KeyChange {
  if (known === undefined) return { record: { key, value: null }, refreshed: false };
  const ttlMs = known.deadlineMs === null ? null : known.deadlineMs - nowMs;
  return { record: { key, value: known.value, ttlMs }, refreshed };
}

/** The server stamps a line just after the command ran; it cannot have run after its line was received. */
function instantOf({ wallUs }: MonitorLine, { receivedUs, wall }: Reception): Instant {
  const stamp = wallUs + wall.offsetUs;
  const first = Math.floor(Math.min(stamp - wall.uncertaintyUs, receivedUs));
  return [first, Math.max(first, Math.ceil(Math.min(stamp + wall.uncertaintyUs, receivedUs)))];
}
