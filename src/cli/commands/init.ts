/** `scrutineer init`: a new adapter that runs, and teaches what is still empty. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { pathFromHere, quoted } from '../../search/replay-command.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { makeFolder } from '../make-folder.ts';
import { newAdapterFiles } from '../new-adapter.ts';
import { printResult } from '../output.ts';

/** Adds the command. `finish` is told the exit code. */
export function addInit(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('init')
    .summary('begin an adapter of your own')
    .description('Writes a new adapter that runs, and says what is still empty in it.')
    .argument('<name>', 'lower-case words joined by hyphens, for instance my-election')
    .argument('[path]', 'the folder to write; default: adapters/<name>')
    .action(async (name: string, path: string | undefined) => {
      await init(name, resolve(path ?? join('adapters', name)));
      finish(exitCodes.holds);
    });
}

async function init(name: string, folder: string): Promise<void> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new CommandError(
      exitCodes.usage,
      `Expected a name of lower-case words joined by hyphens, such as my-election; found "${name}".`,
    );
  }
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)) {
    throw new CommandError(
      exitCodes.usage,
      `${pathFromHere(folder)} is ${statSync(folder).isDirectory() ? 'not empty' : 'a file'}, and nothing is ever overwritten. Choose another name or path.`,
    );
  }
  await makeFolder(folder);
  const written: string[] = [];
  for (const { name: file, content } of newAdapterFiles(name)) {
    await writeFile(join(folder, file), content, { flag: 'wx' });
    written.push(`  ${pathFromHere(join(folder, file))}`);
  }
  const isFound = dirname(folder) === resolve('adapters') && basename(folder) === name;
  const place = isFound ? name : `./${pathFromHere(folder)}`;
  await printResult(
    [
      'Written:',
      ...written,
      '',
      'It runs already, and says what is still empty:',
      '',
      `  npx scrutineer certify ${quoted(place)}`,
    ].join('\n'),
  );
}
