/**
 * `npm run bench [-- HISTORIES]`: prints the figures of the design's budgets that this machine reaches. Nothing is
 * asserted: figures are for comparing side by side.
 */
import { measureAnchor } from './anchor.ts';
import { explorationLines } from './exploration.ts';
import { lap } from './stopwatch.ts';
// Below the stopwatch, above everything that an adapter may touch: this is how workers of the search begin.
import '../../src/testbed/simulated/world-worker.ts';
import { measureSimulated, type SimulatedFigures } from './simulated.ts';

const FLOOR_PER_SECOND = 3000;

async function main(): Promise<void> {
  const histories = Number(process.argv[2] ?? 6000);
  if (!Number.isInteger(histories) || histories < 1) {
    process.stderr.write(`bench: the number of histories must be a positive integer, not ${process.argv[2] ?? ''}\n`);
    process.exitCode = 64;
    return;
  }
  const anchor = await measureAnchor();
  let figures: SimulatedFigures | undefined;
  const all = await lap(async () => {
    figures = await measureSimulated(histories);
  });
  if (figures === undefined) return;
  for (const line of linesOf(figures, anchor.processorUs)) process.stdout.write(`${line}\n`);
  for (const line of ['', ...(await explorationLines(anchor.processorUs))]) process.stdout.write(`${line}\n`);
  process.stdout.write(`\nmeasured in ${(all.clockUs / 1e6).toFixed(1)} s on Node ${process.version}\n`);
}

function linesOf(figures: SimulatedFigures, hopUs: number): readonly string[] {
  const {
    histories,
    eventsMean,
    whole,
    best,
    roundHistories,
    generationUs,
    worldsUs,
    monitorsUs,
    kernelShare,
    violations,
  } = figures;
  const mean = histories / (whole.processorUs / 1e6);
  const byClock = histories / (whole.clockUs / 1e6);
  const perSecond = roundHistories / (best.processorUs / 1e6);
  const oneUs = best.processorUs / roundHistories;
  const percent = (us: number): string => `${((100 * us) / whole.clockUs).toFixed(0)} %`;
  const rest = whole.clockUs - generationUs - worldsUs - monitorsUs;
  return [
    'Simulated histories, one core: 3 candidates, 60 virtual seconds, leases of 10 s, one write a second, all faults',
    `  histories a second of processor time   ${perSecond.toFixed(0)}   (best round of ${roundHistories}; floor ${FLOOR_PER_SECOND})`,
    `  the same, mean of all rounds           ${mean.toFixed(0)}   (by the clock ${byClock.toFixed(0)})`,
    `  events a history (mean)                ${eventsMean.toFixed(0)}`,
    `  events a second of processor time      ${(perSecond * eventsMean).toFixed(0)}`,
    `  one history                            ${oneUs.toFixed(0)} us`,
    `  anchor: one hop of a promise           ${(hopUs * 1000).toFixed(1)} ns`,
    `  one history in hops                    ${(oneUs / hopUs).toFixed(0)}`,
    `  share: kernel                          ${percent(worldsUs * kernelShare)}`,
    `  share: adapter, driver and calls       ${percent(worldsUs * (1 - kernelShare))}`,
    `  share: monitors                        ${percent(monitorsUs)}`,
    `  share: generation of plans             ${percent(generationUs)}`,
    `  share: event loop                      ${percent(rest)}`,
    `  violations found                       ${violations}`,
  ];
}

await main();
