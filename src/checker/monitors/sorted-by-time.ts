/** The most numbers that can be sorted so: times from -1 to `NEVER` take 32 bits of the 53 that a number holds exactly. */
const packing = 2 ** 21;

/**
 * The indices of `times`, which are at least -1, by time. Packed into one number each, the time first, they sort without
 * a comparison function, several times as fast.
 */
export function sortedByTime(times: Int32Array): Int32Array {
  if (times.length > packing) {
    return Int32Array.from(times.keys()).sort((left, right) => (times[left] ?? 0) - (times[right] ?? 0));
  }
  const packed = new Float64Array(times.length);
  for (let index = 0; index < times.length; index += 1) packed[index] = ((times[index] ?? 0) + 1) * packing + index;
  packed.sort();
  const sorted = new Int32Array(times.length);
  for (let index = 0; index < times.length; index += 1) sorted[index] = (packed[index] ?? 0) % packing;
  return sorted;
}
