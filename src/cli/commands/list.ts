/** `scrutineer list`: what there is to name in other commands. */
import { pathToFileURL } from 'node:url';
import { Argument, type Command } from 'commander';
import { faults } from '../../../spec/faults.ts';
import { properties } from '../../../spec/properties.ts';
import { models } from '../../checker/models.ts';
import { loadAdapter } from '../../load-adapter.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findAdapters, shippedAdapterFiles } from '../find-adapters.ts';
import { printResult } from '../output.ts';

type Listed = 'adapters' | 'properties' | 'faults' | 'models';

/** Adds the command. `finish` is told the exit code. */
export function addList(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('list')
    .summary('list adapters, properties, faults or models')
    .description(
      'Lists the adapters of this project and the shipped ones, the properties, the kinds of fault, or the models that `check` judges by.',
    )
    .addArgument(new Argument('<what>', 'what to list').choices(['adapters', 'properties', 'faults', 'models']))
    .action(async (what: Listed) => {
      await printResult(table(await rowsOf(what)));
      finish(exitCodes.holds);
    });
}

function rowsOf(what: Listed): readonly (readonly string[])[] | Promise<readonly (readonly string[])[]> {
  switch (what) {
    case 'adapters':
      return adapterRows();
    case 'properties':
      return properties.map(({ id, kind, title }) => [id, kind, title]);
    case 'faults':
      return Object.values(faults).map(({ kind, scope, sentence }) => [kind, scope, sentence]);
    case 'models':
      return models.map(({ name, title }) => [name, title]);
  }
}

/** Those of the project first, then those shipped that are not among them. */
async function adapterRows(): Promise<readonly (readonly string[])[]> {
  const shipped = shippedAdapterFiles().map((file) => pathToFileURL(file).href);
  const urls = new Set([...findAdapters([], process.cwd()).map(({ url }) => url), ...shipped]);
  return Promise.all(
    [...urls].map(async (url) => {
      const { name, title, store, testbeds, knownDeviations = [] } = await loadAdapter(new URL(url));
      const deviations =
        knownDeviations.length === 0 ? '' : `declares ${knownDeviations.map(({ property }) => property).join(' ')}`;
      return [name, store, testbeds.join(','), title, deviations];
    }),
  );
}

function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
