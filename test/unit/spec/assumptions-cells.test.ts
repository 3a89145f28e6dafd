// Goal: every cell of the table of assumptions is enforced. For each property and circumstance a history with that
// circumstance, and no other, is judged (H), judged or not as the condition decides (C), or not judged (V). Properties that
// are judged window by window are given a window that they would find broken, once with the circumstance in it and once
// without; where the letter is H or C and the condition holds, the breach is found in both.
import { describe, expect, test } from 'vitest';
import { assumptions, letter, mayJudge } from '../../../spec/assumptions.ts';
import type { Claims } from '../../../spec/claims.ts';
import type { Circumstance } from '../../../spec/faults.ts';
import type { History } from '../../../spec/history.ts';
import { circumstances, labelHistory } from '../../../spec/history-labels.ts';
import { propertyIds } from '../../../spec/property-ids.ts';
import type { PropertyId, VerdictWord } from '../../../spec/property.ts';
import { claims, historyOf, type HistoryBuilder, type HistoryOptions } from '../../golden/build-history.ts';
import { judge } from '../../../src/judge/judge.ts';

type Happens = (history: HistoryBuilder) => HistoryBuilder;

const slowed =
  (ms: number): Happens =>
  (history) =>
    history.fault(1000, 2000, 'slow', { from: 'store', to: 'a', amount: ms * 1000 });
const pausedFor =
  (ms: number): Happens =>
  (history) =>
    history.paused(1000, 1000 + ms, 'a#0');
const rated =
  (ppm: number): Happens =>
  (history) =>
    history.fault(1000, 2000, 'clock-rate', { on: 'a', amount: ppm });
const stepped =
  (ms: number): Happens =>
  (history) =>
    history.fault(1000, undefined, 'store-step', { on: 'store', amount: ms * 1000 });
const failedOver: Happens = (history) => history.fault(1000, 1100, 'store-failover', { on: 'store' });
const wiped: Happens = (history) =>
  history.fault(1000, 1100, 'store-wipe', { on: 'store' }).storeStopped(1000).storeStarted(1100, false);

/** One history for each circumstance that has nothing else in it. */
const plain: Readonly<Record<Exclude<Circumstance, 'store-minority'>, Happens>> = {
  cut: (history) => history.fault(1000, 2000, 'cut', { from: 'a', to: 'store' }),
  'late-delivery': slowed(100),
  restart: (history) => history.fault(1000, 2000, 'crash', { on: 'a#0' }),
  wipe: (history) => history.fault(1000, 2000, 'wipe', { on: 'a#0' }),
  'pause-bounded': pausedFor(1000),
  'pause-unbounded': pausedFor(1001),
  'rate-bounded': rated(-1000),
  'rate-unbounded': rated(-1001),
  'candidate-wall-step': (history) => history.fault(1000, undefined, 'wall-step', { on: 'a', amount: 5000 }),
  'store-clock-step': stepped(1),
  'store-failover': failedOver,
  'store-lossy': wiped,
};
const plainCircumstances = circumstances.filter((each) => each !== 'store-minority');

const receipt: Claims = { ...claims, timing: { ...claims.timing, anchor: 'receipt' } };
const wall: Claims = { ...claims, timing: { ...claims.timing, clock: 'wall' } };
/** No room beyond what is claimed: 8 s of validity where 7.99 s would be left at a pause of 2 s. */
const tight: Claims = { ...claims, tolerates: { ...claims.tolerates, pauseMs: 1999 } };
/** Requests that may last longer than a lease. */
const patient: Claims = { ...claims, timing: { ...claims.timing, requestTimeoutMs: 11_000 } };

/** What decides a condition: with the first the property is judged, with the second it is not; undefined where it always is. */
interface Decision {
  readonly judged: readonly [Claims, Happens];
  readonly not?: readonly [Claims, Happens];
}

const resourceSlowed =
  (ms: number): Happens =>
  (history) =>
    history.fault(1000, 2000, 'slow-resource', { from: 'a', to: 'resource', amount: ms * 1000 });
