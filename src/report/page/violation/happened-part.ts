/** The picture, its steps, how the election stood around them, and the ways to look closer. */
import type { ElectionMoment } from '../../exhibit/election-moment.ts';
import type { Exhibit } from '../../exhibit/exhibit.ts';
import { hashOf } from '../address.ts';
import { element } from '../dom.ts';
import type { Child } from '../dom.ts';
import { pictureView } from '../picture-view.ts';
import { scrollable } from '../scrollable.ts';
import { stepsView } from '../steps-view.ts';

/** `index` of the exhibit. */
export function happenedPart(exhibit: Exhibit, index: number): readonly Child[] {
  const { picture, counterexample, moments = [] } = exhibit;
  const drawn = picture === undefined ? undefined : pictureView(picture, `history ${index + 1}`);
  if (counterexample === undefined) return [drawn, picture === undefined ? undefined : links(exhibit, index)];
  const { witness } = counterexample;
  return [
    element('h3', {}, 'What happened'),
    drawn,
    stepsView(exhibit),
    element(
      'p',
      { class: 'quiet' },
      witness.steps.length > 1 ? 'The two that are outlined conflict. ' : '',
      'The numbers are those of the picture.',
    ),
    moments.length === 0 ? undefined : states(moments),
    picture === undefined ? undefined : links(exhibit, index),
  ];
}

function links({ counterexample, picture, header }: Exhibit, exhibit: number): HTMLElement {
  const broken = picture?.broken;
  const event = counterexample?.witness.events.at(-1);
  const selected = event === undefined ? {} : { event: String(event) };
  const air = (header?.leaseTtlMs ?? 0) * 100;
  const fromUs = Math.max(0, (broken?.fromUs ?? 0) - air);
  const toUs = (broken?.toUs ?? 0) + air;
  const seconds = (us: number): string => String(Number((us / 1e6).toFixed(3)));
  const stretch = broken === undefined ? {} : { from: String(fromUs), to: String(toUs) };
  const filter = broken === undefined ? {} : { q: `@${seconds(fromUs)}-${seconds(toUs)}` };
  const where = broken === undefined ? '' : ' around the violation';
  const link = (view: 'timeline' | 'history', query: Readonly<Record<string, string>>, words: string): HTMLElement =>
    element('a', { href: hashOf({ view, exhibit, query: { ...query, ...selected } }) }, words);
  return element(
    'p',
    { class: 'links' },
    link('timeline', stretch, `The timeline${where}`),
    link('history', filter, `Every event${where}`),
  );
}

function states(moments: readonly ElectionMoment[]): HTMLElement {
  const row = (name: string, tell: (moment: ElectionMoment) => string): HTMLElement =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...moments.map((moment) => element('td', {}, tell(moment))),
    );
  const names = (all: readonly string[]): string => (all.length === 0 ? 'nobody' : all.join(' and '));
  const rows = [
    row('believes that it leads', ({ believers }) => names(believers)),
    row('named by the store', ({ named }) => names(named)),
    ...(moments.some(({ token }) => token !== undefined)
      ? [
          row('largest token seen', ({ token }) => token ?? 'none'),
          row('largest token applied', ({ applied }) => applied ?? 'none'),
        ]
      : []),
  ];
  return scrollable(
    'How the election stood',
    element(
      'table',
      { class: 'states' },
      element('caption', {}, 'How the election stood, as far as it is certain.'),
      element(
        'thead',
        {},
        element('tr', {}, element('td', {}), ...moments.map(({ when }) => element('th', { scope: 'col' }, when))),
      ),
      element('tbody', {}, ...rows),
    ),
  );
}
