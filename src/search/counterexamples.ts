/** From the simplest findings of a run to its counterexamples: shrunk, stored, with the command that shows them again. */
import type { PropertyId, Verdict } from '../../spec/property.ts';
import { hashHistory } from '../history/json-lines.ts';
import { planHash } from '../plan/plan-hash.ts';
import type { Plan } from '../plan/plan.ts';
import { declaredProperties, type Candidature } from './candidature.ts';
import type { Finding, SimplestFindings } from './finding.ts';
import { replayCommand } from './replay-command.ts';
import type { RunFolder } from './run-folder.ts';
import type { Counterexample } from './run-result.ts';
import type { SimulatedShrinking } from './shrink/shrink-in-simulation.ts';

export interface CounterexampleOptions {
  readonly findings: SimplestFindings;
  /** Undefined where plans are shown as they are. */
  readonly shrink: ((plan: Plan, property: PropertyId) => Promise<SimulatedShrinking | undefined>) | undefined;
  /** Called before anything is shrunk. */
  tell(): void;
}

/** A violated verdict, with the finding that shows it most simply. */
interface Case {
  readonly verdict: Verdict;
  readonly finding: Finding;
}

/** Stores the simplest finding of each violated property, shrunk where that can be. A history that shows several is stored once. */
export async function counterexamples(
  candidature: Candidature,
  { findings, shrink, tell }: CounterexampleOptions,
): Promise<readonly Counterexample[]> {
  const cases = casesOf(findings);
  let shrunk: readonly (SimulatedShrinking | undefined)[] = [];
  if (cases.length > 0 && shrink !== undefined) {
    tell();
    shrunk = await Promise.all(cases.map(({ finding, verdict }) => shrink(finding.plan, verdict.property)));
  }
  const store = new ExampleStore(candidature.folder);
  const examples: Counterexample[] = [];
  for (const [place, each] of cases.entries()) {
    const example = await exampleOf(candidature, store, each, shrunk[place]);
    if (example !== undefined) examples.push(example);
  }
  return examples;
}

/** In the order of the plans, and of the specification. */
function casesOf(findings: SimplestFindings): readonly Case[] {
  return findings
    .list()
    .flatMap((finding) =>
      finding.violated
        .filter((verdict) => findings.get(verdict.property) === finding)
        .map((verdict) => ({ verdict, finding })),
    );
}

async function exampleOf(
  candidature: Candidature,
  store: ExampleStore,
  { finding, verdict: found }: Case,
  shrinking: SimulatedShrinking | undefined,
): Promise<Counterexample | undefined> {
  const { adapter, folder, testbed, reference, options } = candidature;
  const shown = shrinking ?? finding;
  const { witness, property } = shrinking?.verdict ?? found;
  if (witness === undefined) return undefined;
  const plan = await folder.writePlan(shown.plan);
  const history = shrinking === undefined ? (finding.file ?? (await store.write(finding))) : await store.write(shown);
  return {
    property,
    declared: declaredProperties(adapter).includes(property),
    plan,
    history,
    historyHash: hashHistory(shown.history),
    candidates: shown.plan.candidates.length,
    faults: faultsOf(shown.plan),
    sentence: witness.sentence,
    witness,
    replay: replayCommand({ folder: folder.path, plan, adapter: reference, testbed, holdTo: options.holdTo }),
    ...(shrinking === undefined ? {} : { shrunk: await shrunkOf(folder, finding.plan, shrinking) }),
  };
}

async function shrunkOf(
  folder: RunFolder,
  from: Plan,
  { runs, complete }: SimulatedShrinking,
): Promise<NonNullable<Counterexample['shrunk']>> {
  return {
    plan: await folder.writePlan(from),
    fromFaults: faultsOf(from),
    fromCandidates: from.candidates.length,
    runs,
    complete,
  };
}

/** Faults that a plan lists, and the one of its degraded ending. */
function faultsOf({ faults, endings }: Plan): number {
  return faults.length + (endings.degraded === undefined ? 0 : 1);
}

class ExampleStore {
  readonly #folder: RunFolder;
  readonly #files = new Map<string, Promise<string>>();

  constructor(folder: RunFolder) {
    this.#folder = folder;
  }

  /** Where the history is stored; one of a plan that was stored before is the same again. */
  write({ plan, history }: Pick<Finding, 'plan' | 'history'>): Promise<string> {
    const hash = planHash(plan);
    const file = this.#files.get(hash) ?? this.#folder.writeHistory(history);
    this.#files.set(hash, file);
    return file;
  }
}
