import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * The folder of the run that a path means: the folder itself, a report or run.json in it, or the file `latest` that
 * stands for a link. Throws `CommandError` where there is no run.
 */
export function runFolderOf(path: string): string {
  if (!existsSync(path))
    throw new CommandError(
      exitCodes.usage,
      `${path}: there is nothing. Expected the folder of a run; reports/latest is the last one.`,
    );
  const folder = folderOf(path);
  if (existsSync(join(folder, 'run.json'))) return folder;
  throw new CommandError(
    exitCodes.malformed,
    `${folder}: expected the folder of a run, with run.json in it; there is none. A run that was killed writes none.`,
  );
}

function folderOf(path: string): string {
  if (statSync(path).isDirectory()) return path;
  if (path.endsWith('latest')) return resolve(dirname(path), readFileSync(path, 'utf8').trim());
  return dirname(path);
}
