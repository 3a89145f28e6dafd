/**
 * What an adapter is made of: its file, what that imports by relative paths, and the versions of the packages that they
 * import. Names that are put together while the program runs cannot be followed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, extname, join, relative, resolve } from 'node:path';
import type { AdapterSources } from './certificate.ts';

/** Reads the files, beginning with the adapter's own, an absolute path. */
export function adapterSources(file: string): AdapterSources {
  const contents = new Map<string, Buffer>();
  const packages = new Map<string, string>();
  const open = [file];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (contents.has(path)) continue;
    const content = readFileSync(path);
    contents.set(path, content);
    for (const name of importedNames(content.toString('utf8'))) {
      if (name.startsWith('.')) {
        const imported = importedFile(dirname(path), name);
        if (imported !== undefined) open.push(imported);
      } else if (!isOurs(name)) {
        const root = packageName(name);
        packages.set(root, packageVersion(dirname(path), root));
      }
    }
  }
  const folder = dirname(file);
  const [first, ...others] = [...contents].map(([path, content]) => ({
    path: relative(folder, path).replaceAll('\\', '/'),
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  return {
    files: [...(first === undefined ? [] : [first]), ...others.sort((left, right) => compare(left.path, right.path))],
    packages: Object.fromEntries([...packages].sort(([left], [right]) => compare(left, right))),
  };
}

/** By code units, so that the order is the same everywhere. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Names in `import ... from '...'`, `export ... from '...'`, `import '...'`, `import('...')` and `require('...')`. */
function importedNames(text: string): readonly string[] {
  const pattern =
    /(?:\b(?:import|export)\b[\w*{}\s,$]*?\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;
  return [...text.matchAll(pattern)].flatMap(([, , name]) => (name === undefined ? [] : [name]));
}

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];

/** The file that a relative import means; TypeScript may be named by the ending that it will have when compiled. */
function importedFile(folder: string, name: string): string | undefined {
  const path = resolve(folder, name);
  const ending = extname(path);
  const compiled = /^\.[cm]?js$/.test(ending) ? [path.slice(0, -ending.length) + ending.replace('js', 'ts')] : [];
  const places = [
    path,
    ...compiled,
    ...extensions.map((each) => path + each),
    ...extensions.map((each) => join(path, `index${each}`)),
  ];
  return places.find((each) => existsSync(each) && statSync(each).isFile());
}

function isOurs(name: string): boolean {
  return name.startsWith('node:') || builtinModules.includes(name) || packageName(name) === 'scrutineer';
}

/** `@scope/name` of `@scope/name/part`. */
function packageName(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The version of a package as it is found from a folder; `not installed` where it is not. */
function packageVersion(folder: string, name: string): string {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  if (existsSync(manifest)) {
    const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    const version: unknown =
      typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined;
    return typeof version === 'string' ? version : 'unknown';
  }
  return dirname(folder) === folder ? 'not installed' : packageVersion(dirname(folder), name);
}
