/**
 * `npm run examples`: makes the runs of reports/examples/ anew, and the page that sums them up. With names, only those:
 * `npm run examples two-leaders`. Seeds are fixed, so that only times of the clock on the wall differ.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join('dist', 'src', 'cli', 'main.js');
const examples = join('reports', 'examples');
const BYTES_MAX = 500 * 1024;

/** Each with the exit code that it must have: 0 kept or as declared, 1 violated, 2 not decided. */
const runs = [
  { name: 'passing', certify: 'redis-fencing --seed 1 --histories 1200', exits: 0 },
  { name: 'two-leaders', certify: 'test/support/examples/missed-renewals.ts --seed 3 --histories 300', exits: 1 },
  { name: 'stale-effect', certify: 'test/support/examples/check-then-write.ts --seed 4 --histories 300', exits: 1 },
  { name: 'not-linearizable', certify: 'test/support/examples/cached-leader.ts --seed 8 --histories 300', exits: 1 },
  { name: 'inconclusive', certify: 'redis-fencing --seed 1 --histories 4', exits: 2 },
  { name: 'as-declared', certify: 'redis-lease --seed 7 --histories 300', exits: 0 },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => runs.every((run) => run.name !== name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no example ${unknown.join(', ')}; there are ${runs.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(64);
}

let failed = false;
for (const { name, certify, exits } of runs.filter((run) => asked.length === 0 || asked.includes(run.name))) {
  const folder = join(examples, name);
  rmSync(join(root, folder), { recursive: true, force: true });
  const { status, stdout } = scrutineer('certify', ...certify.split(' '), '--report', folder, '--progress', 'none');
  process.stdout.write(`${name}: ${stdout.trimEnd().split('\n').at(-1)}\n`);
  if (status !== exits) tell(`${name} exits with ${status}, expected ${exits}`);
  const bytes = sizeOf(join(root, folder));
  process.stdout.write(`  ${Math.ceil(bytes / 1024)} KiB\n`);
  if (bytes > BYTES_MAX) tell(`${name} takes ${bytes} bytes, expected at most ${BYTES_MAX}`);
}

const folders = runs.map(({ name }) => join(examples, name));
const { status } = scrutineer('report', ...folders, '--report', examples);
if (status !== 1) tell(`the index exits with ${status}, expected 1, as the worst of its runs`);
if (failed) process.exitCode = 1;

function scrutineer(...args) {
  return spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function tell(what) {
  failed = true;
  process.stderr.write(`examples: ${what}\n`);
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
