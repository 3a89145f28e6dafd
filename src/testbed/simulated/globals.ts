/**
 * Replaces, for the whole life of a worker, what the platform offers besides the environment: clocks, timers, randomness,
 * files and sockets. While a world runs, a call from an adapter is an error that names the caller, or, where the adapter
 * asks for `globals: 'virtual'`, is answered by the candidate whose turn it is. Between worlds everything works as ever,
 * so that loading code and the search itself do not notice.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { AdapterMistake } from './adapter-mistake.ts';
import { virtualAnswers } from './globals-virtual.ts';
import type { VirtualPlatform } from './virtual-platform.ts';
// Evaluated before anything is replaced.
import './platform-timers.ts';
import { LightAbortController, LightAbortSignal } from './light-abort.ts';

/** What a running world does with calls of the platform. */
export interface PlatformGuard {
  /** Told of a call that is a mistake. */
  onMistake(mistake: AdapterMistake): void;
  /** Whoever answers instead: the candidate whose turn it is. Absent: the adapter has not asked for it. */
  readonly platform?: () => VirtualPlatform | undefined;
}

/** Undefined: no world runs. */
let guard: PlatformGuard | undefined;

/**
 * From now on, a world runs. Pass undefined when it is over. In between errors have no stack: taking one costs more than
 * a simulated call, and a history keeps nothing but the message.
 */
export function guardPlatform(next: PlatformGuard | undefined): void {
  if (next !== undefined && guard === undefined) {
    limitOutside = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
  } else if (next === undefined && guard !== undefined) {
    Error.stackTraceLimit = limitOutside;
  }
  guard = next;
}

let limitOutside = Error.stackTraceLimit;

/** Does the simulation's own work in the middle of a world with the platform as it is, such as loading a module. */
export function withPlatform<T>(work: () => T): T {
  const running = guard;
  guardPlatform(undefined);
  try {
    return work();
  } finally {
    guardPlatform(running);
  }
}

/** Throws where `globals: 'virtual'` could not be kept, because this process has its own globals. */
export function requireWorldGlobals(adapter: string): void {
  if (installed) return;
  throw new Error(
    `The adapter ${adapter} asks for globals: 'virtual', but the globals of this process were never replaced: expected ` +
      'src/testbed/simulated/world-worker.ts to be the first import, as in the workers of the search.',
  );
}

/** Deep enough to reach the adapter below the libraries that it calls. */
const FRAMES_OF_A_MISTAKE = 20;

/** What to use instead, by the name that was called. */
const INSTEAD: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/^(Date|performance|process)/, 'environment.clock.monotonicMs() or environment.clock.wallMs()'],
  [
    /^(set|clear|timers|AbortSignal\.timeout)/,
    'environment.clock.sleep(ms, signal) or environment.clock.after(ms, callback)',
  ],
  [/^(Math\.random|crypto)/, 'environment.random()'],
  [/^fs/, 'environment.disk'],
  [/^(net|tls|http|https|dgram|dns|fetch)/, "the environment's port"],
];

/** Throws when a world runs, and tells the world besides, because the adapter may catch what is thrown. */
function refuse(name: string): void {
  if (guard === undefined) return;
  Error.stackTraceLimit = FRAMES_OF_A_MISTAKE;
  const { stack } = new Error();
  Error.stackTraceLimit = 0;
  const instead = INSTEAD.find(([pattern]) => pattern.test(name))?.[1] ?? 'the environment';
  const why =
    virtualAnswers.has(name) && guard.platform !== undefined
      ? NO_TURN
      : 'A simulated world has virtual time and no platform';
  const mistake = new AdapterMistake(
    'platform-call',
    `The adapter called ${name} at ${callerOf(stack)}. ${why}: use ${instead}.`,
  );
  guard.onMistake(mistake);
  throw mistake;
}

const NO_TURN =
  "Its virtual globals belong to the candidate whose turn it is, and this is nobody's turn (claims, grants and a resource are pure)";

/** The first frame outside of this file, as `file:line:column`. */
function callerOf(stack: string | undefined): string {
  for (const line of stack?.split('\n').slice(1) ?? []) {
    const place = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line)?.[1];
    if (place !== undefined && !OWN_FILE.test(place)) return place.replace(/^file:\/\//, '');
  }
  return 'an unknown place';
}

const OWN_FILE = /simulated[/\\](globals|light-abort)[a-z-]*\.[jt]s/;

let installed = false;

/** Replaces the globals and the functions of built-in modules. To be called first in a worker; the second call does nothing. */
export function installWorldGlobals(): void {
  if (installed) return;
  installed = true;
  guardGlobals();
  guardModules();
  define(globalThis, 'AbortController', LightAbortController);
  define(globalThis, 'AbortSignal', LightAbortSignal);
}

function guardGlobals(): void {
  define(globalThis, 'Date', guardedDate());
  for (const name of ['now', 'mark', 'measure']) guardMethod(performance, name, `performance.${name}`);
  guardTimeOrigin();
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'fetch']) guardMethod(globalThis, name, name);
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) lendMethod(globalThis, name, name);
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) lendMethod(console, name, `console.${name}`);
  guardMethod(Math, 'random', 'Math.random');
  for (const name of ['getRandomValues', 'randomUUID']) guardMethod(globalThis.crypto, name, `crypto.${name}`);
  for (const name of ['hrtime', 'uptime']) guardMethod(process, name, `process.${name}`);
  guardMethod(process.hrtime, 'bigint', 'process.hrtime.bigint');
}

