/**
 * A history that breaks promises, kept whole with its plan. Of each property the simplest is kept: fewest faults, then
 * fewest candidates, then fewest events, then the earlier plan, so that the choice depends on nothing but the plans.
 */
import type { History } from '../../spec/history.ts';
import type { PropertyId, Verdict } from '../../spec/property.ts';
import type { Plan } from '../plan/plan.ts';

export interface Finding {
  /** The plan's place in the search; stored plans of deviations come before all others, with negative places. */
  readonly index: number;
  readonly plan: Plan;
  readonly history: History;
  /** The violated verdicts, each with a witness. */
  readonly violated: readonly Verdict[];
  /** Where the history is stored already, relative to the run's folder. */
  readonly file?: string;
}

/** How simple a finding is, to be compared place by place. */
export type Simplicity = readonly [faults: number, candidates: number, events: number, index: number];

export function simplicityOf(finding: Finding): Simplicity {
  const { plan, history, index } = finding;
  return [plan.faults.length, plan.candidates.length, history.events.length, index];
}

export function isSimpler(left: Simplicity, right: Simplicity): boolean {
  for (let place = 0; place < left.length; place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** The simplest finding of each property. */
export class SimplestFindings {
  readonly #findings = new Map<PropertyId, Finding>();
  /** Bounds from elsewhere: what is not simpler than these is of no interest. */
  readonly #known: ReadonlyMap<PropertyId, Simplicity>;

  constructor(known: ReadonlyMap<PropertyId, Simplicity> = new Map()) {
    this.#known = known;
  }

  /** Takes the finding where it is simpler than what is known, for the properties that it violates. */
  offer(finding: Finding): void {
    const simplicity = simplicityOf(finding);
    for (const { property } of finding.violated) {
      const best = this.#findings.get(property);
      const bound = best === undefined ? this.#known.get(property) : simplicityOf(best);
      if (bound === undefined || isSimpler(simplicity, bound)) this.#findings.set(property, finding);
    }
  }

  get(property: PropertyId): Finding | undefined {
    return this.#findings.get(property);
  }

  /** Each kept finding once, in the order of the plans. */
  list(): readonly Finding[] {
    return [...new Set(this.#findings.values())].sort((left, right) => left.index - right.index);
  }

  bounds(): ReadonlyMap<PropertyId, Simplicity> {
    return new Map([...this.#findings].map(([property, finding]) => [property, simplicityOf(finding)]));
  }
}

/** The finding of a judged history; undefined where nothing is violated. */
export function findingOf(judged: {
  readonly index: number;
  readonly plan: Plan;
  readonly history: History;
  readonly verdicts: readonly Verdict[];
  readonly file?: string;
}): Finding | undefined {
  const violated = judged.verdicts.filter((verdict) => verdict.verdict === 'violated');
  if (violated.length === 0) return undefined;
  const { index, plan, history, file } = judged;
  return { index, plan, history, violated, ...(file === undefined ? {} : { file }) };
}
