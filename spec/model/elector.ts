/**
 * A candidate. It campaigns, comes to lead with a term that was granted to it, and stops believing: at its deadline, or
 * earlier for any reason. Its process may end at any moment; the next one knows nothing of the terms of the last.
 */
import type { ModelAction, ModelObject } from './action.ts';
import {
  electorAt,
  nothing,
  termOf,
  withElector,
  withStanding,
  type Elector,
  type ElectionState,
  type ModelToken,
  type Scope,
  type Standing,
} from './state.ts';

/** A process that has just come to life, of a candidate that had none before. */
const newborn: Elector = {
  phase: 'resting',
  token: 0,
  campaigned: false,
  haunted: false,
  since: 0,
  unheard: nothing,
  paused: false,
};

const start: ModelAction = {
  name: 'start',
  parameters: 'elector',
  fair: true,
  guard: (state, _scope, i) => electorAt(state, i).phase === 'ended',
  next: (state, _scope, i) => withElector(state, i, { ...newborn, haunted: electorAt(state, i).haunted }),
  needs: 'a candidate whose last process has ended',
  tell: (who) => `a new process of ${who} starts`,
};

/** What was granted to it before and is gone from the store cannot be led with: its witness would be too old. */
const campaign: ModelAction = {
  name: 'campaign',
  parameters: 'elector',
  fair: true,
  guard: (state, _scope, i) => acts(state, i, 'resting'),
  next: (state, _scope, i) => {
    const elector = { ...electorAt(state, i), phase: 'campaigning', campaigned: true } as const;
    return forgoing(withElector(state, i, elector), i, (token) => token !== state.store.record);
  },
  needs: 'a candidate that neither campaigns nor leads',
  tell: (who) => `${who} begins to campaign`,
};

const cancelCampaign: ModelAction = {
  name: 'cancel-campaign',
  parameters: 'elector',
  guard: (state, _scope, i) => acts(state, i, 'campaigning'),
  next: (state, _scope, i) => withElector(state, i, { ...electorAt(state, i), phase: 'resting', unheard: nothing }),
  needs: 'a candidate that campaigns',
  tell: (who) => `${who} cancels its campaign`,
};

/** It gives a grant back, or wants none any more. From here on the release of that term may be on its way. */
const giveUp: ModelAction = {
  name: 'give-up',
  parameters: 'term',
  guard: (state, _scope, i, token) =>
    isGrantedTo(state, i, token) && electorAt(state, i).phase !== 'ended' && !electorAt(state, i).paused,
  next: (state, _scope, _i, token) => withStanding(state, token, 'forgone'),
  needs: 'a grant of its own that it does not lead with yet',
  tell: (who, token) => `${who} gives up the grant with token ${token} and asks for its release`,
};

/** It hears of its grant, or of the renewal of one, in time. */
const elected: ModelAction = {
  name: 'elected',
  parameters: 'elector-and-term',
  fair: true,
  guard: (state, scope, i, token) =>
    acts(state, i, 'campaigning') && mayLead(state, scope, i, token) && isHeardInTime(state, scope, i, token),
  next: (state, scope, i, token) => {
    const elector = electorAt(state, i);
    const since = anchored(scope, elector.unheard);
    const leader = { ...elector, phase: 'leading', token, since, unheard: nothing } as const;
    const standing = termOf(state, token).standing === 'forgone' ? 'recalled' : 'led';
    const led = withStanding(withElector(state, i, leader), token, standing);
    return forgoing(led, i, (other) => other < token);
  },
  needs:
    'a candidate that campaigns, and a grant of its own that it has neither led with nor given up, and that was in the store during this campaign',
  tell: (who, token) => `${who} is elected with token ${token}`,
};

function mayLead(state: ElectionState, scope: Scope, i: number, token: ModelToken): boolean {
  const { to, standing } = termOf(state, token);
  if (to !== i && scope.without !== 'own-grant-only') return false;
  return standing === 'granted' || (standing === 'forgone' && scope.without === 'given-up-is-over');
}

/** Only the answer about the newest of its terms is awaited. Where D counts from sending, one that is older than D grants nothing. */
function isHeardInTime(state: ElectionState, scope: Scope, i: number, token: ModelToken): boolean {
  if (scope.time === undefined) return true;
  const { unheard } = electorAt(state, i);
  if (unheard === nothing || newestOf(state, i) !== token) return false;
  return countsFromReceipt(scope) || unheard < scope.time.validityTicks;
}

/** Whether the deadline counts from the receipt of an answer, on purpose or for want of the guard. */
export function countsFromReceipt({ time, without }: Scope): boolean {
  return time?.anchor === 'receipt' || without === 'deadline-from-sending';
}

function newestOf(state: ElectionState, i: number): ModelToken {
  let newest = 0;
  state.terms.forEach(({ to }, place) => {
    if (to === i) newest = place + 1;
  });
  return newest;
}

/** What the deadline has run for already when an answer of this age is heard. A request takes effect in the tick in which it is sent: the worst case, since a later one ends belief earlier. */
function anchored(scope: Scope, age: number): number {
  return scope.time === undefined || countsFromReceipt(scope) ? 0 : age;
}

