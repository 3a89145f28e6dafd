/**
 * Compiles programs under test/ with what they import, and runs the first of them, with the arguments of this process
 * where it is given no others.
 * Compiled ahead, since Node 20 doesn't run TypeScript and a loader at run time would be in every measurement.
 */
import { spawnSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `sources` are relative to the root of the repository; what is compiled lands in `dist/NAME`. Sets the exit code. */
export async function runCompiled(name, sources, args = process.argv.slice(2)) {
  const outdir = join(root, 'dist', name);
  await build({
    entryPoints: sources.map((source) => join(root, source)),
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const main = join(outdir, basename(sources[0]).replace(/\.ts$/, '.js'));
  const command = ['--enable-source-maps', main, ...args];
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
