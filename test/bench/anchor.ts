import { lap, type Lap } from './stopwatch.ts';

const HOPS = 1_000_000;

/**
 * A fixed loop of promises, measured in the same run: machines and their load differ, the ratio to it much less.
 * Returns the time of one hop, the best of a few rounds.
 */
export async function measureAnchor(): Promise<Lap> {
  let best: Lap = { clockUs: Infinity, processorUs: Infinity };
  for (let round = 0; round < 4; round += 1) {
    const taken = await lap(hop);
    if (taken.processorUs < best.processorUs) best = taken;
  }
  return { clockUs: best.clockUs / HOPS, processorUs: best.processorUs / HOPS };
}

async function hop(): Promise<void> {
  for (let count = 0; count < HOPS; count += 1) await null;
}
