/** What happened, step by step: when first, numbered as in the picture, the two that conflict outlined. */
import type { Exhibit } from '../exhibit/exhibit.ts';
import { moment } from '../words/quantities.ts';
import { element, longText } from './dom.ts';

/** Without times where the history could not be read; empty for a sample. */
export function stepsView({ counterexample, picture }: Exhibit): HTMLElement {
  const steps = counterexample?.witness.steps ?? [];
  return element(
    'ol',
    { class: 'steps' },
    ...steps.map((step, index) => {
      const mark = picture?.marks.find((each) => each.step === index + 1);
      return element(
        'li',
        steps.length > 1 && index >= steps.length - 2 ? { class: 'conflict' } : {},
        element('span', { class: 'number', 'aria-hidden': 'true' }, String(index + 1)),
        element(
          'span',
          {},
          mark === undefined ? undefined : element('strong', { class: 'time' }, `${moment(mark.atUs)}: `),
          longText(mark?.told ?? step),
        ),
      );
    }),
  );
}