const both =
  (...all: readonly Happens[]): Happens =>
  (history) =>
    all.reduce((made, happens) => happens(made), history);
const sure = (circumstance: keyof typeof plain): Decision => ({ judged: [claims, plain[circumstance]] });
const fresh = (circumstance: keyof typeof plain): Decision => ({
  judged: [claims, plain[circumstance]],
  not: [patient, plain[circumstance]],
});
const tokensGoOn = (history: HistoryBuilder): HistoryBuilder =>
  wiped(history.granted(500, 'a#0', { token: 3 })).granted(2000, 'b#0', { token: 4 });
const tokensRepeat = (history: HistoryBuilder): HistoryBuilder =>
  wiped(history.granted(500, 'a#0', { token: 3 })).granted(2000, 'b#0', { token: 3 });

const decisions: Partial<Record<PropertyId, Partial<Record<Circumstance, Decision>>>> = {
  S3a: { restart: sure('restart'), 'store-lossy': { judged: [claims, tokensGoOn], not: [claims, tokensRepeat] } },
  S3b: { restart: sure('restart'), 'store-lossy': { judged: [claims, tokensGoOn], not: [claims, tokensRepeat] } },
  S3u: {
    'late-delivery': { judged: [claims, resourceSlowed(900)], not: [claims, resourceSlowed(1000)] },
    // A pause within the claims is judged, however little they leave; beside a late write it no longer is.
    'pause-bounded': { judged: [tight, pausedFor(1999)], not: [tight, both(pausedFor(1999), resourceSlowed(100))] },
    'rate-bounded': { judged: [tight, rated(1000)], not: [tight, both(rated(1000), resourceSlowed(100))] },
    'store-clock-step': { judged: [claims, stepped(900)], not: [claims, stepped(1000)] },
    'store-failover': { judged: [claims, failedOver], not: [tight, both(failedOver, resourceSlowed(100))] },
  },
  S4: {
    'late-delivery': { judged: [claims, slowed(100)], not: [receipt, slowed(9000)] },
    'pause-bounded': { judged: [claims, pausedFor(1000)], not: [tight, both(pausedFor(1000), stepped(1))] },
    'rate-bounded': { judged: [claims, rated(1000)], not: [tight, both(rated(1000), stepped(1))] },
    'store-clock-step': { judged: [claims, stepped(990)], not: [claims, stepped(1000)] },
    'store-failover': sure('store-failover'),
  },
  'S5-V1': { 'store-clock-step': { judged: [claims, stepped(990)], not: [claims, stepped(1000)] } },
  'S5-V2': {
    'late-delivery': sure('late-delivery'),
    'store-clock-step': { judged: [claims, stepped(990)], not: [claims, stepped(1000)] },
  },
  'S5-V4': {
    cut: sure('cut'),
    'pause-bounded': { judged: [claims, pausedFor(1000)], not: [tight, both(pausedFor(1000), stepped(1))] },
    'store-clock-step': { judged: [claims, stepped(990)], not: [claims, stepped(1000)] },
  },
  S6: { 'store-lossy': { judged: [claims, tokensGoOn], not: [claims, tokensRepeat] } },
  S7: { 'store-lossy': { judged: [claims, tokensGoOn], not: [claims, tokensRepeat] } },
  S8: { 'store-lossy': sure('store-lossy') },
  S9: { 'store-lossy': sure('store-lossy') },
  'W1-weak': { 'store-clock-step': fresh('store-clock-step') },
  'W1-strong': {
    cut: fresh('cut'),
    'late-delivery': fresh('late-delivery'),
    'pause-bounded': fresh('pause-bounded'),
    'rate-unbounded': { judged: [claims, rated(-800_000)], not: [claims, rated(-900_000)] },
    'store-clock-step': { judged: [claims, stepped(8000)], not: [claims, stepped(9000)] },
  },
  W3: {
    'candidate-wall-step': {
      judged: [claims, plain['candidate-wall-step']],
      not: [wall, plain['candidate-wall-step']],
    },
  },
  L3: {
    'late-delivery': { judged: [claims, slowed(9000)], not: [receipt, slowed(9000)] },
    'pause-bounded': sure('pause-bounded'),
    'pause-unbounded': sure('pause-unbounded'),
    'rate-bounded': sure('rate-bounded'),
    'candidate-wall-step': {
      judged: [claims, plain['candidate-wall-step']],
      not: [wall, plain['candidate-wall-step']],
    },
  },
  ...Object.fromEntries(
    (['ST1', 'ST2', 'ST3'] as const).map((id) => [
      id,
      {
        'rate-bounded': sure('rate-bounded'),
        'store-clock-step': sure('store-clock-step'),
        'store-failover': sure('store-failover'),
      },
    ]),
  ),
};

