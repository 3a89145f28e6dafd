/**
 * Simulated histories a second on one core: generated, run and judged by every monitor. The workload is the one of the
 * design's budget: three candidates, a minute of virtual time, leases of ten seconds, one write a second, every fault.
 */
import adapter from '../../adapters/redis-fencing/adapter.ts';
import { faults } from '../../spec/faults.ts';
import { judge } from '../../src/judge/judge.ts';
import { planGenerator, type PlanGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { provenDrain, type Drain } from '../../src/testbed/simulated/drain.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';
import { World } from '../../src/testbed/simulated/world.ts';
import { lap, nowUs, type Lap } from './stopwatch.ts';

export interface SimulatedFigures {
  readonly histories: number;
  readonly eventsMean: number;
  readonly whole: Lap;
  /** The quickest of the rounds, by its processor time: what this machine does when nobody disturbs it. */
  readonly best: Lap;
  readonly roundHistories: number;
  /** Parts of the clock's time of the whole; the rest is the return to the event loop. */
  readonly generationUs: number;
  readonly worldsUs: number;
  readonly monitorsUs: number;
  /** How the time inside worlds divides, from a run of its own with a stopwatch around each turn. */
  readonly kernelShare: number;
  readonly violations: number;
}

/** Until the optimising compiler has come to rest. A search is a hundred times as long. */
const WARM_UP = 4000;
const ROUND = 500;

export async function measureSimulated(histories: number): Promise<SimulatedFigures> {
  const generator = planGenerator({
    seed: 1,
    adapter,
    faults: new Set(Object.values(faults).map(({ kind }) => kind)),
    candidates: 3,
    leaseTtlMs: 10_000,
    scale: 'virtual',
  });
  await pass(generator, 0, WARM_UP);
  const roundHistories = Math.min(ROUND, histories);
  const rounds: Pass[] = [];
  for (let done = 0; done < histories; done += roundHistories) {
    rounds.push(await pass(generator, WARM_UP + done, roundHistories));
  }
  const sum = (part: (round: Pass) => number): number => rounds.reduce((before, round) => before + part(round), 0);
  return {
    histories: rounds.length * roundHistories,
    eventsMean: sum(({ eventsMean }) => eventsMean) / rounds.length,
    whole: { clockUs: sum(({ whole }) => whole.clockUs), processorUs: sum(({ whole }) => whole.processorUs) },
    best: rounds.map(({ whole }) => whole).reduce((best, lap) => (lap.processorUs < best.processorUs ? lap : best)),
    roundHistories,
    generationUs: sum(({ generationUs }) => generationUs),
    worldsUs: sum(({ worldsUs }) => worldsUs),
    monitorsUs: sum(({ monitorsUs }) => monitorsUs),
    violations: sum(({ violations }) => violations),
    kernelShare: await kernelShare(generator, Math.min(histories, 1000)),
  };
}

type Pass = Omit<SimulatedFigures, 'histories' | 'roundHistories' | 'best' | 'kernelShare'>;

async function pass(generator: PlanGenerator, from: number, count: number): Promise<Pass> {
  let events = 0;
  let violations = 0;
  let generationUs = 0;
  let monitorsUs = 0;
  let worldsUs = 0;
  let worldStartUs = 0;
  const plans = function* (): Generator<Plan, void, void> {
    for (let index = from; index < from + count; index += 1) {
      const startUs = nowUs();
      const plan = generator.plan(index);
      worldStartUs = nowUs();
      generationUs += worldStartUs - startUs;
      yield plan;
    }
  };
  const whole = await lap(() =>
    simulateEach(adapter, plans(), (history) => {
      const startUs = nowUs();
      worldsUs += startUs - worldStartUs;
      events += history.events.length;
      for (const { verdict } of judge(history, { holdTo: 'all' })) if (verdict === 'violated') violations += 1;
      monitorsUs += nowUs() - startUs;
    }),
  );
  return { eventsMean: events / count, whole, generationUs, worldsUs, monitorsUs, violations };
}

/** The share of the kernel in the time of worlds; the other share is what candidates do: adapter, driver and their calls. */
async function kernelShare(generator: PlanGenerator, count: number): Promise<number> {
  let kernelUs = 0;
  let candidatesUs = 0;
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      const drain: Drain | undefined = provenDrain();
      if (drain === undefined) throw new Error('this Node has no synchronous drain: nothing to measure');
      for (let index = 0; index < count; index += 1) {
        const plan = generator.plan(index);
        let lastUs = nowUs();
        const world = new World({ adapter, plan });
        while (world.advance()) {
          const wokenUs = nowUs();
          drain();
          const restUs = nowUs();
          world.endTurn();
          kernelUs += wokenUs - lastUs;
          candidatesUs += restUs - wokenUs;
          lastUs = restUs;
        }
      }
      resolve();
    });
  });
  return kernelUs / (kernelUs + candidatesUs);
}
