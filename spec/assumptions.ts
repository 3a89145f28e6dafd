/**
 * Which assumption each property may lean on, as data: under each circumstance a property holds (`H`), holds on a
 * condition (`C`), or is void (`V`), so that a history with that circumstance is not judged for it.
 *
 * Liveness is judged window by window: there a circumstance rules out the windows that it touches, not the history, and
 * the monitors in spec/properties see to it.
 */
import { delayUs, exclusivityMarginUs, leaseShortestUs, longestRealUs, pauseUs, type Adversity } from './bounds.ts';
import type { Party } from './endured.ts';
import type { Circumstance } from './faults.ts';
import { circumstances, type HistoryLabels } from './history-labels.ts';
import { propertyIds } from './property-ids.ts';
import type { PropertyId } from './property.ts';

/** A condition under which a history may be judged all the same. */
export interface Condition {
  /** Completes "judged only where ...". */
  readonly text: string;
  holds(labels: HistoryLabels): boolean;
}

export type Assumption = 'H' | 'V' | Condition;

export interface PropertyAssumptions {
  /** `window`: the monitor applies conditions and voids to each window of its own. */
  readonly per: 'history' | 'window';
  readonly under: Readonly<Record<Circumstance, Assumption>>;
}

export type MayJudge =
  { readonly judge: true } | { readonly judge: false; readonly why: string; readonly under: Circumstance };

const judged: MayJudge = { judge: true };

/** Whether a property may be judged on a history with these labels, and if not, why. */
export function mayJudge(property: PropertyId, labels: HistoryLabels): MayJudge {
  const { per, under } = assumptions[property];
  if (per === 'window') return judged;
  let unmet: MayJudge = judged;
  for (const circumstance of labels.circumstances) {
    const assumption = under[circumstance];
    // What makes it void outright is the better reason, so conditions wait for it.
    if (assumption === 'V')
      return { judge: false, why: `nothing is promised under ${names[circumstance]}`, under: circumstance };
    if (assumption === 'H' || !unmet.judge || assumption.holds(labels)) continue;
    const why = `under ${names[circumstance]} it is judged only where ${assumption.text}`;
    unmet = { judge: false, why, under: circumstance };
  }
  return unmet;
}

/** What each circumstance is called in prose. */
export const names: Readonly<Record<Circumstance, string>> = {
  cut: 'a cut, a one-way cut or lost messages',
  'late-delivery': 'late, repeated or reordered delivery',
  restart: 'a restart that keeps the disk',
  wipe: 'a restart that loses the disk',
  'pause-bounded': 'a pause within the tolerated one',
  'pause-unbounded': 'a pause longer than the tolerated one',
  'rate-bounded': 'a clock rate within the tolerated one',
  'rate-unbounded': 'a clock rate beyond the tolerated one',
  'candidate-wall-step': "a step of a candidate's wall clock",
  'store-clock-step': "a step of the store's clock",
  'store-failover': 'a store failover that keeps all data',
  'store-lossy': 'a store that lost its data',
  'store-minority': "loss of data or a clock step at a minority of the store's members",
};

const claimed = 'what happened lies within what is claimed, or the exclusivity inequality leaves room for it';

/** Whether it holds for each candidate, by its own claims and by what happened to it. */
function forEach(text: string, holds: (party: Party) => boolean): Condition {
  return { text, holds: ({ parties }) => parties.every(holds) };
}

/** What happened is tolerated by the claims, or even so leaves a margin in the inequality. */
function leavesRoom({ worst, facts }: Party, extraPauseUs = 0): boolean {
  const { claims } = facts;
  const within =
    worst.pauseUs <= pauseUs(claims) &&
    worst.clockRatePpm <= claims.tolerates.clockRatePpm &&
    (claims.timing.anchor === 'send' || worst.responseDelayUs <= delayUs(claims)) &&
    worst.storeStepUs === 0 &&
    extraPauseUs <= delayUs(claims);
  if (within) return true;
  const happened: Adversity = {
    ...worst,
    clockRatePpm: Math.max(worst.clockRatePpm, claims.tolerates.clockRatePpm),
    pauseUs: Math.max(pauseUs(claims), worst.pauseUs) + extraPauseUs,
  };
  return exclusivityMarginUs(facts, happened) >= 0;
}

/** Belief that counts is running belief: a pause beyond the tolerated one is covered by the grace, not by the inequality. */
function exclusivityLeavesRoom(party: Party): boolean {
  const { worst, facts } = party;
  return leavesRoom({ ...party, worst: { ...worst, pauseUs: Math.min(worst.pauseUs, pauseUs(facts.claims)) } });
}

