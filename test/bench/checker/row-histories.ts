/** Rows 4, 5 and 6: generated histories of one length each, judged again and again by one process, and once by others. */
import { inFreshProcess } from './children.ts';
import { milliseconds, timeFigure, type Figure, type Row, type RowContext, type RowResult } from './figure.ts';
import type { FileReport } from './process.ts';
import { writtenHistory, type HistoryOrder } from './written-history.ts';

const PROCESSES = 3;
/** At most: a process stops when it has measured for a while. */
const WARM_ROUNDS = 40;
const TIMEOUT_MS = 3000;

interface Case {
  readonly what: string;
  readonly order: HistoryOrder;
  readonly engine: 'monitor' | 'auto' | 'search';
  /** Undefined where the figure is for information. */
  readonly targetMs?: number;
}

/** Both a good history and one with a violation near its end, by each of these engines. */
function goodAndBad(order: HistoryOrder, engines: readonly (readonly [Case['engine'], number?])[]): readonly Case[] {
  return [false, true].flatMap((isBad) =>
    engines.map(([engine, targetMs]) => ({
      what: `${order.kind}, ${isBad ? 'bad' : 'good'}, ${engine === 'search' ? 'general search' : engine === 'auto' ? 'engine auto' : 'typed monitor'}`,
      order: { ...order, isBad },
      engine,
      ...(targetMs === undefined ? {} : { targetMs }),
    })),
  );
}

function measured(cases: readonly Case[], { scratch }: RowContext): RowResult {
  const figures: Figure[] = [];
  const errors: string[] = [];
  for (const { what, order, engine, targetMs } of cases) {
    const file = writtenHistory(scratch, order);
    const judge = (rounds: number): FileReport =>
      inFreshProcess<FileReport>('history', file, order.kind, engine, String(rounds), String(TIMEOUT_MS));
    const first = judge(1);
    const expected = order.isBad === true ? 'not-linearizable' : 'linearizable';
    if (first.verdict === 'unknown') {
      figures.push(unknownFigure(what, first, targetMs));
      continue;
    }
    const cold = [first, ...Array.from({ length: PROCESSES - 1 }, () => judge(1))];
    const warm = judge(WARM_ROUNDS);
    const verdicts = [...new Set([...cold, warm].map(({ verdict }) => verdict))];
    if (verdicts.join(',') !== expected) errors.push(`${what}: ${verdicts.join(', ')}, expected ${expected}`);
    figures.push(
      timeFigure(what, warm.laps, targetMs),
      timeFigure(
        '  its first run in a process',
        cold.map(({ laps: [only] }) => only),
      ),
    );
  }
  return { figures, errors };
}

/** Once is enough: it would be as long the next time. */
function unknownFigure(what: string, { laps, reason = 'nobody knows why' }: FileReport, targetMs?: number): Figure {
  return {
    what,
    target: targetMs === undefined ? '' : `<= ${targetMs} ms`,
    measured: `unknown after ${milliseconds(laps[0].clockUs / 1000)} ms: ${reason}`,
    standing: targetMs === undefined ? 'beyond' : 'NOT MET',
  };
}

export const concurrentRow: Row = {
  number: 4,
  title: '10,000 operations at concurrency 100',
  measure: (context) => {
    const order = { operations: 10_000, concurrency: 100 };
    const cases = [
      ...goodAndBad({ kind: 'fenced-lock', ...order }, [
        ['monitor', 10],
        ['search', 100],
      ]),
      ...goodAndBad({ kind: 'register', ...order }, [['monitor', 10], ['search']]),
    ];
    return measured(cases, context);
  },
};

export const registerRow: Row = {
  number: 5,
  title: 'register with distinct writes, 100,000 operations, concurrency 20',
  measure: (context) =>
    measured(
      goodAndBad({ kind: 'register', operations: 100_000, concurrency: 20 }, [['auto', 100], ['search']]),
      context,
    ),
};

export const indeterminateRow: Row = {
  number: 6,
  title: '10,000 operations, 1,000 of them indeterminate, concurrency 20',
  measure: (context) => {
    const order = { operations: 10_000, concurrency: 20, indeterminate: 1000 };
    const cases = (['fenced-lock', 'register', 'cas-register'] as const).flatMap((kind) =>
      goodAndBad({ kind, ...order }, [['auto', 50]]),
    );
    return measured(cases, context);
  },
};