/** A leader hears that its renewal succeeded, before its deadline. */
const hear: ModelAction = {
  name: 'hear',
  parameters: 'elector',
  guard: (state, { time }, i) => {
    const { unheard, since } = electorAt(state, i);
    if (time === undefined || unheard === nothing || !acts(state, i, 'leading')) return false;
    return since < time.validityTicks;
  },
  next: (state, scope, i) => {
    const elector = electorAt(state, i);
    return withElector(state, i, { ...elector, since: anchored(scope, elector.unheard), unheard: nothing });
  },
  needs: 'a leader before its deadline, and a renewal that succeeded',
  tell: (who) => `${who} hears that its renewal succeeded`,
};

const lost: ModelAction = {
  name: 'lost',
  parameters: 'elector',
  guard: (state, _scope, i) => acts(state, i, 'leading'),
  next: (state, _scope, i) => {
    const elector = electorAt(state, i);
    const rested = { ...elector, phase: 'resting', token: 0, since: 0, unheard: nothing } as const;
    return withStanding(withElector(state, i, rested), elector.token, 'over');
  },
  needs: 'a candidate that leads',
  tell: (who, token) => `${who} stops believing that it leads with token ${token}`,
};

/** The process dies, at any point of its code, also while it stands still. */
const crashed: ModelAction = {
  name: 'crashed',
  parameters: 'elector',
  guard: (state, scope, i) => scope.crashes && electorAt(state, i).phase !== 'ended',
  next: (state, _scope, i) => ended(state, i, 'lapsed'),
  needs: 'a process that lives',
  tell: (who) => `the process of ${who} crashes`,
};

/** It ends in an orderly way, when it neither leads nor campaigns. */
const closed: ModelAction = {
  name: 'closed',
  parameters: 'elector',
  guard: (state, scope, i) => scope.crashes && acts(state, i, 'resting'),
  next: (state, _scope, i) => ended(state, i, 'over'),
  needs: 'a candidate that neither campaigns nor leads',
  tell: (who) => `${who} closes`,
};

function ended(state: ElectionState, i: number, ledWith: Standing): ElectionState {
  const { token, campaigned, haunted } = electorAt(state, i);
  const gone = { ...newborn, phase: 'ended', haunted: campaigned || haunted } as const;
  const left = forgoing(withElector(state, i, gone), i, () => true);
  return token === 0 ? left : withStanding(left, token, ledWith);
}

/** The grants of an elector that it will not lead with any more. Their release may have been asked for. */
function forgoing(state: ElectionState, i: number, which: (token: ModelToken) => boolean): ElectionState {
  let left = state;
  state.terms.forEach(({ to, standing }, place) => {
    if (to === i && standing === 'granted' && which(place + 1)) left = withStanding(left, place + 1, 'forgone');
  });
  return left;
}

/** A resign has succeeded: whoever asked for it leads no more. */
const resignOk: ModelAction = {
  name: 'resign-ok',
  parameters: 'elector',
  guard: (state, _scope, i) => !electorAt(state, i).paused && electorAt(state, i).phase !== 'leading',
  next: (state) => state,
  needs: 'a candidate that does not lead',
  tell: (who) => `the resign of ${who} succeeds`,
};

function acts(state: ElectionState, i: number, phase: Elector['phase']): boolean {
  const elector = electorAt(state, i);
  return elector.phase === phase && !elector.paused;
}

function isGrantedTo(state: ElectionState, i: number, token: ModelToken): boolean {
  const { to, standing } = termOf(state, token);
  return to === i && standing === 'granted';
}

/** Whether an elector believes, acts, and has not come to the latest end of its belief. */
export function believes(elector: Elector, { time, without }: Scope): boolean {
  if (elector.phase !== 'leading' || elector.paused) return false;
  const isOver = time !== undefined && elector.since >= time.validityTicks + time.pauseTicks;
  return !isOver || without === 'belief-ends-at-deadline';
}

export const elector: ModelObject<readonly Elector[]> = {
  init: (scope) => Array.from({ length: scope.electors }, () => newborn),
  actions: [start, campaign, cancelCampaign, giveUp, elected, hear, lost, resignOk, crashed, closed],
  invariants: [
    {
      property: 'S1',
      sentence: 'no two candidates lead with one token',
      holdsIn: ({ electors }) =>
        electors.every(
          ({ token }, place) => token === 0 || electors.every((other, at) => at <= place || other.token !== token),
        ),
    },
    {
      property: 'W1-weak',
      sentence: 'whoever is elected was granted that term',
      ofSteps: {
        actions: ['elected'],
        hold: ({ before, elector: i, token }) => termOf(before, token).to === i,
      },
    },
    {
      property: 'S4',
      sentence: 'no two candidates believe at once',
      needsTime: true,
      holdsIn: ({ electors }, scope) => {
        let believers = 0;
        for (const each of electors) if (believes(each, scope)) believers += 1;
        return believers <= 1;
      },
    },
  ],
};