const exclusivity = forEach(claimed, exclusivityLeavesRoom);
const sendAnchored = forEach(
  `validity counts from sending, or ${claimed}`,
  (party) => party.facts.claims.timing.anchor === 'send' || exclusivityLeavesRoom(party),
);
const effects = forEach(`${claimed}, the delay to the resource included`, (party) =>
  leavesRoom(party, party.resourceDelayUs),
);
const storeStep = forEach(
  "the forward steps of the store's clock within one lease leave room in the exclusivity inequality",
  exclusivityLeavesRoom,
);
const freshReply = forEach(
  'a reply that is still accepted cannot outlive the record that it speaks of',
  ({ facts: { claims, leaseTtlMs, store }, worst }) =>
    longestRealUs(claims.timing.requestTimeoutMs * 1000, Math.max(worst.clockRatePpm, claims.tolerates.clockRatePpm)) +
      worst.pauseUs <
    leaseShortestUs(leaseTtlMs * 1000, store, worst.storeStepUs),
);
const never = (text: string): Condition => ({ text, holds: () => false });
const always = (text: string): Condition => ({ text, holds: () => true });
const monotonicClock = forEach(
  'a monotonic clock is claimed',
  ({ facts }) => facts.claims.timing.clock === 'monotonic',
);
/** A member can forget what it granted before the last one of the majority grants. */
const allAtOnce = never('the members that grant a leadership all know it at one moment');
const inBound = always('the bound allows for it');

type Row = Partial<Record<Circumstance, Assumption>>;

/** `H` wherever the row says nothing. */
function history(row: Row): PropertyAssumptions {
  return { per: 'history', under: filled(row) };
}

function filled(row: Row): Readonly<Record<Circumstance, Assumption>> {
  return {
    cut: 'H',
    'late-delivery': 'H',
    restart: 'H',
    wipe: 'H',
    'pause-bounded': 'H',
    'pause-unbounded': 'H',
    'rate-bounded': 'H',
    'rate-unbounded': 'H',
    'candidate-wall-step': 'H',
    'store-clock-step': 'H',
    'store-failover': 'H',
    'store-lossy': 'H',
    'store-minority': 'H',
    ...row,
  };
}

const durable = history({ wipe: 'V', 'store-lossy': 'V' });
const tokensRise: Condition = {
  text: 'the source of tokens survives, so that they go on rising',
  holds: (labels) => labels.tokensSurvived,
};
const fencing = history({
  restart: always('the resource remembers the largest token that it saw'),
  'store-lossy': tokensRise,
});
/** A token that is drawn again makes a record equal to one that is over: a late release of that one is then nobody's fault. */
const ownership = history({ 'store-lossy': tokensRise });
const own = history({ 'store-lossy': always('it rests on what processes do, not on what the store remembers') });
const finite = history({ 'store-lossy': always('a record without an end is one, whatever was lost before') });
const leased = history({
  'rate-bounded': always("the store's own rate error is in the bound"),
  'rate-unbounded': 'V',
  'store-clock-step': always('the bounds allow for its steps'),
  'store-failover': always('a full lease is added'),
});

const window: PropertyAssumptions = {
  per: 'window',
  under: filled({
    cut: always('a core stays connected in the window'),
    'late-delivery': always('delays in the window are tolerated'),
    restart: always('it is not in the core in the window'),
    wipe: always('it is not in the core in the window'),
    'pause-bounded': always('it is not in the core in the window'),
    'pause-unbounded': 'V',
    'rate-bounded': inBound,
    'rate-unbounded': 'V',
    'candidate-wall-step': always('it is not in the core in the window'),
    'store-clock-step': always('it lies before the window'),
    'store-failover': always('a full lease is added'),
    'store-lossy': always('it lies before the window'),
    'store-minority': always('a majority of the members is left in the window'),
  }),
};

const stability: PropertyAssumptions = {
  per: 'window',
  under: {
    ...window.under,
    cut: always('it lies outside the window'),
    'late-delivery': always('it lies outside the window'),
    restart: always('it lies outside the window'),
    wipe: always('it lies outside the window'),
    'pause-bounded': always('D leaves room for it and for a renewal, of which no two fall within one D'),
    'store-failover': 'V',
    'store-lossy': 'V',
    'store-minority': always('it lies outside the window'),
  },
};

