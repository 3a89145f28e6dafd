/** Which of the page's histories is shown, where there are several. */
import type { ViewName } from './address.ts';
import { element } from './dom.ts';
import type { PageContext } from './view.ts';

/** A labelled choice that goes to the same view of another exhibit; undefined where there is nothing to choose. */
export function exhibitChoice({ model, go }: PageContext, view: ViewName, current: number): HTMLElement | undefined {
  const { exhibits } = model;
  if (exhibits.length < 2) return undefined;
  const select = element(
    'select',
    { name: 'exhibit' },
    ...exhibits.map(({ adapter, testbed, counterexample }, index) =>
      element(
        'option',
        { value: String(index) },
        `${index + 1}: ${counterexample === undefined ? 'nothing broken' : `${counterexample.property} broken`}, ${adapter} on ${testbed}`,
      ),
    ),
  );
  select.value = String(current);
  select.addEventListener('change', () => go({ view, exhibit: Number(select.value), query: {} }));
  return element('label', { class: 'exhibit-choice' }, 'History ', select);
}
