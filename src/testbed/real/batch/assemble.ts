/** From what was recorded of one election to its history. */
import type { ElectionAdapter } from '../../../adapter.ts';
import {
  earliest,
  latest,
  type History,
  type HistoryEvent,
  type Instant,
  type TestbedKind,
} from '../../../../spec/history.ts';
import { planHash } from '../../../plan/plan-hash.ts';
import type { Plan } from '../../../plan/plan.ts';
import { resourceFacts } from '../../resource-rule.ts';
import { storeFacts } from '../../store-facts.ts';
import type { ElectionRecord } from './election-record.ts';

/** Half of what two stamps of one machine's clock may differ by: a stamp is taken a little before or after its moment. */
const UNCERTAINTY_US = 1000;
/** A message over loopback or a container's network is there well within this, also while the machine is busy. */
const NETWORK_DELAY_US_MAX = 20_000;

export interface Assembly {
  readonly adapter: ElectionAdapter;
  readonly plan: Plan;
  readonly testbed: TestbedKind;
  readonly startUs: number;
  readonly endUs: number;
  /** False where the ledger could not follow. */
  readonly ledger: boolean;
}

/** The history of one election: times since the start, what came after the end left out, sorted. */
export function assembleHistory(record: ElectionRecord, assembly: Assembly): History {
  const { adapter, plan, startUs, endUs } = assembly;
  const claimsFor = (leaseTtlMs: number): ReturnType<ElectionAdapter['claims']> => adapter.claims({ leaseTtlMs });
  const events = record.events
    .filter((event) => earliest(event.at) <= endUs)
    .map((event) => sinceStart(event, startUs))
    .toSorted((left, right) => earliest(left.at) - earliest(right.at));
  return {
    header: {
      schema: 'scrutineer/history@1',
      adapter: adapter.name,
      testbed: assembly.testbed,
      election: record.index,
      planHash: planHash(plan),
      seed: plan.seed,
      leaseTtlMs: plan.leaseTtlMs,
      claims: claimsFor(plan.leaseTtlMs),
      candidates: plan.candidates.map(({ id, leaseTtlMs = plan.leaseTtlMs }) => ({
        id,
        leaseTtlMs,
        claims: claimsFor(leaseTtlMs),
      })),
      store: storeFacts(assembly.testbed, adapter.store),
      ...resourceFacts(plan.resource, adapter.resource !== undefined),
      ledger: assembly.ledger,
      uncertaintyUs: UNCERTAINTY_US,
      networkDelayUsMax: NETWORK_DELAY_US_MAX,
      ...(record.drifted !== undefined && { drifted: record.drifted }),
    },
    events,
  };
}

function sinceStart(event: HistoryEvent, startUs: number): HistoryEvent {
  const shift = (at: Instant): Instant => {
    const from = Math.max(0, Math.floor(earliest(at) - startUs));
    const to = Math.max(from, Math.ceil(latest(at) - startUs));
    return from === to ? from : [from, to];
  };
  if (event.type === 'stall')
    return { ...event, at: [Math.max(0, event.at[0] - startUs), Math.max(0, event.at[1] - startUs)] };
  if ((event.type === 'applied' || event.type === 'refused') && event.sentAt !== undefined) {
    return { ...event, at: shift(event.at), sentAt: shift(event.sentAt) };
  }
  return { ...event, at: shift(event.at) };
}
