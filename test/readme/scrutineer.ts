/** Runs the command line as a reader would, and keeps what it prints. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './pages.ts';

const main = join(root, 'dist', 'src', 'cli', 'main.js');

export interface Outcome {
  readonly code: number;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** Runs a Node program in `cwd`. */
export function runNode(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, output: stdout + stderr });
    });
  });
}

/** `scrutineer ...args` in `cwd`. */
export function scrutineer(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return runNode(cwd, main, ...args);
}

const helps = new Map<string, Promise<Outcome>>();

/** What a command says of itself, asked once. */
export function helpOf(name: string): Promise<Outcome> {
  const help = helps.get(name) ?? scrutineer(root, name, '--help');
  helps.set(name, help);
  return help;
}

/** A folder within the package, so that `scrutineer/adapter` means this package, as for a reader who installed it. */
export async function readersFolder(): Promise<string> {
  const parent = join(root, 'dist', 'readme');
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, 'run-'));
}
