/**
 * Time in ticks. A tick makes everything older by one: the record, the deadlines, the answers on their way. Between two
 * ticks any number of actions happens, and a leader that runs does not see the tick after its latest end of belief.
 */
import type { ModelAction } from './action.ts';
import { countsFromReceipt } from './elector.ts';
import {
  electorAt,
  nothing,
  withElector,
  withStore,
  type Elector,
  type ElectionState,
  type ModelTime,
  type Scope,
} from './state.ts';

const tick: ModelAction = {
  name: 'tick',
  parameters: 'none',
  fair: true,
  guard: (state, scope) => {
    const { time, without } = scope;
    if (time === undefined) return false;
    return without === 'belief-ends-at-deadline' || state.electors.every((elector) => !isOverdue(elector, time));
  },
  next: (state, scope) => (scope.time === undefined ? state : older(state, scope.time, latestAnswer(scope))),
  needs: 'no leader that runs past the latest end of its belief',
  tell: () => 'a tick passes',
};

/** A leader that runs and has come to the latest end of its belief: it must stop before time goes on. */
function isOverdue({ phase, paused, since }: Elector, { validityTicks, pauseTicks }: ModelTime): boolean {
  return phase === 'leading' && !paused && since >= validityTicks + pauseTicks;
}

function older(state: ElectionState, time: ModelTime, answerTicks: number): ElectionState {
  const electors = state.electors.map((elector) => {
    const since = elector.phase === 'leading' ? Math.min(elector.since + 1, latestEnd(time)) : 0;
    const unheard = aged(elector.unheard, answerTicks);
    return since === elector.since && unheard === elector.unheard ? elector : { ...elector, since, unheard };
  });
  const { store, terms, resource } = state;
  const age = store.record === 0 ? 0 : Math.min(store.age + 1, time.leaseTicks);
  return { store: age === store.age ? store : { ...store, age }, terms, electors, resource };
}

function latestEnd({ validityTicks, pauseTicks }: ModelTime): number {
  return validityTicks + pauseTicks;
}

/** An answer that can be of no use any more is forgotten. */
function aged(unheard: number, answerTicks: number): number {
  return unheard === nothing || unheard >= answerTicks ? nothing : unheard + 1;
}

/** The age of the oldest answer that is still of use: where D counts from sending, it is younger than D. */
export function latestAnswer(scope: Scope): number {
  if (scope.time === undefined) return nothing;
  const { validityTicks, replyTicks } = scope.time;
  return countsFromReceipt(scope) ? replyTicks : Math.min(replyTicks, validityTicks - 1);
}

/** Where the store's clock jumps forward, the record is older by as much. */
const step: ModelAction = {
  name: 'store-step',
  parameters: 'none',
  guard: ({ store }, { time }) =>
    time !== undefined && store.stepped < time.stepTicks && store.record !== 0 && store.age < time.leaseTicks,
  next: (state) => {
    const { store } = state;
    return withStore(state, { ...store, age: store.age + 1, stepped: store.stepped + 1 });
  },
  needs: 'a record, and steps that the scope allows',
  tell: () => "the store's clock jumps forward by a tick",
};

const pause: ModelAction = {
  name: 'pause',
  parameters: 'elector',
  guard: (state, scope, i) => {
    const { phase, paused } = electorAt(state, i);
    return scope.pauses && scope.time !== undefined && phase !== 'ended' && !paused;
  },
  next: (state, _scope, i) => withElector(state, i, { ...electorAt(state, i), paused: true }),
  needs: 'a process that runs',
  tell: (who) => `${who} stands still`,
};

const resume: ModelAction = {
  name: 'resume',
  parameters: 'elector',
  fair: true,
  guard: (state, _scope, i) => electorAt(state, i).paused,
  next: (state, _scope, i) => withElector(state, i, { ...electorAt(state, i), paused: false }),
  needs: 'a process that stands still',
  tell: (who) => `${who} goes on`,
};

export const timeActions: readonly ModelAction[] = [tick, step, pause, resume];
