/** One history on the page: the violation in a sentence, its picture, its steps, the promise, the plan, the replay. */
import type { History } from '../../../spec/history.ts';
import type { Counterexample } from '../../search/run-result.ts';
import { describePlan } from '../describe-plan.ts';
import { reproductionWords, shrunkWords } from '../evidence-words.ts';
import type { Exhibit, PropertyText, ReportModel } from '../model.ts';
import { counted } from '../quantities.ts';
import { signOf } from '../verdict-words.ts';
import { command, element, longText } from './dom.ts';
import type { Child } from './dom.ts';
import { signView } from './sign.ts';
import { pictureView } from './picture-view.ts';

/** The exhibit; without its history where that could not be read. */
export function exhibitView(exhibit: Exhibit, history: History | undefined, { properties }: ReportModel): HTMLElement {
  const property = properties.find(({ id }) => id === exhibit.counterexample?.property);
  return element(
    'div',
    { class: 'exhibit' },
    ...summaryOf(exhibit, property),
    ...contentOf(exhibit, history, property),
  );
}

function summaryOf(
  { adapter, testbed, counterexample }: Exhibit,
  property: PropertyText | undefined,
): readonly Child[] {
  if (counterexample === undefined)
    return [
      element('h3', {}, `${adapter} on ${testbed}`),
      element('span', { class: 'quiet' }, 'a history in which every judged promise held'),
    ];
  return [
    element('h3', {}, element('span', { class: 'id' }, counterexample.property), ' ', property?.title ?? ''),
    element(
      'span',
      { class: 'exhibit-sign' },
      signView(signOf({ verdict: 'violated', declared: counterexample.declared })),
      element('span', { class: 'quiet' }, ` ${adapter} on ${testbed}`),
    ),
  ];
}

function contentOf(
  exhibit: Exhibit,
  history: History | undefined,
  property: PropertyText | undefined,
): readonly HTMLElement[] {
  const { counterexample } = exhibit;
  const blocks: (HTMLElement | undefined)[] = [
    counterexample === undefined ? undefined : element('p', { class: 'sentence' }, longText(counterexample.sentence)),
    exhibit.missing === undefined ? undefined : element('p', { class: 'note' }, exhibit.missing),
    exhibit.picture === undefined ? undefined : pictureView(exhibit.picture, 'this history'),
    counterexample === undefined ? undefined : stepsView(counterexample),
    property === undefined ? undefined : promiseView(property),
    planView(exhibit),
  ];
  return blocks.filter((block) => block !== undefined);
}

function stepsView(counterexample: Counterexample): HTMLElement {
  const { witness, replay, history, plan } = counterexample;
  const last = witness.steps.length - 2;
  return element(
    'div',
    { class: 'columns' },
    element(
      'div',
      {},
      element('h4', {}, 'What happened'),
      element(
        'ol',
        { class: 'steps' },
        ...witness.steps.map((step, index) =>
          element(
            'li',
            index >= last ? { class: 'conflict' } : {},
            element('span', { class: 'number', 'aria-hidden': 'true' }, String(index + 1)),
            element('span', {}, longText(step)),
          ),
        ),
      ),
      witness.steps.length > 1
        ? element(
            'p',
            { class: 'quiet' },
            'The last two are those that conflict; the numbers are those in the picture.',
          )
        : undefined,
    ),
    element(
      'div',
      {},
      element('h4', {}, 'See it again'),
      command(replay, 'the replay command'),
      element(
        'p',
        { class: 'quiet' },
        'History ',
        element('code', {}, history),
        ', plan ',
        element('code', {}, plan),
        ', in the folder of this report.',
      ),
      ...provenance(counterexample).map((words) => element('p', { class: 'quiet' }, longText(words))),
    ),
  );
}

function provenance(counterexample: Counterexample): readonly string[] {
  const shrunk = shrunkWords(counterexample);
  const words = [...(shrunk === undefined ? [] : [shrunk]), ...reproductionWords(counterexample)];
  return words.map((each) => `${each.slice(0, 1).toUpperCase()}${each.slice(1)}.`);
}

const KINDS: Readonly<Record<PropertyText['kind'], string>> = {
  always: 'must always hold',
  within: 'must hold within a bound of time',
  sometimes: 'must be seen at least once',
};

function promiseView(property: PropertyText): HTMLElement {
  return element(
    'div',
    { class: 'promise' },
    element('h4', {}, 'What was promised'),
    element('p', {}, element('span', { class: 'id' }, property.id), ` ${property.title}: `, KINDS[property.kind], '.'),
    element('pre', { class: 'formula', tabindex: '0', 'aria-label': 'Formula' }, property.formula),
    element('p', {}, element('strong', {}, 'What usually breaks it. '), property.usualCause),
    property.sources.length === 0
      ? undefined
      : element('p', { class: 'quiet' }, `Source: ${property.sources.join('; ')}`),
  );
}

function planView({ plan, counterexample }: Exhibit): HTMLElement | undefined {
  if (plan === undefined) return undefined;
  const scale =
    counterexample === undefined
      ? ''
      : `: ${counted(counterexample.candidates, 'candidate', 'candidates')}, ${counted(counterexample.faults, 'fault', 'faults')}`;
  return element(
    'details',
    { class: 'more' },
    element('summary', {}, `The plan${scale}`),
    element('ul', {}, ...describePlan(plan).map((sentence) => element('li', {}, sentence))),
    element('pre', { tabindex: '0', 'aria-label': 'Plan as JSON' }, longText(JSON.stringify(plan, undefined, 2))),
  );
}
