/**
 * The attack on the envelope: all the trouble that claims tolerate, at the moment at which it hurts most. The leader's
 * clock runs slow from the start, so that its deadline comes late; it is cut off when a renewal has just succeeded; it
 * stands still from just before its deadline, with a write due; that write is late on its way to the resource; and
 * newcomers take the election the moment the store frees it. Where the claims satisfy the exclusivity inequality with the
 * delay to the resource (form (e)), the last write of the old leader is in time; where they do not, it is stale.
 */
import fc from 'fast-check';
import type { Claims } from '../../spec/claims.ts';
import type { FaultKind } from '../../spec/faults.ts';
import type { Fault, Plan } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';
import { event, plainFault } from './template.ts';

/** How much of each trouble. */
export interface EdgeTrouble {
  /** rho: the leader's clock runs slow by it. */
  readonly clockRatePpm: number;
  readonly pauseMs: number;
  /** One-way delay of a message to the resource; where validity counts from receipt, of a reply as well. */
  readonly networkDelayMs: number;
  /** J: a forward step of the store's clock. */
  readonly storeStepMs: number;
}

export interface EdgeAttack {
  readonly leaseTtlMs: number;
  readonly claims: Claims;
  readonly trouble: EdgeTrouble;
  readonly seed: number;
  /** After which renewal the leader is cut off, from 1. */
  readonly renewal: number;
  /** How long before its deadline the leader is stopped; its last write is due half of that before it. */
  readonly aheadMs: number;
  /** How long after the end of the record the first newcomer asks for it. */
  readonly behindMs: number;
  /** How long the healed phase lasts, and the one after it. */
  readonly phaseMs: number;
}

/** One way without any fault: so short that nothing depends on it. */
const NETWORK_US = 100;
/** From the start of the first candidate to its election, both ways once. */
const ELECTED_MS = (2 * NETWORK_US) / 1000;
/** Writes of the leader in its whole term, however long that is. */
const WRITES = 10;
/** Newcomers that ask one after the other, each this share of the lease later than the one before. */
const NEWCOMERS = [0, 0.001, 0.01];

/** The plan of one attack. Its times fit an implementation that acquires at once and renews R after the last sending. */
export function edgePlan(attack: EdgeAttack): Plan {
  const { leaseTtlMs, claims, trouble, renewal, aheadMs, behindMs, phaseMs } = attack;
  const { timing } = claims;
  const slow = 1 - trouble.clockRatePpm / 1e6;
  const replyMs = timing.anchor === 'receipt' ? Math.max(trouble.networkDelayMs, NETWORK_US / 1000) : NETWORK_US / 1000;
  const sentMs = (renewal * timing.renewMs) / slow;
  const appliedMs = sentMs + replyMs;
  const anchorMs = timing.anchor === 'receipt' ? sentMs + 2 * replyMs : sentMs;
  const deadlineMs = anchorMs + timing.validityMs / slow;
  const expiryMs = appliedMs + leaseTtlMs - trouble.storeStepMs;
  // On the leader's own clock, from its election on.
  const lastWriteMs = (deadlineMs - aheadMs / 2) * slow - ELECTED_MS;
  const staleMs = deadlineMs + trouble.pauseMs + trouble.networkDelayMs;
  const healAtMs = Math.ceil(Math.max(staleMs, expiryMs) + leaseTtlMs / 10);
  return {
    schema: 'scrutineer/plan@1',
    seed: attack.seed,
    leaseTtlMs,
    candidates: [
      { id: 'a', joinMs: 0, restMs: 2 * leaseTtlMs },
      ...NEWCOMERS.map((share, place) => ({
        id: String.fromCharCode('b'.charCodeAt(0) + place),
        joinMs: expiryMs + behindMs + share * leaseTtlMs,
        restMs: leaseTtlMs,
      })),
    ],
    workload: { writeEveryMs: lastWriteMs / WRITES, observeEveryMs: 0 },
    networkDelayUs: { min: NETWORK_US, max: NETWORK_US },
    resource: 'open',
    faults: edgeFaults(attack, { appliedMs, replyMs, deadlineMs, healAtMs }),
    endings: { healAtMs, degradeAtMs: healAtMs + phaseMs, endMs: healAtMs + 2 * phaseMs },
  };
}

