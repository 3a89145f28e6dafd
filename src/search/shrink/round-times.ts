/** Which of two times a person reads more easily, and the rounder ones near a time. */

/** Units from coarse to fine, each of which makes a time easier to read than the next. In ms. */
function unitsMs(leaseTtlMs: number): readonly number[] {
  return [leaseTtlMs, leaseTtlMs / 2, leaseTtlMs / 4, leaseTtlMs / 10, 1000, 100, 10, 1].filter(
    (unit, place, all) => Number.isInteger(unit) && all.indexOf(unit) === place,
  );
}

/** How round a time is: 0 for none at all, then by the coarsest unit of which it is a multiple. Smaller is rounder. */
export function roundness(ms: number, leaseTtlMs: number): number {
  if (ms === 0) return 0;
  const units = unitsMs(leaseTtlMs);
  const place = units.findIndex((unit) => ms % unit === 0);
  return place < 0 ? units.length + 1 : place + 1;
}

/** Rounder times near `ms`, with its sign, the roundest first. */
export function rounderTimes(ms: number, leaseTtlMs: number): readonly number[] {
  const sign = Math.sign(ms);
  const size = Math.abs(ms);
  const times = unitsMs(leaseTtlMs).flatMap((unit) => [
    Math.round(size / unit) * unit,
    Math.floor(size / unit) * unit,
    Math.ceil(size / unit) * unit,
  ]);
  const mine = roundness(size, leaseTtlMs);
  const rounder = [...new Set(times)].filter((time) => time > 0 && roundness(time, leaseTtlMs) < mine);
  return rounder.map((time) => sign * time);
}

/** Shorter times that are no less round than `ms`, the shortest first: quarters of the lease, and what lies around it. */
export function shorterTimes(ms: number, leaseTtlMs: number): readonly number[] {
  const mine = roundness(ms, leaseTtlMs);
  return [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6]
    .map((share) => share * leaseTtlMs)
    .filter((time) => Number.isInteger(time) && time < ms && roundness(time, leaseTtlMs) <= Math.max(mine, 4));
}
