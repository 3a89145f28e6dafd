/** The violation that is told first, short enough for the first page: its picture, its steps, what was promised. */
import type { Exhibit } from '../exhibit/exhibit.ts';
import type { ReportModel } from '../model.ts';
import { command, element, longText } from './dom.ts';
import { pictureView } from './picture-view.ts';
import { stepsView } from './steps-view.ts';

/** `exhibit` is the index that links to the whole of it. */
export function verdictStory({ exhibits, properties }: ReportModel, index: number): readonly HTMLElement[] {
  const exhibit = exhibits[index];
  const counterexample = exhibit?.counterexample;
  if (exhibit === undefined || counterexample === undefined) return [];
  const promise = properties.find(({ id }) => id === counterexample.property);
  return [
    element(
      'p',
      { class: 'lede' },
      'This breaks ',
      element('span', { class: 'id' }, counterexample.property),
      ` ${promise?.title ?? ''}.`,
    ),
    ...pictures(exhibit, index),
    element('h3', {}, 'What happened'),
    stepsView(exhibit),
    element(
      'p',
      {},
      element('a', { href: `#violation${index === 0 ? '' : `/${index + 1}`}` }, 'The whole story'),
      ': the promise and its formula, the plan, what usually causes this, and where to look.',
    ),
    element('h3', {}, 'See it again'),
    command(counterexample.replay, 'the replay command'),
  ];
}

function pictures({ picture, missing }: Exhibit, index: number): readonly HTMLElement[] {
  if (picture !== undefined) return [pictureView(picture, `violation ${index + 1}`)];
  return missing === undefined ? [] : [element('p', { class: 'note' }, longText(missing))];
}