interface EdgeTimes {
  readonly appliedMs: number;
  readonly replyMs: number;
  readonly deadlineMs: number;
  readonly healAtMs: number;
}

function edgeFaults(
  { claims, trouble, renewal, aheadMs, leaseTtlMs }: EdgeAttack,
  { appliedMs, replyMs, deadlineMs, healAtMs }: EdgeTimes,
): readonly Fault[] {
  const leader = 'candidate:a';
  const renewed = event('renewed', renewal);
  const addedMs = trouble.networkDelayMs - NETWORK_US / 1000;
  const faults: Fault[] = [];
  if (trouble.clockRatePpm > 0)
    faults.push({ ...plainFault('clock-rate', { atMs: 0 }, leader, healAtMs), amount: -trouble.clockRatePpm });
  if (addedMs > 0 && claims.timing.anchor === 'receipt') {
    const fromMs = appliedMs - replyMs - claims.timing.renewMs / 4;
    const slowed = plainFault('slow', { atMs: fromMs }, leader, claims.timing.renewMs / 4 + 2 * replyMs + 1);
    faults.push({ ...slowed, amount: addedMs });
  }
  faults.push({ ...plainFault('cut', renewed, leader, healAtMs), afterMs: replyMs + 1 });
  if (addedMs > 0) faults.push({ ...plainFault('slow-resource', renewed, leader, healAtMs), amount: addedMs });
  if (trouble.pauseMs > 0) {
    const afterMs = deadlineMs - aheadMs - appliedMs;
    faults.push({ ...plainFault('pause', renewed, leader, trouble.pauseMs), afterMs });
  }
  if (trouble.storeStepMs > 0) {
    const step = plainFault('store-step', renewed, 'store', 0);
    faults.push({ ...step, afterMs: leaseTtlMs / 2, amount: trouble.storeStepMs });
  }
  return faults;
}

const kindsNeeded: readonly FaultKind[] = ['cut', 'pause', 'slow-resource', 'clock-rate', 'slow'];

/**
 * Attacks with just what the claims tolerate; undefined where nothing timed is claimed, where observers or peers keep the
 * time, or where a kind of fault that it takes may not occur.
 */
export function edgeArbitrary(setting: PlanSetting): fc.Arbitrary<Plan> | undefined {
  const { claims, kinds, leaseTtlMs } = setting;
  const isTimed = claims.exclusivity === 'timed' && ['store', 'quorum'].includes(claims.timing.kind);
  if (!isTimed || setting.scale === 'real' || !kindsNeeded.every((kind) => kinds.includes(kind))) return undefined;
  const { clockRatePpm, pauseMs, networkDelayMs } = claims.tolerates;
  // Each trouble at its edge, or left out, since what leaves no room alone is easier to read.
  const upTo = (most: number): fc.Arbitrary<number> => fc.constantFrom(most, most, most, 0);
  return fc
    .record(
      {
        seed: fc.nat({ max: 0x7fffffff }),
        renewal: fc.constantFrom(1, 2, 3),
        aheadMs: fc.constantFrom(0.5, 1, 5, 20),
        behindMs: fc.constantFrom(0, 1, 2),
        clockRatePpm: upTo(clockRatePpm),
        pauseMs: upTo(pauseMs),
        networkDelayMs: upTo(networkDelayMs),
      },
      { noNullPrototype: true },
    )
    .map(({ seed, renewal, aheadMs, behindMs, ...tolerated }) => {
      const phaseMs = setting.degradeAtMs - setting.healAtMs;
      const trouble = { ...tolerated, storeStepMs: 0 };
      return edgePlan({ leaseTtlMs, claims, seed, renewal, aheadMs, behindMs, phaseMs, trouble });
    });
}
