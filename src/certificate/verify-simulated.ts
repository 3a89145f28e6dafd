/** Runs the simulated histories of a certificate again, all or a part, and compares them with what it says. */
import type { ElectionAdapter } from '../adapter.ts';
import { breachOfContract } from '../search/property-results.ts';
import { SimulationPool } from '../search/simulation-pool.ts';
import { readDeviationPlan } from '../search/stored-deviation.ts';
import { addTally, emptyTally, type Tally } from '../search/tally.ts';
import type { AdapterReference } from '../testbed/testbed.ts';
import type { SimulatedEvidence, TestbedEvidence } from './certificate.ts';
import { differences, shownDifferences } from './check-evidence.ts';
import { chunkHash } from './chunks.ts';
import { refusalsFor, type Refusal } from './refusal.ts';

export interface SimulatedCheck {
  readonly reference: AdapterReference;
  readonly adapter: ElectionAdapter;
  readonly evidence: TestbedEvidence;
  readonly simulated: SimulatedEvidence;
  /** At least so many histories, spread over the whole. @defaultValue all */
  readonly sample?: number | undefined;
  readonly jobs: number;
  /** Said where event logs differ: what of this installation is not as it was. */
  readonly changed: string;
}

export interface Checked {
  readonly refusals: readonly Refusal[];
  readonly histories: number;
}

/** Rejects where the adapter cannot be run here at all. */
export async function verifySimulated(check: SimulatedCheck): Promise<Checked> {
  const { adapter, evidence, simulated, reference, jobs } = check;
  const { seed, faults, candidates, leaseTtlMs, holdTo } = evidence.search;
  const pool = new SimulationPool(jobs, {
    adapter: reference,
    search: {
      seed,
      faults,
      ...(candidates === undefined ? {} : { candidates }),
      ...(leaseTtlMs === undefined ? {} : { leaseTtlMs }),
      holdTo,
      stopAtViolation: false,
      tolerated: [],
      keep: 'failing',
    },
  });
  const refuse = refusalsFor(adapter.name);
  const tally = emptyTally();
  try {
    const breach = breachOfContract((await pool.run({ kind: 'lint' })).lint, false);
    if (breach !== undefined) {
      const next = 'Mend the adapter, and certify again.';
      return { refusals: [refuse('contract', `Looked through without faults, ${breach}`, next)], histories: 0 };
    }
    const wanted = chunksToRun(simulated, check.sample);
    const wrong = await runChunks(wanted, { pool, simulated, tally, jobs });
    const stored = await runStored(check, pool, tally);
    if (wrong !== undefined || stored !== undefined) {
      const where =
        stored ?? `histories ${wrong ?? 0} to ${Math.min(simulated.generated, (wrong ?? 0) + simulated.chunkSize) - 1}`;
      const sentence = `The event logs of ${where} are not those that were certified: the same seed gave another history.`;
      return { refusals: [refuse('event-log', sentence, check.changed)], histories: tally.histories };
    }
    const isWhole = wanted.length === simulated.chunks.length;
    const different = isWhole ? differences(evidence, tally) : [];
    return {
      histories: tally.histories,
      refusals:
        different.length === 0
          ? []
          : [
              refuse(
                'verdict',
                `The same histories are judged otherwise: ${shownDifferences(different)}.`,
                check.changed,
              ),
            ],
    };
  } finally {
    await pool.close();
  }
}

/** Indices of chunks, spread evenly. */
function chunksToRun({ chunks, chunkSize }: SimulatedEvidence, sample: number | undefined): readonly number[] {
  const wanted = sample === undefined ? chunks.length : Math.min(chunks.length, Math.ceil(sample / chunkSize));
  return Array.from({ length: wanted }, (_, index) => Math.floor((index * chunks.length) / wanted));
}

interface ChunkRun {
  readonly pool: SimulationPool;
  readonly simulated: SimulatedEvidence;
  readonly tally: Tally;
  readonly jobs: number;
}

/** Gives back the place of the first history of a chunk that is not what it was; which one, where there are several, depends on the workers. */
async function runChunks(
  wanted: readonly number[],
  { pool, simulated, tally, jobs }: ChunkRun,
): Promise<number | undefined> {
  const { chunkSize, chunks, generated } = simulated;
  const open = [...wanted];
  let wrong: number | undefined;
  const work = async (): Promise<void> => {
    for (let chunk = open.shift(); chunk !== undefined && wrong === undefined; chunk = open.shift()) {
      const from = chunk * chunkSize;
      const to = Math.min(generated, from + chunkSize);
      const harvest = await pool.run({ kind: 'generated', from, to, known: new Map() });
      addTally(tally, harvest.tally);
      if (chunkHash(harvest.digests ?? []) !== chunks[chunk]) wrong = Math.min(wrong ?? from, from);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return wrong;
}

/** Gives back the stored plan whose history is not what it was. */
async function runStored(
  { reference, adapter, simulated }: SimulatedCheck,
  pool: SimulationPool,
  tally: Tally,
): Promise<string | undefined> {
  for (const [index, { plan: name, digest }] of simulated.storedPlans.entries()) {
    const deviation = adapter.knownDeviations?.find(({ plan }) => plan === name);
    if (deviation === undefined) return `${name}, which is no longer declared,`;
    const plan = await readDeviationPlan(reference, deviation);
    const harvest = await pool.run({ kind: 'stored', plan, index: index - simulated.storedPlans.length });
    addTally(tally, harvest.tally);
    if (harvest.digests?.[0] !== digest) return name;
  }
  return undefined;
}
