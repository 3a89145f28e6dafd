/**
 * Which abstract states and transitions of the model the histories of a search have come to. Walking a history costs about
 * a tenth of simulating it, so one history in `STATES_EVERY` is walked, by the place of its plan, whatever the number of
 * workers. Counts are plain data, and adding them is associative.
 */
import type { History } from '../../spec/history.ts';
import { abstractCode, abstractStateOf, tellAbstractState } from '../../spec/model/abstract-state.ts';
import { initialState } from '../../spec/model/election.ts';
import { actionPlaces, graphScope, transitionCode, transitionOf } from './abstract-graph.ts';
import { reachableTransitions } from './reachable-transitions.ts';
import { validateTrace } from './validate-trace.ts';

export const STATES_EVERY = 8;

/** What walked histories add up to. */
export interface StatesTally {
  histories: number;
  /** Of these, paths of the model. */
  paths: number;
  /** Of these, left out because something happened that the model does not know. */
  beyond: number;
  /** Histories by the code of the transition. */
  readonly transitions: Record<string, number>;
  /** Where the first history that is no path leaves the model. */
  misfit?: string;
}

/** What a run says about the states of the model. */
export interface StateCoverage {
  /** One history in so many was walked. */
  readonly every: number;
  readonly histories: number;
  readonly paths: number;
  readonly beyond: number;
  readonly misfit?: string;
  readonly reached: number;
  readonly reachable: number;
  readonly transitions: {
    readonly reached: number;
    readonly reachable: number;
    /** Codes of those that were reached; `npm run explore -- --coverage` reads them. */
    readonly codes: readonly number[];
  };
  /** The states that were not reached, a sentence each. */
  readonly unreached: readonly string[];
}

export function emptyStates(): StatesTally {
  return { histories: 0, paths: 0, beyond: 0, transitions: {} };
}

/** Whether the history of the plan in this place is walked; stored plans, in places below 0, are not. */
export function isWalked(place: number): boolean {
  return place >= 0 && place % STATES_EVERY === 0;
}

/** Walks one history. The states of one that is no path count as far as it goes. */
export function countStates(tally: StatesTally, history: History): void {
  const met = new Set<number>();
  let code = initialCode;
  const found = validateTrace(history, ({ action, after, before }) => {
    const to = after === before ? code : abstractCode(after);
    met.add(transitionCode(code, actionPlaces.get(action) ?? 0, to));
    code = to;
  });
  tally.histories += 1;
  if (found.verdict === 'path') tally.paths += 1;
  else if (found.verdict === 'beyond') tally.beyond += 1;
  else tally.misfit ??= found.sentence;
  for (const transition of met) tally.transitions[transition] = (tally.transitions[transition] ?? 0) + 1;
}

/** Adds `more` to `tally`. */
export function addStates(tally: StatesTally, more: StatesTally): void {
  tally.histories += more.histories;
  tally.paths += more.paths;
  tally.beyond += more.beyond;
  if (more.misfit !== undefined) tally.misfit ??= more.misfit;
  for (const [transition, histories] of Object.entries(more.transitions))
    tally.transitions[transition] = (tally.transitions[transition] ?? 0) + histories;
}

/** Undefined where no walked history was a path: what the model says is then not about this implementation. */
export function stateCoverage(tally: StatesTally | undefined): StateCoverage | undefined {
  if (tally === undefined || tally.paths === 0) return undefined;
  const { histories, paths, beyond, misfit } = tally;
  const codes = Object.keys(tally.transitions)
    .map(Number)
    .filter((code) => reachable.has(code))
    .sort((left, right) => left - right);
  const reached = statesOf(codes);
  return {
    every: STATES_EVERY,
    histories,
    paths,
    beyond,
    ...(misfit === undefined ? {} : { misfit }),
    reached: reached.size,
    reachable: reachableStates.size,
    transitions: { reached: codes.length, reachable: reachable.size, codes },
    unreached: [...reachableStates]
      .filter((code) => !reached.has(code))
      .sort((left, right) => left - right)
      .map((code) => tellAbstractState(abstractStateOf(code))),
  };
}

/** The transitions that are not among these codes, a sentence each. */
export function unreachedTransitions(codes: readonly number[]): readonly string[] {
  const reached = new Set(codes);
  return reachableTransitions
    .filter((code) => !reached.has(code))
    .map((code) => {
      const { from, action, to } = transitionOf(code);
      const target = from === to ? 'and nothing changes' : `then ${tellAbstractState(abstractStateOf(to))}`;
      return `${action?.name ?? ''}, when ${tellAbstractState(abstractStateOf(from))}, ${target}`;
    });
}

/** The same for every number of candidates. */
const initialCode: number = abstractCode(initialState(graphScope));
const reachable: ReadonlySet<number> = new Set(reachableTransitions);
const reachableStates: ReadonlySet<number> = statesOf(reachableTransitions);

function statesOf(transitions: Iterable<number>): ReadonlySet<number> {
  const states = new Set<number>();
  for (const code of transitions) {
    const { from, to } = transitionOf(code);
    states.add(from).add(to);
  }
  return states;
}
