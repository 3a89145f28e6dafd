/**
 * The filter of the history's table: `who:b#0 type:info fault:cut !type:ok @12.5-14 free words`. Tokens are joined by
 * "and", the values of one token by "or", `!` negates. What cannot be read is told, and the rest still applies.
 */
import { faults } from '../../../spec/faults.ts';
import type { EventType, Micros, OperationName } from '../../../spec/history.ts';
import type { Stretch } from '../timeline.ts';

/** What a token can be about; the page explains each. */
export const filterKeys = ['who', 'type', 'f', 'fault', 'op', 'token', 'step', 'is'] as const;
export type FilterKey = (typeof filterKeys)[number];

/** One condition. Of `values` and `stretches` one is enough. */
export type FilterTerm = { readonly isNegated: boolean } & (
  | { readonly about: FilterKey; readonly values: readonly string[] }
  | { readonly about: 'time'; readonly stretches: readonly Stretch[] }
  | { readonly about: 'text'; readonly text: string }
);

/** A token that is not as it must be: as it was written, and what was expected instead. */
export interface FilterProblem {
  readonly token: string;
  readonly says: string;
}

export interface EventFilter {
  readonly terms: readonly FilterTerm[];
  readonly problems: readonly FilterProblem[];
}

const OPERATIONS: Readonly<Record<OperationName, true>> = {
  campaign: true,
  start: true,
  resign: true,
  'is-leader': true,
  leader: true,
  write: true,
  close: true,
};

const TYPES: Readonly<Record<EventType, true>> = {
  invoke: true,
  ok: true,
  fail: true,
  info: true,
  elected: true,
  lost: true,
  started: true,
  crashed: true,
  closed: true,
  stall: true,
  granted: true,
  renewed: true,
  released: true,
  expired: true,
  'store-stopped': true,
  'store-started': true,
  applied: true,
  refused: true,
  'fault-start': true,
  'fault-stop': true,
  phase: true,
};

