/**
 * Replaces, for the whole life of a worker, what the platform offers besides the environment: clocks, timers, randomness,
 * files and sockets. While a world runs, a call from an adapter is an error that names the caller; between worlds
 * everything works as ever, so that loading code and the search itself do not notice.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { AdapterMistake } from './adapter-mistake.ts';
import { LightAbortController, LightAbortSignal } from './light-abort.ts';

/** The world that runs now takes the blame for calls of the platform; undefined: no world runs. */
let accuse: ((mistake: AdapterMistake) => void) | undefined;

/**
 * From now on, calls of the platform are mistakes, told to `onMistake`. Pass undefined when the world is over. In between
 * errors have no stack: taking one costs more than a simulated call, and a history keeps nothing but the message.
 */
export function guardPlatform(onMistake: ((mistake: AdapterMistake) => void) | undefined): void {
  if (onMistake !== undefined && accuse === undefined) {
    limitOutside = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
  } else if (onMistake === undefined && accuse !== undefined) {
    Error.stackTraceLimit = limitOutside;
  }
  accuse = onMistake;
}

let limitOutside = Error.stackTraceLimit;

/** Deep enough to reach the adapter below the libraries that it calls. */
const FRAMES_OF_A_MISTAKE = 20;

/** What to use instead, by the name that was called. */
const INSTEAD: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/^(Date|performance)/, 'environment.clock.monotonicMs() or environment.clock.wallMs()'],
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
  if (accuse === undefined) return;
  Error.stackTraceLimit = FRAMES_OF_A_MISTAKE;
  const { stack } = new Error();
  Error.stackTraceLimit = 0;
  const instead = INSTEAD.find(([pattern]) => pattern.test(name))?.[1] ?? 'the environment';
  const mistake = new AdapterMistake(
    'platform-call',
    `The adapter called ${name} at ${callerOf(stack)}. A simulated world has virtual time and no platform: use ${instead}.`,
  );
  accuse(mistake);
  throw mistake;
}

/** The first frame outside of this file, as `file:line:column`. */
function callerOf(stack: string | undefined): string {
  for (const line of stack?.split('\n').slice(1) ?? []) {
    const place = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line)?.[1];
    if (place !== undefined && !OWN_FILE.test(place)) return place.replace(/^file:\/\//, '');
  }
  return 'an unknown place';
}

const OWN_FILE = /simulated[/\\](globals|light-abort)\.[jt]s/;

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
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'fetch']) guardMethod(globalThis, name, name);
  guardMethod(Math, 'random', 'Math.random');
  for (const name of ['getRandomValues', 'randomUUID']) guardMethod(globalThis.crypto, name, `crypto.${name}`);
  for (const name of ['hrtime', 'uptime']) guardMethod(process, name, `process.${name}`);
  guardMethod(process.hrtime, 'bigint', 'process.hrtime.bigint');
}

/** Built-in modules, and which of their functions are refused; `*`: every function. */
const MODULES: Readonly<Record<string, '*' | readonly string[]>> = {
  timers: ['setTimeout', 'setInterval', 'setImmediate'],
  'timers/promises': ['setTimeout', 'setInterval', 'setImmediate'],
  crypto: ['randomBytes', 'randomFillSync', 'randomFill', 'randomInt', 'randomUUID', 'pseudoRandomBytes'],
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
    const exports: unknown = require(`node:${module}`);
    if (typeof exports !== 'object' || exports === null) continue;
    const all = names === '*' ? Object.keys(exports).filter((name) => /^[a-z]/.test(name)) : names;
    for (const name of all) guardMethod(exports, name, `${module.replace('/', '.')}.${name}`);
  }
  syncBuiltinESMExports();
}

/** Puts a function in front of a method that refuses inside a world and passes on outside. Own properties are kept. */
function guardMethod(owner: object, name: string, called: string): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return;
  const guarded = function (this: unknown, ...args: unknown[]): unknown {
    if (accuse !== undefined) refuse(called);
    return new.target === undefined ? Reflect.apply(original, this, args) : Reflect.construct(original, args);
  };
  for (const key of Reflect.ownKeys(original)) {
    if (key === 'prototype' || key === 'length') continue;
    const property = Reflect.getOwnPropertyDescriptor(original, key);
    if (property !== undefined) Reflect.defineProperty(guarded, key, property);
  }
  define(owner, name, guarded);
}

/** `Date.now()`, `new Date()` and `Date()` read the clock; `new Date(ms)`, `Date.parse` and `Date.UTC` do not. */
function guardedDate(): DateConstructor {
  return new Proxy(Date, {
    construct(target, args, newTarget): object {
      if (args.length === 0) refuse('Date');
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply(target, self, args): unknown {
      refuse('Date');
      const text: unknown = Reflect.apply(target, self, args);
      return text;
    },
    get(target, name, receiver): unknown {
      const member: unknown = Reflect.get(target, name, receiver);
      return name === 'now' ? guardedNow : member;
    },
  });
}

const platformNow = Date.now;

function guardedNow(): number {
  refuse('Date.now');
  return platformNow();
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
