/**
 * `replayElection(url, ...)`: one stored counterexample as a vitest test. `scrutineer replay PLAN --write FILE` writes a
 * file that calls it; the plan is run again in the simulation, byte for byte as it was found.
 */
import { afterAll, test, type TestContext } from 'vitest';
import { propertyById } from '../../spec/properties.ts';
import type { PropertyId } from '../../spec/property.ts';
import { loadAdapter } from '../load-adapter.ts';
import { decodePlan } from '../plan/plan-schema.ts';
import type { Plan } from '../plan/plan.ts';
import { asciiTimeline } from '../report/terminal/ascii-timeline.ts';
import type { Finding } from '../search/finding.ts';
import { SimulationPool } from '../search/simulation-pool.ts';
import { mostFrequent, wordOf } from '../search/tally.ts';
import type { Harvest } from '../search/worker-protocol.ts';

export type { Plan } from '../plan/plan.ts';

export interface ReplayElectionOptions {
  readonly property: PropertyId;
  /** `holds`: the test fails as long as the plan breaks the property. `violated`: it fails when the plan no longer does. */
  readonly expected: 'holds' | 'violated';
  readonly plan: Plan;
  /** @defaultValue claims */
  readonly holdTo?: 'claims' | 'all';
}

/** Loading an adapter takes seconds at most; the world itself takes milliseconds. */
const REPLAY_MS_MAX = 120_000;

/** Registers the test. `url` is that of the adapter's file or folder: `new URL('./my.adapter.ts', import.meta.url)`. */
export function replayElection(url: URL, options: ReplayElectionOptions): void {
  const { property, expected } = options;
  const { title } = propertyById(property);
  afterAll(closePools);
  const verb = expected === 'holds' ? 'keeps' : 'breaks, as declared,';
  test(
    `${verb} ${property}: ${title}`,
    async (context) => {
      const harvest = await replayed(url, options);
      if (expected === 'holds') expectKept(harvest, options, context);
      else expectBroken(harvest, options);
    },
    REPLAY_MS_MAX,
  );
}

async function replayed(url: URL, { plan, holdTo = 'claims' }: ReplayElectionOptions): Promise<Harvest> {
  // The plan is written by hand as soon as it stands in a test: it is read as one from a file is.
  const checked = decodePlan(JSON.stringify(plan), 'the plan of this test');
  const pool = await poolOf(url, holdTo);
  return pool.run({ kind: 'stored', plan: checked, index: 0 });
}

/** A worker for all replays of an adapter in a file: starting one takes longer than the replays. */
const pools = new Map<string, Promise<SimulationPool>>();

function poolOf(url: URL, holdTo: 'claims' | 'all'): Promise<SimulationPool> {
  const key = `${holdTo} ${url.href}`;
  const pool = pools.get(key) ?? openPool(url, holdTo);
  pools.set(key, pool);
  return pool;
}

async function openPool(url: URL, holdTo: 'claims' | 'all'): Promise<SimulationPool> {
  const { name } = await loadAdapter(url);
  return new SimulationPool(1, {
    adapter: { name, url: url.href },
    search: { seed: 1, faults: [], holdTo, stopAtViolation: false, tolerated: [], keep: 'failing' },
  });
}

async function closePools(): Promise<void> {
  const opened = [...pools.values()];
  pools.clear();
  for (const pool of await Promise.allSettled(opened)) if (pool.status === 'fulfilled') await pool.value.close();
}

function expectKept(harvest: Harvest, { property }: ReplayElectionOptions, context: TestContext): void {
  const [finding] = harvest.findings.filter(({ violated }) =>
    violated.some((verdict) => verdict.property === property),
  );
  if (finding !== undefined) throw new Error(violationText(finding, property));
  const tally = harvest.tally.properties[property];
  const word = wordOf(tally);
  if (word === 'holds') return;
  // It is broken no more, and yet nothing shows that it is kept.
  context.skip(
    `${property} is ${word}: ${mostFrequent(tally?.reasons) ?? 'nothing of this plan exercises it any more'}`,
  );
}

function expectBroken(harvest: Harvest, { property }: ReplayElectionOptions): void {
  const word = wordOf(harvest.tally.properties[property]);
  if (word === 'violated') return;
  throw new Error(
    `${property} is no longer broken by this plan, but ${word}. If the implementation was mended, expect 'holds' here and take the declared deviation back; ` +
      'else search for another plan that shows it (npx scrutineer certify).',
  );
}

function violationText({ history, violated }: Finding, property: PropertyId): string {
  const witness = violated.find((verdict) => verdict.property === property)?.witness;
  const { title, usualCause } = propertyById(property);
  if (witness === undefined) return `${property} is violated: ${title}`;
  return [
    `${property} is violated: ${witness.sentence}`,
    '',
    ...asciiTimeline(history, witness),
    '',
    ...witness.steps.map((step, index) => `${index + 1}. ${step}`),
    '',
    `Promised: ${title}. Usual cause: ${usualCause}`,
  ].join('\n');
}
