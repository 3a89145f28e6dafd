/** Single faults of every kind, and the swarm: each plan draws its faults from a few kinds only. */
import fc from 'fast-check';
import { faults as descriptions, type FaultKind } from '../../spec/faults.ts';
import type { Anchor, Fault, Target } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';
import { afterMs, durationMs, troubleMs } from './time-arbitrary.ts';

/** How often a kind is drawn. Message faults reach what no link fault does; lossy stores void most of what is judged. */
const weights: Readonly<Record<FaultKind, number>> = {
  refuse: 2,
  cut: 4,
  'cut-requests': 3,
  'cut-responses': 3,
  slow: 3,
  reset: 2,
  hold: 6,
  drop: 5,
  replay: 4,
  'slow-resource': 3,
  pause: 5,
  'pause-at': 5,
  crash: 4,
  wipe: 1,
  'wall-step': 2,
  'clock-rate': 2,
  'store-restart': 2,
  'store-wipe': 1,
  'store-step': 1,
  'store-failover': 1,
};

const anchorEvents = [
  'elected',
  'elected',
  'elected',
  'renewed',
  'renewed',
  'granted',
  'lost',
  'resign',
  'campaign',
] as const;

const targets: readonly Target[] = [
  ...Array.from({ length: 8 }, () => 'leader' as const),
  'next-leader',
  'next-leader',
  'waiter',
  'waiter',
  'waiter',
  'former-leader',
  'former-leader',
  'candidate:a',
  'candidate:a',
  'candidate:b',
];

/** Which of the plan's own kinds, when, whom, how long, how much: the kind decides which of these count. */
interface FaultDraw {
  readonly pick: number;
  readonly anchor: Anchor;
  readonly afterMs: number;
  readonly target: Target;
  readonly forMs: number;
  readonly nth: number;
  readonly leg: 'request' | 'response';
  /** Index into the amounts of the kind. */
  readonly amount: number;
  /** Of several stores: which one, or all of them. */
  readonly member: number | undefined;
}

const PALETTE = 3;
const AMOUNTS = 12;

/** Up to `max` faults, at least `min`, of up to three kinds. */
export function faultSwarm(
  setting: PlanSetting,
  { min, max }: { readonly min: number; readonly max: number },
): fc.Arbitrary<readonly Fault[]> {
  const kind = weightedKind(setting.kinds);
  const amounts = amountsOf(setting);
  return fc
    .record(
      {
        palette: fc.tuple(kind, kind, kind),
        draws: fc.array(faultDraw(setting), { minLength: min, maxLength: max, size: 'max' }),
      },
      { noNullPrototype: true },
    )
    .map(({ palette, draws }) => draws.map((draw) => faultOf(palette[draw.pick] ?? palette[0], draw, amounts)));
}

/** How many messages a message fault waits for at most where it has to fire before everything heals. */
const NTH_MAX = 3;

/** One fault of each of these kinds, at times rather than at events, so that each of them does fire. */
export function eachKindOnce(setting: PlanSetting, kinds: readonly FaultKind[]): fc.Arbitrary<readonly Fault[]> {
  const amounts = amountsOf(setting);
  const one = fc.tuple(faultDraw(setting), troubleMs(setting));
  return fc
    .array(one, { minLength: kinds.length, maxLength: kinds.length, size: 'max' })
    .map((draws) =>
      kinds.flatMap((kind, index) => draws.slice(index, index + 1).map(([draw, atMs]) => faultAt(kind, draw, atMs))),
    );

  function faultAt(kind: FaultKind, draw: FaultDraw, atMs: number): Fault {
    return faultOf(
      kind,
      {
        ...draw,
        anchor: { atMs },
        afterMs: 0,
        target: draw.target === 'former-leader' ? 'leader' : draw.target,
        nth: Math.min(draw.nth, NTH_MAX),
      },
      amounts,
    );
  }
}

