/**
 * What must be possible. A model in which nothing ever goes wrong keeps every promise; these states and steps show that
 * it can come to where the promises matter.
 */
import type { ModelStep } from './action.ts';
import { believes } from './elector.ts';
import { termOf, type ElectionState, type Scope } from './state.ts';

export interface Sometimes {
  readonly sentence: string;
  /** Whether the scope has what it takes. */
  readonly possibleIn: (scope: Scope) => boolean;
  /** A step after which, or in which, it is so. */
  readonly isShownBy: (step: ModelStep, scope: Scope) => boolean;
}

export const sometimes: readonly Sometimes[] = [
  {
    sentence: 'an epoch has no leader, and the election is free',
    possibleIn: always,
    isShownBy: ({ after }) => after.store.counter > 0 && after.store.record === 0 && leaders(after) === 0,
  },
  {
    sentence: 'leadership passes from one candidate to another',
    possibleIn: always,
    isShownBy: ({ action, before, elector, token }) =>
      action.name === 'elected' && before.terms.slice(0, token - 1).some(({ to }) => to !== elector),
  },
  {
    sentence: 'somebody holds the record whom nobody told',
    possibleIn: always,
    isShownBy: ({ after }) => after.store.record !== 0 && termOf(after, after.store.record).standing === 'forgone',
  },
  {
    sentence: 'a late renewal prolongs a term that is over',
    possibleIn: always,
    isShownBy: ({ action, before, token }) => action.name === 'renewed' && termOf(before, token).standing === 'over',
  },
  {
    sentence: 'a leader hands over by a release',
    possibleIn: always,
    isShownBy: ({ action, before, token }) => action.name === 'released' && termOf(before, token).standing === 'over',
  },
  {
    sentence: 'a leader crashes and leaves its record',
    possibleIn: ({ crashes }) => crashes,
    isShownBy: ({ after }) => after.store.record !== 0 && termOf(after, after.store.record).standing === 'lapsed',
  },
  {
    sentence: 'the record is granted to a process that has ended',
    possibleIn: ({ crashes }) => crashes,
    isShownBy: ({ action }) => action.name === 'granted-too-late',
  },
  {
    sentence: 'a write with an outdated token is refused',
    possibleIn: ({ writes }) => writes,
    isShownBy: ({ action }) => action.name === 'write-refused',
  },
  {
    sentence: 'a former leader stands still while another one leads',
    possibleIn: ({ time, pauses }) => time !== undefined && pauses,
    isShownBy: ({ after }, scope) => leaders(after) > 1 && after.electors.some((each) => believes(each, scope)),
  },
  {
    sentence: 'a leader is at the latest end of its belief',
    possibleIn: ({ time }) => time !== undefined,
    isShownBy: ({ after }, { time }) =>
      time !== undefined &&
      after.electors.some(({ phase, since }) => phase === 'leading' && since >= time.validityTicks + time.pauseTicks),
  },
  {
    sentence: 'the store goes down while somebody leads',
    possibleIn: ({ storeStops }) => storeStops,
    isShownBy: ({ after }) => !after.store.up && leaders(after) > 0,
  },
];

function always(): boolean {
  return true;
}

function leaders({ electors }: ElectionState): number {
  return electors.filter(({ phase }) => phase === 'leading').length;
}
