/** One event as a row of the table. */
import { earliest } from '../../../../spec/history.ts';
import type { HistoryEvent } from '../../../../spec/history.ts';
import { describeEvent } from '../../words/describe-event.ts';
import { cut } from '../../words/plain-text.ts';
import { seconds } from '../../words/quantities.ts';
import { element } from '../dom.ts';
import type { Child } from '../dom.ts';
import { rowTime } from './shown-history.ts';
import type { ShownHistory } from './shown-history.ts';

/** What the columns are called. */
export const columnNames = ['Time', 'Who', 'Type', 'What', 'Operation', 'See it'] as const;

/** A row shows one line; the rest of a longer text is in the details. */
const TEXT_LENGTH_MAX = 240;

/** The row of the event at `position`; `row` is its place among those that pass the filter, from 0. */
export function eventRow(shown: ShownHistory, position: number, row: number): HTMLElement {
  const event = shown.events[position];
  if (event === undefined) return element('div', { role: 'row' });
  const step = shown.index.stepOf(position);
  const cells: readonly (readonly Child[])[] = [
    [rowTime(event)],
    [cut(event.who, TEXT_LENGTH_MAX)],
    [event.type],
    [step === undefined ? undefined : stepMark(step), cut(describeEvent(event), TEXT_LENGTH_MAX)],
    operation(shown, event, position),
    [element('a', { href: shown.timelineAddress(position), tabindex: '-1' }, 'in the timeline')],
  ];
  return element(
    'div',
    {
      role: 'row',
      id: `event-row-${row}`,
      class: `event${step === undefined ? '' : ' named'}${event.who === 'nemesis' ? ' trouble' : ''}`,
      'aria-rowindex': String(row + 2),
      'aria-selected': 'false',
    },
    ...cells.map((children) => element('span', { role: 'gridcell' }, ...children)),
  );
}

/** The number that the step has in the violation's picture. */
export function stepMark(step: number): HTMLElement {
  return element('span', { class: 'number', role: 'img', 'aria-label': `Step ${step} of the violation` }, String(step));
}

/** How long the operation of an event took, or that it never ended; undefined for an event of none. */
export function operationLength(shown: ShownHistory, event: HistoryEvent, position: number): string | undefined {
  if (!('op' in event)) return undefined;
  const other = shown.events[shown.index.otherHalf[position] ?? -1];
  if (other === undefined) return event.type === 'invoke' ? 'open, never ended' : 'begun before these events';
  return seconds(Math.abs(earliest(event.at) - earliest(other.at)));
}

function operation(shown: ShownHistory, event: HistoryEvent, position: number): readonly Child[] {
  const length = operationLength(shown, event, position);
  if (!('op' in event) || length === undefined) return [];
  const other = shown.index.otherHalf[position] ?? -1;
  if (other < 0) return [`${event.op} `, element('em', {}, event.type === 'invoke' ? 'open' : 'no beginning')];
  const isBegin = event.type === 'invoke';
  return [
    element(
      'a',
      {
        href: shown.rowAddress(other),
        tabindex: '-1',
        'aria-label': `Operation ${event.op}, ${length}: go to its ${isBegin ? 'end' : 'beginning'}`,
      },
      `${event.op} ${isBegin ? '↓' : '↑'} ${length}`,
    ),
  ];
}
