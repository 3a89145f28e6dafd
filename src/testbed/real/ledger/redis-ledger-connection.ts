/** The ledger's connection: begins to listen, finds out what it missed, proves that it has heard everything, comes back. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { KnownKey } from './redis-effect.ts';
import type { RedisStream } from './redis-stream.ts';
import { encodeCommand, Resp3Reader } from './resp3-reader.ts';
import type { RespMessage, RespValue } from './resp3-reader.ts';
import { monotonicUs, WallClockFollower } from './wall-offset.ts';

export interface RedisLedgerConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly stream: RedisStream;
  readonly watchedKeys: () => readonly string[];
}

/** Pause between attempts to connect. */
const RECONNECT_MS = 20;

/** How often the wall clock is compared with the monotonic one. */
const CLOCK_CHECK_MS = 1_000;

type ReplyHandler = (value: RespValue) => void;

export class RedisLedgerConnection {
  readonly #options: RedisLedgerConnectionOptions;
  readonly #wall: WallClockFollower = new WallClockFollower();
  readonly #clockCheck: NodeJS.Timeout;
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #listening = false;
  /** One for each reply to come, in order. */
  #replies: ReplyHandler[] = [];
  #whenListening: (() => void)[] = [];
  /** Callers of `drain` whose mark has not come back yet. */
  #drains: (() => void)[] = [];
  #markIsOut = false;
  #lastHeardUs: number = monotonicUs();
  /** When the connection that was lost had last been heard: what happened since may have happened at any time since. */
  #gapFromUs: number = monotonicUs();
  #lastError = 'no answer';

  constructor(options: RedisLedgerConnectionOptions) {
    this.#options = options;
    this.#clockCheck = setInterval(() => this.#wall.check(), CLOCK_CHECK_MS);
    this.#clockCheck.unref();
    this.#connect();
  }

