import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes a folder and those above it. Node's own way of doing so never ends below a folder that refuses by saying that it is not there, such as /proc. */
export async function newFolder(path: string): Promise<void> {
  if (!existsSync(path) && dirname(path) !== path) await newFolder(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere || !(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory();
}
