/** Row 2: the published etcd logs by the general search, against Porcupine on the same files in the same minutes. */
import { corporaMissing, findCorpora, type CorpusFile } from '../../support/corpora.ts';
import type { Lap } from '../stopwatch.ts';
import { inFreshProcess } from './children.ts';
import { sampleOf, standingOf, timeFigure, type Figure, type Row, type RowResult } from './figure.ts';
import { coldAndWarm, type Judged, type JudgedRounds } from './judged.ts';
import { buildPorcupine } from './porcupine.ts';

/** Processes of each side, in turn. */
const PROCESSES = 7;
/** Rounds in a process: the first is cold, the best of the others is warm. */
const ROUNDS = 8;
const RATIO_MAX = 0.2;
const RATIO_AIM = 0.1;

export const etcdRow: Row = {
  number: 2,
  title: `etcd logs of the corpora by the general search, one thread, preparation included, parsing excluded`,
  measure: ({ scratch }) => {
    const files = findCorpora()?.filter(({ name }) => name.startsWith('etcd-jepsen/'));
    if (files === undefined) return notMeasured(corporaMissing);
    return measured(files, buildPorcupine(scratch));
  },
};

function measured(files: readonly CorpusFile[], porcupine: ReturnType<typeof buildPorcupine>): RowResult {
  const paths = files.map(({ path }) => path);
  const ours: JudgedRounds[] = [];
  const theirs: JudgedRounds[] = [];
  for (let run = 0; run < PROCESSES; run += 1) {
    ours.push(inFreshProcess<JudgedRounds>('etcd-log', String(ROUNDS), ...paths));
    if (!('why' in porcupine)) theirs.push(porcupine.etcdLogs(paths, ROUNDS));
  }
  const our = times(ours);
  const figures: Figure[] = [
    timeFigure(`ours, ${files.length} logs, cold process`, our.cold),
    timeFigure('ours, warm', our.warm),
  ];
  if ('why' in porcupine) {
    return {
      figures: [...figures, ...notMeasured(`Porcupine: ${porcupine.why}`).figures],
      errors: wrong(files, ours, 'ours'),
    };
  }
  const their = times(theirs);
  figures.push(
    timeFigure(`${porcupine.title}, cold process`, their.cold),
    timeFigure('Porcupine, warm', their.warm),
    ratioFigure(`ours : Porcupine, cold (aim ${RATIO_AIM})`, our.cold, their.cold, RATIO_MAX),
    ratioFigure('ours : Porcupine, warm', our.warm, their.warm),
  );
  return { figures, errors: [...wrong(files, ours, 'ours'), ...wrong(files, theirs, 'Porcupine')] };
}

function times(runs: readonly JudgedRounds[]): { readonly cold: readonly Lap[]; readonly warm: readonly Lap[] } {
  const both = runs.map(coldAndWarm);
  return { cold: both.map(({ cold }) => cold), warm: both.map(({ warm }) => warm) };
}

/**
 * By the clock, since that is what the target is about, the median of the pairs that ran one after the other: both sides
 * had the same machine. Beside it the same of processor time, in which the threads of our compiler count as ours.
 */
function ratioFigure(what: string, ours: readonly Lap[], theirs: readonly Lap[], most?: number): Figure {
  const clock = ratioOf(ours, theirs, 'clockUs');
  return {
    what,
    target: most === undefined ? '' : `<= ${most} x`,
    measured: `${clock.toFixed(3)} x, processor ${ratioOf(ours, theirs, 'processorUs').toFixed(3)} x`,
    standing: most === undefined ? 'beyond' : standingOf(clock <= most),
  };
}

function ratioOf(ours: readonly Lap[], theirs: readonly Lap[], unit: keyof Lap): number {
  return sampleOf(ours.map((lap, run) => lap[unit] / (theirs[run]?.[unit] ?? Number.NaN))).median;
}

/** Verdicts that are not those of the list. */
function wrong(files: readonly CorpusFile[], runs: readonly JudgedRounds[], who: string): readonly string[] {
  const expected = new Map(files.map(({ name, verdict }) => [name.slice(name.lastIndexOf('/') + 1), verdict]));
  const isWrong = ({ file, verdict }: Judged): boolean => expected.get(file) !== verdict;
  const found = runs.flatMap(({ rounds }) => rounds.flatMap((round) => round.filter(isWrong)));
  return [...new Set(found.map(({ file, verdict }) => `${who}: ${file} is ${verdict}, the list says otherwise`))];
}

function notMeasured(why: string): RowResult {
  return { figures: [{ what: why, target: `<= ${RATIO_MAX} x`, measured: '', standing: 'not measured' }] };
}
