/** The table of definite errors: what is certainly without effect, and everything that is not. */
import { describe, expect, test } from 'vitest';
import { classifyRedisError, isPortError, PortError, REDIS_ERROR_REPLIES } from '../../../src/ports/redis-errors.ts';

/** As ioredis builds it. */
function replyError(message: string, command?: string): Error {
  const error = Object.assign(
    new Error(message),
    command === undefined ? {} : { command: { name: command, args: [] } },
  );
  error.name = 'ReplyError';
  return error;
}

describe('classifyRedisError', () => {
  test.each([
    [new PortError('NOT_SENT', 'no connection', 'SET'), 'fail'],
    [new PortError('TIMEOUT', 'no answer', 'SET'), 'info'],
    [new PortError('DISCONNECTED', 'gone', 'SET'), 'info'],
    [new PortError('ABORTED', 'given up', 'SET'), 'info'],
    [new PortError('REPLY', 'ERR syntax error', 'SET'), 'fail'],
    [replyError('WRONGTYPE Operation against a key holding the wrong kind of value', 'incr'), 'fail'],
    [replyError('SOMETHINGNEW happened', 'set'), 'info'],
    [replyError('UNKILLABLE Sorry', 'set'), 'info'],
    [new Error("Stream isn't writeable and enableOfflineQueue options is false"), 'fail'],
    [new Error('Connection is closed.'), 'info'],
    [new Error('Command timed out'), 'info'],
    ['a string', 'info'],
    [undefined, 'info'],
  ] as const)('%s is %s', (error, outcome) => {
    expect(classifyRedisError(error)).toBe(outcome);
  });

  test.each(REDIS_ERROR_REPLIES)('$reply to a plain command is $outcome: $reason', ({ reply, outcome }) => {
    expect(classifyRedisError(new PortError('REPLY', `${reply} some words`, 'SET'))).toBe(outcome);
  });

  test.each([
    ['NOSCRIPT No matching script.', 'fail'],
    ['ERR Error compiling script (new function): user_script:1: syntax error', 'fail'],
    ['BUSY Redis is busy running a script.', 'fail'],
    [
      'ERR value is not an integer or out of range script: 0123456789012345678901234567890123456789, on @user_script:1.',
      'info',
    ],
    ['WRONGTYPE of my own', 'info'],
    ['ERR Error running script (call to f_1): @user_script:1: whatever', 'info'],
  ] as const)('in answer to EVAL, "%s" is %s', (message, outcome) => {
    expect(classifyRedisError(new PortError('REPLY', message, 'EVAL'))).toBe(outcome);
    expect(classifyRedisError(replyError(message, 'eval'))).toBe(outcome);
    // Nothing says that it was not a script.
    expect(classifyRedisError(replyError(message))).toBe(outcome);
  });
});

describe('PortError', () => {
  test('is recognised by its brand', () => {
    const error = new PortError('TIMEOUT', 'no answer', 'GET');
    expect(error).toBeInstanceOf(Error);
    expect(isPortError(error)).toBe(true);
    expect(isPortError({ isScrutineerPortError: true })).toBe(true);
    expect(isPortError(new Error('no answer'))).toBe(false);
  });
});
