/**
 * `npm run mutants`: compiles test/mutants/main.ts and its worker with what they import, and runs it with the arguments
 * given.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outdir = join(root, 'dist', 'mutants');
await build({
  entryPoints: [join(root, 'test', 'mutants', 'main.ts'), join(root, 'test', 'mutants', 'worker.ts')],
  outdir,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const command = ['--enable-source-maps', join(outdir, 'main.js'), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
