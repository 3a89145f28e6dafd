import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
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
      `${path}: nothing is there. Expected the folder of a run; reports/latest is the last one.`,
    );
  const folder = folderOf(path);
  if (folder === undefined) {
    throw new CommandError(
      exitCodes.malformed,
      `${path}: expected the folder of a run, or run.json or report.html in it; found another file. Name the folder; reports/latest is the last run.`,
    );
  }
  if (existsSync(join(folder, 'run.json'))) return folder;
  throw new CommandError(
    exitCodes.malformed,
    `${folder}: expected the folder of a run, with run.json in it; there is none. A run that was killed writes none; reports/latest is the last one that ended.`,
  );
}

/** Undefined where it is a file that belongs to no run. */
function folderOf(path: string): string | undefined {
  if (statSync(path).isDirectory()) return path;
  if (basename(path) === 'latest') return resolve(dirname(path), readFileSync(path, 'utf8').trim());
  return existsSync(join(dirname(path), 'run.json')) ? dirname(path) : undefined;
}
