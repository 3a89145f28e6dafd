/** Beyond the table: fenced locks with observations, the same files for Porcupine and for us. */
import type { Lap } from '../stopwatch.ts';
import { inFreshProcess } from './children.ts';
import { milliseconds, type Figure, type Row } from './figure.ts';
import { buildPorcupine } from './porcupine.ts';
import type { Engine, FileReport } from './process.ts';
import { writtenHistory } from './written-history.ts';

const TIMEOUT_MS = 3000;

export const lockTable: Row = {
  number: 13,
  title: `beyond the table: fenced locks with observations against Porcupine, at most ${TIMEOUT_MS / 1000} s each, cold processes`,
  measure: ({ scratch }) => {
    const porcupine = buildPorcupine(scratch);
    const figures: Figure[] = [];
    const errors: string[] = [];
    for (const operations of [1000, 10_000]) {
      for (const concurrency of [20, 40]) {
        const file = writtenHistory(scratch, { kind: 'fenced-lock', operations, concurrency });
        const told: Told[] = (['auto', 'search'] as const).map((engine) => ours(file, engine));
        const their = 'why' in porcupine ? undefined : porcupine.fencedLocks([file], TIMEOUT_MS).rounds[0]?.[0];
        if (their !== undefined) told.push({ who: 'Porcupine', verdict: their.verdict, lap: their.lap });
        for (const { who, verdict } of told)
          if (verdict === 'not-linearizable') errors.push(`${who} calls a good lock ${verdict}`);
        figures.push({
          what: `${operations} operations, concurrency ${concurrency}`,
          target: '',
          measured: told
            .map(
              ({ who, verdict, lap }) =>
                `${who} ${verdict === 'unknown' ? 'unknown after ' : ''}${milliseconds(lap.clockUs / 1000)} ms`,
            )
            .join(', '),
          standing: 'beyond',
        });
      }
    }
    if ('why' in porcupine)
      figures.push({ what: `Porcupine: ${porcupine.why}`, target: '', measured: '', standing: 'not measured' });
    return { figures, errors };
  },
};

interface Told {
  readonly who: string;
  readonly verdict: string;
  readonly lap: Lap;
}

function ours(file: string, engine: Engine): Told {
  const {
    verdict,
    laps: [lap],
  } = inFreshProcess<FileReport>('history', file, 'fenced-lock', engine, '1', String(TIMEOUT_MS));
  return { who: engine === 'auto' ? 'monitor' : 'search', verdict, lap };
}
