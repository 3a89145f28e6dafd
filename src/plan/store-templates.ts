/** Sequences in which the store itself breaks down at the moment at which it counts. */
import fc from 'fast-check';
import type { Fault } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';
import { aroundMs } from './time-arbitrary.ts';
import { event, plainFault, type Episode, type Template } from './template.ts';

const term = fc.constantFrom(1, 1, 2, 3);

/** The replica that takes over has seen nothing of the grant, only a part of what followed it, or all of it. */
const failoverAfterGrant: Template = {
  name: 'store failover right after a grant',
  needs: ['store-failover'],
  weight: 1,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const { renewMs } = setting.claims.timing;
    const down = fc.constantFrom(20, Math.round(leaseTtlMs / 10));
    const lags = fc.constantFrom(0, 10, 10, 100, Math.round(renewMs));
    return fc
      .tuple(term, fc.constantFrom(0, 1, 5, Math.round(renewMs) + 5), lags, down)
      .map(([nth, afterMs, amount, forMs]) => ({
        faults: [{ ...plainFault('store-failover', event('granted', nth), 'store', forMs), afterMs, amount }],
      }));
  },
};

const forgetful = ['store-wipe', 'store-step', 'store-failover'] as const;

/**
 * The first leader reaches no more members than it needs, and one of those then forgets what it granted: whoever comes
 * next finds a majority that knows nothing.
 */
const bareMajorityForgets: Template = {
  name: 'a member of a bare majority forgets its grant',
  needs: ['cut', ...forgetful],
  quorum: true,
  weight: 1,
  episode: (setting) => {
    const { leaseTtlMs, members } = setting;
    const away = fc.constantFrom(0.5, 1, 2).map((leases) => Math.round(leases * leaseTtlMs));
    const when = fc.oneof(fc.constant(1), aroundMs([0.1 * leaseTtlMs, 0.3 * leaseTtlMs], setting));
    return fc
      .tuple(fc.constantFrom(...forgetful), fc.integer({ min: 1, max: majorityOf(members) }), away, when)
      .map(([kind, member, awayMs, afterMs]): Episode => ({
        faults: [
          ...beyondMajority(members).map((each) => cutOff(each, awayMs)),
          {
            ...plainFault(kind, event('granted', 1), 'store', forgetMs(kind, setting)),
            afterMs,
            member,
            ...amountOf(kind, setting),
          },
        ],
        candidates: [{ whom: 'others', habits: { joinMs: Math.round(leaseTtlMs / 10) } }],
      }));
  },
};

function majorityOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

function beyondMajority(members: number): readonly number[] {
  const majority = majorityOf(members);
  return Array.from({ length: members - majority }, (_, index) => majority + 1 + index);
}

function cutOff(member: number, forMs: number): Fault {
  return { ...plainFault('cut', { atMs: 0 }, 'candidate:a', forMs), member };
}

function forgetMs(kind: (typeof forgetful)[number], { leaseTtlMs }: PlanSetting): number {
  return kind === 'store-step' ? 0 : Math.max(1, Math.round(leaseTtlMs / 20));
}

function amountOf(kind: (typeof forgetful)[number], { leaseTtlMs }: PlanSetting): Pick<Fault, 'amount'> {
  return kind === 'store-wipe' ? {} : { amount: Math.round(1.1 * leaseTtlMs) };
}

export const storeTemplates: readonly Template[] = [failoverAfterGrant, bareMajorityForgets];