  /** Resolves once it listens. */
  opened(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        void this.close();
        const { host, port } = this.#options;
        reject(
          new Error(
            `The Redis ledger expected a server on ${host}:${port} within ${timeoutMs} ms; last problem: ${this.#lastError}`,
          ),
        );
      }, timeoutMs);
      this.#onListening(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Resolves when everything that the server did before this call has been taken. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#onListening(() => this.#mark(resolve));
    });
  }

  /** Ends it; callers of `drain` are let go. */
  close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#clockCheck);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    const waiting = this.#drains;
    this.#drains = [];
    for (const resolve of waiting) resolve();
    if (socket === undefined || socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once('close', () => resolve());
      socket.destroy();
    });
  }

  #onListening(callback: () => void): void {
    if (this.#listening) callback();
    else this.#whenListening.push(callback);
  }

  #connect(): void {
    const socket = connect({ host: this.#options.host, port: this.#options.port, noDelay: true });
    const reader = new Resp3Reader();
    this.#socket = socket;
    this.#replies = [];
    this.#markIsOut = false;
    socket.on('connect', () => this.#greet());
    socket.on('data', (chunk) => {
      try {
        this.#take(reader.push(chunk));
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => {
      this.#lastError = error.message;
    });
    socket.on('close', () => {
      if (this.#listening) this.#gapFromUs = this.#lastHeardUs;
      this.#listening = false;
      this.#options.stream.reset();
      if (this.#closed) return;
      const waiting = this.#drains;
      this.#drains = [];
      for (const resolve of waiting) this.#onListening(() => this.#mark(resolve));
      this.#retry = setTimeout(() => this.#connect(), RECONNECT_MS);
    });
  }

  /** One write, so that the server runs all of it in one go: no change falls between the look at the keys and MONITOR. */
  #greet(): void {
    const keys = this.#options.watchedKeys();
    const found: RespValue[] = [];
    // A server that is still loading its data answers with an error; what is there shows at the next attempt.
    const remember: ReplyHandler = (value) => {
      this.#expectNoError(value, 'GET and PTTL');
      found.push(value);
    };
    let out = '';
    const ask = (words: readonly string[], handler: ReplyHandler): void => {
      out += encodeCommand(words);
      this.#replies.push(handler);
    };
    ask(['HELLO', '3'], (value) => this.#expectNoError(value, 'HELLO 3'));
    ask(['CONFIG', 'SET', 'notify-keyspace-events', 'KEA'], (value) => this.#expectNoError(value, 'CONFIG SET'));
    ask(['CLIENT', 'LIST'], (value) => this.#nameClients(value));
    for (const key of keys) {
      ask(['GET', key], remember);
      ask(['PTTL', key], remember);
    }
    // Its confirmation is a push, not a reply.
    out += encodeCommand(['PSUBSCRIBE', '__keyspace@0__:*']);
    ask(['MONITOR'], (value) => {
      this.#expectNoError(value, 'MONITOR');
      if (this.#socket?.destroyed === true) return;
      this.#reconcile(keys, found);
      this.#listening = true;
      const waiting = this.#whenListening;
      this.#whenListening = [];
      for (const callback of waiting) callback();
    });
    this.#socket?.write(out);
  }

  #expectNoError(value: RespValue, command: string): void {
    if (typeof value !== 'object' || value === null || !('error' in value)) return;
    this.#lastError = `${command}: ${value.error}`;
    this.#socket?.destroy();
  }

  /** `CLIENT LIST` has a line for each client: `id=3 addr=127.0.0.1:59242 ... name=b#0 ...`. */
  #nameClients(value: RespValue): void {
    if (typeof value !== 'string') return;
    for (const line of value.split('\n')) {
      const address = / addr=(\S+)/.exec(line)?.[1];
      const name = / name=(\S+)/.exec(line)?.[1];
      if (address !== undefined && name !== undefined) this.#options.stream.nameClient(address, name);
    }
  }

  /** Compares the keys with what was known before the connection was lost. */
  #reconcile(keys: readonly string[], found: readonly RespValue[]): void {
    const receivedUs = monotonicUs();
    const { offsetUs } = this.#wall.current;
    const nowMs = Math.floor((receivedUs - offsetUs) / 1000);
    keys.forEach((key, index) => {
      const value = found[2 * index];
      const ttlMs = found[2 * index + 1];
      const before = this.#options.stream.known.get(key);
      const now = typeof value === 'string' && typeof ttlMs === 'number' ? knownKey(value, ttlMs, nowMs) : undefined;
      if (isSame(before, now)) return;
      const expired =
        now === undefined && before !== undefined && before.deadlineMs !== null && before.deadlineMs < nowMs;
      const endUs = expired ? ((before.deadlineMs ?? 0) + 1) * 1000 + offsetUs : 0;
      const first = Math.min(Math.max(this.#gapFromUs, endUs), receivedUs);
      this.#options.stream.reconcile(key, now, {
        at: [Math.floor(first), Math.ceil(receivedUs)],
        cause: now !== undefined ? 'command' : expired ? 'expired' : 'lost',
        nowMs,
      });
    });
  }

  #take(messages: readonly RespMessage[]): void {
    const receivedUs = monotonicUs();
    this.#lastHeardUs = receivedUs;
    for (const message of messages) {
      if (message.kind === 'reply') this.#replies.shift()?.(message.value);
      else if (message.kind === 'status' && !/^\d+\.\d{6} \[/.test(message.text)) this.#replies.shift()?.(message.text);
      else this.#options.stream.take(message, { receivedUs, wall: this.#wall.current });
    }
    // A script has no end mark of its own: what stands after the answer to a question is not part of it any more.
    if (this.#options.stream.scriptIsOpen && this.#listening && !this.#markIsOut) this.#mark(undefined);
  }

  /** Asks the server to echo; whatever it did before has been taken when the answer is there. */
  #mark(drained: (() => void) | undefined): void {
    if (drained !== undefined) this.#drains.push(drained);
    this.#markIsOut = true;
    this.#replies.push(() => {
      this.#markIsOut = false;
      this.#options.stream.endScript();
      if (drained === undefined) return;
      this.#drains = this.#drains.filter((waiting) => waiting !== drained);
      drained();
    });
    this.#socket?.write(encodeCommand(['ECHO', 'scrutineer']));
  }
}

function knownKey(value: string, ttlMs: number, nowMs: number): KnownKey | undefined {
  if (ttlMs === -2) return undefined;
  return { value, deadlineMs: ttlMs < 0 ? null : nowMs + ttlMs };
}

/** Deadlines found by asking are right to a few milliseconds only. */
const SAME_DEADLINE_MS = 20;

function isSame(before: KnownKey | undefined, now: KnownKey | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  if (before.value !== now.value) return false;
  if (before.deadlineMs === null || now.deadlineMs === null) return before.deadlineMs === now.deadlineMs;
  return Math.abs(before.deadlineMs - now.deadlineMs) < SAME_DEADLINE_MS;
}
