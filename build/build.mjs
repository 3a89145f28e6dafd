/**
 * Builds dist/: the compiled sources, the report page's script and style, and the JSON Schemas. Incremental, and silent
 * on stdout, because `npx scrutineer certify --json` in a clone may run it first (`prepare`).
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
let failed = false;

const changed = compile();
removeOrphans(join(dist, 'src'), join(root, 'src'));
removeOrphans(join(dist, 'spec'), join(root, 'spec'));
await bundlePage();
writeSchemas(changed);
makeExecutable();
if (failed) process.exitCode = 1;

/** Compiles what changed; true when anything did. The compiler emits in spite of type errors, and so the build goes on. */
function compile() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) {
    throw new Error('The build needs the development dependencies of Scrutineer: run `npm ci` in its folder first.');
  }
  const before = compilationStamp();
  // A folder that lost its output, but kept the compiler's notes, would never be filled again.
  if (!existsSync(join(dist, 'src', 'adapter.js'))) rmSync(join(dist, '.tsbuildinfo'), { force: true });
  run([compiler, '-p', 'tsconfig.json']);
  return compilationStamp() !== before;
}

function compilationStamp() {
  const notes = join(dist, '.tsbuildinfo');
  return existsSync(notes) ? statSync(notes).mtimeMs : 0;
}

/** Deletes what was compiled from sources that are gone, so that it is neither shipped nor imported by mistake. */
function removeOrphans(compiledFolder, sourceFolder) {
  if (!existsSync(compiledFolder)) return;
  for (const entry of readdirSync(compiledFolder, { withFileTypes: true })) {
    const compiled = join(compiledFolder, entry.name);
    if (entry.isDirectory()) {
      if (existsSync(join(sourceFolder, entry.name))) removeOrphans(compiled, join(sourceFolder, entry.name));
      else rmSync(compiled, { recursive: true });
    } else {
      const source = entry.name.replace(/\.d\.ts$|\.js$/, '.ts');
      if (source !== entry.name && !existsSync(join(sourceFolder, source))) rmSync(compiled);
    }
  }
}

/** The page is one script and one style sheet, put into the HTML by src/report/html.ts; those of checked histories and of several runs have none. */
async function bundlePage() {
  const page = join(root, 'src', 'report', 'page');
  if (!existsSync(join(page, 'main.ts'))) return;
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: {
      load: join(page, 'load.ts'),
      page: join(page, 'main.ts'),
      style: join(page, 'page.css'),
      checked: join(page, 'checked.css'),
      index: join(page, 'index.css'),
    },
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'none',
    outdir: join(dist, 'report-assets'),
    write: false,
    logLevel: 'silent',
  }).catch((failure) => {
    process.stderr.write(`${failure.message}\n`);
    failed = true;
    return { outputFiles: [] };
  });
  mkdirSync(join(dist, 'report-assets'), { recursive: true });
  for (const file of result.outputFiles) {
    if (!existsSync(file.path) || readFileSync(file.path, 'utf8') !== file.text) writeFileSync(file.path, file.text);
  }
}

function writeSchemas(compilationChanged) {
  const writer = join(dist, 'src', 'schemas', 'write-schemas.js');
  const isWritten = existsSync(join(dist, 'schemas')) && readdirSync(join(dist, 'schemas')).length > 0;
  if (existsSync(writer) && (compilationChanged || !isWritten)) run([writer]);
}

function makeExecutable() {
  const entry = join(dist, 'src', 'cli', 'main.js');
  if (existsSync(entry)) chmodSync(entry, 0o755);
}

/** Runs a Node program with its output on stderr. */
function run(command) {
  const { status, error } = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) throw error;
  if (status !== 0) failed = true;
}
