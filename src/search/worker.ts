/** The program of a simulation worker: loads the adapter, then simulates and judges what it is given. */
// First, so that whatever an adapter imports meets the replaced platform.
import './worker-output.ts';
import '../testbed/simulated/world-worker.ts';
import { workerData } from 'node:worker_threads';
import type { History } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { ElectionAdapter } from '../adapter.ts';
import { digestEvents } from '../history/event-digest.ts';
import { hashHistory } from '../history/json-lines.ts';
import { loadAdapter } from '../load-adapter.ts';
import { planGenerator, type PlanGenerator } from '../plan/generate-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { addOperations, countOperations, noOperations } from '../testbed/operation-counts.ts';
import { simulateEach } from '../testbed/simulated/simulate.ts';
import { lintAdapter } from './lint/adapter-lint.ts';
import { SimplestFindings } from './finding.ts';
import { judgeHistory } from './judge-histories.ts';
import { troubledMoment, type Moment } from './moment.ts';
import { shrinkInSimulation } from './shrink/shrink-in-simulation.ts';
import { emptyTally } from './tally.ts';
import type { Harvest, SearchSettings, WorkerAnswer, WorkerOrder, WorkerSetup, WorkerTask } from './worker-protocol.ts';

interface Workshop {
  readonly adapter: ElectionAdapter;
  readonly generator: PlanGenerator;
  readonly settings: SearchSettings;
  readonly tolerated: ReadonlySet<PropertyId>;
}

async function openWorkshop({ adapter: reference, search }: WorkerSetup): Promise<Workshop> {
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
  return { adapter, generator, settings: search, tolerated: new Set(search.tolerated) };
}

/** What the watchdog is told: that a world begins, and which. */
type OnStart = (plan: Plan) => void;

/** The plans of a task, by their places: from `from` to `to`, exclusive. */
interface Plans {
  readonly from: number;
  readonly to: number;
  at(index: number): Plan;
}

async function searched(
  { adapter, settings, tolerated }: Workshop,
  plans: Plans,
  {
    findings,
    onStart,
    onHistory,
  }: {
    readonly findings: SimplestFindings;
    readonly onStart: OnStart;
    readonly onHistory?: (history: History) => void;
  },
): Promise<Harvest> {
  const tally = emptyTally();
  const histories: { readonly plan: Plan; readonly history: History }[] = [];
  const digests: number[] = [];
  let index = -1;
  let operations = noOperations;
  let moment: Moment | undefined;
  let stoppedAt: number | undefined;
  const untilStopped = function* (): Generator<Plan, void, void> {
    for (index = plans.from; index < plans.to && stoppedAt === undefined; index += 1) yield plans.at(index);
  };
  await simulateEach(
    adapter,
    untilStopped(),
    (history, plan) => {
      tally.plans += 1;
      onHistory?.(history);
      digests.push(digestEvents(history.events));
      operations = addOperations(operations, countOperations(history.events));
      const isBroken = judgeHistory(history, { index, plan, holdTo: settings.holdTo, tolerated, tally, findings });
      if (isBroken && settings.stopAtViolation) stoppedAt = index;
      if (index === plans.to - 1) moment = troubledMoment(history);
      // One history of each run is kept even where nothing is: a report of promises kept has something to show.
      if (settings.keep === 'all' || index === 0) histories.push({ plan, history });
    },
    { onStart },
  );
  return {
    tally,
    findings: findings.list(),
    histories,
    digests,
    operations,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(moment === undefined ? {} : { moment }),
  };
}

async function replayed(
  workshop: Workshop,
  { plan, index }: Extract<WorkerTask, { readonly kind: 'stored' }>,
  onStart: OnStart,
): Promise<Harvest> {
  let historyHash: string | undefined;
  const plans: Plans = { from: index, to: index + 1, at: () => plan };
  const onHistory = (history: History): void => {
    historyHash = hashHistory(history);
  };
  const harvest = await searched(workshop, plans, { findings: new SimplestFindings(), onStart, onHistory });
  return { ...harvest, ...(historyHash === undefined ? {} : { historyHash }) };
}

async function shrunk(
  { adapter, settings: { holdTo } }: Workshop,
  { plan, property, runsMax }: Extract<WorkerTask, { readonly kind: 'shrink' }>,
  onStart: OnStart,
): Promise<Harvest> {
  const found = await shrinkInSimulation(adapter, { plan, property, holdTo, runsMax, onStart });
  return { tally: emptyTally(), findings: [], histories: [], ...(found === undefined ? {} : { shrunk: found }) };
}

async function linted({ adapter }: Workshop, onStart: OnStart): Promise<Harvest> {
  return { tally: emptyTally(), findings: [], histories: [], lint: await lintAdapter(adapter, { onStart }) };
}

function outcomeOf(workshop: Workshop, task: WorkerTask, onStart: OnStart): Promise<Harvest> {
  switch (task.kind) {
    case 'generated': {
      const { from, to, known } = task;
      const plans: Plans = { from, to, at: (index) => workshop.generator.plan(index) };
      return searched(workshop, plans, { findings: new SimplestFindings(known), onStart });
    }
    case 'stored': {
      return replayed(workshop, task, onStart);
    }
    case 'shrink':
      return shrunk(workshop, task, onStart);
    case 'lint':
      return linted(workshop, onStart);
  }
}

/** Opened once for all tasks of this worker. What goes wrong is told when the first task asks. */
const opened = openWorkshop(workerData as WorkerSetup);
opened.catch(() => undefined);

/** What the pool calls, for one task after the other. */
export async function perform({ task, progress }: WorkerOrder): Promise<WorkerAnswer> {
  const cells = new Float64Array(progress);
  try {
    const workshop = await opened;
    // From here on it is a world that may take too long, no longer the adapter's module.
    cells[0] = 1;
    const harvest = await outcomeOf(workshop, task, (plan) => {
      cells[0] = (cells[0] ?? 0) + 1;
      cells[1] = plan.seed;
    });
    return { kind: 'harvest', harvest };
  } catch (error) {
    return { kind: 'failed', message: described(error) };
  }
}

/** What is the adapter's doing is a message; a stack is for what is ours. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ['AdapterMistake', 'AdapterError'].includes(error.name) ? error.message : (error.stack ?? error.message);
}
