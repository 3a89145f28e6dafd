/** Fresh processes: what is measured in one is cold, and its memory is its own. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs test/bench/checker/process.ts, compiled beside this program, and reads the object that it prints. */
export function inFreshProcess<T>(...args: readonly string[]): T {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'process.js');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${args[0] ?? ''} ended with ${status ?? 'a signal'}: ${stderr.trim()}`);
  return JSON.parse(stdout) as T;
}
