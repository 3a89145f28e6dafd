/**
 * `certifyElection(url)`: certifies an adapter from a vitest file. It registers a describe block an adapter and testbed,
 * with one test a property, at once; everything else happens when the tests run.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, test, type TestContext } from 'vitest';
import { faults, type FaultKind } from '../../spec/faults.ts';
import type { TestbedKind } from '../../spec/history.ts';
import { properties } from '../../spec/properties.ts';
import type { Property } from '../../spec/property.ts';
import { certifyAndIssue } from '../certificate/issue.ts';
import { loadAdapter } from '../load-adapter.ts';
import { writeReports } from '../report/write-reports.ts';
import { pathFromHere } from '../search/replay-command.ts';
import type { AdapterResult } from '../search/run-result.ts';
import { probeTestbed } from '../testbed/real/probe.ts';

export { replayElection, type Plan, type ReplayElectionOptions } from './replay-election.ts';

export interface CertifyElectionOptions {
  /** @defaultValue simulated, and local and containers where they are usable here and the adapter lists them */
  readonly testbeds?: readonly TestbedKind[];
  /** @defaultValue 1, so that a test run is repeatable */
  readonly seed?: number;
  /** Simulated histories. @defaultValue 500 */
  readonly histories?: number;
  /** Histories on each real testbed. @defaultValue 60 */
  readonly realHistories?: number;
  /** @defaultValue every kind that the testbed can inject */
  readonly faults?: readonly FaultKind[];
  /** @defaultValue claims */
  readonly holdTo?: 'claims' | 'all';
  /** Folder under which each run gets one of its own. @defaultValue `reports/vitest` in the working directory */
  readonly reports?: string;
}

/** Long enough for a real testbed; a simulated run ends far earlier. */
const RUN_MS_MAX = 600_000;

/** Registers the tests. `url` is that of the adapter's file or folder: `new URL('./my.adapter.ts', import.meta.url)`. */
export function certifyElection(url: URL, options: CertifyElectionOptions = {}): void {
  const name = nameOf(url);
  for (const testbed of options.testbeds ?? (['simulated', 'local', 'containers'] as const)) {
    describe(`${name} on ${testbed}`, () => {
      let outcome: Outcome = { skipped: 'it was not run' };
      beforeAll(async () => {
        outcome = await certifyOn(url, { name, testbed, options });
        if ('skipped' in outcome) console.warn(`${name} on ${testbed} is skipped: ${outcome.skipped}`);
      }, RUN_MS_MAX);
      test('behaves as it declares', (context) =>
        expectDeclared(resultOf(outcome, context), folderOf({ name, testbed, options })));
      for (const property of properties) {
        test(`${property.id}: ${property.title}`, (context) => {
          expectKept(resultOf(outcome, context), { property, context, folder: folderOf({ name, testbed, options }) });
        });
      }
    });
  }
}

type Outcome = { readonly result: AdapterResult } | { readonly skipped: string };

interface Place {
  readonly name: string;
  readonly testbed: TestbedKind;
  readonly options: CertifyElectionOptions;
}

/** `adapters/redis-lease/adapter.ts` is `redis-lease`, `my.adapter.ts` is `my`. */
function nameOf(url: URL): string {
  const path = fileURLToPath(url).replace(/[/\\]$/, '');
  const file = basename(path);
  if (/^adapter\.[cm]?[jt]s$/.test(file)) return basename(dirname(path));
  return file.replace(/(\.adapter)?\.[cm]?[jt]s$/, '');
}

function folderOf({ name, testbed, options }: Place): string {
  return resolve(options.reports ?? join('reports', 'vitest'), `${name}-${testbed}`);
}

