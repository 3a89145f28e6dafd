/** Porcupine, built from its Go module in test/bench/porcupine, outside of the tree. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JudgedRounds } from './judged.ts';

export interface Porcupine {
  /** Its version, and that of Go. */
  readonly title: string;
  /** A fresh process: judges every file `rounds` times. */
  etcdLogs(files: readonly string[], rounds: number): JudgedRounds;
  /** A fresh process: judges every file once, for at most `timeoutMs` each. */
  fencedLocks(files: readonly string[], timeoutMs: number): JudgedRounds;
}

/** Builds it into `folder`, or says why it is not to be had. */
export function buildPorcupine(folder: string): Porcupine | { readonly why: string } {
  const go = ['go', '/usr/local/go/bin/go'].find(answers);
  if (go === undefined) return { why: 'there is no Go on this machine: our own figures follow' };
  const binary = join(folder, 'porcupine');
  try {
    execFileSync(go, ['build', '-trimpath', '-o', binary, '.'], {
      cwd: join('test', 'bench', 'porcupine'),
      env: { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (failure) {
    return { why: `Go cannot build it: ${failure instanceof Error ? failure.message : String(failure)}` };
  }
  const run = (...args: readonly string[]): JudgedRounds & Versions =>
    JSON.parse(execFileSync(binary, [...args], { encoding: 'utf8', maxBuffer: 2 ** 28 })) as JudgedRounds & Versions;
  const { porcupine, go: goVersion } = JSON.parse(execFileSync(binary, ['version'], { encoding: 'utf8' })) as Versions;
  return {
    title: `Porcupine ${porcupine} (${goVersion}, one thread, with a hash of the state)`,
    etcdLogs: (files, rounds) => run('etcd-log', String(rounds), ...files),
    fencedLocks: (files, timeoutMs) => run('fenced-lock', String(timeoutMs), ...files),
  };
}

interface Versions {
  readonly porcupine: string;
  readonly go: string;
}

function answers(go: string): boolean {
  if (go.includes('/') && !existsSync(go)) return false;
  try {
    execFileSync(go, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
