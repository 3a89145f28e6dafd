/** The program of a simulation worker: loads the adapter, then simulates and judges what it is given. */
// First, so that whatever an adapter imports meets the replaced platform.
import '../testbed/simulated/world-worker.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { History } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { ElectionAdapter } from '../adapter.ts';
import { loadAdapter } from '../load-adapter.ts';
import { planGenerator, type PlanGenerator } from '../plan/generate-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { simulateEach } from '../testbed/simulated/simulate.ts';
import { SimplestFindings } from './finding.ts';
import { judgeHistory } from './judge-histories.ts';
import { troubledMoment, type Moment } from './moment.ts';
import { emptyTally } from './tally.ts';
import type { Harvest, SearchSettings, WorkerMessage, WorkerSetup, WorkerTask } from './worker-protocol.ts';

interface Workshop {
  readonly adapter: ElectionAdapter;
  readonly generator: PlanGenerator;
  readonly settings: SearchSettings;
  readonly tolerated: ReadonlySet<PropertyId>;
  /** Worlds begun so far, and the seed of the plan that runs now. */
  readonly progress: Float64Array;
}

async function openWorkshop({ adapter: reference, search, progress }: WorkerSetup): Promise<Workshop> {
  const adapter = await loadAdapter(new URL(reference.url));
  const { seed, candidates, leaseTtlMs } = search;
  const generator = planGenerator({
    seed,
    adapter,
    faults: new Set(search.faults),
    ...(candidates === undefined ? {} : { candidates }),
    ...(leaseTtlMs === undefined ? {} : { leaseTtlMs }),
    scale: 'virtual',
  });
  return {
    adapter,
    generator,
    settings: search,
    tolerated: new Set(search.tolerated),
    progress: new Float64Array(progress),
  };
}

async function perform(
  { adapter, generator, settings, tolerated, progress }: Workshop,
  task: WorkerTask,
): Promise<Harvest> {
  const tally = emptyTally();
  const findings = new SimplestFindings(task.kind === 'generated' ? task.known : new Map());
  const histories: { readonly plan: Plan; readonly history: History }[] = [];
  let index = -1;
  let moment: Moment | undefined;
  let stoppedAt: number | undefined;
  const plans = function* (): Generator<Plan, void, void> {
    const from = task.kind === 'generated' ? task.from : task.index;
    const to = task.kind === 'generated' ? task.to : task.index + 1;
    for (index = from; index < to && stoppedAt === undefined; index += 1) {
      yield task.kind === 'generated' ? generator.plan(index) : task.plan;
    }
  };
  await simulateEach(
    adapter,
    plans(),
    (history, plan) => {
      tally.plans += 1;
      const isBroken = judgeHistory(history, { index, plan, holdTo: settings.holdTo, tolerated, tally, findings });
      if (isBroken && settings.stopAtViolation) stoppedAt = index;
      if (task.kind === 'stored' || index === task.to - 1) moment = troubledMoment(history);
      // One history of each run is kept even where nothing is: a report of promises kept has something to show.
      if (settings.keep === 'all' || index === 0) histories.push({ plan, history });
    },
    {
      onStart: (plan) => {
        progress[0] = (progress[0] ?? 0) + 1;
        progress[1] = plan.seed;
      },
    },
  );
  return {
    tally,
    findings: findings.list(),
    histories,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(moment === undefined ? {} : { moment }),
  };
}

/** Answers one task after the other; the search gives the next one only when it has the answer. */
async function serve(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this file is run by the search, in a worker');
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const opened = openWorkshop(workerData as WorkerSetup);
  port.on('message', (task: WorkerTask) => {
    opened
      .then((workshop) => perform(workshop, task))
      .then(
        (harvest) => post({ kind: 'harvest', harvest }),
        (error: unknown) => post({ kind: 'failed', message: described(error) }),
      );
  });
  await opened.then(
    () => post({ kind: 'ready' }),
    // Told when the first task asks for it.
    () => undefined,
  );
}

/** What is the adapter's doing is a message; a stack is for what is ours. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ['AdapterMistake', 'AdapterError'].includes(error.name) ? error.message : (error.stack ?? error.message);
}

await serve();
