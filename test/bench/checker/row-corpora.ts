/** Row 1: every verdict of the corpora, by both engines, reading included. */
import { corporaMissing, findCorpora } from '../../support/corpora.ts';
import { inFreshProcess } from './children.ts';
import { standingOf, timeFigure, type Figure, type Row } from './figure.ts';
import type { Judged, ThreadLap } from './judged.ts';

const PROCESSES = 3;
const TARGET_MS = 5000;

/** What a process that reads and judges all files once prints. */
export interface CorporaReport {
  readonly judged: readonly Judged[];
  readonly all: ThreadLap;
}

export const corporaRow: Row = {
  number: 1,
  title: 'every verdict of the corpora, none unknown, in a cold process, reading included',
  measure: () => {
    const files = findCorpora();
    if (files === undefined) {
      return {
        figures: [{ what: corporaMissing, target: `<= ${TARGET_MS} ms`, measured: '', standing: 'not measured' }],
      };
    }
    const expected = new Map<string, string>(files.map(({ path, verdict }) => [path, verdict]));
    const figures: Figure[] = [];
    const errors: string[] = [];
    for (const engine of ['auto', 'search']) {
      const runs = Array.from({ length: PROCESSES }, () => inFreshProcess<CorporaReport>('corpora', engine));
      const wrong = (runs[0]?.judged ?? []).filter(({ file, verdict }) => expected.get(file) !== verdict);
      figures.push(
        timeFigure(
          `${files.length} files, engine ${engine}`,
          runs.map(({ all }) => all),
          TARGET_MS,
        ),
        {
          what: `verdicts reproduced, engine ${engine}`,
          target: `${files.length}`,
          measured: `${files.length - wrong.length}`,
          standing: standingOf(wrong.length === 0),
        },
      );
      errors.push(
        ...wrong
          .filter(({ verdict }) => verdict !== 'unknown')
          .map(({ file, verdict }) => `${file}: ${verdict} by ${engine}, expected ${expected.get(file) ?? ''}`),
      );
    }
    return { figures, errors };
  },
};
