/** Times drawn around the implementation's own constants, because that is where the bugs are. */
import fc from 'fast-check';
import type { PlanSetting } from './plan-setting.ts';

/** Whole milliseconds, at least 1. */
export function aroundMs(constantsMs: readonly number[], setting: PlanSetting): fc.Arbitrary<number> {
  const { networkDelayMs } = setting.claims.tolerates;
  const shifts = [0, -1, 1, -networkDelayMs, networkDelayMs, -0.02 * setting.leaseTtlMs, 0.05 * setting.leaseTtlMs];
  const values = constantsMs.flatMap((constant) => shifts.map((shift) => Math.max(1, Math.round(constant + shift))));
  return fc.constantFrom(...values);
}

/** How long a fault lasts or waits: two times in three beside a constant of the lease, else anything up to 1.6 T. */
export function durationMs(setting: PlanSetting): fc.Arbitrary<number> {
  const { leaseTtlMs } = setting;
  const { validityMs, renewMs, requestTimeoutMs } = setting.claims.timing;
  const constants = [
    leaseTtlMs,
    leaseTtlMs,
    validityMs,
    renewMs,
    leaseTtlMs - renewMs,
    leaseTtlMs + renewMs,
    requestTimeoutMs,
    1.3 * leaseTtlMs,
  ];
  return fc.oneof(
    { weight: 2, arbitrary: aroundMs(constants, setting) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: Math.round(1.6 * leaseTtlMs) }) },
  );
}

/** How long after its anchor a fault fires: at once in half of the cases. */
export function afterMs(setting: PlanSetting): fc.Arbitrary<number> {
  const { leaseTtlMs } = setting;
  const { renewMs, validityMs, retryMs } = setting.claims.timing;
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: aroundMs([renewMs, 2 * renewMs, retryMs, validityMs, leaseTtlMs], setting) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: leaseTtlMs }) },
  );
}

/** Long enough that whoever waits has been elected in the meantime, give or take. */
export function beyondLeaseMs(setting: PlanSetting): fc.Arbitrary<number> {
  const { leaseTtlMs } = setting;
  const { retryMs } = setting.claims.timing;
  return aroundMs(
    [leaseTtlMs, leaseTtlMs + retryMs, leaseTtlMs + 2 * retryMs, 1.5 * leaseTtlMs, 2 * leaseTtlMs],
    setting,
  );
}

/** A moment in the trouble phase that leaves some of it for what follows. */
export function troubleMs(setting: PlanSetting): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: Math.round(0.8 * setting.healAtMs) });
}
