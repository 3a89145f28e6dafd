/**
 * `npm run bench checker [-- --only 2,3]`: prints the figures that the checker is held to, each as its target, what
 * this machine reaches, and its ratio to an anchor measured beside it. A figure that is not met says so; only a wrong
 * verdict is an error.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureAnchor } from '../anchor.ts';
import { nowUs } from '../stopwatch.ts';
import { elsewhere } from './elsewhere.ts';
import { rowLines, type Row } from './figure.ts';
import { lockTable } from './lock-table.ts';
import { coresRow } from './row-cores.ts';
import { corporaRow } from './row-corpora.ts';
import { etcdRow } from './row-etcd.ts';
import { concurrentRow, indeterminateRow, registerRow } from './row-histories.ts';
import { limitsRow } from './row-limits.ts';
import { millionRow } from './row-million.ts';

const rows: readonly Row[] = [
  corporaRow,
  etcdRow,
  millionRow,
  concurrentRow,
  registerRow,
  indeterminateRow,
  coresRow,
  limitsRow,
  lockTable,
];

async function main(): Promise<void> {
  const only = onlyRows(process.argv.slice(2));
  if (only === undefined) {
    process.stderr.write('bench checker: expected nothing, or --only and the numbers of rows: --only 2,3\n');
    process.exitCode = 64;
    return;
  }
  const isWanted = ({ number }: { readonly number: number }): boolean => only.size === 0 || only.has(number);
  const startUs = nowUs();
  const scratch = mkdtempSync(join(tmpdir(), 'scrutineer-bench-'));
  print(`The checker on Node ${process.version}, ${cpus()[0]?.model ?? 'some processor'}`);
  print(
    'Times: of the processor, all threads, minimum / median (runs); the shortest of the one thread, and by the clock.',
  );
  print('An anchor is a million hops of a promise, measured before each row.');
  try {
    for (const row of rows.filter(isWanted)) {
      const anchorMs = (await measureAnchor()).processorUs * 1000;
      const result = row.measure({ scratch });
      print('', ...rowLines(row, result, anchorMs));
      if ((result.errors?.length ?? 0) > 0) process.exitCode = 1;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  print(
    '',
    ...elsewhere
      .filter(isWanted)
      .map(({ number, title, shownBy }) => `${String(number).padStart(2)}  ${title}: ${shownBy}`),
  );
  print('', `measured in ${((nowUs() - startUs) / 1e6).toFixed(0)} s`);
}

/** None: all. Undefined: nobody knows what is meant. */
function onlyRows(args: readonly string[]): ReadonlySet<number> | undefined {
  const [option, list = '', ...others] = args;
  if (option === undefined) return new Set();
  const numbers = list.split(',').map(Number);
  const known = new Set([...rows, ...elsewhere].map(({ number }) => number));
  if (option !== '--only' || others.length > 0 || !numbers.every((number) => known.has(number))) return undefined;
  return new Set(numbers);
}

function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

await main();
