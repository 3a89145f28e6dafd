/** Which violations a report shows, and in which order: `report.html#violation/3` is the third of them. */
import type { AdapterResult, Counterexample, RunResult } from '../../search/run-result.ts';
import { byImportance } from '../words/verdict-words.ts';

/** Violations that one page shows, over all adapters; the others are named in the tables and stay in the folder. */
const SHOWN_MAX = 40;

export interface ShownViolation {
  readonly adapter: AdapterResult;
  readonly counterexample: Counterexample;
}

/**
 * The undeclared and most telling ones first. They are chosen round by round over the adapters, so that no adapter's
 * violations crowd out another's.
 */
export function shownViolations(run: Pick<RunResult, 'adapters'>): readonly ShownViolation[] {
  const most = Math.max(0, ...run.adapters.map(({ counterexamples }) => counterexamples.length));
  const chosen = new Map<Counterexample, AdapterResult>();
  for (let round = 0; round < most; round += 1) {
    for (const adapter of run.adapters) {
      const counterexample = adapter.counterexamples[round];
      if (counterexample !== undefined && chosen.size < SHOWN_MAX) chosen.set(counterexample, adapter);
    }
  }
  return byImportance([...chosen.keys()]).flatMap((counterexample) => {
    const adapter = chosen.get(counterexample);
    return adapter === undefined ? [] : [{ adapter, counterexample }];
  });
}
