/** Finds the adapters that a command means: named by path or shipped name, or those of the project. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { adapterFile } from '../load-adapter.ts';
import { parseJson } from '../schemas/malformed-input.ts';
import { packageRoot } from '../search/own-version.ts';
import type { AdapterReference } from '../testbed/testbed.ts';
import { CommandError } from './command-error.ts';
import { didYouMean } from './did-you-mean.ts';
import { exitCodes } from './exit-codes.ts';

const adapterFiles = /^adapter\.(ts|mts|cts|js|mjs|cjs)$/;

/** The files of the shipped adapters. */
export function shippedAdapterFiles(): readonly string[] {
  return foldersOfAdapters(join(packageRoot(), 'adapters')).map((folder) => adapterFile(folder));
}

/**
 * Resolves what was named on the command line; nothing named: what the project lists, else ./adapters, else all that
 * are shipped. Throws `CommandError` (usage) for a name that is nothing.
 */
export function findAdapters(named: readonly string[], cwd: string): readonly AdapterReference[] {
  const files = named.length > 0 ? named.map((name) => namedAdapter(name, cwd)) : adaptersOfProject(cwd);
  return [...new Set(files)].map((file) => ({ name: nameOf(file), url: pathToFileURL(file).href }));
}

/** `adapters/redis-lease/adapter.ts` is `redis-lease` until it is loaded and says its name itself. */
function nameOf(file: string): string {
  return adapterFiles.test(basename(file))
    ? basename(dirname(file))
    : basename(file).replace(/(\.adapter)?\.[cm]?[jt]s$/, '');
}

function namedAdapter(name: string, cwd: string): string {
  const isPath = isAbsolute(name) || /[/\\]/.test(name) || /\.[cm]?[jt]s$/.test(name);
  const places = [resolve(cwd, name)];
  if (!isPath) places.push(join(cwd, 'adapters', name), join(packageRoot(), 'adapters', name));
  const place = places.find(
    (each) =>
      existsSync(each) && (isPath || statSync(each).isFile() || foldersOfAdapters(dirname(each)).includes(each)),
  );
  if (place !== undefined) return adapterFile(place);
  const shipped = shippedAdapterFiles().map(nameOf);
  const beside = foldersOfAdapters(join(cwd, 'adapters')).map((folder) => basename(folder));
  throw new CommandError(
    exitCodes.usage,
    `There is no adapter "${name}".${didYouMean(name, [...beside, ...shipped])} Expected the path of a file or folder with an adapter, a folder in ./adapters, ` +
      `or one of the shipped ${shipped.join(', ')}. To begin one of your own: npx scrutineer init ${isPath ? 'my-election' : name}`,
  );
}

function adaptersOfProject(cwd: string): readonly string[] {
  const listed = listedAdapters(cwd);
  if (listed !== undefined) return listed;
  const beside = foldersOfAdapters(join(cwd, 'adapters'));
  const folders = beside.length > 0 ? beside : foldersOfAdapters(join(packageRoot(), 'adapters'));
  return folders.map((folder) => adapterFile(folder));
}

/** Folders in `parent` that hold an adapter. */
export function foldersOfAdapters(parent: string): readonly string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && readdirSync(join(parent, entry.name)).some((file) => adapterFiles.test(file)),
    )
    .map((entry) => join(parent, entry.name))
    .sort();
}

/** What the nearest package.json lists as "scrutineer": { "adapters": [globs] }; undefined where it lists nothing. */
function listedAdapters(cwd: string): readonly string[] | undefined {
  const manifestFile = nearestManifest(cwd);
  if (manifestFile === undefined) return undefined;
  const manifest = parseJson(readFileSync(manifestFile, 'utf8'), { source: manifestFile, what: 'package.json' });
  const own = field(manifest, 'scrutineer');
  if (own === undefined) return undefined;
  const globs = field(own, 'adapters');
  if (!Array.isArray(globs) || !globs.every((glob) => typeof glob === 'string')) {
    throw new CommandError(
      exitCodes.malformed,
      `${manifestFile}: expected "scrutineer": { "adapters": ["adapters/*"] }, found ${JSON.stringify(own)}. Name files or folders by globs.`,
    );
  }
  const folder = dirname(manifestFile);
  const found = globs.flatMap((glob) => expandGlob(folder, glob)).sort();
  if (found.length === 0) {
    throw new CommandError(
      exitCodes.usage,
      `${manifestFile}: no file matches "scrutineer": { "adapters": ${JSON.stringify(globs)} }. Mend the globs, or name an adapter on the command line.`,
    );
  }
  return found.map((path) => adapterFile(path));
}

function nearestManifest(from: string): string | undefined {
  const manifest = join(from, 'package.json');
  if (existsSync(manifest)) return manifest;
  return dirname(from) === from ? undefined : nearestManifest(dirname(from));
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Expands `*` within a path segment and `**` over folders; node_modules and hidden entries are left out. Not every supported Node has a glob of its own. */
function expandGlob(folder: string, glob: string): readonly string[] {
  const segments = glob
    .replace(/^\.\//, '')
    .split('/')
    .filter((segment) => segment !== '');
  let places: readonly string[] = [folder];
  for (const segment of segments) {
    places = places.flatMap((place) => expandSegment(place, segment));
  }
  return [...new Set(places)].filter(
    (place) =>
      existsSync(place) &&
      place !== folder &&
      !(statSync(place).isDirectory() && !foldersOfAdapters(dirname(place)).includes(place)),
  );
}

function expandSegment(place: string, segment: string): readonly string[] {
  if (!existsSync(place) || !statSync(place).isDirectory()) return [];
  if (segment === '**')
    return [place, ...visibleEntries(place).flatMap((entry) => expandSegment(join(place, entry), '**'))];
  if (!segment.includes('*')) return [join(place, segment)];
  const pattern = new RegExp(
    `^${segment
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
  );
  return visibleEntries(place)
    .filter((entry) => pattern.test(entry))
    .map((entry) => join(place, entry));
}

function visibleEntries(folder: string): readonly string[] {
  return readdirSync(folder).filter((entry) => !entry.startsWith('.') && entry !== 'node_modules');
}
