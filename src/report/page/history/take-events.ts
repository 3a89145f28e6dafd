/** Takes events out of the page, as JSON lines: to the clipboard, or as a file that `scrutineer` reads. */
import type { HistoryEvent } from '../../../../spec/history.ts';
import { count, counted } from '../../words/quantities.ts';
import { copied, element } from '../dom.ts';
import type { ShownHistory } from './shown-history.ts';

/** More is no text to paste; a file holds it. */
const COPIED_MAX = 20_000;
/** A browser cannot hold the text of a million events in one string. */
const EVENTS_A_PART = 20_000;

/** Buttons and a word about what became of them. `passing` gives the positions that pass the filter, undefined where all do. */
export function takeEvents(shown: ShownHistory, passing: () => readonly number[] | undefined): HTMLElement {
  const status = element('span', { class: 'quiet', role: 'status' });
  const button = (label: string, act: () => Promise<string> | string): HTMLButtonElement => {
    const made = element('button', { type: 'button' }, label);
    made.addEventListener('click', () => {
      void Promise.resolve(act()).then((says) => {
        status.textContent = says;
      });
    });
    return made;
  };
  return element(
    'p',
    { class: 'take' },
    button('Copy what is shown', async () => {
      const positions = passing();
      const size = positions?.length ?? shown.events.length;
      if (size > COPIED_MAX) return `More than ${count(COPIED_MAX)} events: take the file instead.`;
      const events = positions?.map((position) => shown.events[position]) ?? shown.events;
      const isCopied = await copied(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      return isCopied ? `${counted(size, 'event', 'events')} copied as JSON lines.` : 'The browser lends no clipboard.';
    }),
    button('Save what is shown', () => save(shown, withInvocations(shown, passing()), 'filtered')),
    button('Save all events', () => save(shown, undefined, 'events')),
    status,
  );
}

/** An end without its beginning is no history: the calls of the operations that end come along. */
function withInvocations(shown: ShownHistory, positions: readonly number[] | undefined): readonly number[] | undefined {
  if (positions === undefined) return undefined;
  const taken = new Set(positions);
  for (const position of positions) {
    const other = shown.index.otherHalf[position] ?? -1;
    if (other >= 0 && other < position) taken.add(other);
  }
  return [...taken].sort((left, right) => left - right);
}

function save(shown: ShownHistory, positions: readonly number[] | undefined, name: string): string {
  const { events, history, exhibit, number } = shown;
  const taken = positions?.flatMap((position) => events[position] ?? []) ?? events;
  const parts = [`${JSON.stringify(history.header)}\n`];
  for (let from = 0; from < taken.length; from += EVENTS_A_PART)
    parts.push(linesOf(taken.slice(from, from + EVENTS_A_PART)));
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/x-ndjson' }));
  const file = `${exhibit.adapter}-${exhibit.testbed}-${number + 1}-${name}.jsonl`.replace(/[^\w.-]+/g, '-');
  element('a', { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return `${counted(taken.length, 'event', 'events')} saved as ${file}.`;
}

function linesOf(events: readonly HistoryEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
