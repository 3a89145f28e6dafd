/** The program of a worker: hunts mutants and acquits what is harmless, one task after the other. */
// First, since the next import replaces the clocks of the platform.
import { nowUs } from '../bench/stopwatch.ts';
import '../../src/testbed/simulated/world-worker.ts';
import { parentPort } from 'node:worker_threads';
import type { ElectionAdapter } from '../../src/adapter.ts';
import { loadAdapter } from '../../src/load-adapter.ts';
import { acquit, FalseAlarm, hunt, ordinaryPlans, shrinkKill } from './hunt.ts';
import type { Outcome, Task } from './worker-protocol.ts';

const loaded = new Map<string, Promise<ElectionAdapter>>();

function adapterAt(url: string): Promise<ElectionAdapter> {
  const before = loaded.get(url);
  if (before !== undefined) return before;
  const loading = loadAdapter(new URL(url));
  loaded.set(url, loading);
  return loading;
}

async function perform(task: Task): Promise<Outcome> {
  const adapter = await adapterAt(task.url);
  const base = await adapterAt(task.baseUrl);
  if (task.kind === 'acquit') {
    return { kind: 'acquitted', histories: await acquit(adapter, ordinaryPlans(base, task.seed, task.histories)) };
  }
  const options = { ...task, mutant: adapter, base };
  const startUs = nowUs();
  const kill = await hunt(options);
  if (kill === undefined) return { kind: 'survived' };
  const shrunk = await shrinkKill(options, kill);
  return {
    kind: 'killed',
    histories: kill.histories,
    property: kill.property,
    // The cut with which a plan may end counts like any other.
    faults: shrunk.faults.length + (shrunk.endings.degraded === undefined ? 0 : 1),
    candidates: shrunk.candidates.length,
    elapsedMs: (nowUs() - startUs) / 1000,
  };
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof FalseAlarm) return { kind: 'false-alarm', message: error.message };
  return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

const port = parentPort;
if (port === null) throw new Error('this file is run by `npm run mutants`, in a worker');
port.on('message', (task: Task) => {
  void perform(task)
    .catch(outcomeOf)
    .then((outcome) => port.postMessage(outcome));
});
