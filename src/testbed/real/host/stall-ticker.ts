/** Notices when its own process stood still: a tick that comes late is a gap in which nothing of the process ran. */
import { machineUs } from '../machine-clock.ts';

const TICK_MS = 5;
/** Gaps up to this long are the ordinary life of an event loop. */
const GAP_US = 20_000;

/** Reports every gap between two ticks that is too long; returns how to stop. */
export function startStallTicker(report: (fromUs: number, toUs: number) => void): () => void {
  let lastUs = machineUs();
  const timer = setInterval(() => {
    const nowUs = machineUs();
    if (nowUs - lastUs > GAP_US) report(lastUs, nowUs);
    lastUs = nowUs;
  }, TICK_MS);
  return () => clearInterval(timer);
}
