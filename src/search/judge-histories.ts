/** From the histories of one plan to what the search keeps of them. */
import type { History } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import { Timings } from '../../spec/timings.ts';
import { judge } from '../judge/judge.ts';
import type { Plan } from '../plan/plan.ts';
import { findingOf, type SimplestFindings } from './finding.ts';
import { countHistory, countStatesOf, countTimingsOf, type Tally } from './tally.ts';

export interface JudgedPlan {
  readonly index: number;
  readonly plan: Plan;
  readonly holdTo: 'claims' | 'all';
  /** Properties whose violation does not end the search. */
  readonly tolerated: ReadonlySet<PropertyId>;
  readonly tally: Tally;
  readonly findings: SimplestFindings;
}

/** Judges one history, counts it, keeps it where it breaks a promise. True where it breaks one that is not tolerated. */
export function judgeHistory(history: History, into: JudgedPlan, file?: string): boolean {
  const timings = new Timings();
  const verdicts = judge(history, { holdTo: into.holdTo, timings });
  countHistory(into.tally, history, verdicts);
  countTimingsOf(into.tally, timings, verdicts);
  countStatesOf(into.tally, history, into.index);
  const { index, plan } = into;
  const finding = findingOf({ index, plan, history, verdicts, ...(file === undefined ? {} : { file }) });
  if (finding === undefined) return false;
  into.findings.offer(finding);
  return finding.violated.some(({ property }) => !into.tolerated.has(property));
}
