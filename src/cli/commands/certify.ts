/** `scrutineer certify`: runs, judges, writes the folder, prints. */
import { Option, type Command } from 'commander';
import type { FaultKind } from '../../../spec/faults.ts';
import type { TestbedKind } from '../../../spec/history.ts';
import { quoted } from '../../search/replay-command.ts';
import { githubLines, isAnnotated, surroundings, type AnnotationMode } from '../annotate.ts';
import { exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { findAdapters } from '../find-adapters.ts';
import {
  defaultJobs,
  freshSeed,
  parseCandidates,
  parseCount,
  parseDurationMs,
  parseFaults,
  parseSeed,
  parseTestbeds,
} from '../options.ts';
import type { ProgressMode } from '../progress-view.ts';
import { runCertify } from '../run-certify.ts';

interface CertifyFlags {
  readonly testbed?: readonly TestbedKind[];
  readonly seed?: number;
  readonly histories?: number;
  readonly budget?: number;
  readonly faults: readonly FaultKind[];
  readonly candidates?: number;
  readonly leaseTtl?: number;
  readonly holdTo: 'claims' | 'all';
  readonly strict?: true;
  readonly keepGoing?: true;
  readonly jobs: number;
  readonly keep: 'failing' | 'all';
  readonly report?: string;
  readonly progress: ProgressMode;
  readonly annotations: AnnotationMode;
  readonly json?: true;
}

/** Adds the command. `finish` is told the exit code. */
export function addCertify(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('certify')
    .summary('run histories full of trouble against elections, and judge them')
    .description('Runs generated histories full of trouble against election implementations and judges each.')
    .argument('[adapter...]', 'a file or folder with an adapter, or a shipped name; none: the adapters of this project')
    .option('--testbed <kinds>', 'simulated, local, containers; default: the first that works', parseTestbeds)
    .option('--seed <n>', 'repeat the run that printed this seed', parseSeed)
    .option('--histories <n>', 'histories an adapter and testbed; default: 2000 simulated, 200 real', parseCount)
    .option('--budget <time>', 'begin nothing new after this long, for instance 60s', parseDurationMs)
    .option('--faults <kinds>', 'none, all, or kinds joined by commas', parseFaults, parseFaults('all'))
    .option('--candidates <n>', 'candidates a history; default: mostly 3', parseCandidates)
    .option('--lease-ttl <ms>', 'lease time; default: mostly 10 s simulated, 1 s real', parseCount)
    .addOption(
      new Option('--hold-to <what>', 'judge what is claimed, or every property')
        .choices(['claims', 'all'])
        .default('claims'),
    )
    .option('--strict', 'declared deviations count as violations')
    .option('--keep-going', 'do not stop at the first violation')
    .option('--jobs <n>', 'simulation workers', parseCount, defaultJobs())
    .addOption(
      new Option('--keep <what>', 'which simulated histories to keep').choices(['failing', 'all']).default('failing'),
    )
    .option('--report <dir>', 'folder of the run; default: reports/<UTC>-<seed>')
    .addOption(new Option('--progress <how>', 'progress on stderr').choices(['auto', 'plain', 'none']).default('auto'))
    .addOption(
      new Option('--annotations <how>', "remarks beside the adapter's code; auto: in GitHub Actions")
        .choices(['auto', 'github', 'none'])
        .default('auto'),
    )
    .option('--json', 'the result as JSON on stdout, and nothing else there')
    .action(async (named: readonly string[], flags: CertifyFlags) => finish(await run(named, flags)));
}

async function run(named: readonly string[], flags: CertifyFlags): Promise<ExitCode> {
  const seed = flags.seed ?? freshSeed();
  const result = await runCertify({
    certify: {
      adapters: findAdapters(named, process.cwd()),
      testbeds: flags.testbed ?? 'auto',
      seed,
      ...(flags.histories === undefined ? {} : { histories: flags.histories }),
      ...(flags.budget === undefined ? {} : { budgetMs: flags.budget }),
      faults: flags.faults,
      ...(flags.candidates === undefined ? {} : { candidates: flags.candidates }),
      ...(flags.leaseTtl === undefined ? {} : { leaseTtlMs: flags.leaseTtl }),
      holdTo: flags.holdTo,
      strict: flags.strict === true,
      keepGoing: flags.keepGoing === true,
      jobs: flags.jobs,
      keep: flags.keep,
      command: commandLine(process.argv.slice(2), seed),
    },
    report: flags.report,
    progress: flags.progress,
    json: flags.json === true,
    showDeclared: flags.strict === true,
  });
  // On stderr, which GitHub's runner reads as well: stdout carries the result and nothing else.
  if (isAnnotated(flags.annotations, process.env)) {
    for (const line of await githubLines(result, surroundings(process.env))) process.stderr.write(`${line}\n`);
  }
  return exitCodeOf(result);
}

function commandLine(args: readonly string[], seed: number): string {
  const isSeeded = args.some((arg) => arg === '--seed' || arg.startsWith('--seed='));
  return ['npx', 'scrutineer', ...args, ...(isSeeded ? [] : ['--seed', String(seed)])].map(quoted).join(' ');
}
