/** Time of the platform, taken before worlds replace it. Import this first. */
const { hrtime } = process;
const bigint = hrtime.bigint;

/** Microseconds of some clock that never steps. */
export function nowUs(): number {
  return Number(bigint.call(hrtime)) / 1000;
}

/** Processor time of this process so far, in microseconds. On a busy machine it says more than the clock. */
export function processorUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** What a piece of work took. */
export interface Lap {
  readonly clockUs: number;
  readonly processorUs: number;
}

export async function lap(work: () => void | Promise<void>): Promise<Lap> {
  const clockStart = nowUs();
  const processorStart = processorUs();
  await work();
  return { clockUs: nowUs() - clockStart, processorUs: processorUs() - processorStart };
}
