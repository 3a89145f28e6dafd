/** Every violation of the run, told in a sentence; those whose history the page has are links to it. */
import type { ReportModel } from '../../model.ts';
import { signOf } from '../../words/verdict-words.ts';
import { hashOf } from '../address.ts';
import { element, longText } from '../dom.ts';
import { signView } from '../sign.ts';

/** Nothing where there is but the one that is shown, `current`. */
export function violationList({ run, exhibits }: ReportModel, current: number): readonly HTMLElement[] {
  const all = run.adapters.flatMap(({ name, testbed, counterexamples }) =>
    counterexamples.map((counterexample) => ({ name, testbed, counterexample })),
  );
  if (all.length === 0 || (all.length === 1 && exhibits[current]?.counterexample !== undefined)) return [];
  const items = all.map(({ name, testbed, counterexample: { property, declared, sentence, history } }) => {
    const exhibit = exhibits.findIndex(
      (each) =>
        each.adapter === name &&
        each.testbed === testbed &&
        each.counterexample?.property === property &&
        each.counterexample.history === history,
    );
    const words = longText(sentence);
    const told =
      exhibit < 0
        ? words
        : element(
            'a',
            {
              href: hashOf({ view: 'violation', exhibit, query: {} }),
              'aria-current': exhibit === current ? 'true' : undefined,
            },
            words,
          );
    return element(
      'li',
      {},
      signView(signOf({ verdict: 'violated', declared })),
      ' ',
      element('span', { class: 'id' }, property),
      `${name} on ${testbed}: `,
      told,
    );
  });
  return [element('h3', {}, 'All violations'), element('ul', { class: 'violations' }, ...items)];
}
