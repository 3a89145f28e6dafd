/**
 * The runner's side of the reaper: tell it what was started, and it is removed when the runner dies, also by SIGKILL.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { distEntry } from './dist-entry.ts';

export type ReaperLine =
  | { readonly started: number }
  | { readonly ended: number }
  | { readonly folder: string }
  | { readonly removed: string }
  | { readonly label: string }
  | { readonly unlabel: string };

export class Reaper {
  readonly #pipe: Writable;
  readonly #pids = new Set<number>();
  readonly #folders = new Set<string>();
  readonly #atExit = (): void => this.#sweep();

  constructor() {
    const child = spawn(process.execPath, [distEntry('src/testbed/real/reaper.js')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.unref();
    this.#pipe = child.stdin;
    this.#pipe.on('error', () => undefined);
    if (this.#pipe instanceof Socket) this.#pipe.unref();
    process.on('exit', this.#atExit);
  }

  /** A process that must not outlive the runner. */
  started(pid: number): void {
    this.#pids.add(pid);
    this.#tell({ started: pid });
  }

  /** It ended; its number may belong to someone else from now on. */
  ended(pid: number): void {
    this.#pids.delete(pid);
    this.#tell({ ended: pid });
  }

  /** A temporary folder. */
  folder(path: string): void {
    this.#folders.add(path);
    this.#tell({ folder: path });
  }

  /** Removes a temporary folder now. */
  removeFolder(path: string): void {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    this.#folders.delete(path);
    this.#tell({ removed: path });
  }

  /** Containers and networks with this label. */
  label(label: string): void {
    this.#tell({ label });
  }

  unlabel(label: string): void {
    this.#tell({ unlabel: label });
  }

  /** Everything was removed in an orderly way; the reaper finds an empty list and ends. */
  close(): void {
    process.off('exit', this.#atExit);
    this.#sweep();
    this.#pipe.end();
  }

  #tell(line: ReaperLine): void {
    this.#pipe.write(`${JSON.stringify(line)}\n`);
  }

  #sweep(): void {
    for (const pid of this.#pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}
