/** Plants a variant: a copy of its base with the edits applied, which the loader of adapters takes like any other. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Base, Edit, Variant } from './variant.ts';

/** What a base consists of, from the root of the repository; the copy keeps these paths. */
const bases: Readonly<Record<Base, { readonly entry: string; readonly folders: readonly string[] }>> = {
  reference: { entry: 'adapters/redis-fencing/adapter.ts', folders: ['adapters/redis-fencing'] },
  'own-resource': {
    entry: 'test/mutants/own-resource/adapter.ts',
    folders: ['adapters/redis-fencing', 'test/mutants/own-resource'],
  },
};

/** The adapter of a base as it stands. */
export function baseUrl(root: string, base: Base): URL {
  return pathToFileURL(join(root, bases[base].entry));
}

/** Copies the base below `folder` and edits the copy. Throws where the text of an edit does not occur exactly once. */
export function plant(root: string, folder: string, { id, base, edits }: Variant): URL {
  const home = join(folder, id);
  for (const part of bases[base].folders) {
    mkdirSync(dirname(join(home, part)), { recursive: true });
    cpSync(join(root, part), join(home, part), { recursive: true });
  }
  for (const edit of edits) {
    const file = join(home, edit.file);
    writeFileSync(file, edited(readFileSync(file, 'utf8'), edit, id));
  }
  return pathToFileURL(join(home, bases[base].entry));
}

/** The text with the one place replaced. Throws where there is none, or more than one. */
export function edited(text: string, { file, replace, by }: Edit, id: string): string {
  const parts = text.split(replace);
  const [before, after] = parts;
  if (before !== undefined && after !== undefined && parts.length === 2) return before + by + after;
  throw new Error(
    `${id} does not apply: ${file} should contain the text below exactly once, and contains it ${parts.length - 1} times. ` +
      `Write the edit anew for the file as it is now.\n${replace}`,
  );
}
