/** The scopes that are explored: small ones in the tests, larger ones by `npm run explore`. */
import type { ModelTime, Scope } from '../../spec/model/state.ts';

export interface NamedScope {
  readonly name: string;
  readonly sentence: string;
  readonly scope: Scope;
  /** Explored by `npm test`: seconds at most. */
  readonly isSmall: boolean;
}

const quick: ModelTime = {
  leaseTicks: 3,
  validityTicks: 2,
  pauseTicks: 0,
  stepTicks: 0,
  anchor: 'send',
  replyTicks: 3,
};

const everything: Scope = {
  electors: 2,
  terms: 3,
  time: undefined,
  pauses: true,
  crashes: true,
  storeStops: true,
  writes: true,
};

const timed: Scope = { ...everything, time: quick, crashes: false, storeStops: false, writes: false };

export const scopes: readonly NamedScope[] = [
  {
    name: 'fencing',
    sentence: '3 candidates, 2 terms, crashes, writes, a store that goes down; any message at any time',
    scope: { ...everything, electors: 3, terms: 2 },
    isSmall: true,
  },
  {
    name: 'exclusivity',
    sentence: '2 candidates, 3 terms, T = 3 and D = 2 ticks, pauses without limit',
    scope: timed,
    isSmall: true,
  },
  {
    name: 'lateness',
    sentence: '2 candidates, 2 terms, T = 4 and D = 2 ticks, P = 1, J = 1, crashes',
    scope: {
      ...timed,
      terms: 2,
      time: { ...quick, leaseTicks: 4, pauseTicks: 1, stepTicks: 1, replyTicks: 4 },
      crashes: true,
    },
    isSmall: true,
  },
  {
    name: 'fencing-large',
    sentence: '3 candidates, 3 terms, crashes, writes, a store that goes down; any message at any time',
    scope: { ...everything, electors: 3 },
    isSmall: false,
  },
  {
    name: 'exclusivity-large',
    sentence: '3 candidates, 3 terms, T = 4 and D = 3 ticks, pauses without limit',
    scope: { ...timed, electors: 3, time: { ...quick, leaseTicks: 4, validityTicks: 3, replyTicks: 4 } },
    isSmall: false,
  },
  {
    name: 'receipt',
    sentence:
      '2 candidates, 3 terms, T = 4 and D = 2 ticks from the receipt of replies of up to 2 ticks, pauses, crashes',
    scope: { ...timed, time: { ...quick, leaseTicks: 4, anchor: 'receipt', replyTicks: 2 }, crashes: true },
    isSmall: false,
  },
  {
    name: 'everything',
    sentence:
      '2 candidates, 2 terms, T = 4 and D = 2 ticks, P = 1, J = 1, pauses, crashes, writes, a store that goes down',
    scope: {
      ...everything,
      terms: 2,
      time: { ...quick, leaseTicks: 4, pauseTicks: 1, stepTicks: 1, replyTicks: 4 },
    },
    isSmall: false,
  },
];

/** The scope with this name. */
export function scopeNamed(name: string): NamedScope | undefined {
  return scopes.find((scope) => scope.name === name);
}
