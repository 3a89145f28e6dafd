/** `scrutineer report`: every report of a run, again, from what it stored. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeReports } from '../../report/write-reports.ts';
import { readRun } from '../../search/run-folder.ts';
import { exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { printRun } from '../print-run.ts';
import { runFolderOf } from '../run-folder-of.ts';

/** Adds the command. `finish` is told the exit code, which is that of the run. */
export function addReport(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('report')
    .summary('rebuild the reports of a run')
    .description('Rebuilds every report of a run from its stored histories, and prints it. Exits like the run.')
    .argument('<run-folder>', 'the folder of a run, for instance reports/latest')
    .action(async (named: string) => {
      const folder = runFolderOf(resolve(named));
      const run = await readRun(folder);
      await writeReports(folder, run);
      await printRun(folder, run);
      finish(exitCodeOf(run));
    });
}
