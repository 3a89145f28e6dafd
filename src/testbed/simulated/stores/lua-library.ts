/**
 * Fengari, a Lua 5.3 written in JavaScript, loaded when the first script without a twin is run, and bent to what the Lua
 * 5.1 of Redis does with numbers: every number is a double, and a whole one is written without a fraction.
 */
import { createRequire } from 'node:module';
import { withPlatform } from '../globals.ts';
import { formatGeneral } from './lua-numbers.ts';

/** A Lua state; nothing but fengari looks into it. */
export type LuaState = object;
export type LuaFunction = (state: LuaState) => number;
/** Lua's strings are bytes. */
export type LuaText = Uint8Array;

/** The functions of Lua's C interface that the interpreter uses; their meaning is that of the Lua manual. */
export interface LuaApi {
  readonly LUA_REGISTRYINDEX: number;
  readonly LUA_TNIL: number;
  readonly LUA_TBOOLEAN: number;
  readonly LUA_TNUMBER: number;
  readonly LUA_TSTRING: number;
  readonly LUA_TTABLE: number;
  readonly LUA_OK: number;
  readonly LUA_MULTRET: number;
  lua_createtable(state: LuaState, items: number, fields: number): void;
  lua_error(state: LuaState): never;
  lua_gettop(state: LuaState): number;
  lua_insert(state: LuaState, index: number): void;
  lua_pcall(state: LuaState, args: number, results: number, handler: number): number;
  lua_pushboolean(state: LuaState, value: boolean): void;
  lua_pushcfunction(state: LuaState, value: LuaFunction): void;
  lua_pushnil(state: LuaState): void;
  lua_pushnumber(state: LuaState, value: number): void;
  lua_pushstring(state: LuaState, value: LuaText): void;
  lua_pushvalue(state: LuaState, index: number): void;
  lua_rawget(state: LuaState, index: number): number;
  lua_rawgeti(state: LuaState, index: number, key: number): number;
  lua_rawlen(state: LuaState, index: number): number;
  lua_rawset(state: LuaState, index: number): void;
  lua_rawseti(state: LuaState, index: number, key: number): void;
  lua_setmetatable(state: LuaState, index: number): void;
  lua_settop(state: LuaState, index: number): void;
  lua_setupvalue(state: LuaState, index: number, upvalue: number): unknown;
  lua_toboolean(state: LuaState, index: number): boolean;
  lua_tonumber(state: LuaState, index: number): number;
  lua_tostring(state: LuaState, index: number): LuaText | null;
  lua_type(state: LuaState, index: number): number;
}

export interface LuaAuxiliary {
  luaL_checknumber(state: LuaState, index: number): number;
  luaL_checkstack(state: LuaState, slots: number, message: null): void;
  luaL_loadbuffer(state: LuaState, code: LuaText, size: number, name: LuaText): number;
  luaL_newstate(): LuaState;
  luaL_ref(state: LuaState, table: number): number;
  luaL_requiref(state: LuaState, name: LuaText, open: LuaFunction, global: boolean): void;
  luaL_tolstring(state: LuaState, index: number): LuaText;
  luaL_where(state: LuaState, level: number): void;
}

export interface LuaLibrary {
  readonly lua: LuaApi;
  readonly lauxlib: LuaAuxiliary;
  readonly lualib: {
    readonly luaopen_base: LuaFunction;
    readonly luaopen_string: LuaFunction;
    readonly luaopen_table: LuaFunction;
    readonly luaopen_math: LuaFunction;
  };
  to_luastring(text: string): LuaText;
  /** Throws a `RangeError` for bytes that are no UTF-8. */
  to_jsstring(text: LuaText): string;
}

/** What is changed of fengari's insides; the version is pinned because of them. */
interface Configuration {
  LUA_COMPAT_FLOATSTRING: boolean;
  lua_number2str(value: number): string;
}

interface Value {
  readonly value: number;
  ttisinteger(): boolean;
  setfltvalue(value: number): void;
}

interface Objects {
  luaO_str2num(text: LuaText, target: Value): number;
}

let loaded: LuaLibrary | undefined;

/** The interpreter, loaded once a process. */
export function luaLibrary(): LuaLibrary {
  loaded ??= withPlatform(load);
  return loaded;
}

function load(): LuaLibrary {
  const require = createRequire(import.meta.url);
  // The others copy the configuration while they load, so it comes first, after the definitions that it leans on.
  require('fengari/src/defs.js');
  const configuration = require('fengari/src/luaconf.js') as Configuration;
  configuration.LUA_COMPAT_FLOATSTRING = true;
  configuration.lua_number2str = (value) => formatGeneral(value, 14);
  const library = require('fengari') as LuaLibrary;
  const objects = require('fengari/src/lobject.js') as Objects;
  const original = objects.luaO_str2num;
  // Fengari's integers have 32 bits and wrap around: none may come from a text, be it of a script or of a value.
  objects.luaO_str2num = (text, target) => {
    const end = original(text, target);
    if (end !== 0 && target.ttisinteger()) target.setfltvalue(wholeNumber(text, target.value));
    return end;
  };
  return { ...library, to_luastring: remembered(library.to_luastring) };
}

/** Keys, ids and words of commands come again and again; Lua copies the bytes that it is given. */
function remembered(convert: (text: string) => LuaText): (text: string) => LuaText {
  const known = new Map<string, LuaText>();
  return (text) => {
    let bytes = known.get(text);
    if (bytes === undefined) {
      if (known.size >= REMEMBERED_MAX) known.clear();
      bytes = convert(text);
      known.set(text, bytes);
    }
    return bytes;
  };
}

const REMEMBERED_MAX = 1000;

/** A hexadecimal numeral has wrapped around already. */
function wholeNumber(text: LuaText, value: number): number {
  const numeral = /^\s*(-?)(0x[0-9a-f]+)/i.exec(String.fromCharCode(...text.subarray(0, 64)));
  return numeral === null ? value : Number(numeral[2]) * (numeral[1] === '-' ? -1 : 1);
}
