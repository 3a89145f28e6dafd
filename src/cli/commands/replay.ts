/** `scrutineer replay`: runs a stored plan again, or every counterexample of a run. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Option, type Command } from 'commander';
import type { TestbedKind } from '../../../spec/history.ts';
import { planHash } from '../../plan/plan-hash.ts';
import { quoted } from '../../search/replay-command.ts';
import type { RunResult } from '../../search/run-result.ts';
import { CommandError } from '../command-error.ts';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-codes.ts';
import { findAdapters } from '../find-adapters.ts';
import { findReplays, type Replay } from '../find-replays.ts';
import { defaultJobs, parseCount, parseFaults, parseTestbed } from '../options.ts';
import type { ProgressMode } from '../progress-view.ts';
import { replayTestFile } from '../replay-test-file.ts';
import { runCertify } from '../run-certify.ts';

interface ReplayFlags {
  readonly adapter?: string;
  readonly testbed?: TestbedKind;
  readonly times: number;
  readonly holdTo: 'claims' | 'all';
  readonly write?: string;
  readonly report?: string;
  readonly progress: ProgressMode;
  readonly json?: true;
}

/** Adds the command. `finish` is told the exit code. */
export function addReplay(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('replay')
    .summary('run a stored plan again, or every counterexample of a run')
    .description('Runs a stored plan again, or the plans of all counterexamples of a run, and judges the histories.')
    .argument('<plan-or-report>', 'the JSON file of a plan, or the folder (or report.html) of a run')
    .option('--adapter <adapter>', 'default: the one in whose run the plan was found')
    .option('--testbed <kind>', 'simulated, local or containers; default: that of the run', parseTestbed)
    .option('--times <n>', 'how often, to see how often it reproduces', parseCount, 1)
    .addOption(
      new Option('--hold-to <what>', 'judge what is claimed, or every property')
        .choices(['claims', 'all'])
        .default('claims'),
    )
    .option('--write <file>', 'also write a vitest file that replays what was broken, simulated')
    .option('--report <dir>', 'folder of the run; default: reports/<UTC>-<seed>')
    .addOption(new Option('--progress <how>', 'progress on stderr').choices(['auto', 'plain', 'none']).default('auto'))
    .option('--json', 'the result as JSON on stdout, and nothing else there')
    .action(async (named: string, flags: ReplayFlags) => finish(await replay(resolve(named), flags)));
}

async function replay(path: string, flags: ReplayFlags): Promise<ExitCode> {
  const replays = await findReplays(path, flags);
  if (replays.length > 1 && (flags.json === true || flags.report !== undefined || flags.write !== undefined)) {
    throw new CommandError(
      exitCodes.usage,
      'The run has counterexamples of several adapters or testbeds: with --json, --report or --write choose one of them by --adapter and --testbed.',
    );
  }
  if (flags.write !== undefined) refuseToWrite(flags.write, replays);
  let worst: ExitCode = exitCodes.holds;
  for (const each of replays) {
    const run = await runReplay(each, flags);
    compareLogs(each, run);
    if (flags.write !== undefined) await writeTest(flags.write, { run, replay: each, holdTo: flags.holdTo });
    const code = exitCodeOf(run);
    if (code === exitCodes.interrupted) return code;
    worst = worse(worst, code);
  }
  return worst;
}

/** Says it before anything is run, which may take long. */
function refuseToWrite(file: string, replays: readonly Replay[]): void {
  if (existsSync(file)) {
    throw new CommandError(exitCodes.usage, `${file}: there is a file already. Name another, or remove this one.`);
  }
  const elsewhere = replays.find(({ testbed }) => testbed !== 'simulated')?.testbed;
  if (elsewhere !== undefined) {
    throw new CommandError(
      exitCodes.usage,
      `--write makes a test that replays in the simulation, and this replay is on ${elsewhere}: add --testbed simulated.`,
    );
  }
}

/** A simulated replay gives the same event log, byte for byte, unless the implementation or Scrutineer has changed. */
function compareLogs({ stored }: Replay, run: RunResult): void {
  const replayed = run.adapters.flatMap((adapter) => adapter.replayed ?? []);
  const isSame = stored.flatMap(({ plan, historyHash }) => {
    const hashes = replayed.find((each) => each.plan === plan)?.historyHashes;
    return hashes === undefined || historyHash === undefined ? [] : [hashes.every((hash) => hash === historyHash)];
  });
  if (isSame.length === 0) return;
  process.stderr.write(
    isSame.every((same) => same)
      ? 'The event log is the stored one, byte for byte.\n'
      : 'The event log is not the stored one: the implementation or Scrutineer has changed since.\n',
  );
}

async function writeTest(
  file: string,
  { run, replay: { plans, adapter }, holdTo }: { run: RunResult; replay: Replay; holdTo: 'claims' | 'all' },
): Promise<void> {
  const cases = run.adapters
    .flatMap(({ counterexamples }) => counterexamples)
    .flatMap((counterexample) => {
      const plan = plans.find((each) => counterexample.plan.includes(planHash(each)));
      return plan === undefined ? [] : [{ counterexample, plan }];
    });
  if (cases.length === 0) {
    process.stderr.write(`${file} was not written: the replay broke nothing.\n`);
    return;
  }
  const [{ url } = { url: '' }] = findAdapters([adapter], process.cwd());
  const testFile = resolve(file);
  await mkdir(dirname(testFile), { recursive: true });
  const adapterName = run.adapters[0]?.name ?? adapter;
  const text = replayTestFile({ testFile, adapterFile: fileURLToPath(url), adapterName, holdTo, cases });
  await writeFile(testFile, text, { flag: 'wx' });
  process.stderr.write(`${file}: written; run it with vitest.\n`);
}

function worse(left: ExitCode, right: ExitCode): ExitCode {
  const order: readonly ExitCode[] = [
    exitCodes.ownFailure,
    exitCodes.testbedUnavailable,
    exitCodes.violated,
    exitCodes.inconclusive,
    exitCodes.holds,
  ];
  return order.find((code) => code === left || code === right) ?? left;
}

function runReplay({ adapter, testbed, plans }: Replay, flags: ReplayFlags): Promise<RunResult> {
  const repeated = Array.from({ length: flags.times }, () => plans).flat();
  return runCertify({
    certify: {
      adapters: findAdapters([adapter], process.cwd()),
      testbeds: [testbed],
      seed: plans[0]?.seed ?? 0,
      plans: repeated,
      faults: parseFaults('all'),
      holdTo: flags.holdTo,
      strict: false,
      keepGoing: true,
      jobs: Math.min(defaultJobs(), repeated.length),
      keep: 'failing',
      command: ['npx', 'scrutineer', ...process.argv.slice(2)].map(quoted).join(' '),
    },
    report: flags.report,
    progress: flags.progress,
    json: flags.json === true,
    showDeclared: true,
  });
}
