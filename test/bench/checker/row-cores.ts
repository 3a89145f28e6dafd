/** Row 9: the core of every history of the corpora that is not linearizable, and of long ones. */
import { corporaMissing, findCorpora } from '../../support/corpora.ts';
import { inFreshProcess } from './children.ts';
import { milliseconds, sampleOf, standingOf, timeFigure, type Figure, type Row } from './figure.ts';
import type { ThreadLap } from './judged.ts';
import { writtenHistory } from './written-history.ts';

/** What a process that explains one file prints. */
export interface CoreReport {
  readonly core: number;
  readonly context: number;
  readonly certainty: string;
  /** Core and context alone have no order either. */
  readonly isContradiction: boolean;
  /** How many operations of the core can be taken out of core and context without there being one. */
  readonly spare: number;
  /** Of the failing operation: its process, what it does, and its entry. */
  readonly failing: string;
  readonly explain: ThreadLap;
}

const PROCESSES = 3;
const MEDIAN_MAX = 8;
const LONG_MAX_MS = 2000;

/** The operations that the authors of these histories assert to be the ones that fail. */
const asserted: readonly (readonly [file: string, failing: string])[] = [
  ['cas-failure.edn', 'process 70 reads 0, index 491'],
  ['rethink-fail-smaller.edn', 'process 12 reads 3, index 217'],
];

export const coresRow: Row = {
  number: 9,
  title: 'cores of histories that are not linearizable',
  measure: ({ scratch }) => {
    const bad = findCorpora()?.filter(({ verdict }) => verdict === 'not-linearizable');
    const figures: Figure[] = [];
    if (bad === undefined) figures.push({ what: corporaMissing, target: '', measured: '', standing: 'not measured' });
    else {
      const reports = bad.map(({ name, path, model }) => ({
        name,
        ...inFreshProcess<CoreReport>('core', path, model),
      }));
      figures.push(...corpusFigures(reports));
    }
    for (const kind of ['fenced-lock', 'register', 'cas-register'] as const) {
      const file = writtenHistory(scratch, { kind, operations: 10_000, concurrency: 20, isBad: true });
      const reports = Array.from({ length: PROCESSES }, () => inFreshProcess<CoreReport>('core', file, kind));
      const [{ core, context, certainty } = { core: 0, context: 0, certainty: 'none' }] = reports;
      const what = `10,000 operations, ${kind}: core of ${core} (context ${context}, ${certainty})`;
      figures.push(
        timeFigure(
          what,
          reports.map((report) => report.explain),
          LONG_MAX_MS,
        ),
      );
    }
    return { figures };
  },
};

function corpusFigures(reports: readonly (CoreReport & { readonly name: string })[]): readonly Figure[] {
  const sizes = sampleOf(reports.map(({ core }) => core));
  const times = reports.map((report) => report.explain.processorUs / 1000);
  const contradictions = reports.filter(({ isContradiction }) => isContradiction).length;
  const minimal = reports.filter(({ certainty }) => certainty !== 'none').length;
  const confirmed = reports.filter(({ certainty }) => certainty === 'confirmed').length;
  const literally = reports.filter(({ spare, isContradiction }) => isContradiction && spare === 0).length;
  return [
    {
      what: `${reports.length} files of the corpora: operations in a core, median`,
      target: `<= ${MEDIAN_MAX}`,
      measured: `${sizes.median} (${sizes.minimum} to ${Math.max(...reports.map(({ core }) => core))})`,
      standing: standingOf(sizes.median <= MEDIAN_MAX),
    },
    {
      what: '1-minimal: the others free to do what they like, and any one of it',
      target: `${reports.length}`,
      measured: `${minimal}, ${confirmed} by brute force`,
      standing: standingOf(minimal === reports.length),
    },
    {
      what: 'core and context alone are not linearizable, by the search',
      target: `${reports.length}`,
      measured: `${contradictions}`,
      standing: standingOf(contradictions === reports.length),
    },
    {
      what: '  and are so when any operation of the core is taken out of them',
      target: '',
      measured: String(literally),
      standing: 'beyond',
    },
    {
      what: 'time of an explanation, median and longest',
      target: '',
      measured: `${milliseconds(sampleOf(times).median)}, ${milliseconds(Math.max(...times))} ms`,
      standing: 'beyond',
    },
    ...asserted.map(([file, failing]): Figure => {
      const found = reports.find(({ name }) => name.endsWith(`/${file}`))?.failing ?? 'nothing';
      return {
        what: `fails in ${file}`,
        target: failing,
        measured: found === failing ? 'the same' : found,
        standing: standingOf(found === failing),
      };
    }),
  ];
}
