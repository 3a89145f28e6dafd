/** What can be asked of this history: each kind of token in a phrase, with examples that can be pressed. */
import { earliest } from '../../../../spec/history.ts';
import { writtenToken } from '../../events/event-filter.ts';
import type { FilterKey } from '../../events/event-filter.ts';
import { cut } from '../../words/plain-text.ts';
import { element } from '../dom.ts';
import type { ShownHistory } from './shown-history.ts';

/** More examples of one kind tell nothing more. */
const EXAMPLES_MAX = 24;
/** A longer name is no example. */
const NAME_LENGTH_MAX = 60;

export interface FilterExamples {
  readonly help: HTMLElement;
  /** Their `value` is the token. */
  readonly buttons: readonly HTMLButtonElement[];
}

/** `onPress` is told the token of the example. */
export function filterExamples(shown: ShownHistory, onPress: (token: string) => void): FilterExamples {
  const rows = examplesOf(shown).filter(({ tokens }) => tokens.length > 0);
  const list = rows.map(({ says, tokens }) => {
    const buttons = tokens.slice(0, EXAMPLES_MAX).map((token) => {
      const button = element('button', { type: 'button', class: 'plain' }, cut(token, NAME_LENGTH_MAX));
      button.value = token;
      button.addEventListener('click', () => onPress(token));
      return button;
    });
    return { says, buttons };
  });
  const help = element(
    'details',
    { class: 'more filter-help' },
    element('summary', {}, 'What the filter understands'),
    element(
      'p',
      { class: 'quiet' },
      'Words are joined by “and”, values with commas mean “either”, ! negates, quotation marks hold spaces. The key / comes to the field; arrows, Page Up and Down, Home and End move in the table, Enter selects, Esc clears.',
    ),
    element(
      'dl',
      { class: 'examples' },
      ...list.flatMap(({ says, buttons }) => [element('dt', {}, says), element('dd', {}, ...buttons)]),
    ),
  );
  return { help, buttons: list.flatMap(({ buttons }) => buttons) };
}

interface Examples {
  readonly says: string;
  readonly tokens: readonly string[];
}

function examplesOf({ index, events, exhibit }: ShownHistory): readonly Examples[] {
  const written = (key: FilterKey, values: readonly string[]): readonly string[] =>
    [...new Set(values)].filter(({ length }) => length <= NAME_LENGTH_MAX).map((value) => writtenToken(key, value));
  const calls: string[] = [];
  let op: number | undefined;
  let token: string | undefined;
  for (const event of events) {
    if (event.type === 'invoke') {
      op ??= event.op;
      if (!calls.includes(event.f)) calls.push(event.f);
    } else if ('token' in event) token ??= event.token;
  }
  const steps = exhibit.counterexample?.witness.events ?? [];
  const named = events[steps.at(-1) ?? Math.floor(events.length / 2)];
  const second = Math.floor((named === undefined ? 0 : earliest(named.at)) / 1_000_000);
  return [
    { says: 'who: a process, all incarnations of a candidate, or an authority', tokens: written('who', index.names) },
    { says: 'type: what kind of event', tokens: written('type', index.types) },
    { says: 'f: calls of an operation, with how they ended', tokens: written('f', calls) },
    {
      says: 'fault: while such a fault was there',
      tokens: written(
        'fault',
        index.faults.map(({ kind }) => kind),
      ),
    },
    {
      says: 'step: what the violation names, by its number',
      tokens: steps.length === 0 ? [] : ['is:witness', ...steps.map((_, step) => `step:${step + 1}`)],
    },
    {
      says: 'numbers: an operation, a token or a term, calls that never ended',
      tokens: [
        ...(op === undefined ? [] : [`op:${op}`]),
        ...(token === undefined ? [] : written('token', [token])),
        'is:open',
      ],
    },
    {
      says: '@ a stretch of time, in seconds',
      tokens: [`@${second}`, `@${second}-${second + 2}`, `@${second}-`, `@-${second}`],
    },
    { says: 'anything else is looked for in the words', tokens: ['leads', '"certainly without effect"', '!renews'] },
  ];
}
