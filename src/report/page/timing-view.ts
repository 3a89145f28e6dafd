/** Availability and timing: how long things took beside their bounds, and how much trouble the claims leave room for. */
import type { AdapterResult } from '../../search/run-result.ts';
import { counted } from '../words/quantities.ts';
import { element } from './dom.ts';
import { envelopeView } from './envelope-view.ts';
import { exhibitChoice } from './exhibit-choice.ts';
import { ledStrip } from './timing/led-strip.ts';
import { measuresView } from './timing/measures-view.ts';
import type { PageContext, View } from './view.ts';

/** Of every adapter; who led when in one history that can be chosen. */
export function timingView(context: PageContext): View {
  const adapters = context.model.run.adapters.filter(
    ({ histories, envelope }) => histories > 0 || envelope !== undefined,
  );
  const strip = element('section', { class: 'who-led' });
  const section = element(
    'section',
    { class: 'timing' },
    element('h2', {}, 'Availability and timing'),
    adapters.length === 0 ? element('p', {}, 'Nothing ran, so that nothing was measured.') : undefined,
  );
  let isFilled = false;
  let shown: number | undefined;
  return {
    name: 'timing',
    label: 'Timing',
    element: section,
    show({ exhibit: wanted }): void {
      if (!isFilled) section.append(...adapters.map(adapterView), strip);
      isFilled = true;
      const exhibit = Math.max(0, Math.min(wanted, context.model.exhibits.length - 1));
      if (exhibit === shown) return;
      shown = exhibit;
      void stripView(context, exhibit).then((content) => {
        if (shown !== exhibit) return;
        const hadFocus = strip.contains(document.activeElement);
        strip.replaceChildren(...content);
        if (hadFocus) strip.querySelector('select')?.focus();
      });
    },
  };
}

function adapterView(adapter: AdapterResult): HTMLElement {
  const room = envelopeView(adapter);
  return element(
    'section',
    { class: 'timed' },
    element('h3', {}, `${adapter.name} on ${adapter.testbed}`),
    ...measuresView(adapter),
    ...(room.length === 0 ? [] : [element('h4', {}, 'How much trouble the claims leave room for'), ...room]),
  );
}

async function stripView(context: PageContext, index: number): Promise<readonly Node[]> {
  const exhibit = context.model.exhibits[index];
  if (exhibit === undefined) return [];
  const head = [
    element('h3', {}, 'Who led when'),
    exhibitChoice(context, 'timing', index) ??
      element('p', { class: 'quiet' }, `One history of ${exhibit.adapter} on ${exhibit.testbed}.`),
  ];
  try {
    const history = await context.history(index);
    const { eventsOmitted } = exhibit;
    const shownOf =
      eventsOmitted === 0
        ? []
        : [
            element(
              'p',
              { class: 'note' },
              `Drawn from ${counted(history.events.length, 'event', 'events')} of ${counted(history.events.length + eventsOmitted, 'event', 'events')}: what lies in the others is missing here.`,
            ),
          ];
    return [...head, ...shownOf, ...ledStrip(history, index)];
  } catch (error) {
    return [...head, element('p', {}, error instanceof Error ? error.message : String(error))];
  }
}
