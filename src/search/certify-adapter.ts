/** One adapter on one testbed: its declared deviations first, then the search, then what both add up to. */
import { fileURLToPath } from 'node:url';
import type { Claims } from '../../spec/claims.ts';
import type { FaultKind } from '../../spec/faults.ts';
import type { PropertyId } from '../../spec/property.ts';
import { stateCoverage } from '../explore/state-coverage.ts';
import type { Plan } from '../plan/plan.ts';
import type { TestbedCapabilities } from '../testbed/testbed.ts';
import type { LintReport } from './lint/lint-report.ts';
import { declaredProperties, shownClaims, shownEnvelope, type Candidature, type Runner } from './candidature.ts';
import { historiesByDefault } from './certify-options.ts';
import { counterexamples, type CounterexampleOptions } from './counterexamples.ts';
import { coverageResult, type CoverageResult } from './coverage.ts';
import { Course } from './course.ts';
import { barrenReason, concludeAdapter, propertyResults } from './property-results.ts';
import { pathFromHere } from './replay-command.ts';
import type { AdapterResult } from './run-result.ts';
import { readDeviationPlan } from './stored-deviation.ts';
import { violationsOf, type Tally } from './tally.ts';
import { timingResult } from './timing-tally.ts';

/** Runs everything and tells what it adds up to. Rejects where the adapter or a testbed cannot be run. */
export async function certifyAdapter(candidature: Candidature, runner: Runner): Promise<AdapterResult> {
  const { adapter, options, testbed } = candidature;
  const course = new Course(candidature);
  const envelope = shownEnvelope(candidature);
  for (const sentence of envelope?.cannotHold ?? []) options.onCannotHold?.(adapter.name, sentence);
  const isReplay = options.plans !== undefined;
  if (options.plans !== undefined) await runPlans(candidature, runner, { course, plans: options.plans });
  const lint = isReplay ? undefined : await linted(candidature, runner, course);
  const isSearched = !isReplay && lint?.unsearchable === undefined;
  if (isSearched && candidature.again !== undefined) await replayAgain(candidature, runner, course);
  const missing = isSearched ? await replayDeviations(candidature, runner, course) : [];
  if (isSearched && !course.isStopped && !options.signal.aborted) {
    const histories = options.histories ?? (options.budgetMs === undefined ? historiesByDefault[testbed] : Infinity);
    const endMs = performance.now() + (options.budgetMs ?? Infinity);
    await runner.search({
      histories,
      isOver: () => options.signal.aborted || course.isStopped || course.isBarren || performance.now() >= endMs,
      findings: () => course.findings,
      take: (harvest) => course.take(harvest),
      progress: (progress) => course.tell(progress),
      note: (text) => course.notes.push(text),
    });
  }
  const examples = await counterexamples(candidature, {
    findings: course.findings,
    shrink: isReplay || options.signal.aborted ? undefined : shrinkWith(runner, course),
    tell: () => course.tell({ phase: 'shrinking', faultsActive: [], beliefs: [] }),
  });
  course.tell({ phase: 'done', faultsActive: [], beliefs: [] });

  const claims = shownClaims(adapter, options.leaseTtlMs);
  const declared = new Set(declaredProperties(adapter));
  const properties = propertyResults(course.tally, { claims, hasLedger: adapter.grants !== undefined, declared });
  const replayed = course.replayed.list(runner.capabilities);
  const result: AdapterResult = {
    name: adapter.name,
    title: adapter.title,
    file: pathFromHere(fileURLToPath(candidature.reference.url)),
    testbed,
    ...(course.notes.length === 0 ? {} : { reason: course.notes.join('; ') }),
    ...concludeAdapter(properties, {
      strict: options.strict,
      missing,
      barren: barrenReason(course.tally),
      isReplay,
      lint,
    }),
    claims,
    ...(envelope === undefined ? {} : { envelope }),
    histories: course.tally.histories,
    plans: course.tally.plans,
    events: course.tally.events,
    properties,
    faults: course.tally.faults,
    notInjected: notInjected(kindsAsked(options), runner.capabilities),
    counterexamples: examples,
    ...(isReplay ? {} : { coverage: coverageOf(candidature, runner, { claims, tally: course.tally }) }),
    ...statesOf(course.tally),
    ...timingOf(course.tally),
    ...(replayed.length === 0 ? {} : { replayed }),
    ...(lint === undefined ? {} : { lint }),
  };
  if (!isReplay) options.onEvidence?.({ reference: candidature.reference, result, ...course.evidence() });
  return result;
}

function statesOf({ states }: Tally): Pick<AdapterResult, 'states'> {
  const found = stateCoverage(states);
  return found === undefined ? {} : { states: found };
}

