/**
 * What an error of the Redis port means: `fail` is certainly without effect, `info` is everything else. When in doubt,
 * `info` is always safe: it only weakens what a history can prove, while a wrong `fail` invents violations.
 */

/**
 * - `TIMEOUT` no answer within the call's deadline; the command may still run later.
 * - `DISCONNECTED` the connection went away between request and answer.
 * - `ABORTED` the caller's signal fired after the request had left.
 * - `REPLY` the server answered with an error; `message` is the server's text.
 * - `NOT_SENT` no byte of the request has left this process.
 */
export type PortErrorCode = 'TIMEOUT' | 'DISCONNECTED' | 'ABORTED' | 'REPLY' | 'NOT_SENT';

/** A failed call of a port. */
export class PortError extends Error {
  readonly code: PortErrorCode;
  /** The command that failed, in upper case: `SET`. */
  readonly command: string;
  /** Recognises the error where `instanceof` would fail, because this module was loaded twice in a process. */
  readonly isScrutineerPortError: true = true;

  constructor(code: PortErrorCode, message: string, command: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PortError';
    this.code = code;
    this.command = command;
  }
}

/** Whether `error` is a `PortError`, also of another copy of this module. */
export function isPortError(error: unknown): error is PortError {
  return typeof error === 'object' && error !== null && 'isScrutineerPortError' in error;
}

/** One kind of error and what it says about the command's effect. */
export interface RedisErrorRow {
  /** First word of a server's error reply, in upper case. */
  readonly reply: string;
  readonly outcome: 'fail' | 'info';
  readonly reason: string;
}

/** Error replies of the server to a single command. A reply that is not listed is `info`. */
export const REDIS_ERROR_REPLIES: readonly RedisErrorRow[] = [
  { reply: 'ERR', outcome: 'fail', reason: 'a command checks its syntax and its arguments before it changes anything' },
  { reply: 'WRONGTYPE', outcome: 'fail', reason: 'the type of the key is checked before anything is changed' },
  { reply: 'NOSCRIPT', outcome: 'fail', reason: 'the script is not known, so nothing of it ran' },
  { reply: 'OOM', outcome: 'fail', reason: 'a command that needs memory is refused before it runs' },
  { reply: 'READONLY', outcome: 'fail', reason: 'a replica refuses writes before they run' },
  { reply: 'LOADING', outcome: 'fail', reason: 'the server loads its data and refuses commands until it is done' },
  { reply: 'BUSY', outcome: 'fail', reason: 'another script runs and this command was refused' },
  { reply: 'MISCONF', outcome: 'fail', reason: 'writes are refused while snapshots cannot be saved' },
  {
    reply: 'MASTERDOWN',
    outcome: 'fail',
    reason: 'a replica without its primary refuses commands that need fresh data',
  },
  { reply: 'NOREPLICAS', outcome: 'fail', reason: 'too few replicas are connected, which is checked before a write' },
  { reply: 'CLUSTERDOWN', outcome: 'fail', reason: 'the cluster does not serve the slot, so the command did not run' },
  { reply: 'MOVED', outcome: 'fail', reason: 'another node owns the slot and nothing ran here' },
  { reply: 'ASK', outcome: 'fail', reason: 'the key is being moved and nothing ran here' },
  { reply: 'TRYAGAIN', outcome: 'fail', reason: 'the slot is being moved and the command did not run' },
  { reply: 'CROSSSLOT', outcome: 'fail', reason: 'the keys live in different slots, which is checked first' },
  { reply: 'NOAUTH', outcome: 'fail', reason: 'the connection is not authenticated' },
  { reply: 'WRONGPASS', outcome: 'fail', reason: 'the connection could not be authenticated' },
  { reply: 'NOPERM', outcome: 'fail', reason: 'the user may not run the command' },
  { reply: 'NOPROTO', outcome: 'fail', reason: 'the protocol version was refused when the connection began' },
  {
    reply: 'EXECABORT',
    outcome: 'fail',
    reason: 'the transaction was thrown away because a command in it was malformed',
  },
  { reply: 'UNKILLABLE', outcome: 'info', reason: 'a script that has already written is running' },
  { reply: 'UNBLOCKED', outcome: 'info', reason: 'a blocked command was ended from outside' },
];

/** Error replies to `EVAL` that say that no line of the script ran; any other may come after some of its writes. */
const BEFORE_A_SCRIPT: ReadonlySet<string> = new Set([
  'NOSCRIPT',
  'LOADING',
  'BUSY',
  'NOAUTH',
  'NOPERM',
  'MOVED',
  'ASK',
  'CROSSSLOT',
  'CLUSTERDOWN',
  'MASTERDOWN',
]);

const SCRIPT_COMMANDS: ReadonlySet<string> = new Set(['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO', 'FCALL', 'FCALL_RO']);

/** A script that does not compile has not run. */
const SCRIPT_DID_NOT_COMPILE = /^ERR Error compiling script/;

/** How Redis marks an error that was raised by a line of a script (from 7.0, and before). */
const RAISED_BY_A_SCRIPT = /script: [0-9a-f]{40}|@user_script|Error running script/;

const ROW_OF_REPLY: ReadonlyMap<string, RedisErrorRow> = new Map(REDIS_ERROR_REPLIES.map((row) => [row.reply, row]));

/** What ioredis says when it gives a command back without having written it. */
const NEVER_WRITTEN = /^Stream isn't writeable and enableOfflineQueue options is false$/;

/** Whether a failed call certainly had no effect (`fail`) or not (`info`). Knows `PortError` and the errors of ioredis. */
export function classifyRedisError(error: unknown): 'fail' | 'info' {
  if (isPortError(error)) {
    if (error.code === 'NOT_SENT') return 'fail';
    return error.code === 'REPLY' ? classifyReply(error.message, error.command) : 'info';
  }
  if (!(error instanceof Error)) return 'info';
  if (error.name === 'ReplyError') return classifyReply(error.message, commandOfReplyError(error));
  return NEVER_WRITTEN.test(error.message) ? 'fail' : 'info';
}

function classifyReply(message: string, command: string | undefined): 'fail' | 'info' {
  const space = message.indexOf(' ');
  const code = space < 0 ? message : message.slice(0, space);
  if (SCRIPT_DID_NOT_COMPILE.test(message)) return 'fail';
  if (RAISED_BY_A_SCRIPT.test(message)) return 'info';
  // Without the command's name the reply may be a script's own, returned after it had written.
  if (command === undefined || SCRIPT_COMMANDS.has(command)) return BEFORE_A_SCRIPT.has(code) ? 'fail' : 'info';
  return ROW_OF_REPLY.get(code)?.outcome ?? 'info';
}

/** ioredis attaches the command to the error: `{ name: 'set', args: [...] }`. */
function commandOfReplyError(error: Error): string | undefined {
  const command: unknown = 'command' in error ? error.command : undefined;
  if (typeof command !== 'object' || command === null || !('name' in command)) return undefined;
  return typeof command.name === 'string' ? command.name.toUpperCase() : undefined;
}