/** The table. */
export const assumptions: Readonly<Record<PropertyId, PropertyAssumptions>> = {
  S1: durable,
  S2a: durable,
  S2b: durable,
  S3a: fencing,
  S3b: fencing,
  S3u: history({
    'late-delivery': effects,
    'pause-bounded': effects,
    'pause-unbounded': 'V',
    'rate-bounded': effects,
    'rate-unbounded': 'V',
    'store-clock-step': effects,
    'store-failover': effects,
    'store-lossy': 'V',
  }),
  S4: history({
    'late-delivery': sendAnchored,
    'pause-bounded': exclusivity,
    'rate-bounded': exclusivity,
    'rate-unbounded': 'V',
    'store-clock-step': storeStep,
    'store-failover': always('leases are not shortened, which ST1 sees'),
    'store-lossy': 'V',
  }),
  'S5-V1': history({ wipe: 'V', 'store-clock-step': storeStep, 'store-lossy': 'V' }),
  'S5-V2': history({
    'late-delivery': always('answers belong to one session, of which only those that follow one another are compared'),
    wipe: 'V',
    'store-clock-step': storeStep,
    'store-lossy': 'V',
  }),
  'S5-V3': window,
  // Claims do not say where an answer comes from. A leader that answers from its own lease answers rightly only while the
  // exclusivity inequality holds, and nothing is promised for it where no inequality could.
  'S5-V4': history({
    cut: always('only answers that were given count, however they were come by'),
    wipe: 'V',
    'pause-bounded': exclusivity,
    'pause-unbounded': 'V',
    'rate-unbounded': 'V',
    'store-clock-step': storeStep,
    'store-lossy': 'V',
  }),
  S6: ownership,
  S7: ownership,
  S8: own,
  S9: finite,
  'W1-weak': history({ 'store-clock-step': freshReply, 'store-lossy': 'V', 'store-minority': allAtOnce }),
  'W1-strong': history({
    cut: freshReply,
    'late-delivery': freshReply,
    'pause-bounded': freshReply,
    'pause-unbounded': 'V',
    'rate-unbounded': freshReply,
    'store-clock-step': freshReply,
    'store-lossy': 'V',
    'store-minority': allAtOnce,
  }),
  W2: durable,
  W3: history({ 'rate-unbounded': 'V', 'candidate-wall-step': monotonicClock }),
  ST1: leased,
  ST2: leased,
  ST3: leased,
  R1: history({}),
  L1: window,
  L2: window,
  L3: history({
    'late-delivery': forEach(
      'validity counts from sending, or delays are tolerated',
      ({ facts, worst }) => facts.claims.timing.anchor === 'send' || worst.responseDelayUs <= delayUs(facts.claims),
    ),
    'pause-bounded': inBound,
    'pause-unbounded': always('only running time is counted'),
    'rate-bounded': inBound,
    'rate-unbounded': 'V',
    'candidate-wall-step': monotonicClock,
  }),
  L4: window,
  L5: window,
  L6: stability,
  L7: window,
};

/**
 * On which promises of the store and of the resource a property rests: its violation after a breach of one of them is not
 * the implementation's fault. A resource that the adapter brought is part of the implementation.
 */
export const restsOn: Readonly<Record<PropertyId, readonly PropertyId[]>> = {
  S1: ['ST2'],
  S2a: ['ST2'],
  S2b: ['ST2'],
  S3a: ['ST2', 'R1'],
  S3b: ['ST1', 'ST2', 'R1'],
  S3u: ['ST1', 'ST2', 'R1'],
  S4: ['ST1', 'ST2'],
  'S5-V1': ['ST2'],
  'S5-V2': ['ST2'],
  'S5-V3': ['ST2', 'ST3'],
  'S5-V4': ['ST1', 'ST2'],
  S6: ['ST2'],
  S7: [],
  S8: [],
  S9: [],
  'W1-weak': ['ST2'],
  'W1-strong': ['ST1', 'ST2'],
  W2: ['ST2'],
  W3: [],
  ST1: [],
  ST2: [],
  ST3: [],
  R1: [],
  L1: ['ST3'],
  L2: ['ST3'],
  L3: [],
  L4: ['ST2', 'ST3'],
  L5: ['ST3'],
  L6: ['ST1', 'ST2'],
  L7: ['ST2'],
};

/** The letter of a cell: `H`, `C` or `V`. */
export function letter(property: PropertyId, circumstance: Circumstance): 'H' | 'C' | 'V' {
  const assumption = assumptions[property].under[circumstance];
  return typeof assumption === 'string' ? assumption : 'C';
}

/** All conditions of the table, one a row: property, circumstance, text. */
export function conditions(): readonly { property: PropertyId; circumstance: Circumstance; text: string }[] {
  return propertyIds.flatMap((property) =>
    circumstances.flatMap((circumstance) => {
      const assumption = assumptions[property].under[circumstance];
      return typeof assumption === 'string' ? [] : [{ property, circumstance, text: assumption.text }];
    }),
  );
}
