/** Everything about the selected event, and how things stood at that moment. */
import { earliest, latest } from '../../../../spec/history.ts';
import type { HistoryEvent, Instant, Micros } from '../../../../spec/history.ts';
import { describeEvent } from '../../words/describe-event.ts';
import { count, moment, seconds } from '../../words/quantities.ts';
import type { Begun, Stretch } from '../../timeline.ts';
import { element, facts, longText } from '../dom.ts';
import type { Child } from '../dom.ts';
import { operationLength, stepMark } from './event-row.ts';
import type { ShownHistory } from './shown-history.ts';

/** More than these at one moment are counted. */
const NAMED_MAX = 12;

/** The parts of the panel. `isHidden`: the filter does not let its row through. */
export function eventDetail(shown: ShownHistory, position: number, isHidden: boolean): readonly Child[] {
  const event = shown.events[position];
  if (event === undefined) return [];
  const step = shown.index.stepOf(position);
  const other = shown.index.otherHalf[position] ?? -1;
  const half = event.type === 'invoke' ? 'its end' : 'its beginning';
  return [
    element(
      'h3',
      {},
      step === undefined ? undefined : stepMark(step),
      longText(`${event.who} ${describeEvent(event)}`),
    ),
    element(
      'p',
      { class: 'ways' },
      element('a', { href: shown.timelineAddress(position) }, 'in the timeline'),
      ...(other < 0 ? [] : [' ', element('a', { href: shown.rowAddress(other) }, half)]),
      ...(isHidden
        ? [
            ' The filter hides its row: ',
            element('a', { href: `${shown.rowAddress(position, '')}&q=` }, 'show all events'),
          ]
        : []),
    ),
    facts([
      ['Event', `${count(position + 1)} of ${count(shown.events.length)}`],
      ['When', exactly(event.at)],
      ...lengthOf(shown, event, position),
      ...circumstances(shown, event, position),
    ]),
    element('h4', {}, 'As recorded'),
    facts(fieldsOf(event)),
  ];
}

type Fact = readonly [name: string, value: Child];

function lengthOf(shown: ShownHistory, event: HistoryEvent, position: number): readonly Fact[] {
  const length = operationLength(shown, event, position);
  return length === undefined ? [] : [['Operation took', length]];
}

/** Every field but the time, as the history names it; those of the value among them. */
function fieldsOf(event: HistoryEvent): readonly Fact[] {
  const flat = Object.entries(event).flatMap(
    ([name, value]: [string, unknown]): readonly (readonly [string, unknown])[] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, content]: [string, unknown]) => [`${name}.${inner}`, content])
        : [[name, value]],
  );
  return flat
    .filter(([name]) => name !== 'at')
    .map(([name, value]) => [name, longText(typeof value === 'string' ? value : JSON.stringify(value))]);
}

/** To the microsecond, which rows leave out. */
function exactly(at: Instant): string {
  const written = (us: Micros): string => (us / 1_000_000).toFixed(6);
  if (typeof at === 'number') return `${written(at)} s`;
  return `between ${written(at[0])} and ${written(at[1])} s (${seconds(at[1] - at[0])} uncertain)`;
}

function circumstances(shown: ShownHistory, event: HistoryEvent, position: number): readonly Fact[] {
  const during = <S extends Stretch & Begun>(stretches: readonly S[]): readonly S[] =>
    stretches.filter(({ fromUs, toUs }) => fromUs <= latest(event.at) && toUs >= earliest(event.at));
  const { believed, granted } = shown.tenures;
  const link = (begun: Begun & Stretch, text: string): Child =>
    element('a', { href: shown.rowAddress(begun.event) }, `${text} since ${moment(begun.fromUs)}`);
  const holder = (tenure: { readonly holder: string; readonly token?: string }): string =>
    tenure.token === undefined ? tenure.holder : `${tenure.holder} (${tenure.token})`;
  const phase = shown.events.findLast((each, index) => index <= position && each.type === 'phase');
  return [
    ['Believed to lead', listOf(during(believed).map((one) => link(one, holder(one))))],
    ['Named by the store', listOf(during(granted).map((one) => link(one, holder(one))))],
    ['Faults active', listOf(during(shown.index.faults).map((one) => link(one, one.name)))],
    ...(phase?.type === 'phase' ? [['Phase', phase.phase] satisfies Fact] : []),
  ];
}

function listOf(items: readonly Child[]): Child {
  if (items.length === 0) return 'none';
  const more = items.length > NAMED_MAX ? [`and ${count(items.length - NAMED_MAX)} more`] : [];
  return element('ul', {}, ...[...items.slice(0, NAMED_MAX), ...more].map((item) => element('li', {}, item)));
}