function timingOf({ timing }: Tally): Pick<AdapterResult, 'timing'> {
  const found = timing === undefined ? undefined : timingResult(timing);
  return found === undefined ? {} : { timing: found };
}

function coverageOf(
  { adapter, options, testbed }: Candidature,
  { capabilities }: Runner,
  { claims, tally }: { readonly claims: Claims; readonly tally: Tally },
): CoverageResult {
  return coverageResult(tally.coverage, {
    claims,
    hasLedger: adapter.grants !== undefined,
    injectable: new Set(options.faults.filter((kind) => capabilities.faults.has(kind))),
    isSimulated: testbed === 'simulated',
  });
}

/** What cannot be shrunk is shown as it was found. */
function shrinkWith(runner: Runner, course: Course): NonNullable<CounterexampleOptions['shrink']> {
  return async (plan, property) => {
    try {
      return await runner.shrink(plan, property);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      course.notes.push(`the counterexample of ${property} is shown as it was found: ${why}`);
      return undefined;
    }
  };
}

/** The lint comes first: what it finds explains much of what a search would. */
async function linted({ lint, options }: Candidature, runner: Runner, course: Course): Promise<LintReport | undefined> {
  if (lint !== undefined || options.signal.aborted) return lint;
  course.tell({ phase: 'lint' });
  return runner.lint();
}

/** How often each plan that broke a promise elsewhere is run here. */
const TIMES_AGAIN = 2;

async function replayAgain(candidature: Candidature, runner: Runner, course: Course): Promise<void> {
  course.tell({ phase: 'replaying' });
  const { again = [], folder } = candidature;
  const { missing } = runner.capabilities;
  const [hopeless, possible] = [true, false].map((isHopeless) =>
    again.filter(({ faults }) => faults.some(({ kind }) => missing.has(kind)) === isHopeless),
  );
  for (const plan of hopeless ?? []) course.replayed.skip(plan, await folder.writePlan(plan));
  const plans = Array.from({ length: TIMES_AGAIN }, () => possible ?? []).flat();
  await runPlans(candidature, runner, { course, plans });
}

/** The kinds that were meant to be injected: those of the plans, where plans were given. */
function kindsAsked({ plans, faults }: Candidature['options']): readonly FaultKind[] {
  return plans === undefined ? faults : [...new Set(plans.flatMap((plan) => plan.faults.map(({ kind }) => kind)))];
}

function notInjected(asked: readonly FaultKind[], capabilities: TestbedCapabilities): AdapterResult['notInjected'] {
  return asked.flatMap((kind) => {
    const why = capabilities.missing.get(kind);
    return why === undefined ? [] : [{ kind, why }];
  });
}

/** Runs plans that were asked for by name, or found on another testbed. */
async function runPlans(
  { options, folder }: Candidature,
  runner: Runner,
  { course, plans }: { course: Course; plans: readonly Plan[] },
): Promise<void> {
  const open = [...plans];
  let index = 0;
  while (open.length > 0 && !options.signal.aborted) {
    const together = open.splice(0, runner.plansAtOnce);
    const from = index;
    index += together.length;
    const harvests = await Promise.all(together.map((plan, place) => runner.runStored(plan, from + place)));
    for (const [place, harvest] of harvests.entries()) {
      const plan = together[place];
      if (plan !== undefined) await course.takeReplay(harvest, plan, await folder.writePlan(plan));
    }
  }
}

/**
 * Runs the stored plan of each declared deviation. Gives back the properties that it did not show; on a real testbed
 * timing may keep a plan from showing it, so that there its absence is no contradiction.
 */
async function replayDeviations(
  { adapter, reference, options, testbed }: Candidature,
  runner: Runner,
  course: Course,
): Promise<readonly PropertyId[]> {
  const deviations = adapter.knownDeviations ?? [];
  // One plan may show several deviations; it is run once.
  const stored = new Map(deviations.map((deviation) => [deviation.plan, deviation]));
  const shown = new Map<string, ReadonlyMap<PropertyId, number>>();
  const open = [...stored.values()];
  while (open.length > 0 && !options.signal.aborted && !course.isStopped) {
    course.tell({ phase: 'deviations' });
    const together = open.splice(0, runner.plansAtOnce);
    const harvests = await Promise.all(
      together.map(async (deviation) => {
        const plan = await readDeviationPlan(reference, deviation);
        return runner.runStored(plan, deviations.indexOf(deviation) - deviations.length);
      }),
    );
    for (const [place, harvest] of harvests.entries()) {
      await course.takeStored(harvest, together[place]?.plan ?? '');
      shown.set(together[place]?.plan ?? '', violationsOf(harvest.tally));
    }
  }
  if (testbed !== 'simulated') return [];
  return deviations.flatMap(({ plan, property }) => (shown.get(plan)?.has(property) === false ? [property] : []));
}
