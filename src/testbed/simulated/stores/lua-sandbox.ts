/**
 * What a script of Redis finds around it: the libraries of Lua 5.1 as far as they are pure, none of which it can change.
 * What the server has and the simulation has not is a gap, told as such rather than as an error of the script.
 */
import type { LuaFunction, LuaLibrary, LuaState } from './lua-library.ts';

/** Of each library: what is kept of fengari's, and what the server has besides. */
interface Names {
  readonly kept: readonly string[];
  readonly missing: readonly string[];
}

const BASE: Names = {
  kept: words(
    'assert error getmetatable ipairs next pairs rawequal rawget rawset select setmetatable tonumber tostring type',
  ),
  missing: words('cjson cmsgpack bit struct os loadstring load collectgarbage coroutine newproxy gcinfo xpcall'),
};

const LIBRARIES: Readonly<Record<'string' | 'table' | 'math', Names>> = {
  string: {
    kept: words('byte char find format gmatch gsub len lower match rep reverse sub upper'),
    missing: words('dump gfind'),
  },
  table: { kept: words('concat insert remove sort'), missing: words('foreach foreachi getn maxn setn') },
  math: {
    kept: words('abs acos asin ceil cos deg exp floor fmod log max min modf rad sin sqrt tan'),
    missing: words('atan atan2 cosh frexp ldexp log10 mod pow random randomseed sinh tanh'),
  },
};

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** Functions of the caller that scripts find: `redis` is a table of them. */
export interface SandboxOptions {
  readonly redis: Readonly<Record<string, ((state: LuaState) => number) | string | number>>;
  /** Told of something that the server has and the simulation has not; the script ends. */
  readonly onGap: (what: string) => void;
}

/** Reads and writes tables of one Lua state by name. */
export class LuaTables {
  readonly #library: LuaLibrary;
  readonly #state: LuaState;

  constructor(library: LuaLibrary, state: LuaState) {
    this.#library = library;
    this.#state = state;
  }

  text(value: string): void {
    this.#library.lua.lua_pushstring(this.#state, this.#library.to_luastring(value));
  }

  /** Pushes `table[name]` of the table at the top. */
  get(name: string): void {
    this.text(name);
    this.#library.lua.lua_rawget(this.#state, -2);
  }

  /** Sets `table[name]`, the table below the top, to the value that `push` pushes. */
  set(name: string, push: () => void): void {
    this.text(name);
    push();
    this.#library.lua.lua_rawset(this.#state, -3);
  }

