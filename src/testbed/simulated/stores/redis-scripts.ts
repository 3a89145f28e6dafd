/** The scripts of one server: which it knows by their SHA-1, and what their twins are. */
import { PortError } from '../../../ports/redis-errors.ts';
import type { RedisReply, RedisScript } from '../../../ports/redis.ts';
import { checkLua, sha1Hex } from './lua-interpreter.ts';
import { parseInt64 } from './redis-numbers.ts';

/** A script to be run, with its arguments. */
export interface ScriptCall {
  readonly lua: string;
  /** Where one is known. */
  readonly script: RedisScript | undefined;
  readonly keys: readonly string[];
  readonly args: readonly string[];
}

const SCRIPTING: ReadonlySet<string | undefined> = new Set(['EVAL', 'eval', 'EVALSHA', 'evalsha', 'SCRIPT', 'script']);

/** Whether the command is about scripts. */
export function isScripting(name: string | undefined): boolean {
  return SCRIPTING.has(name);
}

/** SHA-1 by text, for all servers of a process: it costs more than a simulated call. */
const hashes: Map<string, string> = new Map();

function hashOf(lua: string): string {
  let hash = hashes.get(lua);
  if (hash === undefined) {
    hash = sha1Hex(lua);
    hashes.set(lua, hash);
  }
  return hash;
}

export class RedisScripts {
  /** Scripts by their text. */
  readonly #twins: Map<string, RedisScript> = new Map();
  /** Texts that were loaded or run since the server started. */
  readonly #loaded: Set<string> = new Set();

  /** Makes the twin of a script known. */
  know(script: RedisScript): void {
    this.#twins.set(script.lua, script);
  }

  /** A server forgets its scripts when it ends, unlike its data. */
  forget(): void {
    this.#loaded.clear();
  }

  /** The script was run by its text. */
  ran(lua: string): void {
    this.#loaded.add(lua);
  }

  /** Understands `EVAL` and `EVALSHA`. Throws a `PortError` of code `REPLY` with the server's own text. */
  read(words: readonly string[]): ScriptCall {
    const [name = '', body = '', count = ''] = words;
    const byHash = name.length === 'EVALSHA'.length;
    if (words.length < 3) throw refused(`ERR wrong number of arguments for '${byHash ? 'evalsha' : 'eval'}' command`);
    const found = byHash ? this.#loadedAs(body) : body;
    if (byHash && body.length !== HASH_LENGTH) throw noScript();
    const numberOfKeys = parseInt64(count);
    if (numberOfKeys === undefined) throw refused('ERR value is not an integer or out of range');
    if (numberOfKeys > BigInt(words.length - 3))
      throw refused("ERR Number of keys can't be greater than number of args");
    if (numberOfKeys < 0n) throw refused("ERR Number of keys can't be negative");
    if (found === undefined) throw noScript();
    const firstArgument = 3 + Number(numberOfKeys);
    return {
      lua: found,
      script: this.#twins.get(found),
      keys: words.slice(3, firstArgument),
      args: words.slice(firstArgument),
    };
  }

  /** `SCRIPT LOAD`, `EXISTS` and `FLUSH`. Throws a plain `Error` for what the model does not have. */
  administer(words: readonly string[]): RedisReply {
    const [, subcommand = '', ...rest] = words;
    if (words.length < 2) throw refused("ERR wrong number of arguments for 'script' command", 'SCRIPT');
    switch (subcommand.toUpperCase()) {
      case 'LOAD':
        return this.#load(rest);
      case 'EXISTS':
        if (rest.length === 0) throw refused("ERR wrong number of arguments for 'script|exists' command", 'SCRIPT');
        return rest.map((hash) => (this.#loadedAs(hash) === undefined ? 0 : 1));
      case 'FLUSH':
        if (rest.length > 1 || !/^(sync|async)?$/i.test(rest[0] ?? ''))
          throw refused('ERR SCRIPT FLUSH only support SYNC|ASYNC option', 'SCRIPT');
        this.#loaded.clear();
        return 'OK';
      case 'KILL':
      case 'DEBUG':
      case 'HELP':
        throw new Error(
          `The simulated Redis has no SCRIPT ${subcommand.toUpperCase()}: expected LOAD, EXISTS or FLUSH.`,
        );
      default:
        throw refused(`ERR unknown subcommand '${subcommand.slice(0, 128)}'. Try SCRIPT HELP.`, 'SCRIPT');
    }
  }

  #load(rest: readonly string[]): RedisReply {
    const [lua] = rest;
    if (lua === undefined || rest.length > 1)
      throw refused("ERR wrong number of arguments for 'script|load' command", 'SCRIPT');
    if (!this.#twins.has(lua)) checkLua(lua);
    this.#loaded.add(lua);
    return hashOf(lua);
  }

  #loadedAs(hash: string): string | undefined {
    const wanted = hash.toLowerCase();
    for (const lua of this.#loaded) if (hashOf(lua) === wanted) return lua;
    return undefined;
  }
}

const HASH_LENGTH = 40;

function noScript(): PortError {
  return refused('NOSCRIPT No matching script. Please use EVAL.', 'EVALSHA');
}

function refused(message: string, command = 'EVAL'): PortError {
  return new PortError('REPLY', message, command);
}
