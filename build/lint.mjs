/**
 * `npm run lint`: types of everything, typed lint rules, the rules of this house, and formatting. Every check runs, so
 * that one call shows all there is to mend.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', name);
const page = 'src/report/page/tsconfig.json';

const checks = [
  // Adapters see `scrutineer/adapter` through the package's own exports, and so the build comes first.
  { name: 'build', command: [process.execPath, 'build/build.mjs'] },
  { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.check.json'] },
  ...(existsSync(join(root, page)) ? [{ name: 'types of the report page', command: [bin('tsc'), '-p', page] }] : []),
  {
    name: 'rules',
    command: [bin('oxlint'), '--type-aware', '--deny-warnings', 'spec', 'src', 'adapters', 'test', 'vitest.config.ts'],
  },
  { name: 'house', command: [process.execPath, 'build/check-imports.mjs'] },
  { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
];

const failed = [];
for (const { name, command } of checks) {
  const startedAt = performance.now();
  const { status, error } = spawnSync(command[0], command.slice(1), { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  process.stdout.write(
    `lint: ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${Math.round(performance.now() - startedAt)} ms)\n`,
  );
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stdout.write(`lint: failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