function weightedKind(kinds: readonly FaultKind[]): fc.Arbitrary<FaultKind> {
  return fc.constantFrom(...kinds.flatMap((kind) => Array.from({ length: weights[kind] }, () => kind)));
}

function faultDraw(setting: PlanSetting): fc.Arbitrary<FaultDraw> {
  const atTime = troubleMs(setting).map((atMs): Anchor => ({ atMs }));
  const atEvent = fc
    .tuple(fc.constantFrom(...anchorEvents), fc.constantFrom(1, 1, 1, 2, 2, 3, 4))
    .map(([event, nth]): Anchor => ({ event, nth }));
  return fc.record(
    {
      pick: fc.nat({ max: PALETTE - 1 }),
      anchor: fc.oneof({ weight: 2, arbitrary: atTime }, { weight: 3, arbitrary: atEvent }),
      afterMs: afterMs(setting),
      target: fc.constantFrom(...targets),
      forMs: durationMs(setting),
      nth: fc.constantFrom(1, 1, 1, 2, 2, 3, 4, 5, 6, 8),
      leg: fc.constantFrom('request', 'response'),
      amount: fc.nat({ max: AMOUNTS - 1 }),
      member: anyMember(setting),
    },
    { noNullPrototype: true },
  );
}

function faultOf(kind: FaultKind, draw: FaultDraw, amounts: Amounts): Fault {
  const { scope, instantaneous } = descriptions[kind];
  const choices = amounts[kind];
  const amount = kind === 'pause-at' ? draw.nth : choices?.[draw.amount % choices.length];
  return {
    kind,
    anchor: draw.anchor,
    afterMs: draw.afterMs,
    target: scope === 'store' ? 'store' : draw.target,
    ...(draw.member !== undefined && concernsStore(kind) && { member: draw.member }),
    forMs: instantaneous ? 0 : draw.forMs,
    ...(scope === 'message' && { message: { nth: draw.nth, leg: kind === 'replay' ? 'request' : draw.leg } }),
    ...(amount !== undefined && { amount }),
  };
}

/** Mostly one of several: they are several so that one may fail. */
function anyMember({ members }: PlanSetting): fc.Arbitrary<number | undefined> {
  if (members === 1) return fc.constant(undefined);
  return fc.constantFrom(undefined, ...Array.from({ length: members }, (_, index) => index + 1));
}

function concernsStore(kind: FaultKind): boolean {
  const { scope } = descriptions[kind];
  return scope === 'store' || scope === 'message' || (scope === 'link' && kind !== 'slow-resource');
}

type Amounts = Readonly<Partial<Record<FaultKind, readonly number[]>>>;

const DAY_MS = 86_400_000;

function amountsOf(setting: PlanSetting): Amounts {
  const { leaseTtlMs } = setting;
  const { clockRatePpm, networkDelayMs } = setting.claims.tolerates;
  const both = (values: readonly number[]): readonly number[] => values.flatMap((value) => [value, -value]);
  const shares = (...of: readonly number[]): readonly number[] =>
    of.map((share) => Math.max(1, Math.round(share * leaseTtlMs)));
  const withinRate = [0.5 * clockRatePpm, 0.9 * clockRatePpm].map(Math.round);
  return {
    slow: [Math.max(1, Math.round(networkDelayMs / 2)), ...shares(0.04, 0.12, 0.3, 0.6, 0.9, 1.2)],
    'slow-resource': shares(0.05, 0.3, 0.8, 1.05, 1.2, 1.5),
    'wall-step': both([...shares(0.3, 0.9, 1, 3), DAY_MS]),
    'store-step': both(shares(0.05, 0.3, 0.9, 1.5)),
    'store-failover': [0, 0, ...shares(0.001, 0.01, 0.1, 0.3, 1)],
    'clock-rate': both([...withinRate, ...withinRate, clockRatePpm, 30_000]),
  };
}
