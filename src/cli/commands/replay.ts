/** `scrutineer replay`: runs a stored plan again, or every counterexample of a run. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { TestbedKind } from '../../../spec/history.ts';
import { decodePlan } from '../../plan/plan-schema.ts';
import type { Plan } from '../../plan/plan.ts';
import { quoted } from '../../search/replay-command.ts';
import { readRun } from '../../search/run-folder.ts';
import type { AdapterResult, RunResult } from '../../search/run-result.ts';
import { CommandError } from '../command-error.ts';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-codes.ts';
import { findAdapters } from '../find-adapters.ts';
import { defaultJobs, parseCount, parseFaults, parseTestbed } from '../options.ts';
import type { ProgressMode } from '../progress.ts';
import { runCertify } from '../run-certify.ts';
import { runFolderOf } from '../run-folder-of.ts';

interface ReplayFlags {
  readonly adapter?: string;
  readonly testbed?: TestbedKind;
  readonly times: number;
  readonly holdTo: 'claims' | 'all';
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
    .option('--report <dir>', 'folder of the run; default: reports/<UTC>-<seed>')
    .addOption(new Option('--progress <how>', 'progress on stderr').choices(['auto', 'plain', 'none']).default('none'))
    .option('--json', 'the result as JSON on stdout, and nothing else there')
    .action(async (named: string, flags: ReplayFlags) => finish(await replay(resolve(named), flags)));
}

/** Plans that belong to one adapter on one testbed. */
interface Replay {
  readonly adapter: string;
  readonly testbed: TestbedKind;
  readonly plans: readonly Plan[];
}

async function replay(path: string, flags: ReplayFlags): Promise<ExitCode> {
  const replays =
    path.endsWith('.json') && !path.endsWith('run.json')
      ? [await planReplay(path, flags)]
      : await runReplays(path, flags);
  if (replays.length > 1 && (flags.json === true || flags.report !== undefined)) {
    throw new CommandError(
      exitCodes.usage,
      'The run has counterexamples of several adapters or testbeds: with --json or --report choose one of them by --adapter and --testbed.',
    );
  }
  let worst: ExitCode = exitCodes.holds;
  for (const each of replays) {
    const run = await runReplay(each, flags);
    const code = exitCodeOf(run);
    if (code === exitCodes.interrupted) return code;
    worst = worse(worst, code);
  }
  return worst;
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

/** A plan file; the run in whose plans/ it lies says whose it is, unless flags do. */
async function planReplay(path: string, flags: ReplayFlags): Promise<Replay> {
  if (!existsSync(path))
    throw new CommandError(
      exitCodes.usage,
      `${path}: there is no such plan. Expected a file in the plans/ of a run or of an adapter.`,
    );
  const plan = decodePlan(await readFile(path, 'utf8'), path);
  const owner = await ownerOf(path, flags);
  const adapter = flags.adapter ?? owner?.file ?? owner?.name ?? adapterBeside(path);
  if (adapter === undefined) {
    throw new CommandError(
      exitCodes.usage,
      `${path}: which adapter? The plan lies neither in the folder of a run nor in that of an adapter; name one by --adapter.`,
    );
  }
  return { adapter, testbed: flags.testbed ?? owner?.testbed ?? 'simulated', plans: [plan] };
}

async function ownerOf(path: string, flags: ReplayFlags): Promise<AdapterResult | undefined> {
  const folder = dirname(dirname(path));
  if (!existsSync(join(folder, 'run.json'))) return undefined;
  const { adapters } = await readRun(folder);
  const owners = adapters.filter((adapter) =>
    adapter.counterexamples.some(({ plan }) => resolve(folder, plan) === path),
  );
  return owners.find(({ testbed }) => testbed === flags.testbed) ?? owners[0] ?? adapters[0];
}

/** `adapters/redis-lease/plans/s4.json` belongs to `adapters/redis-lease`. */
function adapterBeside(path: string): string | undefined {
  const folder = dirname(dirname(path));
  const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
  return extensions.some((extension) => existsSync(join(folder, `adapter.${extension}`))) ? folder : undefined;
}

/** Every counterexample of a run, by adapter and testbed. */
async function runReplays(path: string, flags: ReplayFlags): Promise<readonly Replay[]> {
  const folder = runFolderOf(path);
  const { adapters } = await readRun(folder);
  const replays: Replay[] = [];
  for (const { name, file, testbed, counterexamples } of adapters) {
    const isWanted =
      (flags.adapter === undefined || flags.adapter === name || flags.adapter === file) &&
      (flags.testbed ?? testbed) === testbed;
    if (!isWanted || counterexamples.length === 0) continue;
    const files = [...new Set(counterexamples.map(({ plan }) => join(folder, plan)))];
    const plans = await Promise.all(files.map(async (each) => decodePlan(await readFile(each, 'utf8'), each)));
    replays.push({ adapter: file ?? name, testbed, plans });
  }
  if (replays.length > 0) return replays;
  throw new CommandError(
    exitCodes.usage,
    `${folder}: this run has no counterexample to replay${flags.adapter === undefined ? '' : ` of ${flags.adapter}`}.`,
  );
}
