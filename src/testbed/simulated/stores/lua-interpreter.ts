/**
 * Runs the Lua of scripts that have no twin, as the server would: `redis.call` acts on the model at once, and values are
 * converted as the server converts them. One interpreter serves all worlds of a process, since a script keeps nothing
 * from one run to the next; a text is compiled once.
 */
import { createHash } from 'node:crypto';
import { isPortError, PortError } from '../../../ports/redis-errors.ts';
import type { RedisReply } from '../../../ports/redis.ts';
import { luaLibrary, type LuaLibrary, type LuaState } from './lua-library.ts';
import { formatGeneral, integerReply } from './lua-numbers.ts';
import { LuaTables, pushSandbox, textAt } from './lua-sandbox.ts';

/** Runs one command of a script. Throws a `PortError` of code `REPLY` where the server answers with an error. */
export type CallFromLua = (command: readonly string[]) => RedisReply;

export interface ScriptRun {
  readonly lua: string;
  readonly keys: readonly string[];
  readonly args: readonly string[];
  readonly call: CallFromLua;
}

let shared: LuaInterpreter | undefined;

/**
 * Runs a script. Throws a `PortError` of code `REPLY` where the server would answer with an error, and a plain `Error`
 * where the script needs something of the server that is not simulated.
 */
export function interpretLua(run: ScriptRun): RedisReply {
  shared ??= new LuaInterpreter(luaLibrary());
  return shared.run(run);
}

/** Throws a `PortError` of code `REPLY` where the script does not compile. */
export function checkLua(script: string): void {
  shared ??= new LuaInterpreter(luaLibrary());
  shared.compile(script);
}

