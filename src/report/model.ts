/**
 * What the HTML page is made from: the run, what each property promises, and the histories worth showing. Plain JSON,
 * since it travels inside the page.
 */
import type { History, HistoryEvent } from '../../spec/history.ts';
import type { Property } from '../../spec/property.ts';
import type { Plan } from '../plan/plan.ts';
import type { Counterexample, RunResult } from '../search/run-result.ts';
import type { ProcessOutput } from '../testbed/process-output.ts';
import { coveragePage, type CoveragePage } from './coverage-page.ts';
import type { Exhibit, PropertyText } from './exhibit/exhibit.ts';
import { storyOf } from './exhibit/exhibit-story.ts';
import { selected } from './exhibit/selected-events.ts';
import { verdictPage } from './verdict-page.ts';
import type { VerdictPage } from './verdict-page.ts';
import { byImportance } from './words/verdict-words.ts';

/** Events that the page carries in all; the stored histories have every one. */
const EVENTS_MAX = 1_000_000;
/** What it carries of a history that is longer than what is left of these. */
const SAMPLE_MAX = 200_000;
/** Carried of every history, however many come before it. */
const EVENTS_MIN = 20_000;

export interface ReportModel {
  readonly schema: 'scrutineer/report@1';
  readonly run: RunResult;
  readonly properties: readonly PropertyText[];
  readonly exhibits: readonly Exhibit[];
  /** What is said first. */
  readonly verdict: VerdictPage;
  /** What is said of coverage. */
  readonly coverage: CoveragePage;
}

/** The model and, beside it, the events of each exhibit, which travel compressed; undefined where they could not be read. */
export interface Report extends ReportModel {
  readonly events: readonly (readonly HistoryEvent[] | undefined)[];
}

/** What the run's folder holds for one exhibit. */
export interface StoredExhibit {
  readonly adapter: string;
  readonly testbed: string;
  readonly counterexample?: Counterexample;
  readonly history?: History;
  readonly plan?: Plan;
  readonly output?: readonly ProcessOutput[];
  readonly missing?: string;
}

/** Puts the report together: violations first, the most telling one on top, then the samples. */
export function reportModel(run: RunResult, properties: readonly Property[], stored: readonly StoredExhibit[]): Report {
  const order = byImportance(
    stored.flatMap(({ counterexample }) => (counterexample === undefined ? [] : [counterexample])),
  );
  const rank = ({ counterexample }: StoredExhibit): number =>
    counterexample === undefined ? order.length : order.indexOf(counterexample);
  let left = EVENTS_MAX;
  const shown = [...stored]
    .sort((one, other) => rank(one) - rank(other))
    .map((each) => {
      const made = exhibitOf(each, left);
      left -= made.events?.length ?? 0;
      return made;
    });
  const exhibits = shown.map(({ exhibit }) => exhibit);
  const texts = properties.map(({ id, title, formula, kind, sources, usualCause }) => ({
    id,
    title,
    formula,
    kind,
    sources,
    usualCause,
  }));
  return {
    schema: 'scrutineer/report@1',
    run,
    properties: texts,
    exhibits,
    verdict: verdictPage(run, texts, exhibits),
    coverage: coveragePage(run, texts),
    events: shown.map(({ events }) => events),
  };
}

/** `room`: how many events there is still room for. */
function exhibitOf(
  { history, ...stored }: StoredExhibit,
  room: number,
): {
  readonly exhibit: Exhibit;
  readonly events: readonly HistoryEvent[] | undefined;
} {
  if (history === undefined) return { exhibit: { ...stored, eventsOmitted: 0 }, events: undefined };
  const { counterexample } = stored;
  const most = history.events.length <= room ? room : Math.max(EVENTS_MIN, Math.min(SAMPLE_MAX, room));
  const { events, witness } = selected(history.events, counterexample?.witness, most);
  const exhibit = {
    ...stored,
    header: history.header,
    ...storyOf(history, stored),
    eventsOmitted: history.events.length - events.length,
    ...(counterexample === undefined || witness === undefined
      ? {}
      : { counterexample: { ...counterexample, witness } }),
  };
  return { exhibit, events };
}
