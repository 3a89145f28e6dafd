/**
 * `npm run determinism [-- --runs N] [-- --adapter PATH]... [-- --jobs N]`: the same plan and seed give the same event
 * log, byte for byte, in every process and on every Node.
 *
 * Every plan is run twice, in processes of their own and in opposite orders, on this Node and on those that
 * SCRUTINEER_NODE_20, SCRUTINEER_NODE_22 and SCRUTINEER_NODE_24 name; then the digests are compared run by run, on each
 * Node and across them. Exits with 1 at any mismatch. Runs what is built.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const RUNS_BY_DEFAULT = 1_000;
const MISMATCHES_SHOWN = 5;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: String(RUNS_BY_DEFAULT) },
    adapter: { type: 'string', multiple: true },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const runs = wholeNumber('--runs', values.runs);
const jobs = wholeNumber('--jobs', values.jobs);
const adapters = values.adapter ?? (await shippedAdapters());
process.exitCode = (await main()) ? 0 : 1;

async function main() {
  const nodes = await nodesToCompare();
  const shares = adapters.map((adapter, index) => ({
    adapter,
    plans: Math.floor(runs / adapters.length) + (index < runs % adapters.length ? 1 : 0),
  }));
  const halves = nodes.flatMap((node) =>
    shares.flatMap((share) => ['forwards', 'backwards'].map((order) => ({ node, ...share, order }))),
  );
  const logs = await inTurn(halves, async (half) => {
    const log = await runHalf(half);
    process.stderr.write(`Node ${half.node.version}: ${half.plans} plans of ${nameOf(half.adapter)} ${half.order}\n`);
    return log;
  });
  const logOf = (node, adapter, order) =>
    logs[halves.findIndex((half) => half.node === node && half.adapter === adapter && half.order === order)];

  let mismatches = 0;
  for (const node of nodes) {
    const found = shares.flatMap(({ adapter, plans }) =>
      compare(logOf(node, adapter, 'forwards'), logOf(node, adapter, 'backwards'), { adapter, plans }),
    );
    mismatches += found.length;
    report(`Node ${node.version}: ${found.length} mismatches over ${runs} double runs`, found);
  }
  const [first, ...others] = nodes;
  for (const node of others) {
    const found = shares.flatMap(({ adapter, plans }) =>
      compare(logOf(first, adapter, 'forwards'), logOf(node, adapter, 'forwards'), { adapter, plans }),
    );
    mismatches += found.length;
    report(`Node ${first.version} and ${node.version}: ${found.length} mismatches over ${runs} runs`, found);
  }
  const events = shares.reduce((sum, { adapter }) => sum + eventsOf(logOf(first, adapter, 'forwards')), 0);
  process.stdout.write(
    `${mismatches} mismatches over ${runs} double runs on ${nodes.map(({ version }) => `Node ${version}`).join(', ')}; ` +
      `${adapters.map(nameOf).join(', ')}; ${Math.round(events / runs)} events a history\n`,
  );
  return mismatches === 0;
}

/** Runs one half and gives back a line for each plan, by its place. Rejects where the process fails. */
function runHalf({ node, adapter, plans, order }) {
  return new Promise((resolve, reject) => {
    const child = spawn(node.path, [join(here, 'determinism-run.mjs'), adapter, String(plans), order], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const log = new Array(plans);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const end = line.indexOf(' ');
      log[Number(line.slice(0, end))] = line.slice(end + 1);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(log);
      else reject(new Error(`the half of ${nameOf(adapter)} on Node ${node.version} ended with code ${code}`));
    });
  });
}

/** Places at which two logs differ, or at which one has none. */
function compare(left, right, { adapter, plans }) {
  const found = [];
  for (let place = 0; place < plans; place += 1) {
    if (left[place] !== undefined && left[place] === right[place]) continue;
    found.push(`plan ${place} of ${nameOf(adapter)}: ${left[place] ?? 'nothing'}, then ${right[place] ?? 'nothing'}`);
  }
  return found;
}

function report(sentence, found) {
  process.stdout.write(`${sentence}\n`);
  for (const mismatch of found.slice(0, MISMATCHES_SHOWN)) process.stdout.write(`  ${mismatch}\n`);
}

function eventsOf(log) {
  return log.reduce((sum, line) => sum + Number(line.split(' ')[0]), 0);
}

/** Works on a few at a time; the results are in the order of the list. */
async function inTurn(list, work) {
  const results = new Array(list.length);
  let next = 0;
  const worker = async () => {
    while (next < list.length) {
      const place = next;
      next += 1;
      results[place] = await work(list[place]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, list.length) }, worker));
  return results;
}

/** This Node first, then those that are named, each version once. */
async function nodesToCompare() {
  const named = [20, 22, 24].flatMap((major) => process.env[`SCRUTINEER_NODE_${major}`] || []);
  const others = await Promise.all(named.map(async (path) => ({ path, version: await versionOf(path) })));
  const nodes = [{ path: process.execPath, version: process.versions.node }];
  for (const node of others) if (!nodes.some(({ version }) => version === node.version)) nodes.push(node);
  return nodes;
}

function versionOf(path) {
  return new Promise((resolve, reject) => {
    const child = spawn(path, ['-p', 'process.versions.node'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', (error) => reject(new Error(`${path} is no Node that can be started: ${error.message}`)));
    child.on('close', () => resolve(text.trim()));
  });
}

/** Those that can be simulated. */
async function shippedAdapters() {
  const { loadAdapter } = await import(new URL('../../dist/src/load-adapter.js', import.meta.url).href);
  const folder = join(root, 'adapters');
  const files = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, 'adapter.ts'))
    .filter((file) => existsSync(file));
  const loaded = await Promise.all(files.map((file) => loadAdapter(file)));
  return files.filter((_, index) => loaded[index].testbeds.includes('simulated'));
}

function nameOf(adapter) {
  return basename(adapter).startsWith('adapter.') ? basename(dirname(adapter)) : basename(adapter);
}

function wholeNumber(flag, text) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  process.stderr.write(`determinism: expected ${flag} and a whole number from 1, found "${text}"\n`);
  process.exit(64);
}
