/**
 * An election as a careful application writes it, with the platform's own clocks, timers and signals and an ioredis
 * client: it believes until seven tenths of its lease after it asked for it, whatever it hears. It knows nothing of us.
 */
import { EventEmitter, once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export interface OrdinaryClient {
  set(key: string, value: string, ...flags: readonly (string | number)[]): Promise<string | null>;
  eval(script: string, numberOfKeys: number, ...keysAndArgs: readonly (string | number)[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;
const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

export class OrdinaryElection extends EventEmitter<{ elected: []; lost: [] }> {
  readonly #redis: OrdinaryClient;
  readonly #key: string;
  readonly #id: string;
  readonly #ttlMs: number;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(redis: OrdinaryClient, options: { readonly key: string; readonly host: string; readonly ttlMs: number }) {
    super();
    this.#redis = redis;
    this.#key = options.key;
    this.#ttlMs = options.ttlMs;
    this.#id = `${options.host}/${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    redis.on('error', () => undefined);
  }

  start(): void {
    this.#running = this.#campaign();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #campaign(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const askedMs = performance.now();
      try {
        const granted = await this.#redis.set(this.#key, this.#id, 'PX', this.#ttlMs, 'NX');
        if (granted === 'OK') await this.#lead(askedMs, signal);
      } catch (error) {
        console.error(new Date().toISOString(), 'campaign failed', error);
      }
      await this.#rest(signal);
    }
  }

  async #lead(askedMs: number, stopped: AbortSignal): Promise<void> {
    const expired = new AbortController();
    const validMs = (fromMs: number): number => fromMs + this.#ttlMs * 0.7 - performance.now();
    if (!stopped.aborted && validMs(askedMs) > 1) {
      let timer = setTimeout(() => expired.abort(), validMs(askedMs));
      this.emit('elected');
      const ended = AbortSignal.any([stopped, expired.signal]);
      const end = once(ended, 'abort').then(() => 'ended');
      while (!ended.aborted) {
        await this.#rest(ended);
        const fromMs = performance.now();
        const renewal = this.#redis.eval(RENEW, 1, this.#key, this.#id, this.#ttlMs).catch(() => undefined);
        const renewed = await Promise.race([renewal, end]);
        if (renewed === 0) break;
        if (renewed !== 1 || ended.aborted || validMs(fromMs) <= 1) continue;
        clearTimeout(timer);
        timer = setTimeout(() => expired.abort(), validMs(fromMs));
      }
      clearTimeout(timer);
      this.emit('lost');
    }
    await this.#redis.eval(RELEASE, 1, this.#key, this.#id).catch(() => undefined);
  }

  async #rest(signal: AbortSignal): Promise<void> {
    await sleep(this.#ttlMs / 4, undefined, { signal }).catch(() => undefined);
  }
}
