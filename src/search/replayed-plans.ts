/** What became of plans that were run again: how often each promise was broken, and which faults could not be injected. */
import type { FaultKind } from '../../spec/faults.ts';
import type { PropertyId } from '../../spec/property.ts';
import { planHash } from '../plan/plan-hash.ts';
import type { Plan } from '../plan/plan.ts';
import type { TestbedCapabilities } from '../testbed/testbed.ts';
import type { ReplayedPlan } from './run-result.ts';
import { violationsOf } from './tally.ts';
import type { Harvest } from './worker-protocol.ts';

interface Replays {
  readonly plan: Plan;
  readonly file: string;
  runs: number;
  histories: number;
  readonly hashes: Set<string>;
  readonly broken: Map<PropertyId, { runs: number; histories: number }>;
}

/** Counts by plan. */
export class ReplayedPlans {
  readonly #plans = new Map<string, Replays>();

  /** One run of a plan, which may have given many histories. */
  add(plan: Plan, file: string, { tally, historyHash }: Pick<Harvest, 'tally' | 'historyHash'>): void {
    const replays = this.#of(plan, file);
    replays.runs += 1;
    if (historyHash !== undefined) replays.hashes.add(historyHash);
    replays.histories += tally.histories;
    for (const [property, histories] of violationsOf(tally)) {
      const known = replays.broken.get(property) ?? { runs: 0, histories: 0 };
      replays.broken.set(property, { runs: known.runs + 1, histories: known.histories + histories });
    }
  }

  /** A plan that was not run, since it could not show anything here. */
  skip(plan: Plan, file: string): void {
    this.#of(plan, file);
  }

  #of(plan: Plan, file: string): Replays {
    const hash = planHash(plan);
    const replays = this.#plans.get(hash) ?? {
      plan,
      file,
      runs: 0,
      histories: 0,
      hashes: new Set(),
      broken: new Map(),
    };
    this.#plans.set(hash, replays);
    return replays;
  }

  /** In the order in which the plans were first run. */
  list(capabilities: Pick<TestbedCapabilities, 'missing'>): readonly ReplayedPlan[] {
    return [...this.#plans.values()].map(({ plan, file, runs, histories, broken, hashes }) => ({
      plan: file,
      runs,
      histories,
      broken: Object.fromEntries(broken),
      notInjected: notInjected(plan, capabilities),
      ...(hashes.size === 0 ? {} : { historyHashes: [...hashes] }),
    }));
  }
}

function notInjected(plan: Plan, { missing }: Pick<TestbedCapabilities, 'missing'>): ReplayedPlan['notInjected'] {
  const kinds = new Set<FaultKind>(plan.faults.map(({ kind }) => kind));
  return [...kinds].flatMap((kind) => {
    const why = missing.get(kind);
    return why === undefined ? [] : [{ kind, why }];
  });
}