/** The script's name on a server: the SHA-1 of its text, in lower-case hexadecimal. */
export function sha1Hex(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

const NOT_FROM_A_SCRIPT = new Set(
  'EVAL EVALSHA SCRIPT SUBSCRIBE PSUBSCRIBE MULTI EXEC WATCH QUIT AUTH MONITOR'.split(' '),
);

class LuaInterpreter {
  readonly #library: LuaLibrary;
  readonly #state: LuaState;
  readonly #tables: LuaTables;
  /** Compiled scripts by their text, as references of Lua's registry. */
  readonly #compiled: Map<string, number> = new Map();
  /** Positions on the stack. */
  readonly #globals: number;
  readonly #seen: number;
  #call: CallFromLua = () => null;
  /** What ended a run that no script may catch. */
  #failure: Error | undefined;

  constructor(library: LuaLibrary) {
    this.#library = library;
    this.#state = library.lauxlib.luaL_newstate();
    this.#tables = new LuaTables(library, this.#state);
    pushSandbox(library, this.#state, { redis: this.#redisTable(), onGap: (what) => this.#gap(what) });
    this.#seen = library.lua.lua_gettop(this.#state);
    this.#globals = this.#seen - 1;
  }

  run({ lua: script, keys, args, call }: ScriptRun): RedisReply {
    const { lua } = this.#library;
    const state = this.#state;
    const compiled = this.compile(script);
    this.#call = call;
    this.#failure = undefined;
    try {
      this.#setArguments('KEYS', keys);
      this.#setArguments('ARGV', args);
      lua.lua_rawgeti(state, lua.LUA_REGISTRYINDEX, compiled);
      const status = lua.lua_pcall(state, 0, 1, 0);
      const outcome = status === lua.LUA_OK ? undefined : this.#errorText();
      if (outcome === undefined) return this.#finished(this.#toReply());
      throw this.#finished(replyError(outcome));
    } finally {
      this.#call = () => null;
      lua.lua_settop(state, this.#seen);
    }
  }

  compile(script: string): number {
    const known = this.#compiled.get(script);
    if (known !== undefined) return known;
    const { lua, lauxlib, to_luastring } = this.#library;
    const code = to_luastring(script);
    const status = lauxlib.luaL_loadbuffer(this.#state, code, code.length, to_luastring('@user_script'));
    if (status !== lua.LUA_OK) {
      const message = textAt(this.#library, this.#state, -1) ?? '';
      lua.lua_settop(this.#state, this.#seen);
      throw replyError(`ERR Error compiling script (new function): ${message}`);
    }
    lua.lua_pushvalue(this.#state, this.#seen);
    lua.lua_setupvalue(this.#state, -2, 1);
    const reference = lauxlib.luaL_ref(this.#state, lua.LUA_REGISTRYINDEX);
    this.#compiled.set(script, reference);
    return reference;
  }

  #setArguments(name: 'KEYS' | 'ARGV', values: readonly string[]): void {
    const { lua } = this.#library;
    const state = this.#state;
    lua.lua_pushvalue(state, this.#globals);
    this.#tables.set(name, () => {
      lua.lua_createtable(state, values.length, 0);
      values.forEach((value, index) => {
        this.#tables.text(value);
        lua.lua_rawseti(state, -2, index + 1);
      });
    });
    lua.lua_settop(state, this.#seen);
  }

  #redisTable(): Parameters<typeof pushSandbox>[2]['redis'] {
    const { lua } = this.#library;
    const answer = (state: LuaState, field: 'ok' | 'err', text: string): number => {
      this.#pushField(state, field, text);
      return 1;
    };
    const argument = (state: LuaState): string => {
      if (lua.lua_gettop(state) !== 1) this.#raise(state, 'ERR wrong number or type of arguments');
      return textAt(this.#library, state, 1) ?? this.#raise(state, 'ERR wrong number or type of arguments');
    };
    return {
      call: (state) => this.#command(state, (text) => this.#raise(state, text)),
      pcall: (state) => this.#command(state, (text) => answer(state, 'err', text)),
      error_reply: (state) => {
        const text = argument(state);
        if (text.startsWith('-')) return answer(state, 'err', text.slice(1));
        return answer(state, 'err', text.includes(' ') ? text : `ERR ${text}`);
      },
      status_reply: (state) => answer(state, 'ok', argument(state)),
      sha1hex: (state) => {
        new LuaTables(this.#library, state).text(sha1Hex(argument(state)));
        return 1;
      },
      log: () => 0,
      LOG_DEBUG: 0,
      LOG_VERBOSE: 1,
      LOG_NOTICE: 2,
      LOG_WARNING: 3,
      replicate_commands: (state) => {
        lua.lua_pushboolean(state, true);
        return 1;
      },
    };
  }

  /** `redis.call` and `redis.pcall`, which differ in what they do with an error reply. */
  #command(state: LuaState, onError: (text: string) => number): number {
    const words = this.#words(state);
    if (typeof words === 'string') return onError(words);
    const name = (words[0] ?? '').toUpperCase();
    if (NOT_FROM_A_SCRIPT.has(name)) return onError('ERR This Redis command is not allowed from script');
    let reply: RedisReply;
    try {
      reply = this.#call(words);
    } catch (error) {
      if (!isPortError(error)) {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
        return this.#raise(state, this.#failure.message);
      }
      if (error.message.startsWith('ERR unknown command'))
        return onError('ERR Unknown Redis command called from script');
      if (error.message.startsWith('ERR wrong number of arguments'))
        return onError('ERR Wrong number of args calling Redis command from script');
      return onError(error.message);
    }
    if (reply === 'OK' && answersWithStatus(name, words)) this.#pushField(state, 'ok', 'OK');
    else if (reply === 'PONG' && name === 'PING' && words.length === 1) this.#pushField(state, 'ok', 'PONG');
    else this.#pushReply(state, reply);
    return 1;
  }

  /** The words of a command, or what is wrong with them. */
  #words(state: LuaState): readonly string[] | string {
    const { lua } = this.#library;
    const count = lua.lua_gettop(state);
    if (count === 0) return 'ERR Please specify at least one argument for this redis lib call';
    const words: string[] = [];
    for (let index = 1; index <= count; index += 1) {
      const type = lua.lua_type(state, index);
      if (type === lua.LUA_TNUMBER) words.push(formatGeneral(lua.lua_tonumber(state, index), 17));
      else if (type === lua.LUA_TSTRING) words.push(this.#text(state, index));
      else return 'ERR Lua redis lib command arguments must be strings or integers';
    }
    return words;
  }

  #text(state: LuaState, index: number): string {
    try {
      return textAt(this.#library, state, index) ?? '';
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#gap('bytes that are no UTF-8 text');
      return '';
    }
  }

  #pushField(state: LuaState, field: 'ok' | 'err', text: string): void {
    this.#library.lua.lua_createtable(state, 0, 1);
    const tables = new LuaTables(this.#library, state);
    tables.set(field, () => tables.text(text));
  }

  /** Raises an error table, as the server does for the error reply of a command. */
  #raise(state: LuaState, text: string): never {
    this.#pushField(state, 'err', text);
    return this.#library.lua.lua_error(state);
  }

  #pushReply(state: LuaState, reply: RedisReply): void {
    const { lua, lauxlib } = this.#library;
    if (reply === null) lua.lua_pushboolean(state, false);
    else if (typeof reply === 'number') lua.lua_pushnumber(state, reply);
    else if (typeof reply === 'string') lua.lua_pushstring(state, this.#library.to_luastring(reply));
    else {
      lauxlib.luaL_checkstack(state, 3, null);
      lua.lua_createtable(state, reply.length, 0);
      reply.forEach((item, index) => {
        this.#pushReply(state, item);
        lua.lua_rawseti(state, -2, index + 1);
      });
    }
  }

  /** The value at the top as the server would answer it; it is left there. */
  #toReply(): RedisReply {
    const { lua } = this.#library;
    const state = this.#state;
    switch (lua.lua_type(state, -1)) {
      case lua.LUA_TSTRING:
        return this.#text(state, -1);
      case lua.LUA_TNUMBER:
        return integerReply(lua.lua_tonumber(state, -1));
      case lua.LUA_TBOOLEAN:
        return lua.lua_toboolean(state, -1) ? 1 : null;
      case lua.LUA_TTABLE:
        return this.#tableReply();
      default:
        return null;
    }
  }

  #tableReply(): RedisReply {
    const { lua, lauxlib } = this.#library;
    const state = this.#state;
    lauxlib.luaL_checkstack(state, 2, null);
    const error = this.#field('err');
    if (error !== undefined) throw replyError(error);
    const status = this.#field('ok');
    if (status !== undefined) return status;
    const items: RedisReply[] = [];
    for (let index = 1; ; index += 1) {
      const type = lua.lua_rawgeti(state, -1, index);
      // The server stops at the first hole.
      if (type === lua.LUA_TNIL) break;
      items.push(this.#toReply());
      lua.lua_settop(state, -2);
    }
    lua.lua_settop(state, -2);
    return items;
  }

  /** A text in a field of the table at the top. */
  #field(name: string): string | undefined {
    const { lua } = this.#library;
    this.#tables.get(name);
    const text = lua.lua_type(this.#state, -1) === lua.LUA_TSTRING ? this.#text(this.#state, -1) : undefined;
    lua.lua_settop(this.#state, -2);
    return text;
  }

  #errorText(): string {
    const { lua, lauxlib } = this.#library;
    const state = this.#state;
    if (lua.lua_type(state, -1) === lua.LUA_TTABLE) return this.#field('err') ?? 'ERR unknown error';
    lauxlib.luaL_tolstring(state, -1);
    const text = this.#text(state, -1);
    if (text.includes('has no integer representation'))
      this.#gap('a whole number of more than 32 bits in string.format');
    return `ERR ${text}`;
  }

  /** `value`, unless something ended the run that no script may catch. */
  #finished<T>(value: T): T {
    if (this.#failure !== undefined) throw this.#failure;
    return value;
  }

  #gap(what: string): void {
    this.#failure ??= new Error(
      `A Lua script needs ${what}, which the simulated Redis does not have. Give the script a TypeScript twin with ` +
        'defineScript({ name, lua, numberOfKeys, twin }), or run the adapter on a real testbed.',
    );
  }
}

function answersWithStatus(name: string, words: readonly string[]): boolean {
  if (name === 'SETEX' || name === 'PSETEX') return true;
  return name === 'SET' && !words.slice(3).some((word) => word.toUpperCase() === 'GET');
}

function replyError(message: string): PortError {
  return new PortError('REPLY', message, 'EVAL');
}
