/** The events that came with the page: compressed text in a template, inflated an exhibit at a time when first asked for. */
import type { HistoryEvent } from '../../../spec/history.ts';
import { unpackEvents } from '../packed/packed-events.ts';
import { inflate } from './inflate.ts';

/** Gives the events of an exhibit, each time the same ones. Rejects where the page has none of it. */
export function storedEvents(): (exhibit: number) => Promise<readonly HistoryEvent[]> {
  const texts = whenParsed().then(takeTexts);
  const inflated = new Map<number, Promise<readonly HistoryEvent[]>>();
  return (exhibit) => {
    const known = inflated.get(exhibit);
    if (known !== undefined) return known;
    const asked = texts.then((all) => eventsOf(all[exhibit] ?? ''));
    inflated.set(exhibit, asked);
    return asked;
  };
}

/** The events come last in the page, so that the verdict is painted before they are even parsed. */
async function whenParsed(): Promise<void> {
  if (document.readyState !== 'loading') return;
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
}

/** The element is let go once read: it is most of the page. */
function takeTexts(): readonly string[] {
  const template = document.getElementById('report-events');
  if (!(template instanceof HTMLTemplateElement)) return [];
  const text = template.content.textContent ?? '';
  template.remove();
  return text.split('\n');
}

async function eventsOf(text: string): Promise<readonly HistoryEvent[]> {
  if (text === '') throw new Error('This page has no events of that history.');
  return unpackEvents(await inflate(text));
}
