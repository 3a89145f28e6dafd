/**
 * Checks what no other linter knows about this house: import directions, circles, the places of client libraries, clocks
 * in pure layers, innerHTML, and registry hosts in tracked files. Prints one line a finding.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { circles } from './check-circles.mjs';
import { layers, packages, platformKeepers, pure } from './house.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** All findings over the files that git knows or would add, as lines `file:line: what is wrong`. */
export function checkHouse() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)));
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  return [...[...texts].flatMap(([file, content]) => checkFile(file, content)), ...circlesAmong(texts)];
}

/** Files that know each other are one file in two places, or hide a third that both should import. */
function circlesAmong(texts) {
  const sources = [...texts].filter(([file]) => /^(spec|src|adapters)\/.*\.ts$/.test(file));
  const imports = new Map(
    sources.map(([file, content]) => [
      file,
      importsOf(content)
        .filter(({ name }) => name.startsWith('.'))
        .map(({ name }) => normalize(join(dirname(file), name))),
    ]),
  );
  return circles(imports).map(([first, ...others]) => `${first}: imports in a circle with ${others.join(', ')}`);
}

/** The findings of one file; `content` is its text. */
export function checkFile(file, content) {
  const findings = registryHosts(file, content);
  if (!/^(spec|src|adapters)\/.*\.ts$/.test(file)) return findings;
  for (const found of importsOf(content)) findings.push(...checkImport(file, found));
  return [...findings, ...platformUse(file, content), ...innerHtml(file, content)];
}

/** Imports, re-exports and dynamic imports of literal names, with their lines. */
function importsOf(content) {
  const found = [];
  const text = withoutComments(content);
  const pattern =
    /(?:^|[;}\s])(import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/gm;
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(0, match.index + match[0].length).split('\n').length;
    found.push({
      name: match[3] ?? match[4],
      typesOnly: match[2] !== undefined,
      isDeferred: match[4] !== undefined,
      line,
    });
  }
  return found;
}

function checkImport(file, { name, typesOnly, isDeferred, line }) {
  const where = `${file}:${line}`;
  if (file.startsWith('adapters/')) return checkAdapterImport(where, file, name);
  if (!name.startsWith('.')) return checkPackage(where, file, { name, typesOnly, isDeferred });
  const target = normalize(join(dirname(file), name));
  const from = layerOf(file);
  const to = layerOf(target);
  if (from === undefined) return [`${where}: belongs to no layer of build/house.mjs`];
  if (to === undefined) return [`${where}: imports ${target}, which belongs to no layer of build/house.mjs`];
  if (from === to) return [];
  if (!from.imports.includes(to.name)) return [`${where}: ${from.name} may not import ${to.name} (${name})`];
  if (from.typesOnly?.includes(to.name) && !typesOnly)
    return [`${where}: ${from.name} may import only types of ${to.name} (${name})`];
  return [];
}

/** An adapter can be copied out unchanged: it knows the contract, its own folder and its client library, nothing else. */
function checkAdapterImport(where, file, name) {
  if (name === 'scrutineer/adapter') return [];
  const folder = file.split('/').slice(0, 2).join('/');
  if (name.startsWith('.')) {
    return normalize(join(dirname(file), name)).startsWith(`${folder}/`)
      ? []
      : [`${where}: an adapter imports only its own folder and scrutineer/adapter (${name})`];
  }
  // Code that knows nothing of the contract may use the platform, where its adapter asks for a virtual one.
  if (isBuiltin(name) && basename(file) !== 'adapter.ts' && hasVirtualGlobals(folder)) return [];
  return name.startsWith('scrutineer') || isBuiltin(name)
    ? [`${where}: an adapter imports only scrutineer/adapter and its client library (${name})`]
    : [];
}

function hasVirtualGlobals(folder) {
  const adapter = join(root, folder, 'adapter.ts');
  return existsSync(adapter) && /^\s*globals: 'virtual',$/m.test(readFileSync(adapter, 'utf8'));
}

function checkPackage(where, file, { name, typesOnly, isDeferred }) {
  if (isBuiltin(name)) return file.startsWith('spec/') ? [`${where}: spec/ imports nothing outside (${name})`] : [];
  const rule = packages.find((entry) => name === entry.name || name.startsWith(`${entry.name}/`));
  if (rule === undefined) return [`${where}: package ${name} has no place in build/house.mjs`];
  if (rule.isOptional && !typesOnly && !isDeferred)
    return [`${where}: package ${rule.name} is optional: load it by import()`];
  return rule.files.test(file) ? [] : [`${where}: package ${rule.name} may not be imported here`];
}

function isBuiltin(name) {
  return name.startsWith('node:') || builtinModules.includes(name);
}

function layerOf(file) {
  return layers.find((layer) => layer.files.test(file));
}

/** Wall clocks, timers and unseeded randomness in layers that are handed theirs. */
function platformUse(file, content) {
  if (!pure.some((pattern) => pattern.test(file)) || platformKeepers.some((pattern) => pattern.test(file))) return [];
  return linesMatching(
    withoutComments(content),
    /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bset(Timeout|Interval|Immediate)\s*\(|\bprocess\.hrtime\b|\brandomUUID\b/,
  ).map(({ line, text }) => `${file}:${line}: a pure layer is handed its clock and random source (${text})`);
}

function innerHtml(file, content) {
  return linesMatching(
    withoutComments(content),
    /\b(inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write(ln)?\b|\bsetHTML|\bcreateContextualFragment\b|\bDOMParser\b|\bsrcdoc\b/,
  ).map(({ line, text }) => `${file}:${line}: only textContent may carry text into a page (${text})`);
}

/** No file names the host of a package registry: a lock file without `resolved`, no address with such a word in its host. */
function registryHosts(file, content) {
  if (/\.(png|gz|ico)$/.test(file)) return [];
  const findings = linesMatching(
    content,
    /https?:\/\/[^\s/"'`)]*(registry|npmjs|artifactory|nexus|goproxy|proxy\.golang)[^\s/"'`)]*/i,
  ).map(({ line }) => `${file}:${line}: names the host of a package registry`);
  if (file.endsWith('package-lock.json')) {
    findings.push(
      ...linesMatching(content, /"resolved":\s*"https?:/).map(
        ({ line }) => `${file}:${line}: the lock file has "resolved"`,
      ),
    );
  }
  return findings;
}

function linesMatching(content, pattern) {
  return content
    .split('\n')
    .flatMap((text, index) => (pattern.test(text) ? [{ line: index + 1, text: text.trim().slice(0, 80) }] : []));
}

/** Blanks comments and texts of several lines, such as the file that `init` writes, keeping line numbers. Strings that hold comment marks are rare enough here to be left alone. */
function withoutComments(content) {
  return content
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
    .replace(/`(?:[^`\\]|\\[\s\S])*`/g, (text) => (text.includes('\n') ? text.replace(/[^\n]/g, ' ') : text));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = checkHouse();
  for (const finding of findings) process.stdout.write(`${finding}\n`);
  if (findings.length > 0) process.exitCode = 1;
}
