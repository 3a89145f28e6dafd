/**
 * `npm run fuzz [-- --histories N] [--model NAME] [--seed N] [--jobs N]`: holds the engines of the checker against brute
 * force on a million random histories of each kind, other ones each time, and prints what was compared. A mismatch is
 * printed as a history that `scrutineer check` reads, as short as it can be made, and makes the exit code 1.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { agreementHeader, agreementRow, mismatchText, type Agreement } from '../../support/engines-agree.ts';
import { generatedKinds, type GeneratedKind } from '../../support/generated-client-history.ts';
import type { FuzzTask, FuzzedTask } from './worker.ts';

const HISTORIES_A_TASK = 10_000;
const SEED_LIMIT = 2 ** 31;

interface Options {
  readonly histories: number;
  readonly seed: number;
  readonly jobs: number;
  readonly kinds: readonly GeneratedKind[];
}

async function main(): Promise<void> {
  const options = readOptions();
  if (typeof options === 'string') {
    process.stderr.write(`fuzz: ${options}\n`);
    process.exitCode = 64;
    return;
  }
  const { kinds, histories, seed, jobs } = options;
  process.stdout.write(
    `${histories.toLocaleString('en')} histories of each of ${kinds.length} kinds, --seed ${seed}\n`,
  );
  const tasks = tasksOf(options);
  const sums = kinds.map((kind) => emptySum(kind, tasks));
  process.stdout.write(`${agreementHeader}\n`);
  await Promise.all(Array.from({ length: jobs }, () => work(tasks, sums)));
}

/** What to do, or what is wrong with the options. */
function readOptions(): Options | string {
  const { values } = parseArgs({
    options: {
      histories: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Date.now() % SEED_LIMIT) },
      jobs: { type: 'string', default: String(availableParallelism()) },
      model: { type: 'string', multiple: true },
    },
  });
  const [histories, seed, jobs] = [Number(values.histories), Number(values.seed), Number(values.jobs)];
  if (!Number.isInteger(histories) || histories < 1)
    return `--histories must be a positive integer, not ${values.histories}`;
  if (!Number.isInteger(jobs) || jobs < 1) return `--jobs must be a positive integer, not ${values.jobs}`;
  if (!Number.isInteger(seed) || seed < 0) return `--seed must be an integer from 0, not ${values.seed}`;
  const wanted = values.model ?? [];
  const kinds = generatedKinds.filter(
    ({ name, model }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(model),
  );
  const known = [...new Set(generatedKinds.map(({ model }) => model))].join(', ');
  return kinds.length === 0
    ? `no histories of ${wanted.join(', ')} are generated, only of ${known}`
    : { histories, seed, jobs, kinds };
}

/** What was compared of one kind so far. */
interface Sum {
  readonly agreement: Agreement;
  tasksLeft: number;
}

function emptySum(kind: GeneratedKind, tasks: readonly FuzzTask[]): Sum {
  return {
    agreement: { kind, histories: 0, good: 0, indeterminate: 0, monitored: 0, mismatches: [] },
    tasksLeft: tasks.filter((task) => task.kind === kind.name).length,
  };
}

function tasksOf({ kinds, histories, seed }: Options): FuzzTask[] {
  return kinds.flatMap(({ name }) =>
    Array.from({ length: Math.ceil(histories / HISTORIES_A_TASK) }, (_, task) => ({
      kind: name,
      firstSeed: seed + task * HISTORIES_A_TASK,
      histories: Math.min(HISTORIES_A_TASK, histories - task * HISTORIES_A_TASK),
    })),
  );
}

/** One worker, which takes task after task until none is left. */
async function work(tasks: FuzzTask[], sums: readonly Sum[]): Promise<void> {
  const worker = new Worker(new URL('./worker.js', import.meta.url));
  try {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      add(await fuzz(worker, task), sums);
    }
  } finally {
    await worker.terminate();
  }
}

async function fuzz(worker: Worker, task: FuzzTask): Promise<FuzzedTask> {
  const answered = once(worker, 'message') as Promise<[FuzzedTask]>;
  worker.postMessage(task);
  const [fuzzed] = await answered;
  return fuzzed;
}

/** Adds up, and prints a kind as soon as it is done: a million of each take a while. */
function add(fuzzed: FuzzedTask, sums: readonly Sum[]): void {
  const sum = sums.find(({ agreement }) => agreement.kind.name === fuzzed.kind);
  if (sum === undefined) return;
  const { agreement } = sum;
  agreement.histories += fuzzed.histories;
  agreement.good += fuzzed.good;
  agreement.indeterminate += fuzzed.indeterminate;
  agreement.monitored += fuzzed.monitored;
  agreement.mismatches.push(...fuzzed.mismatches);
  sum.tasksLeft -= 1;
  for (const mismatch of fuzzed.mismatches) process.stdout.write(`${mismatchText(agreement.kind, mismatch)}\n`);
  if (fuzzed.mismatches.length > 0) process.exitCode = 1;
  if (sum.tasksLeft === 0) process.stdout.write(`${agreementRow(agreement)}\n`);
}

await main();
