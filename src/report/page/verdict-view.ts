/** The top of the page: the verdict as a sentence, and what it rests on. */
import type { ReportModel } from '../model.ts';
import { count, counted, elapsed } from '../quantities.ts';
import type { AdapterResult } from '../../search/run-result.ts';
import { certificateWords, declaredLint, lintLines, type LintLine } from '../adapter-words.ts';
import { runSentence, signOfAdapter, verdictOf } from '../verdict-words.ts';
import { element, longText } from './dom.ts';
import { promisesView } from './promises-view.ts';
import { signView } from './sign.ts';
import type { PageContext, View } from './view.ts';

/** Where a promise was broken unexpectedly, the headline is the violation itself; otherwise the run's own sentence. */
export function verdictView({ model }: PageContext): View {
  return { name: 'verdict', label: 'Verdict', element: sectionOf(model), show: () => undefined };
}

function sectionOf(model: ReportModel): HTMLElement {
  const { run, exhibits } = model;
  const verdict = verdictOf(run);
  // Sorted by importance, undeclared ones first; only with --strict is the first a declared one.
  const first = exhibits.find(({ counterexample }) => counterexample !== undefined);
  // What breaks the contract itself is told by the run's sentence, and comes before what is declared.
  const isContract = first?.counterexample?.declared === true && run.adapters.some(isBreach);
  const violation = verdict === 'violated' && !isContract ? first?.counterexample?.sentence : undefined;
  const headline = violation ?? runSentence(run);
  const lede = violation === undefined ? undefined : element('p', { class: 'lede' }, longText(runSentence(run)));
  return element(
    'section',
    { class: 'verdict' },
    element(
      'p',
      { class: 'kicker' },
      signView(signOfAdapter(verdict)),
      first !== undefined && violation !== undefined ? ` ${first.adapter} on ${first.testbed}` : '',
    ),
    element('h2', headline.length > 140 ? { class: 'long-headline' } : {}, longText(headline)),
    lede,
    run.interrupted
      ? element(
          'p',
          { class: 'note' },
          'This run was interrupted; what was done until then is judged, and nothing is certified.',
        )
      : undefined,
    element('ul', { class: 'adapters' }, ...run.adapters.map(adapterView)),
    promisesView(model),
    element('p', { class: 'quiet' }, `Seed ${run.seed}, ${elapsed(run.elapsedMs)}, begun ${run.startedAt}.`),
  );
}

function adapterView(adapter: AdapterResult): HTMLElement {
  const evidence = `${counted(adapter.histories, 'history', 'histories')} · ${counted(adapter.plans, 'plan', 'plans')} · ${count(adapter.events)} events`;
  return element(
    'li',
    {},
    signView(signOfAdapter(adapter.verdict)),
    element('strong', {}, adapter.name),
    element('span', { class: 'quiet' }, `on ${adapter.testbed}`),
    element('span', { class: 'quiet evidence' }, evidence),
    adapter.reason === undefined ? undefined : element('span', { class: 'reason' }, longText(adapter.reason)),
    ...lintLines(adapter).map(lintView),
    ...[declaredLint(adapter)].flatMap((text) =>
      text === undefined ? [] : [element('span', { class: 'reason' }, `Lint: ${text}.`)],
    ),
    certificateView(adapter),
  );
}

function isBreach(adapter: AdapterResult): boolean {
  return lintLines(adapter).some((line) => line.isBreach);
}

function lintView({ sign, code, sentence, seen, next }: LintLine): HTMLElement {
  return element(
    'span',
    { class: 'reason' },
    signView(sign),
    ' ',
    element('code', {}, code),
    ' ',
    longText(sentence),
    element('span', { class: 'quiet block' }, `${seen}. ${next}`),
  );
}

function certificateView(adapter: AdapterResult): HTMLElement | undefined {
  const words = certificateWords(adapter);
  if (words === undefined) return undefined;
  return element(
    'span',
    { class: 'reason' },
    `Certificate: ${words.level}.`,
    ...words.missing.map((sentence) => element('span', { class: 'quiet block' }, longText(sentence))),
  );
}
