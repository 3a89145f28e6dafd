/** What was promised, in words and as a formula, and the sentence that says how it was broken. */
import type { Exhibit, PropertyText } from '../../exhibit/exhibit.ts';
import type { ReportModel } from '../../model.ts';
import { signOf } from '../../words/verdict-words.ts';
import { element, longText } from '../dom.ts';
import type { Child } from '../dom.ts';
import { signView } from '../sign.ts';

const KINDS: Readonly<Record<PropertyText['kind'], string>> = {
  always: 'This must hold at every moment.',
  within: 'This must happen within a bound of time.',
  sometimes: 'This must be seen at least once.',
};

/** Of a sample only whose it is. */
export function headPart(
  { adapter, testbed, counterexample, missing }: Exhibit,
  { properties }: ReportModel,
): readonly Child[] {
  const note = missing === undefined ? undefined : element('p', { class: 'note' }, longText(missing));
  if (counterexample === undefined) {
    return [
      element('p', { class: 'sentence' }, `A history of ${adapter} on ${testbed} in which every judged promise held.`),
      note,
    ];
  }
  const { property: id, declared, sentence } = counterexample;
  const property = properties.find((each) => each.id === id);
  return [
    element(
      'p',
      { class: 'kicker' },
      signView(signOf({ verdict: 'violated', declared })),
      element('span', { class: 'id' }, id),
      ` ${adapter} on ${testbed}`,
    ),
    element('p', { class: 'sentence' }, longText(sentence)),
    note,
    property === undefined ? undefined : promise(property),
  ];
}

function promise({ id, title, kind, formula, sources }: PropertyText): HTMLElement {
  return element(
    'div',
    { class: 'promise' },
    element('h3', {}, 'What was promised'),
    element('p', {}, element('strong', {}, `${title}.`), ` ${KINDS[kind]}`),
    element('pre', { class: 'formula', tabindex: '0', 'aria-label': `Formula of ${id}` }, formula),
    sources.length === 0 ? undefined : element('p', { class: 'quiet' }, `Source: ${sources.join('; ')}`),
  );
}