function may(property: PropertyId, own: Claims, happens: Happens): boolean {
  return mayJudge(property, labelHistory(happens(historyOf({ claims: own })).build())).judge;
}

test.each(plainCircumstances)('a history with %s has no other circumstance', (circumstance) => {
  expect([...labelHistory(plain[circumstance](historyOf()).build()).circumstances]).toEqual([circumstance]);
});

const ofHistories = propertyIds.filter((id) => assumptions[id].per === 'history');
const cells = ofHistories.flatMap((property) =>
  plainCircumstances.map((circumstance) => ({ property, circumstance, cell: letter(property, circumstance) })),
);

describe('per history', () => {
  test.each(cells)('$property under $circumstance: $cell', ({ property, circumstance, cell }) => {
    const decision = decisions[property]?.[circumstance];
    if (cell !== 'C') {
      expect(decision).toBeUndefined();
      expect(may(property, claims, plain[circumstance])).toBe(cell === 'H');
      return;
    }
    if (decision === undefined) throw new Error(`nothing shows how the condition of ${property} decides`);
    expect(may(property, ...decision.judged)).toBe(true);
    if (decision.not !== undefined) expect(may(property, ...decision.not)).toBe(false);
  });
});

/** Breaks a property in one window; something happens `withinMs`, too late for the response to be due again by `endMs`. */
interface Broken {
  readonly history: (options: HistoryOptions) => HistoryBuilder;
  readonly withinMs: number;
  readonly endMs: number;
}

const broken: Partial<Record<PropertyId, Broken>> = {
  'S5-V3': {
    history: (options) =>
      historyOf({ claims: { ...options.claims, leaderView: { staleMsMax: 500 } } })
        .granted(18_000, 'b#0', { token: 2 })
        .invoked(21_490, 'a#0', 'leader')
        .ended(21_500, 'a#0', 'leader', 'ok', {}),
    withinMs: 20_800,
    endMs: 22_000,
  },
  L1: { history: (options) => historyOf(options).campaigns(20_000, 'a#0'), withinMs: 21_000, endMs: 23_000 },
  L2: {
    history: (options) =>
      historyOf(options)
        .granted(19_000, 'b#0', { token: 1 })
        .elected(19_010, 'b#0', 1)
        .campaigns(19_500, 'a#0')
        .crashed(20_000, 'b#0')
        .expired([29_000, 29_050]),
    withinMs: 31_000,
    endMs: 33_000,
  },
  L4: {
    history: (options) =>
      historyOf(options)
        .granted(19_000, 'b#0', { token: 1 })
        .elected(19_010, 'b#0', 1)
        .campaigns(19_500, 'a#0')
        .invoked(20_000, 'b#0', 'resign')
        .lost(20_010, 'b#0')
        .ended(20_020, 'b#0', 'resign'),
    withinMs: 21_000,
    endMs: 23_000,
  },
  L5: {
    history: (options) => historyOf(options).granted(20_000, 'a#0', { token: 1 }).renewed(25_000).renewed(30_000),
    withinMs: 26_000,
    endMs: 33_000,
  },
  L6: {
    history: (options) =>
      historyOf(options).granted(5000, 'a#0', { token: 1 }).elected(5010, 'a#0', 1).renewed(30_000).lost(33_500, 'a#0'),
    withinMs: 27_000,
    endMs: 34_000,
  },
  L7: {
    history: (options) =>
      historyOf({ claims: { ...options.claims, bypassesMax: 0 } })
        .campaigns(20_000, 'a#0')
        .campaigns(22_000, 'b#0')
        .elected(28_500, 'b#0', 1),
    withinMs: 27_000,
    endMs: 29_000,
  },
};

