/**
 * Finds the compiled file that a child process runs. Child processes always run from `dist/`, also when the parent
 * itself runs from the sources (under vitest).
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a compiled entry.
 * @param name below `dist/`, for instance `src/testbed/real/reaper.js`
 * @throws when the package was not built
 */
export function distEntry(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`scrutineer's own package.json was not found above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  const path = join(folder, 'dist', name);
  if (!existsSync(path)) throw new Error(`${path} is missing: build scrutineer first with \`npm run build\``);
  return path;
}
