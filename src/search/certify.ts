/** The engine behind `certify` and the vitest entry: every adapter on every testbed, into one run folder. */
import type { TestbedKind } from '../../spec/history.ts';
import type { ElectionAdapter } from '../adapter.ts';
import { loadAdapter } from '../load-adapter.ts';
import { probeTestbed } from '../testbed/real/probe.ts';
import { realTestbed, type RealTestbed } from '../testbed/real/real-testbed.ts';
import { TestbedUnavailable } from '../testbed/real/testbed-unavailable.ts';
import { shownClaims, type Candidature, type Runner } from './candidature.ts';
import { certifyAdapter } from './certify-adapter.ts';
import type { CertifyOptions } from './certify-options.ts';
import { ownVersion } from './own-version.ts';
import { RealRunner } from './real-runner.ts';
import { isSystemError, systemWords } from '../system-words.ts';
import { RunFolder } from './run-folder.ts';
import { RunNotStored } from './run-not-stored.ts';
import type { AdapterResult, RunResult } from './run-result.ts';
import { plansShrunk, withReproductions } from './reproductions.ts';
import { SimulatedRunner } from './simulated-runner.ts';

/**
 * Runs and judges everything that is asked for, and writes `run.json` with its plans and histories (reports are made
 * from these). What one adapter does wrong fails that adapter alone.
 *
 * Throws `TestbedUnavailable` where a testbed that was asked for by name cannot be used here.
 */
export async function certify(options: CertifyOptions): Promise<RunResult> {
  const startedAt = new Date();
  const startedMs = performance.now();
  // All are loaded before any is run, so that a mistake in the last does not cost the time of the first; and before the
  // folder is opened, so that it does not cost what an earlier run left there either.
  const loaded = await Promise.all(
    options.adapters.map(async (reference) => ({ reference, adapter: await loadAdapter(new URL(reference.url)) })),
  );
  if (options.testbeds !== 'auto') await requireUsable(options.testbeds);
  const folder = await RunFolder.open(options.folder);
  const shared = new RealTestbeds();
  const adapters: AdapterResult[] = [];
  try {
    for (const { reference, adapter } of loaded) {
      if (options.signal.aborted) break;
      let lint: AdapterResult['lint'];
      const ofAdapter: AdapterResult[] = [];
      for (const testbed of await testbedsFor(adapter, options.testbeds)) {
        if (options.signal.aborted) break;
        const again = await plansShrunk(folder, ofAdapter);
        const result = await certifyOn({ reference, adapter, testbed, options, folder, lint, again }, shared);
        lint = result.lint;
        ofAdapter.push(result);
      }
      adapters.push(...withReproductions(ofAdapter));
    }
  } finally {
    await shared.close();
  }
  const run: RunResult = {
    schema: 'scrutineer/run@1',
    seed: options.seed,
    testbed:
      options.testbeds === 'auto'
        ? [...new Set(adapters.map(({ testbed }) => testbed))].join(',')
        : options.testbeds.join(','),
    adapters,
    elapsedMs: Math.round(performance.now() - startedMs),
    startedAt: startedAt.toISOString(),
    versions: { scrutineer: await ownVersion(), node: process.versions.node, ...shared.versions() },
    command: options.command,
    interrupted: options.signal.aborted,
  };
  try {
    await folder.writeRun(run);
  } catch (error) {
    throw new RunNotStored(run, error);
  }
  return run;
}

async function requireUsable(testbeds: readonly TestbedKind[]): Promise<void> {
  for (const kind of testbeds) {
    const probe = kind === 'simulated' ? undefined : await probeTestbed(kind);
    if (probe?.usable === false) throw new TestbedUnavailable(`testbed ${kind}: ${probe.why}`, probe.fix);
  }
}

/** The testbeds on which an adapter is certified; one that it does not list is among them, to be skipped aloud. */
async function testbedsFor(
  adapter: ElectionAdapter,
  asked: CertifyOptions['testbeds'],
): Promise<readonly TestbedKind[]> {
  if (asked !== 'auto') return asked;
  if (adapter.testbeds.includes('simulated')) return ['simulated'];
  for (const kind of ['local', 'containers'] as const) {
    if (adapter.testbeds.includes(kind) && (await probeTestbed(kind)).usable) return [kind];
  }
  return ['simulated'];
}

async function certifyOn(candidature: Candidature, shared: RealTestbeds): Promise<AdapterResult> {
  const { adapter, testbed } = candidature;
  if (!adapter.testbeds.includes(testbed)) {
    return withoutHistories(candidature, 'skipped', needWords(candidature));
  }
  let runner: Runner | undefined;
  try {
    runner =
      testbed === 'simulated'
        ? new SimulatedRunner(candidature)
        : new RealRunner(candidature, await shared.open(testbed));
    return await certifyAdapter(candidature, runner);
  } catch (error) {
    return withoutHistories(candidature, 'failed', reasonOf(error));
  } finally {
    await runner?.close();
  }
}

/** What it takes to run an adapter that its testbed cannot. */
function needWords({ adapter: { testbeds }, options }: Candidature): string {
  const needs = `needs ${testbeds.join('|')}`;
  if (options.testbeds !== 'auto') return `${needs}, the only ones that it lists: name one by --testbed`;
  return `${needs}, which cannot be used here: \`npx scrutineer doctor\` says why, and how to get it`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isSystemError(error)) return `${error.path ?? error.syscall}: ${systemWords(error)}`;
  const isExpected = ['SimulationError', 'AdapterError', 'MalformedInputError', 'TestbedUnavailable'].includes(
    error.name,
  );
  return isExpected ? error.message : (error.stack ?? error.message);
}

function withoutHistories(
  { adapter, testbed, options }: Candidature,
  verdict: 'skipped' | 'failed',
  reason: string,
): AdapterResult {
  return {
    name: adapter.name,
    title: adapter.title,
    testbed,
    verdict,
    reason,
    claims: shownClaims(adapter, options.leaseTtlMs),
    histories: 0,
    plans: 0,
    events: 0,
    properties: [],
    faults: {},
    notInjected: [],
    counterexamples: [],
  };
}

/** Real testbeds are opened when first needed and shared by all adapters. */
class RealTestbeds {
  readonly #opened = new Map<'local' | 'containers', RealTestbed>();

  async open(kind: 'local' | 'containers'): Promise<RealTestbed> {
    const known = this.#opened.get(kind);
    if (known !== undefined) return known;
    const opened = await realTestbed(kind);
    this.#opened.set(kind, opened);
    return opened;
  }

  versions(): Record<string, string> {
    return Object.fromEntries([...this.#opened.values()].flatMap(({ versions }) => Object.entries(versions)));
  }

  async close(): Promise<void> {
    for (const testbed of this.#opened.values()) await testbed.close();
  }
}
