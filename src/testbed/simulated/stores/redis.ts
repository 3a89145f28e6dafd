/**
 * The model of a Redis server: one transition function over keys with values and deadlines, with the server's replies to
 * the letter. `test/differential/redis-model.test.ts` holds it against a real server.
 *
 * Expiry is logical: a key is gone at the first microsecond after its deadline, not when it is next touched. The owner of
 * the model calls `expireDue` at `nextExpiryUs`, so that the end of a lease is a change at its own time.
 */
import type { ProcessId } from '../../../../spec/history.ts';
import type { RedisReply, RedisScript, ScriptCommand } from '../../../ports/redis.ts';
import type { ChangeCause, KeyChange } from '../../change-batch.ts';
import { checkLua, interpretLua, type CallFromLua, type ScriptRun } from './lua-interpreter.ts';
import { executeCommand } from './redis-commands.ts';
import { RedisKeyspace, type Entry } from './redis-keyspace.ts';
import { isScripting, RedisScripts } from './redis-scripts.ts';

/**
 * Told of every atomic step that changed keys: all its changes in order, why, whose command it was, and when by the
 * server's wall clock.
 */
export type OnRedisChanges = (
  changes: readonly KeyChange[],
  cause: ChangeCause,
  by: ProcessId | undefined,
  wallUs: number,
) => void;

/** A word of a command; numbers are sent as their decimal text. */
export type RedisWord = string | number;

/** One server. All times are microseconds on the server's own wall clock. */
export class RedisModel {
  readonly #onChanges: OnRedisChanges;
  readonly #keys: RedisKeyspace = new RedisKeyspace();
  readonly #scripts: RedisScripts = new RedisScripts();

  /** Time stands still in a script, but it may give a key a deadline that has passed already. */
  #scriptUs = 0;
  readonly #callFromScript: ScriptCommand = (...command) => {
    return this.#callFromLua(asWords(command));
  };
  readonly #callFromLua: CallFromLua = (command) => {
    this.#keys.removeDue(Math.floor(this.#scriptUs / 1000));
    return this.#run(command, this.#scriptUs);
  };

  constructor(onChanges: OnRedisChanges) {
    this.#onChanges = onChanges;
  }

  /**
   * Runs one command as process `by`. Throws a `PortError` of code `REPLY` where the server answers with an error, and a
   * plain `Error` where the model cannot know what the server would do.
   */
  execute(command: readonly RedisWord[], by: ProcessId | undefined, nowUs: number): RedisReply {
    const words = asWords(command);
    if (isScripting(words[0])) return this.#evaluate(words, by, nowUs);
    this.expireDue(nowUs);
    const reply = this.#run(words, nowUs);
    this.#report('command', by, nowUs);
    return reply;
  }

  /** Makes the twin of a script known to `EVAL`. */
  knowScript(script: RedisScript): void {
    this.#scripts.know(script);
  }

  /** Runs a script as one atomic step: its twin where it has one, else its Lua. */
  runScript(
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisWord[],
    by: ProcessId | undefined,
    nowUs: number,
  ): RedisReply {
    const { twin, lua } = script;
    if (twin === undefined) return this.#interpret({ lua, keys, args: asWords(args) }, by, nowUs);
    this.#scripts.know(script);
    this.#scripts.ran(lua);
    this.#stopTime(nowUs);
    try {
      return twin(this.#callFromScript, keys, asWords(args));
    } finally {
      this.#report('command', by, nowUs);
    }
  }

  /** Removes what is past its deadline. To be called at `nextExpiryUs`, and whenever the server's clock was stepped. */
  expireDue(nowUs: number): void {
    const nowMs = Math.floor(nowUs / 1000);
    if (this.#keys.nextDeadlineMs >= nowMs) return;
    this.#keys.removeDue(nowMs);
    this.#report('expired', undefined, nowUs);
  }

  /** When the next key expires; `Infinity` where none does. */
  nextExpiryUs(): number {
    // A key lives through the whole millisecond of its deadline.
    return (this.#keys.nextDeadlineMs + 1) * 1000;
  }

  /** The server process ends and starts again. Deadlines are points of the wall clock, so kept data go on expiring. */
  restart(keepData: boolean, nowUs: number): void {
    this.#scripts.forget();
    if (!keepData) {
      this.#keys.clear();
      this.#report('lost', undefined, nowUs);
    }
    this.expireDue(nowUs);
  }

  /** Another server takes over with these keys. Tells of it as of a loss, also where every key is as it was. */
  takeOver(entries: ReadonlyMap<string, Entry>, nowUs: number): void {
    this.#scripts.forget();
    this.#keys.replace(entries, Math.floor(nowUs / 1000));
    this.#onChanges(this.#keys.takeChanges(), 'lost', undefined, nowUs);
  }

  #evaluate(words: readonly string[], by: ProcessId | undefined, nowUs: number): RedisReply {
    if (words[0] === 'SCRIPT' || words[0] === 'script') return this.#scripts.administer(words);
    const { lua, script, keys, args } = this.#scripts.read(words);
    if (script?.twin !== undefined) return this.runScript(script, keys, args, by, nowUs);
    return this.#interpret({ lua, keys, args }, by, nowUs);
  }

  /** Only the clock itself is finer than the milliseconds that keys know. */
  #run(words: readonly string[], nowUs: number): RedisReply {
    if (words.length === 1 && (words[0] === 'TIME' || words[0]?.toUpperCase() === 'TIME'))
      return [String(Math.floor(nowUs / 1e6)), String(Math.floor(nowUs % 1e6))];
    return executeCommand(this.#keys, words, Math.floor(nowUs / 1000));
  }

  #interpret(script: Omit<ScriptRun, 'call'>, by: ProcessId | undefined, nowUs: number): RedisReply {
    // What does not compile is not kept by the server; what fails when it runs is.
    checkLua(script.lua);
    this.#scripts.ran(script.lua);
    this.#stopTime(nowUs);
    try {
      return interpretLua({ ...script, call: this.#callFromLua });
    } finally {
      this.#report('command', by, nowUs);
    }
  }

  /** A script is one step: time stands still in it, and what it wrote before it threw stays written, as on the server. */
  #stopTime(nowUs: number): void {
    this.expireDue(nowUs);
    this.#scriptUs = nowUs;
  }

  #report(cause: ChangeCause, by: ProcessId | undefined, nowUs: number): void {
    const changes = this.#keys.takeChanges();
    if (changes.length > 0) this.#onChanges(changes, cause, by, nowUs);
  }
}

/** The command itself where it is text already, which it nearly always is. */
function asWords(command: readonly RedisWord[]): readonly string[] {
  return isText(command) ? command : command.map((word) => (typeof word === 'string' ? word : String(word)));
}

function isText(command: readonly RedisWord[]): command is readonly string[] {
  for (let place = 0; place < command.length; place += 1) if (typeof command[place] !== 'string') return false;
  return true;
}