  /** Raises an error of the script, with its place in front. */
  raise(message: string): never {
    const { lua, lauxlib } = this.#library;
    lauxlib.luaL_where(this.#state, 1);
    const place = this.#library.to_jsstring(lua.lua_tostring(this.#state, -1) ?? this.#library.to_luastring(''));
    this.text(place + message);
    return lua.lua_error(this.#state);
  }
}

/** Builds the environment of scripts and leaves on the stack the table of globals, and above it what a script sees of it. */
export function pushSandbox(library: LuaLibrary, state: LuaState, options: SandboxOptions): void {
  const { lua, lauxlib, lualib, to_luastring } = library;
  const tables = new LuaTables(library, state);
  const gaps = gapsOf(library, state, tables, options);
  lauxlib.luaL_requiref(state, to_luastring('_G'), lualib.luaopen_base, false);
  lua.lua_createtable(state, 0, 32);
  for (const name of BASE.kept) copy(library, state, tables, name);
  replace(library, state, tables, baseFunctions(library));
  tables.set('_VERSION', () => tables.text('Lua 5.1'));
  for (const name of ['string', 'table', 'math'] as const) {
    tables.set(name, () => {
      lauxlib.luaL_requiref(state, to_luastring(name), lualib[`luaopen_${name}`], false);
      lua.lua_createtable(state, 0, 16);
      const { kept, missing } = LIBRARIES[name];
      for (const each of kept) copy(library, state, tables, each);
      if (name === 'math') completeMath(library, state, tables);
      gaps.push(missing, `${name}.`);
      readOnly(library, state, tables);
      // Fengari's own table lies below.
      lua.lua_insert(state, -2);
      lua.lua_settop(state, -2);
    });
  }
  // Arguments are put here before each run, so that an error outside of one says what is missing.
  tables.set('redis', () => {
    lua.lua_createtable(state, 0, 16);
    for (const [name, value] of Object.entries(options.redis)) {
      tables.set(name, () => {
        if (typeof value === 'function') lua.lua_pushcfunction(state, value);
        else if (typeof value === 'number') lua.lua_pushnumber(state, value);
        else tables.text(value);
      });
    }
    gaps.push(words('setresp acl_check_cmd breakpoint debug'), 'redis.');
    readOnly(library, state, tables);
  });
  gaps.push(BASE.missing, '', (name) => `Script attempted to access nonexistent global variable '${name}'`);
  lua.lua_pushvalue(state, -1);
  readOnly(library, state, tables);
}

/** Sets functions of the table at the top. */
function replace(
  library: LuaLibrary,
  state: LuaState,
  tables: LuaTables,
  functions: Readonly<Record<string, LuaFunction>>,
): void {
  for (const [name, value] of Object.entries(functions))
    tables.set(name, () => library.lua.lua_pushcfunction(state, value));
}

/** Fengari rounds to integers of 32 bits, which wrap around when they are multiplied. */
function completeMath(library: LuaLibrary, state: LuaState, tables: LuaTables): void {
  const { lua, lauxlib } = library;
  const rounding =
    (round: (value: number) => number): LuaFunction =>
    (running) => {
      lua.lua_pushnumber(running, round(lauxlib.luaL_checknumber(running, 1)));
      return 1;
    };
  replace(library, state, tables, { floor: rounding(Math.floor), ceil: rounding(Math.ceil) });
  tables.set('pi', () => lua.lua_pushnumber(state, Math.PI));
  tables.set('huge', () => lua.lua_pushnumber(state, Infinity));
}

/** What Redis and Lua 5.1 do otherwise than Lua 5.3. */
function baseFunctions(library: LuaLibrary): Readonly<Record<string, LuaFunction>> {
  const { lua, lauxlib } = library;
  return {
    /** Redis hands the text of an error table to the caller, rather than the table. */
    pcall: (state) => {
      const status = lua.lua_pcall(state, lua.lua_gettop(state) - 1, lua.LUA_MULTRET, 0);
      if (status !== lua.LUA_OK && lua.lua_type(state, -1) === lua.LUA_TTABLE) {
        const tables = new LuaTables(library, state);
        tables.get('err');
        if (lua.lua_type(state, -1) !== lua.LUA_TSTRING) lua.lua_settop(state, -2);
      }
      if (status !== lua.LUA_OK) {
        lua.lua_pushboolean(state, false);
        lua.lua_insert(state, -2);
        return 2;
      }
      lua.lua_pushboolean(state, true);
      lua.lua_insert(state, 1);
      return lua.lua_gettop(state);
    },
    unpack: (state) => {
      const first = lua.lua_type(state, 2) === lua.LUA_TNUMBER ? lua.lua_tonumber(state, 2) : 1;
      const last = lua.lua_type(state, 3) === lua.LUA_TNUMBER ? lua.lua_tonumber(state, 3) : lua.lua_rawlen(state, 1);
      if (lua.lua_type(state, 1) !== lua.LUA_TTABLE)
        return new LuaTables(library, state).raise("bad argument #1 to 'unpack' (table expected)");
      const count = Math.max(0, last - first + 1);
      lauxlib.luaL_checkstack(state, count, null);
      for (let index = first; index <= last; index += 1) lua.lua_rawgeti(state, 1, index);
      return count;
    },
  };
}

/** Copies a member of the table below the top into the table at the top. */
function copy(library: LuaLibrary, state: LuaState, tables: LuaTables, name: string): void {
  const { lua } = library;
  tables.set(name, () => {
    tables.text(name);
    lua.lua_rawget(state, -4);
  });
}

interface Gaps {
  /** Lets what is not in the table at the top be a gap where it is `missing`; else nil, or the error that is given. */
  push(missing: readonly string[], prefix: string, error?: (name: string) => string): void;
}

function gapsOf(library: LuaLibrary, state: LuaState, tables: LuaTables, options: SandboxOptions): Gaps {
  const { lua } = library;
  return {
    push: (missing, prefix, error) => {
      lua.lua_createtable(state, 0, 1);
      tables.set('__index', () => {
        lua.lua_pushcfunction(state, (running) => {
          const name = textAt(library, running, 2) ?? '?';
          if (missing.includes(name)) {
            options.onGap(`${prefix}${name}`);
            return new LuaTables(library, running).raise(`${prefix}${name} is not simulated`);
          }
          if (error !== undefined) return new LuaTables(library, running).raise(error(name));
          lua.lua_pushnil(running);
          return 1;
        });
      });
      lua.lua_setmetatable(state, -2);
    },
  };
}

/** Replaces the table at the top by one that shows it and cannot be changed. */
function readOnly(library: LuaLibrary, state: LuaState, tables: LuaTables): void {
  const { lua } = library;
  lua.lua_createtable(state, 0, 0);
  lua.lua_insert(state, -2);
  // The stack: the empty table, the real one.
  lua.lua_createtable(state, 0, 2);
  lua.lua_insert(state, -2);
  tables.text('__index');
  lua.lua_insert(state, -2);
  lua.lua_rawset(state, -3);
  tables.set('__newindex', () => {
    lua.lua_pushcfunction(state, (running) =>
      new LuaTables(library, running).raise('Attempt to modify a readonly table'),
    );
  });
  lua.lua_setmetatable(state, -2);
}

/** The text at `index`; undefined for anything else. */
export function textAt(library: LuaLibrary, state: LuaState, index: number): string | undefined {
  const { lua } = library;
  if (lua.lua_type(state, index) !== lua.LUA_TSTRING) return undefined;
  const text = lua.lua_tostring(state, index);
  return text === null ? undefined : library.to_jsstring(text);
}
