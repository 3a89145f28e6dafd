/**
 * The one loader of adapters, for the command line, the workers of the simulation, the candidate hosts and vitest.
 *
 * Functions do not cross into workers and child processes, so an adapter is always named by a path or URL and loaded
 * anew where it runs. JavaScript is imported as it is. TypeScript goes through jiti, because not every supported Node
 * strips types, and none does so inside node_modules.
 */
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import type { ElectionAdapter } from './adapter.ts';
import { checkAdapter } from './adapter-shape.ts';
import { AdapterError } from './adapter-error.ts';
import { loadProblem } from './load-problem.ts';

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'] as const;

/**
 * Loads an adapter and checks its shape.
 *
 * `place` is a file, a folder with an `adapter.ts` (or `.js` ...) in it, or a file URL; a relative path counts from the
 * working directory. Throws `AdapterError`, whose message names the file, the field, what was expected, what was found
 * and what to do.
 */
export async function loadAdapter(place: string | URL): Promise<ElectionAdapter> {
  const file = adapterFile(place);
  const exported = await importDefault(file);
  checkAdapter(exported, file);
  return exported;
}

/** The absolute path of the file that `loadAdapter` would load. Throws `AdapterError` when there is none. */
export function adapterFile(place: string | URL): string {
  const path = pathOf(place);
  if (!existsSync(path)) {
    throw new AdapterError({
      file: path,
      expected: 'a file or a folder',
      found: 'nothing there',
      next: 'Check the path; it is taken from the folder in which the command runs.',
    });
  }
  if (!statSync(path).isDirectory()) {
    if (extensions.some((extension) => path.endsWith(extension)) && !path.endsWith('.d.ts')) return path;
    throw new AdapterError({
      file: path,
      expected: `a file that ends in ${extensions.join(' ')}`,
      found: 'another kind of file',
      next: 'Name the file whose default export is the adapter.',
    });
  }
  const inside = extensions.map((extension) => join(path, `adapter${extension}`)).find((each) => existsSync(each));
  if (inside !== undefined) return inside;
  throw new AdapterError({
    file: path,
    expected: 'adapter.ts (or .mts .cts .js .mjs .cjs) in this folder',
    found: 'none',
    next: 'Name the file itself, rename it, or begin a new adapter with `npx scrutineer init`.',
  });
}

function pathOf(place: string | URL): string {
  if (place instanceof URL || place.startsWith('file:')) return fileURLToPath(place);
  return isAbsolute(place) ? place : resolve(place);
}

async function importDefault(file: string): Promise<unknown> {
  let module: unknown;
  try {
    module = /\.[cm]?ts$/.test(file) || !resolvesContract(file) ? await importByJiti(file) : await importByNode(file);
  } catch (error) {
    throw new AdapterError(loadProblem(await withPlace(error, file), file), { cause: error });
  }
  return defaultOf(module);
}

/** Node keeps to itself where a syntax error is; jiti says it, and runs nothing of a file that it cannot parse. */
async function withPlace(error: unknown, file: string): Promise<unknown> {
  if (!(error instanceof SyntaxError)) return error;
  try {
    await importByJiti(file);
    return error;
  } catch (placed) {
    return placed;
  }
}

function importByNode(file: string): Promise<unknown> {
  return import(/* @vite-ignore */ pathToFileURL(file).href);
}

/** Adapters outside of this package, in a folder that does not have it installed, get this very package's contract. */
function importByJiti(file: string): Promise<unknown> {
  const jiti = createJiti(import.meta.url, {
    alias: resolvesContract(file) ? {} : { 'scrutineer/adapter': contractFile() },
    interopDefault: false,
  });
  return jiti.import(file);
}

/** Whether `scrutineer/adapter` can be found from where the adapter is: by self-reference or in a node_modules. */
function resolvesContract(file: string): boolean {
  try {
    return existsSync(createRequire(file).resolve('scrutineer/adapter'));
  } catch {
    return false;
  }
}

/** The module of the contract beside this one: TypeScript in the sources, JavaScript when built. */
function contractFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./adapter.${extension}`, import.meta.url));
}

/**
 * The default export. A CommonJS module that was compiled from ESM has it one level deeper, and one that jiti required is
 * itself what it exports.
 */
function defaultOf(module: unknown): unknown {
  const outer = defaultExport(module);
  if (outer === undefined && has(module, 'createCandidate')) return module;
  return has(outer, '__esModule') ? defaultExport(outer) : outer;
}

function defaultExport(module: unknown): unknown {
  return has(module, 'default') ? module.default : undefined;
}

function has<K extends string>(value: unknown, key: K): value is Readonly<Record<K, unknown>> {
  return typeof value === 'object' && value !== null && key in value;
}
