/** A candidate's durable storage: one file a name, in a folder that a restart keeps and a wipe deletes. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disk } from '../../../adapter.ts';

export class HostDisk implements Disk {
  readonly #folder: string;
  #writes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.#path(name), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Whole or not at all, also when the process is killed in the middle. */
  async write(name: string, content: string): Promise<void> {
    this.#writes += 1;
    const path = this.#path(name);
    const next = `${path}.${this.#writes}.next`;
    await mkdir(this.#folder, { recursive: true });
    const file = await open(next, 'w');
    try {
      await file.writeFile(content, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  }

  #path(name: string): string {
    return join(this.#folder, encodeURIComponent(name).replaceAll('.', '%2E'));
  }
}