const at: Readonly<Record<keyof typeof plain, (ms: number) => Happens>> = {
  cut: (ms) => (history) => history.fault(ms, ms + 100, 'cut', { from: 'a', to: 'store' }),
  'late-delivery': (ms) => (history) => history.fault(ms, ms + 100, 'slow', { from: 'store', to: 'a', amount: 1000 }),
  restart: (ms) => (history) => history.fault(ms, ms + 100, 'crash', { on: 'a#0' }),
  wipe: (ms) => (history) => history.fault(ms, ms + 100, 'wipe', { on: 'a#0' }),
  'pause-bounded': (ms) => (history) => history.paused(ms, ms + 1000, 'a#0'),
  'pause-unbounded': (ms) => (history) => history.paused(ms, ms + 1001, 'a#0'),
  'rate-bounded': (ms) => (history) => history.fault(ms, ms + 100, 'clock-rate', { on: 'a', amount: 1000 }),
  'rate-unbounded': (ms) => (history) => history.fault(ms, ms + 100, 'clock-rate', { on: 'a', amount: 1001 }),
  'candidate-wall-step': (ms) => (history) => history.fault(ms, undefined, 'wall-step', { on: 'a', amount: 5 }),
  'store-clock-step': (ms) => (history) => history.fault(ms, undefined, 'store-step', { on: 'store', amount: 5 }),
  'store-failover': (ms) => (history) => history.fault(ms, ms + 100, 'store-failover', { on: 'store' }),
  'store-lossy': (ms) => (history) => history.fault(ms, ms + 100, 'store-wipe', { on: 'store' }),
};

/** Conditions that hold inside a window: the bounds allow for a tolerated rate, and stability for a tolerated pause. */
const allowedFor = (property: PropertyId): readonly Circumstance[] =>
  property === 'L6' ? ['rate-bounded', 'pause-bounded'] : ['rate-bounded'];

const verdictOf = (property: PropertyId, history: History): VerdictWord | undefined =>
  judge(history, { holdTo: 'all' }).find((verdict) => verdict.property === property)?.verdict;

describe('per window', () => {
  const ofWindows = propertyIds.filter((id) => assumptions[id].per === 'window');
  const window = (property: PropertyId): Broken => {
    const known = broken[property];
    if (known === undefined) throw new Error(`nothing breaks ${property}`);
    return known;
  };

  test.each(ofWindows)('%s is broken in its window', (property) => {
    const { history, endMs } = window(property);
    expect(verdictOf(property, history({ claims }).build(endMs))).toBe('violated');
  });

  test.each(
    ofWindows.flatMap((property) =>
      plainCircumstances.map((circumstance) => ({ property, circumstance, cell: letter(property, circumstance) })),
    ),
  )('$property under $circumstance: $cell', ({ property, circumstance, cell }) => {
    const { history, withinMs, endMs } = window(property);
    expect(cell).not.toBe('H');
    const during = at[circumstance](withinMs)(history({ claims })).build(endMs);
    expect(labelHistory(during).circumstances).toContain(circumstance);
    const isAllowedFor = allowedFor(property).includes(circumstance);
    expect(verdictOf(property, during) === 'violated').toBe(isAllowedFor);
    const before = at[circumstance](500)(history({ claims })).build(endMs);
    expect(labelHistory(before).circumstances).toContain(circumstance);
    expect(verdictOf(property, before)).toBe('violated');
  });
});
