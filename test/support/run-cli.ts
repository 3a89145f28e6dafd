/** Runs the built command line as scripts do, and tells what came of it. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const main = resolve('dist/src/cli/main.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  readonly cwd: string;
  /** On top of the environment of the tests, without what would colour or name binaries. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A program, with its arguments, that is to run node: `setpriv`, a shell that sets limits. */
  readonly through?: readonly string[];
  /** In a process group of its own, as a shell at a terminal starts it. */
  readonly hasOwnGroup?: true;
  /** Called with everything so far whenever something is written on stderr; the id is that of the process that was started. */
  readonly onStderr?: (text: string, pid: number) => void;
}

export function runCli(
  args: readonly string[],
  { cwd, environment = {}, through = [], hasOwnGroup, onStderr }: CliRun,
): Promise<Ended> {
  const [program = process.execPath, ...rest] = [...through, process.execPath, main, ...args];
  return new Promise((settle, reject) => {
    const child = spawn(program, rest, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: hasOwnGroup === true,
      env: { ...process.env, CI: '', ...environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (child.pid !== undefined) onStderr?.(stderr, child.pid);
    });
    child.on('error', reject);
    child.on('close', (code) => settle({ code, stdout, stderr }));
  });
}
