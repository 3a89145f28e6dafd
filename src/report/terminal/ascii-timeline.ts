/** A violation in ten lines of plain ASCII, for terminals and logs. */
import { candidateOf, earliest } from '../../../spec/history.ts';
import type { History, Micros } from '../../../spec/history.ts';
import type { Witness } from '../../../spec/property.ts';
import { cut, forTerminal } from '../words/plain-text.ts';
import { moment } from '../words/quantities.ts';
import { focusOf, subjectOf, timelineOf } from '../timeline.ts';
import type { Lane, Stretch, Timeline } from '../timeline.ts';

const LABEL_WIDTH = 14;
/** The longer legend that fits. */
const LEGENDS = [
  '              = believes and holds   ! believes, does not hold   - holds only',
  '  = both  ! believes only  - holds only',
] as const;
const FAULT_ROWS_MAX = 2;
const CANDIDATE_ROWS_MAX = 3;

/**
 * Draws what the witness names and a little around it. At most ten lines, none wider than `width` characters, all of
 * it printable ASCII.
 *
 * @defaultValue `width` 78
 */
export function asciiTimeline(history: History, witness: Witness, width = 78): readonly string[] {
  const timeline = timelineOf(history);
  const view = focusOf(history, witness, timeline.endUs);
  const scale = new Scale(view, width - LABEL_WIDTH);
  const row = (label: string, cells: string): string =>
    `${ascii(cut(label, LABEL_WIDTH - 2)).padEnd(LABEL_WIDTH - 1)}|${cells}`.trimEnd();
  return [
    `${' '.repeat(LABEL_WIDTH)}${moment(view.fromUs).padEnd(scale.columns - moment(view.toUs).length)}${moment(view.toUs)}`,
    ...faultRows(timeline, view, scale, row),
    row('store', storeRow(timeline, scale)),
    ...lanesToShow(timeline, history, witness).map((lane) => row(`${lane.candidate} believes`, beliefRow(lane, scale))),
    row('broken', scale.paint([{ ...witness, sign: '#' }])),
    row('step', stepRow(history, witness, scale)),
    LEGENDS.find((legend) => legend.length <= width) ?? LEGENDS[1].slice(0, width),
  ];
}

interface Painted extends Stretch {
  readonly sign: string;
}

/** Columns of a stretch of time. */
class Scale {
  readonly columns: number;
  readonly #view: Stretch;

  constructor(view: Stretch, columns: number) {
    this.#view = view;
    this.columns = columns;
  }

  column(us: Micros): number {
    const share = (us - this.#view.fromUs) / Math.max(1, this.#view.toUs - this.#view.fromUs);
    return Math.floor(share * this.columns);
  }

  /** Later stretches are painted over earlier ones; each that is in view shows in at least one column. */
  paint(stretches: readonly Painted[]): string {
    const cells = Array.from({ length: this.columns }, () => ' ');
    for (const { fromUs, toUs, sign } of stretches) {
      if (toUs < this.#view.fromUs || fromUs > this.#view.toUs) continue;
      const from = Math.max(0, Math.min(this.columns - 1, this.column(fromUs)));
      const to = Math.max(from, Math.min(this.columns - 1, this.column(toUs) - 1));
      for (let at = from; at <= to; at += 1) cells[at] = sign;
    }
    return cells.join('');
  }
}

function faultRows(
  timeline: Timeline,
  view: Stretch,
  scale: Scale,
  row: (label: string, cells: string) => string,
): readonly string[] {
  const inView = timeline.bands.filter((band) => band.toUs >= view.fromUs && band.fromUs <= view.toUs);
  const longestFirst = [...inView].sort((left, right) => right.toUs - right.fromUs - (left.toUs - left.fromUs));
  if (longestFirst.length <= FAULT_ROWS_MAX) {
    return longestFirst.map((band) => row(band.name, scale.paint([{ ...band, sign: 'x' }])));
  }
  const [first, ...others] = longestFirst;
  if (first === undefined) return [];
  return [
    row(first.name, scale.paint([{ ...first, sign: 'x' }])),
    row(`${others.length} more`, scale.paint(others.map((band) => ({ ...band, sign: 'x' })))),
  ];
}

/** The holder's own letter where names start differently, else its number in the order of the plan. */
function storeRow(timeline: Timeline, scale: Scale): string {
  const names = timeline.lanes.map(({ candidate }) => candidate);
  const areLetters = new Set(names.map((name) => name[0])).size === names.length;
  const signOf = (holder: string): string => {
    const position = names.indexOf(candidateOf(holder));
    return position < 0 ? '?' : areLetters ? ascii(holder[0] ?? '?') : String((position + 1) % 10);
  };
  return scale.paint(timeline.store.map((tenure) => ({ ...tenure, sign: signOf(tenure.holder) })));
}

/** The candidates that the witness names first; then those that believed. */
function lanesToShow(timeline: Timeline, history: History, witness: Witness): readonly Lane[] {
  const named = new Set<string>();
  for (const index of witness.events) {
    const event = history.events[index];
    if (event === undefined) continue;
    named.add(subjectOf(event));
  }
  const weight = (lane: Lane): number => (named.has(lane.candidate) ? 0 : lane.believed.length > 0 ? 1 : 2);
  const chosen = [...timeline.lanes].sort((left, right) => weight(left) - weight(right)).slice(0, CANDIDATE_ROWS_MAX);
  return timeline.lanes.filter((lane) => chosen.includes(lane));
}

function beliefRow(lane: Lane, scale: Scale): string {
  const both = lane.believed.flatMap((tenure) =>
    lane.granted.flatMap((grant) => {
      const common = { fromUs: Math.max(tenure.fromUs, grant.fromUs), toUs: Math.min(tenure.toUs, grant.toUs) };
      return common.toUs > common.fromUs ? [{ ...common, sign: '=' }] : [];
    }),
  );
  return scale.paint([
    ...lane.granted.map((grant) => ({ ...grant, sign: '-' })),
    ...lane.believed.map((tenure) => ({ ...tenure, sign: '!' })),
    ...both,
  ]);
}

function stepRow(history: History, witness: Witness, scale: Scale): string {
  const cells = Array.from({ length: scale.columns }, () => ' ');
  witness.events.forEach((index, step) => {
    const event = history.events[index];
    if (event === undefined) return;
    const wanted = Math.max(0, Math.min(scale.columns - 1, scale.column(earliest(event.at))));
    const free = [...cells.keys()].slice(wanted).find((column) => cells[column] === ' ') ?? wanted;
    cells[free] = String((step + 1) % 10);
  });
  return cells.join('');
}

function ascii(text: string): string {
  return forTerminal(text).replace(
    /[^ -~]/g,
    (character) => ({ '→': '>', '←': '<', '⇄': '-', '…': '~' })[character] ?? '?',
  );
}
