/** The first page: the verdict in a sentence, what happened, what it rests on, and how to have it again. */
import type { ReportModel } from '../model.ts';
import type { LintLine } from '../words/adapter-words.ts';
import type { VerdictColumn } from '../verdict-page.ts';
import { command, element, facts, longText } from './dom.ts';
import type { Child } from './dom.ts';
import { promiseTable } from './promise-table.ts';
import { signView } from './sign.ts';
import { verdictStory } from './verdict-story.ts';
import type { PageContext, View } from './view.ts';

/** Beyond it a headline is set smaller. */
const HEADLINE_LENGTH_MAX = 140;

/** It is complete at once, since it is what most readers see. */
export function verdictView({ model }: PageContext): View {
  const { run, exhibits, verdict } = model;
  const told = verdict.told === undefined ? undefined : exhibits[verdict.told];
  const sentence = told?.counterexample?.sentence;
  const headline = sentence ?? verdict.sentence;
  const section = element(
    'section',
    { class: 'verdict' },
    element(
      'p',
      { class: 'kicker' },
      signView(verdict.sign),
      told === undefined ? '' : ` ${told.adapter} on ${told.testbed}`,
    ),
    element('h2', headline.length > HEADLINE_LENGTH_MAX ? { class: 'long-headline' } : {}, longText(headline)),
    run.interrupted
      ? element(
          'p',
          { class: 'note' },
          'This run was interrupted; what was done until then is judged, and nothing is certified.',
        )
      : undefined,
    ...(verdict.told === undefined ? [] : verdictStory(model, verdict.told)),
    ...others(model),
    element('h3', {}, 'What was judged'),
    sentence === undefined ? undefined : element('p', {}, longText(verdict.sentence)),
    element('ul', { class: 'adapters' }, ...verdict.columns.map(columnView)),
    ...promiseTable(verdict),
    ...assumptions(verdict.columns),
    ...certificates(verdict.columns),
    element('h3', {}, 'The run'),
    facts(verdict.environment.map(([name, value]) => [name, longText(value)])),
    element(
      'p',
      { class: 'quiet' },
      'The same command and seed give the same simulated histories, and the same trouble on real servers.',
    ),
    command(run.command, 'the command that repeats this run'),
  );
  return { name: 'verdict', label: 'Verdict', element: section, show: () => undefined };
}

/** The violations that are not told here, each a link. */
function others({ exhibits, verdict }: ReportModel): readonly HTMLElement[] {
  const links = exhibits.flatMap(({ adapter, testbed, counterexample }, index) =>
    counterexample === undefined || index === verdict.told
      ? []
      : [
          element(
            'li',
            {},
            element('a', { href: `#violation${index === 0 ? '' : `/${index + 1}`}` }, counterexample.property),
            counterexample.declared ? ' (declared)' : '',
            ` ${adapter} on ${testbed}: `,
            longText(counterexample.sentence),
          ),
        ],
  );
  if (links.length === 0) return [];
  const heading = verdict.told === undefined ? 'What was broken' : 'What else was broken';
  return [element('h3', {}, heading), element('ul', { class: 'others' }, ...links)];
}

function columnView(column: VerdictColumn): HTMLElement {
  return element(
    'li',
    {},
    signView(column.sign),
    element('strong', {}, column.name),
    element('span', { class: 'quiet' }, `on ${column.testbed}`),
    element('span', { class: 'quiet evidence' }, column.evidence),
    column.reason === undefined ? undefined : element('span', { class: 'reason' }, longText(column.reason)),
    ...column.lint.map(lintView),
    column.declaredLint === undefined
      ? undefined
      : element('span', { class: 'reason' }, `Lint: ${column.declaredLint}.`),
  );
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
    element('span', { class: 'quiet block' }, longText(`${seen}. ${next}`)),
  );
}

function assumptions(columns: readonly VerdictColumn[]): readonly HTMLElement[] {
  const known = columns.filter((column) => column.assumptions.length > 0);
  if (known.length === 0) return [];
  return [
    element('h3', {}, 'What was assumed'),
    ...known.map((column) =>
      perColumn(column, known, facts(column.assumptions.map(([of, what]) => [of, longText(what)]))),
    ),
  ];
}

function certificates(columns: readonly VerdictColumn[]): readonly HTMLElement[] {
  const known = columns.filter(({ certificate }) => certificate !== undefined);
  if (known.length === 0) return [];
  return [
    element('h3', {}, 'Certificate'),
    ...known.map((column) => {
      const { level = '', missing = [] } = column.certificate ?? {};
      return perColumn(
        column,
        known,
        element('p', {}, `Reached: ${level}.${missing.length === 0 ? '' : ' For the next level is missing:'}`),
        missing.length === 0
          ? undefined
          : element('ul', {}, ...missing.map((sentence) => element('li', {}, longText(sentence)))),
      );
    }),
  ];
}

/** Of one adapter it stands open; of several, each is folded under its name. */
function perColumn(
  { name, testbed }: VerdictColumn,
  all: readonly VerdictColumn[],
  ...content: readonly Child[]
): HTMLElement {
  if (all.length === 1) return element('div', {}, ...content);
  return element('details', { class: 'more' }, element('summary', {}, `${name} on ${testbed}`), ...content);
}