/** A run of anything but spaces, in which what is in quotes may hold spaces; `\` takes the next character as it is. */
const TOKEN = /(?:"(?:\\.|[^"\\])*"?|[^\s"])+/gs;
const VALUE = /(?:"(?:\\.|[^"\\])*"?|[^,"])+/gs;
const QUOTED = /"((?:\\.|[^"\\])*)("?)/gs;

/** Reads a filter. `names` are those of the history, processes and candidates and authorities: others are told. */
export function parseEventFilter(text: string, names: readonly string[]): EventFilter {
  const terms: FilterTerm[] = [];
  const problems: FilterProblem[] = [];
  for (const token of text.match(TOKEN) ?? []) {
    const tell = (says: string): void => void problems.push({ token, says });
    const isNegated = token.startsWith('!');
    const body = isNegated ? token.slice(1) : token;
    if (body === '') tell('nothing follows that could be negated.');
    else {
      if ([...body.matchAll(QUOTED)].some(([, , closing]) => closing === '')) tell('the quotation mark is not closed.');
      const term = termOf(body, isNegated, names, tell);
      if (term !== undefined) terms.push(term);
    }
  }
  return { terms, problems };
}

/** The token that stands for one value, in quotes where it must be. */
export function writtenToken(key: FilterKey, value: string): string {
  return `${key}:${/^[^\s",]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
}

type Tell = (says: string) => void;

function termOf(body: string, isNegated: boolean, names: readonly string[], tell: Tell): FilterTerm | undefined {
  if (body.startsWith('@')) {
    const stretches = (body.slice(1).match(VALUE) ?? ['']).flatMap((each) => stretchOf(each, tell) ?? []);
    return stretches.length === 0 ? undefined : { about: 'time', stretches, isNegated };
  }
  const name = /^([a-z-]+):/i.exec(body)?.[1];
  if (name === undefined) {
    const text = unquoted(body);
    return text === '' ? undefined : { about: 'text', text, isNegated };
  }
  const rest = body.slice(name.length + 1);
  const about = filterKeys.find((key) => key === name.toLowerCase());
  if (about === undefined) {
    const guess = nearest(name, filterKeys);
    tell(
      `there is no key “${name}”${guess === undefined ? '.' : `, did you mean ${guess}:${rest}?`} Keys are ${filterKeys.join(', ')}; in quotes it is looked for as text.`,
    );
    return undefined;
  }
  if (rest === '') tell(`nothing follows the colon; expected a value as in ${about}:${exampleOf(about, names)}.`);
  const values = (rest.match(VALUE) ?? []).map(unquoted).filter((value) => isKnown(about, value, names, tell));
  return values.length === 0 ? undefined : { about, values, isNegated };
}

function unquoted(text: string): string {
  return text.replace(QUOTED, (_, content: string) => content.replace(/\\(.)/gs, '$1'));
}

/** What a value can be, where that is a list; how a value that is not on it is told. */
function choicesOf(
  key: FilterKey,
  names: readonly string[],
): readonly [list: readonly string[], no: string, are: string] {
  switch (key) {
    case 'who':
      return [names, 'nobody here is called', 'There are'];
    case 'type':
      return [Object.keys(TYPES), 'no event has the type', 'Types are'];
    case 'f':
      return [Object.keys(OPERATIONS), 'there is no operation', 'Operations are'];
    case 'fault':
      return [Object.keys(faults), 'there is no fault', 'Faults are'];
    case 'is':
      return [['witness', 'open'], 'nothing can be', 'Expected'];
    default:
      return [[], '', ''];
  }
}

function exampleOf(key: FilterKey, names: readonly string[]): string {
  if (key === 'op') return '12';
  if (key === 'token') return '5';
  return key === 'step' ? '2' : (choicesOf(key, names)[0][0] ?? '');
}

function isKnown(key: FilterKey, value: string, names: readonly string[], tell: Tell): boolean {
  if (key === 'op' || key === 'token' || key === 'step') {
    const isRight = key === 'step' ? /^[1-9]\d*$/.test(value) : /^-?\d+$/.test(value);
    const wanted = key === 'step' ? 'number from 1' : 'number';
    if (!isRight) tell(`“${value}” is no ${wanted}; expected one as in ${key}:${exampleOf(key, names)}.`);
    return isRight;
  }
  const [list, no, are] = choicesOf(key, names);
  if (list.includes(value)) return true;
  const guess = nearest(value, list);
  const more = list.length > 40 ? ' …' : '.';
  tell(
    `${no} “${value}”${guess === undefined ? '.' : `, did you mean ${guess}?`} ${are} ${list.slice(0, 40).join(', ')}${more}`,
  );
  return false;
}

/** Times are shown rounded to milliseconds: an end with no more digits than that means whatever is shown so. */
const ROUNDING_US = 500;

function stretchOf(text: string, tell: Tell): Stretch | undefined {
  const [, from = '', dash, to = ''] = /^(\d*\.?\d*)(-?)(\d*\.?\d*)$/.exec(text) ?? [];
  if (dash === undefined || !/\d/.test(from + to) || from === '.' || to === '.') {
    tell('expected seconds, as in @12.5-14, @12.5-, @-14 or @12.5.');
    return undefined;
  }
  const isMoment = dash === '';
  const fromUs = from === '' ? -Infinity : microsOf(from) - roundingOf(from);
  const toUs = isMoment ? microsOf(from) + widthOf(from) - roundingOf(from) - 1 : endOf(to);
  if (fromUs <= toUs) return { fromUs, toUs };
  tell(`${from} s is after ${to} s.`);
  return undefined;
}

function endOf(to: string): Micros {
  return to === '' ? Infinity : microsOf(to) + Math.max(0, roundingOf(to) - 1);
}

function microsOf(secondsText: string): Micros {
  return Math.round(Number(secondsText) * 1_000_000);
}

function digitsOf(secondsText: string): number {
  return (secondsText.split('.')[1] ?? '').length;
}

function roundingOf(secondsText: string): Micros {
  return digitsOf(secondsText) > 3 ? 0 : ROUNDING_US;
}

/** `12.5` is everything from 12.5 s to before 12.6 s. */
function widthOf(secondsText: string): Micros {
  return Math.max(1, 10 ** (6 - digitsOf(secondsText)));
}

/** The word that was probably meant: at most two letters away, and at most half of it. */
function nearest(word: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.min(2, word.length / 2) + 0.5;
  for (const each of words) {
    const away = distance(word.toLowerCase().slice(0, 40), each.toLowerCase().slice(0, 40));
    if (away < least) [best, least] = [each, away];
  }
  return best;
}

/** How many letters must be put in, taken out or replaced. */
function distance(left: string, right: string): number {
  const letters = Array.from(right);
  let above = [0, ...letters.map((_, column) => column + 1)];
  for (const letter of left) {
    const line = [(above[0] ?? 0) + 1];
    for (const [column, other] of letters.entries())
      line.push(
        Math.min(
          (above[column + 1] ?? 0) + 1,
          (line[column] ?? 0) + 1,
          (above[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    above = line;
  }
  return above.at(-1) ?? 0;
}