async function certifyOn(url: URL, place: Place): Promise<Outcome> {
  const { testbed, options } = place;
  const adapter = await loadAdapter(url);
  if (!adapter.testbeds.includes(testbed)) return { skipped: `needs ${adapter.testbeds.join('|')}` };
  if (testbed !== 'simulated') {
    const probe = await probeTestbed(testbed);
    if (!probe.usable) return unusable(testbed, `${probe.why}. ${probe.fix}`);
  }
  const folder = folderOf(place);
  rmSync(folder, { recursive: true, force: true });
  const seed = options.seed ?? 1;
  const run = await certifyAndIssue({
    adapters: [{ name: adapter.name, url: url.href }],
    testbeds: [testbed],
    seed,
    histories: testbed === 'simulated' ? (options.histories ?? 500) : (options.realHistories ?? 60),
    faults: options.faults ?? Object.values(faults).map(({ kind }) => kind),
    holdTo: options.holdTo ?? 'claims',
    strict: false,
    keepGoing: true,
    jobs: availableParallelism(),
    keep: 'failing',
    folder,
    command: `npx scrutineer certify ${pathFromHere(fileURLToPath(url))} --testbed ${testbed} --seed ${seed}`,
    signal: new AbortController().signal,
  });
  await writeReports(folder, run);
  const [result] = run.adapters;
  return result === undefined ? { skipped: 'nothing was run' } : { result };
}

/** A testbed that is required may not be skipped. */
function unusable(testbed: TestbedKind, why: string): Outcome {
  const required = (process.env['SCRUTINEER_REQUIRE'] ?? '').split(',').map((kind) => kind.trim());
  if (required.includes(testbed))
    throw new Error(`SCRUTINEER_REQUIRE asks for the testbed ${testbed}, which is not usable here: ${why}`);
  return { skipped: why };
}

function resultOf(outcome: Outcome, context: TestContext): AdapterResult {
  if ('result' in outcome) return outcome.result;
  return context.skip(outcome.skipped);
}

/** The adapter as a whole: it ran, was elected, and breaks what it declares to break and nothing else. */
function expectDeclared(result: AdapterResult, folder: string): void {
  const { verdict, reason, testbed } = result;
  // Few real histories may leave a property without evidence; the tests of the properties say which.
  const isEnough =
    verdict === 'holds' ||
    verdict === 'matches' ||
    (verdict === 'inconclusive' && testbed !== 'simulated' && result.histories > 0);
  if (isEnough) return;
  throw new Error(
    `${result.name} on ${testbed}: ${verdict}${reason === undefined ? '' : `: ${reason}`}\n${reportLine(folder)}`,
  );
}

interface Expectation {
  readonly property: Property;
  readonly context: TestContext;
  readonly folder: string;
}

function expectKept(result: AdapterResult, { property, context, folder }: Expectation): void {
  const found = result.properties.find(({ id }) => id === property.id);
  if (found === undefined) {
    throw new Error(
      `${property.id} was not judged: ${result.reason ?? 'the run did not come that far'}\n${reportLine(folder)}`,
    );
  }
  const reason = found.reason === undefined ? '' : ` (${found.reason})`;
  if (found.verdict === 'violated' && !found.declared) throw new Error(violationText(result, { property, folder }));
  if (found.verdict === 'holds' || found.verdict === 'violated') return;
  // The store's promises say whom to blame; the implementation is not judged by them.
  const isOwn = !property.id.startsWith('ST');
  if (found.claimed && isOwn && result.testbed === 'simulated' && !found.declared) {
    throw new Error(
      `${property.id} is claimed, and ${found.verdict}${reason}: ${result.reason ?? 'more histories may exercise it'}\n${reportLine(folder)}`,
    );
  }
  context.skip(`${found.verdict}${reason}`);
}

function violationText(result: AdapterResult, { property, folder }: Omit<Expectation, 'context'>): string {
  const counterexample = result.counterexamples.find((each) => each.property === property.id);
  return [
    `${property.id} is violated: ${counterexample?.sentence ?? property.title}`,
    reportLine(folder),
    ...(counterexample === undefined ? [] : [`replay: ${counterexample.replay}`]),
    `Usual cause: ${property.usualCause}`,
  ].join('\n');
}

function reportLine(folder: string): string {
  return `report: ${pathFromHere(join(folder, 'report.html'))}`;
}
