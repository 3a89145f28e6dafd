/**
 * The one clock of a machine: monotonic, and the same for all of its processes, so that what a candidate host, the
 * resource and the nemesis stamp can be compared.
 */

/** Microseconds since the machine started. */
export function machineUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Resolves after `ms`. Real time: for the harness, never for candidates. */
export function realPause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Runs an action and says between which two moments it took effect. */
export async function timed(action: () => Promise<void> | void): Promise<readonly [beforeUs: number, afterUs: number]> {
  const before = machineUs();
  await action();
  return [before, machineUs()];
}

/** Rejects with `message` when `work` does not settle within `ms`; the work itself is not stopped. */
export async function withinMs<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
