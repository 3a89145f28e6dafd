/**
 * Row 11: what happens at the limits. The histories have few values that return again and again, and many indeterminate
 * operations; in the end the value changes more often than these explain. So there is no order, and the search would have
 * to try nearly all before it could know.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeJsonLines } from '../../../src/history/formats/write-json-lines.ts';
import { historyOf, type DraftOperation } from '../../support/drafted-history.ts';
import { draftGoodHistory } from '../../support/generated-client-history.ts';
import { tickUs } from '../../support/simulate-clients.ts';
import { inFreshProcess } from './children.ts';
import { sampleOf, standingOf, type Figure, type Row } from './figure.ts';
import type { FileReport } from './process.ts';

const HISTORIES = 4;
/** Of each, and the shortest counts: a busy machine makes any process late. */
const TRIES = 3;
const TIMEOUT_MS = 500;
const OVERSHOOT_MAX_MS = 50;
const MEBIBYTE = 2 ** 20;
/** Less than the default of 256 MiB, since these histories take minutes to fill that. */
const LIMIT_BYTES = 64 * MEBIBYTE;
/** Long enough for the memory to be the first to end. */
const LONG_MS = 120_000;

export const limitsRow: Row = {
  number: 11,
  title: 'limits on histories of 1,100 operations of 3 values, 100 of them indeterminate, that have no order',
  measure: ({ scratch }) => {
    const files = Array.from({ length: HISTORIES }, (_, seed) => exponentialHistory(scratch, seed));
    const judge = (file: string, timeMs: number, bytes: number): FileReport =>
      inFreshProcess<FileReport>('history', file, 'cas-register', 'search', '1', String(timeMs), String(bytes));
    const timed = files.map((file) => Array.from({ length: TRIES }, () => judge(file, TIMEOUT_MS, 2 ** 31)));
    const overshoots = timed.flatMap((tries) => {
      const late = tries.filter(({ verdict }) => verdict === 'unknown');
      const byMs = late.map(({ laps: [{ clockUs }] }) => clockUs / 1000 - TIMEOUT_MS);
      return late.length === 0 ? [] : [sampleOf(byMs).minimum];
    });
    const worst = Math.max(...overshoots);
    const figures: Figure[] = [
      {
        what: `time limit of ${TIMEOUT_MS} ms: overshoot, largest of ${overshoots.length} histories`,
        target: `<= ${OVERSHOOT_MAX_MS} ms`,
        measured:
          overshoots.length === 0 ? '' : `${worst.toFixed(1)} ms (median ${sampleOf(overshoots).median.toFixed(1)})`,
        standing: overshoots.length === 0 ? 'not measured' : standingOf(worst <= OVERSHOOT_MAX_MS),
      },
      memoryFigure(LIMIT_BYTES, judge(files[0] ?? '', LONG_MS, LIMIT_BYTES)),
    ];
    const all = timed.flat();
    const passed = all.filter(({ verdict }) => verdict === 'linearizable').length;
    const sentences = all.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
    figures.push({ what: `says: ${sentences[0] ?? 'nothing'}`, target: '', measured: '', standing: 'beyond' });
    return { figures, errors: passed === 0 ? [] : [`${passed} of them passed: they cannot be linearizable`] };
  },
};

/** How much the whole process grew, of which the tables of the search are a part. */
function memoryFigure(bytes: number, { reason, grownBytes }: FileReport): Figure {
  const isReached = reason?.includes('memory') === true;
  return {
    what: `memory limit of ${bytes / MEBIBYTE} MiB: the whole process grew by`,
    target: `<= ${bytes / MEBIBYTE} MiB`,
    measured: isReached ? `${(grownBytes / MEBIBYTE).toFixed(0)} MiB` : 'it was not reached',
    standing: isReached ? standingOf(grownBytes <= bytes) : 'not measured',
  };
}

function exponentialHistory(scratch: string, seed: number): string {
  const draft = draftGoodHistory('cas-register, repeated values', seed, {
    operations: 1000,
    concurrency: 20,
    indeterminateShare: 0.1,
  });
  draft.push(...endlessChange(draft));
  const path = join(scratch, `exponential-${seed}.jsonl`);
  const file = openSync(path, 'w');
  for (const text of writeJsonLines(historyOf(draft, path))) writeSync(file, text);
  closeSync(file);
  return path;
}

/**
 * Reads one after the other, when all else is over, each of another value than the one before: only an indeterminate
 * operation can have changed it, and there are fewer of those.
 */
function endlessChange(operations: readonly DraftOperation[]): readonly DraftOperation[] {
  const indeterminate = operations.filter(({ outcome }) => outcome === 'info').length;
  const process = 1 + Math.max(...operations.map((each) => each.process));
  const overAt = Math.max(...operations.map(({ callAt, endAt }) => (endAt === Infinity ? callAt : endAt)));
  return Array.from({ length: indeterminate + 2 }, (_, which): DraftOperation => {
    const callAt = overAt + (which + 1) * tickUs;
    return {
      f: 'read',
      process,
      key: undefined,
      input: undefined,
      output: which % 3,
      outcome: 'ok',
      callAt,
      endAt: callAt + tickUs / 2,
    };
  });
}