/** Built-in modules, and which of their functions are refused; `*`: every function. */
const MODULES: Readonly<Record<string, '*' | readonly string[]>> = {
  timers: ['setTimeout', 'setInterval', 'setImmediate'],
  'timers/promises': ['setTimeout', 'setInterval', 'setImmediate'],
  crypto: [
    'randomBytes',
    'randomFillSync',
    'randomFill',
    'randomInt',
    'randomUUID',
    'pseudoRandomBytes',
    'getRandomValues',
  ],
  fs: '*',
  'fs/promises': '*',
  net: ['connect', 'createConnection', 'createServer'],
  tls: ['connect', 'createServer'],
  http: ['request', 'get', 'createServer'],
  https: ['request', 'get', 'createServer'],
  dgram: ['createSocket'],
  dns: '*',
};

function guardModules(): void {
  const require = createRequire(import.meta.url);
  for (const [module, names] of Object.entries(MODULES)) {
    const exports = objectOf(require(`node:${module}`));
    const all = names === '*' ? Object.keys(exports).filter((name) => /^[a-z]/.test(name)) : names;
    for (const name of all) guardMethod(exports, name, `${module.replace('/', '.')}.${name}`);
  }
  const timers = objectOf(require('node:timers'));
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) lendMethod(timers, name, `timers.${name}`);
  const scheduler = objectOf(Reflect.get(objectOf(require('node:timers/promises')), 'scheduler'));
  for (const name of ['wait', 'yield']) guardMethod(scheduler, name, `timers.promises.scheduler.${name}`);
  syncBuiltinESMExports();
}

function objectOf(value: unknown): object {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`expected a module of Node, found ${typeof value}`);
  return value;
}

/** A method that is refused inside a world, answered by its candidate where the adapter asks for that, and passed on outside. */
function guardMethod(owner: object, name: string, called: string): void {
  const answer = virtualAnswers.get(called);
  replaceMethod(owner, name, (original) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      if (guard !== undefined) {
        const platform = answer === undefined ? undefined : guard.platform?.();
        if (answer !== undefined && platform !== undefined) return answer(platform, args, original);
        refuse(called);
      }
      return new.target === undefined ? Reflect.apply(original, this, args) : Reflect.construct(original, args);
    };
  });
}

/** A method that does no harm inside a world: the platform's own, but where the adapter asks for its candidate's. */
function lendMethod(owner: object, name: string, called: string): void {
  const answer = virtualAnswers.get(called);
  replaceMethod(owner, name, (original) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      const platform = guard?.platform?.();
      if (answer !== undefined && platform !== undefined) return answer(platform, args, original);
      return Reflect.apply(original, this, args);
    };
  });
}

type PlatformFunction = (...args: readonly unknown[]) => unknown;
type Replacement = (this: unknown, ...args: unknown[]) => unknown;

/** Own properties are kept. */
function replaceMethod(owner: object, name: string, replace: (original: PlatformFunction) => Replacement): void {
  const original: unknown = Reflect.get(owner, name);
  if (!isFunction(original)) return;
  const replacement = replace(original);
  for (const key of Reflect.ownKeys(original)) {
    if (key === 'prototype' || key === 'length') continue;
    const property = Reflect.getOwnPropertyDescriptor(original, key);
    if (property !== undefined) Reflect.defineProperty(replacement, key, property);
  }
  define(owner, name, replacement);
}

function isFunction(value: unknown): value is PlatformFunction {
  return typeof value === 'function';
}

function guardTimeOrigin(): void {
  const { timeOrigin } = performance;
  const get = (): unknown => (guard === undefined ? timeOrigin : virtually('performance.timeOrigin'));
  Reflect.defineProperty(performance, 'timeOrigin', { get, configurable: true, enumerable: true });
}

/** Inside a world: what the candidate whose turn it is answers. Throws where there is none. */
function virtually(called: string): unknown {
  const platform = guard?.platform?.();
  const answer = virtualAnswers.get(called);
  if (platform !== undefined && answer !== undefined) return answer(platform, [], () => undefined);
  refuse(called);
  return undefined;
}

/** `Date.now()`, `new Date()` and `Date()` read the clock; `new Date(ms)`, `Date.parse` and `Date.UTC` do not. */
function guardedDate(): DateConstructor {
  return new Proxy(Date, {
    construct(target, args, newTarget): object {
      const now = args.length === 0 ? [guardedNow()] : args;
      return Reflect.construct(target, now, newTarget) as object;
    },
    apply(target): string {
      return new target(guardedNow()).toString();
    },
    get(target, name, receiver): unknown {
      const member: unknown = Reflect.get(target, name, receiver);
      return name === 'now' ? guardedNow : member;
    },
  });
}

const platformNow = Date.now;

function guardedNow(): number {
  return guard === undefined ? platformNow() : Number(virtually('Date.now'));
}

function define(owner: object, name: string, value: unknown): void {
  const known = Reflect.getOwnPropertyDescriptor(owner, name);
  Reflect.defineProperty(owner, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: known?.enumerable ?? false,
  });
}
