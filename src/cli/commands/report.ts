/** `scrutineer report`: every report of a run, again, from what it stored; of several runs, one page that leads to each. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { allAdapters } from '../../report/merged/index-model.ts';
import { findRuns } from '../../report/merged/index-runs.ts';
import { writeIndex } from '../../report/merged/write-index.ts';
import { writeReports } from '../../report/write-reports.ts';
import { readRun } from '../../search/run-folder.ts';
import { codeQuality, surroundings } from '../annotate.ts';
import { CommandError } from '../command-error.ts';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-codes.ts';
import { makeFolder } from '../make-folder.ts';
import { mergedExitCode } from '../merged-exit-code.ts';
import { printResult } from '../output.ts';
import { indexJson, indexText } from '../print-index.ts';
import { printRun } from '../print-run.ts';
import { runFolderOf } from '../run-folder-of.ts';

interface ReportFlags {
  readonly report?: string;
  readonly copy?: true;
  readonly url?: string;
  readonly expect?: readonly string[];
  readonly json?: true;
}

/** Adds the command. `finish` is told the exit code: that of the run, or the worst of several. */
export function addReport(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('report')
    .summary('rebuild the reports of a run, or show several runs on one page')
    .description(
      'Rebuilds every report of a run from its stored histories, and prints it. Exits like the run.\n' +
        'Given several runs, or with --report, writes one page that shows them side by side and leads to the report of\n' +
        'each, with summary.md, junit.xml, codequality.json and badges/. Exits like the worst of them: 70, 65 (a run is\n' +
        'missing or unreadable), 1, 130, 2, 69, 0.',
    )
    .argument('<run...>', 'folders of runs, for instance reports/latest, or folders that hold such folders')
    .option('--report <dir>', 'folder of the page of several runs; default: reports/merged')
    .option('--copy', "copy the runs' pages into that folder, so that it can be published by itself")
    .option(
      '--url <address>',
      'where that folder will be public; copies, and prints badges that link there',
      parseAddress,
    )
    .option(
      '--expect <names>',
      'runs that must be there, joined by commas; one that is not counts as missing',
      parseNames,
    )
    .option('--json', 'the result as JSON on stdout, and nothing else there')
    .action(async (named: readonly string[], flags: ReportFlags) => finish(await run(named, flags)));
}

async function run(named: readonly string[], flags: ReportFlags): Promise<ExitCode> {
  return isOneRun(named, flags) ? rebuild(named, flags) : merge(named, flags);
}

/** One folder is rebuilt, unless it only holds the folders of runs, or something is asked of the page of several. */
function isOneRun(named: readonly string[], { report, copy, url, expect }: ReportFlags): boolean {
  const [first = '', ...others] = named;
  if (others.length > 0 || [report, copy, url, expect].some((flag) => flag !== undefined)) return false;
  return !holdsRuns(first);
}

function holdsRuns(folder: string): boolean {
  if (!existsSync(folder) || !statSync(folder).isDirectory() || existsSync(join(folder, 'run.json'))) return false;
  return readdirSync(folder).some((entry) => existsSync(join(folder, entry, 'run.json')));
}

async function rebuild([named = '']: readonly string[], { json }: ReportFlags): Promise<ExitCode> {
  const folder = runFolderOf(resolve(named));
  const result = await readRun(folder);
  await writeReports(folder, result);
  if (json === true) await printResult(JSON.stringify(result, undefined, 2));
  else await printRun(folder, result);
  return exitCodeOf(result);
}

async function merge(named: readonly string[], flags: ReportFlags): Promise<ExitCode> {
  const into = resolve(flags.report ?? join('reports', 'merged'));
  if (existsSync(join(into, 'run.json'))) {
    throw new CommandError(
      exitCodes.usage,
      `${into}: expected a folder for the page of several runs, found a run in it, whose own reports would be overwritten. Name another folder with --report.`,
    );
  }
  await makeFolder(into);
  const found = await findRuns({ places: named.map((each) => resolve(each)), expected: flags.expect ?? [], into });
  const written = await writeIndex(into, found, {
    // What is public has its evidence with it.
    copy: flags.copy === true || flags.url !== undefined,
    ...(flags.url === undefined ? {} : { address: flags.url }),
  });
  const adapters = allAdapters(written.model);
  await writeFile(join(into, 'codequality.json'), await codeQuality({ adapters }, surroundings(process.env)));
  const exitCode = mergedExitCode(written.model);
  await printResult(flags.json === true ? indexJson(into, written, exitCode) : indexText(into, written, flags.url));
  return exitCode;
}

function parseAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).href;
  throw new InvalidArgumentError(`Expected an address that begins with https://, found "${text}".`);
}

function parseNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
