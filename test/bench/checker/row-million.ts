/** Row 3: a fenced lock with observations, a million operations, read from JSON lines and judged in a fresh process. */
import { inFreshProcess } from './children.ts';
import { sampleOf, standingOf, timeFigure, type Figure, type Row } from './figure.ts';
import { added } from './judged.ts';
import type { FileReport } from './process.ts';
import { writtenHistory } from './written-history.ts';

const CONCURRENCY = 20;
const PROCESSES = 5;
/** In the process that compares lengths: the best of these, without compilation, says how time grows. */
const ROUNDS = 7;
const GROWTH_MAX = 13;
const BYTES_MAX = 400e6;

export const millionRow: Row = {
  number: 3,
  title: `fenced lock with observations, 1,000,000 operations, concurrency ${CONCURRENCY}`,
  measure: ({ scratch }) => {
    const [million, tenth] = [1_000_000, 100_000].map((operations) =>
      writtenHistory(scratch, { kind: 'fenced-lock', operations, concurrency: CONCURRENCY }),
    );
    const judge = (file: string, rounds: number): FileReport =>
      inFreshProcess<FileReport>('history', file, 'fenced-lock', 'auto', String(rounds));
    const once = Array.from({ length: PROCESSES }, () => judge(million ?? '', 1));
    const warm = [million, tenth].map((file) => judge(file ?? '', ROUNDS).laps);
    const [ofMillion = Number.NaN, ofTenth = Number.NaN] = warm.map(
      (laps) => sampleOf(laps.map(({ processorUs }) => processorUs)).minimum,
    );
    const growth = ofMillion / ofTenth;
    const peak = Math.max(...once.map(({ peakBytes }) => peakBytes));
    const errors = once
      .filter(({ verdict, engine }) => verdict !== 'linearizable' || engine !== 'monitor')
      .map(({ verdict, engine }) => `${verdict} by ${engine}: expected linearizable by monitor`);
    const figures: Figure[] = [
      timeFigure(
        'judged, first time in a process',
        once.map(({ laps: [first] }) => first),
        150,
      ),
      timeFigure('judged again and again in a process', warm[0] ?? []),
      timeFigure(
        'read from JSON lines and judged',
        once.map(({ read, laps: [first] }) => added(read, first)),
        2500,
      ),
      {
        what: 'time of 1,000,000 : time of 100,000, both warm',
        target: `<= ${GROWTH_MAX}`,
        measured: growth.toFixed(1),
        standing: standingOf(growth <= GROWTH_MAX),
      },
      {
        what: 'peak memory of the process (RSS)',
        target: `<= ${BYTES_MAX / 1e6} MB`,
        measured: `${(peak / 1e6).toFixed(0)} MB`,
        standing: standingOf(peak <= BYTES_MAX),
      },
    ];
    return { figures, errors };
  },
};
