/** `scrutineer check`: judges recorded histories of locks, elections, registers and stores, each by a sequential model. */
import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { models } from '../../checker/models.ts';
import type { AnyModel } from '../../checker/model.ts';
import { historyFormats, type HistoryFormat } from '../../history/formats/history-format.ts';
import type { Value } from '../../history/value.ts';
import { renderCheckedPage, type CheckedHistory } from '../../report/checked/checked-page.ts';
import { readCheckedStyle } from '../../report/html.ts';
import { isSystemError, systemWords } from '../../system-words.ts';
import { checkFile, type FileChecked, type Judged } from '../check-file.ts';
import { parseBytes, parseModel, parseValueOption } from '../check-options.ts';
import { quoted } from '../../search/replay-command.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { historyWriterFor } from '../history-output.ts';
import { parseDurationMs } from '../options.ts';
import { printResult } from '../output.ts';
import { jsonLine, shownLines, summaryLine } from '../print-check.ts';

interface CheckFlags {
  readonly model: AnyModel;
  readonly format: HistoryFormat | 'auto';
  readonly initial?: Value;
  readonly engine: 'auto' | 'search' | 'monitor';
  readonly failed: 'no-effect' | 'evidence';
  readonly explain?: true;
  readonly timeout: number;
  readonly memory: number;
  readonly json?: true;
  readonly write?: string;
  readonly html?: string;
}

/** Adds the command. `finish` is told the exit code. */
export function addCheck(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('check')
    .summary('judge recorded histories')
    .description(
      'Says for each history whether it is linearizable, and why not. Exits with 0 when all are, 1 when one is not, 2 when one stays unknown and none is not, 65 when a file is malformed (the others are still judged).',
    )
    .argument('<files...>', 'histories: Jepsen EDN, logs of etcd and kv tests, JSON lines')
    .addOption(
      new Option('--model <name>', `what the history is of: ${models.map(({ name }) => name).join(', ')}`)
        .argParser(parseModel)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--format <format>', 'how the files are written').choices(['auto', ...historyFormats]).default('auto'),
    )
    .option(
      '--initial <value>',
      'the state before the history, as JSON or EDN; default: that of the model',
      parseValueOption,
    )
    .addOption(
      new Option('--engine <engine>', 'monitor: fast, for histories that it can decide; search: for all; auto: both')
        .choices(['auto', 'search', 'monitor'])
        .default('auto'),
    )
    .addOption(
      new Option('--failed <meaning>', 'what a failed operation says: nothing, or that it was impossible')
        .choices(['no-effect', 'evidence'])
        .default('no-effect'),
    )
    .option('--explain', 'draw the operations that contradict each other, and say how far an order can come')
    .option('--html <file>', 'write a page that shows the verdicts, and draws what contradicts what')
    .addOption(
      new Option('--timeout <time>', 'for judging each file, then the answer is unknown')
        .argParser(parseDurationMs)
        .default(30_000, '30s'),
    )
    .addOption(
      new Option('--memory <size>', 'for the tables of the search, then the answer is unknown')
        .argParser(parseBytes)
        .default(256 * 2 ** 20, '256MiB'),
    )
    .option('--json', 'one line of JSON a file on stdout, nothing else')
    .option('--write <file>', 'write the one history as FILE.edn or FILE.jsonl, for other checkers')
    .action(async (files: readonly string[], flags: CheckFlags) => finish(await check(files, flags)));
}

async function check(files: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  const { json, write: output, html, timeout, memory, ...rest } = flags;
  if (output !== undefined && files.length !== 1) {
    throw new CommandError(exitCodes.usage, `--write takes one history, found ${files.length}. Name one file.`);
  }
  const write = output === undefined ? undefined : historyWriterFor(output);
  const all: FileChecked[] = [];
  const pages: CheckedHistory[] = [];
  for (const file of files) {
    const checked = checkFile(file, {
      ...rest,
      limits: { timeMs: timeout, bytesMax: memory, nowMs: () => performance.now() },
      ...(write === undefined ? {} : { onRead: write }),
      validates: flags.explain === true,
    });
    if (html !== undefined && checked.judged !== undefined) pages.push(forPage(file, checked.judged));
    all.push(withoutLargeParts(checked));
    if (json === true) await printResult(jsonLine(checked));
    else await printResult(shownLines(checked, flags.explain === true));
  }
  if (json !== true && files.length > 1) await printResult(summaryLine(all));
  if (html !== undefined) {
    await writePage(
      html,
      renderCheckedPage(pages, {
        command: ['npx', 'scrutineer', ...process.argv.slice(2)].map(quoted).join(' '),
        style: await readCheckedStyle(),
      }),
    );
    process.stderr.write(`page  ${html}\n`);
  }
  return exitCodeOf(all);
}

/** The verdicts were printed already. */
async function writePage(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const message = `--html ${file}: it cannot be written: ${systemWords(error)}. Name another file; the verdicts above stand.`;
    throw new CommandError(exitCodes.usage, message, { cause: error });
  }
}

/** Without the order, which can be as large as the history. */
function forPage(file: string, { result, explanation, elapsedMs }: Judged): CheckedHistory {
  const { orders: _, ...told } = result;
  return { file, result: told, elapsedMs, ...(explanation === undefined ? {} : { explanation }) };
}

/** The explanation of a large history is large, too, and done with once it is printed. */
function withoutLargeParts({ file, verdict }: FileChecked): FileChecked {
  return { file, verdict };
}

/** What could not be read was not judged, and that outweighs every verdict on the others. */
function exitCodeOf(all: readonly FileChecked[]): ExitCode {
  const verdicts = new Set(all.map(({ verdict }) => verdict));
  if (verdicts.has('malformed')) return exitCodes.malformed;
  if (verdicts.has('not-linearizable')) return exitCodes.violated;
  return verdicts.has('unknown') ? exitCodes.inconclusive : exitCodes.holds;
}
