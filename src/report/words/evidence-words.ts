/** How a counterexample came about, how often it showed again, and what a run covered: in phrases, for every format. */
import type { AdapterResult, Counterexample, ReplayedPlan, Reproduction } from '../../search/run-result.ts';
import { count, counted } from './quantities.ts';

/** `shrunk from 5 faults and 3 candidates to 1 fault and 2 candidates, in 57 runs`; undefined where it is shown as it was found. */
export function shrunkWords({ shrunk, faults, candidates }: Counterexample): string | undefined {
  if (shrunk === undefined) return undefined;
  const { fromFaults, fromCandidates, runs, complete } = shrunk;
  const size = (ofFaults: number, ofCandidates: number): string =>
    `${counted(ofFaults, 'fault', 'faults')} and ${counted(ofCandidates, 'candidate', 'candidates')}`;
  const rest = complete ? '' : '; the budget of runs ended before nothing more could be taken away';
  if (fromFaults === faults && fromCandidates === candidates)
    return `made shorter and plainer in ${counted(runs, 'run', 'runs')}; it needs the ${size(faults, candidates)} that it was found with${rest}`;
  return `shrunk from ${size(fromFaults, fromCandidates)} to ${size(faults, candidates)}, in ${counted(runs, 'run', 'runs')}${rest}`;
}

/** One phrase a real testbed. */
export function reproductionWords({ reproduced = [] }: Counterexample): readonly string[] {
  return reproduced.map((each) => `on ${each.testbed}: ${againWords(each)}`);
}

function againWords({ runs, histories, brokenRuns, brokenHistories, notInjected }: Reproduction): string {
  const without = cannotInject(notInjected);
  if (runs === 0) return `not tried, since ${without}`;
  const often =
    brokenRuns === 0
      ? `did not show again in ${counted(histories, 'history', 'histories')} (${counted(runs, 'run', 'runs')})`
      : `showed again in ${ofAll({ broken: brokenHistories, all: histories }, { broken: brokenRuns, all: runs })}`;
  return `${often}${without === '' ? '' : `; ${without}`}`;
}

interface Share {
  readonly broken: number;
  readonly all: number;
}

function ofAll(histories: Share, runs: Share): string {
  return `${count(histories.broken)} of ${counted(histories.all, 'history', 'histories')} (${count(runs.broken)} of ${counted(runs.all, 'run', 'runs')})`;
}

function cannotInject(notInjected: ReplayedPlan['notInjected']): string {
  return notInjected.map(({ kind, why }) => `${kind} cannot be injected there (${why})`).join(', ');
}

/** What each plan of a replay showed; nothing where a run was no replay, but a search. */
export function replayWords({ replayed = [], coverage }: AdapterResult): readonly string[] {
  if (coverage !== undefined) return [];
  return replayed.map(({ plan, runs, histories, broken, notInjected }) => {
    const shown = Object.entries(broken).map(
      ([property, times]) =>
        `${property} broken in ${ofAll({ broken: times.histories, all: histories }, { broken: times.runs, all: runs })}`,
    );
    const what =
      shown.length === 0
        ? `nothing broken in ${counted(histories, 'history', 'histories')} (${counted(runs, 'run', 'runs')})`
        : shown.join(', ');
    const without = cannotInject(notInjected);
    return `${plan}: ${what}${without === '' ? '' : `; ${without}`}`;
  });
}

/** Cells that are named where they were missed; more would only be a list. */
const MISSED_NAMED_MAX = 8;

/** How much of what a full run owes was covered; undefined where nothing is owed, as on real testbeds. */
export function coverageWords({ coverage }: AdapterResult): string | undefined {
  const owed = coverage?.mandatory;
  if (owed === undefined) return undefined;
  const { cells, missed } = owed;
  const reached = `${count(cells - missed.length)} of ${count(cells)} mandatory cells of transition × fault reached`;
  if (missed.length === 0) return reached;
  const named = missed.slice(0, MISSED_NAMED_MAX).map(({ action, fault }) => `${action} × ${fault}`);
  const more = missed.length > named.length ? `, and ${count(missed.length - named.length)} more` : '';
  return `${reached}, missed: ${named.join(', ')}${more}`;
}
