/** Rows 4, 5 and 6: generated histories of one length each, judged in a cold process and in a warm one. */
import { inFreshProcess } from './children.ts';
import { timeFigure, type Figure, type Row, type RowContext, type RowResult } from './figure.ts';
import type { FileReport } from './process.ts';
import { writtenHistory, type HistoryOrder } from './written-history.ts';

const PROCESSES = 4;
const WARM_ROUNDS = 12;

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
      inFreshProcess<FileReport>(
        'history',
        file,
        order.kind === 'register' ? 'register' : order.kind,
        engine,
        String(rounds),
      );
    const cold = Array.from({ length: PROCESSES }, () => judge(1));
    const warm = judge(WARM_ROUNDS);
    const [first = warm] = cold;
    const expected = order.isBad === true ? 'not-linearizable' : 'linearizable';
    const verdicts = new Set([...cold, warm].map(({ verdict }) => verdict));
    if (verdicts.size > 1 || (first.verdict !== expected && first.verdict !== 'unknown')) {
      errors.push(`${what}: ${[...verdicts].join(', ')}, expected ${expected}`);
    }
    const word = first.verdict === 'unknown' ? ' (unknown)' : '';
    const coldFigure = timeFigure(
      `${what}${word}, cold`,
      cold.map(({ judgeMs }) => judgeMs[0] ?? Number.NaN),
      targetMs,
    );
    figures.push(
      first.verdict === 'unknown' && targetMs !== undefined ? { ...coldFigure, standing: 'NOT MET' } : coldFigure,
      timeFigure(`${what}, warm`, warm.judgeMs.slice(4)),
    );
  }
  return { figures, errors };
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
