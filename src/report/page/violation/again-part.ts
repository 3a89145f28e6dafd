/** What usually causes it and where to look; how to see it again; the plan behind it. */
import type { Exhibit } from '../../exhibit/exhibit.ts';
import type { ReportModel } from '../../model.ts';
import { counted } from '../../words/quantities.ts';
import { command, element, longText } from '../dom.ts';
import type { Child } from '../dom.ts';

/** For a sample, its plan. */
export function againPart(exhibit: Exhibit, { properties }: ReportModel): readonly Child[] {
  const { counterexample, provenance = [] } = exhibit;
  if (counterexample === undefined) return planPart(exhibit);
  const { replay, history, property: id } = counterexample;
  const cause = properties.find((property) => property.id === id)?.usualCause;
  return [
    ...(cause === undefined
      ? []
      : [element('h3', {}, 'What usually causes this, and where to look'), element('p', {}, cause)]),
    element('h3', {}, 'See it again'),
    command(replay, 'the replay command'),
    ...provenance.map((words) => element('p', {}, longText(words))),
    ...planPart(exhibit),
    element(
      'p',
      { class: 'quiet' },
      'In the folder of this report: the history is ',
      element('code', {}, history),
      ', its plan ',
      element('code', {}, counterexample.plan),
      '.',
    ),
  ];
}

function planPart({ plan, planWords = [], counterexample }: Exhibit): readonly HTMLElement[] {
  if (plan === undefined) return [];
  const scale =
    counterexample === undefined
      ? ''
      : `: ${counted(counterexample.candidates, 'candidate', 'candidates')}, ${counted(counterexample.faults, 'fault', 'faults')}`;
  return [
    element('h3', {}, `The plan${scale}`),
    element('ul', {}, ...planWords.map((sentence) => element('li', {}, sentence))),
    element(
      'details',
      { class: 'more' },
      element('summary', {}, 'The plan as JSON'),
      command(JSON.stringify(plan, undefined, 1), 'the plan as JSON'),
    ),
  ];
}
