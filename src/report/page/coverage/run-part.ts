/** The run: how to have it again, how it was set up, what the candidates printed, and everything to take away. */
import type { RunResult } from '../../../search/run-result.ts';
import type { Exhibit } from '../../exhibit/exhibit.ts';
import { count, elapsed } from '../../words/quantities.ts';
import { command, element, facts, longText } from '../dom.ts';
import type { Child } from '../dom.ts';
import type { PageContext } from '../view.ts';

/** Command, seed and versions. */
export function wholeRun(run: RunResult): readonly HTMLElement[] {
  return [
    element(
      'p',
      {},
      'The same command and seed give the same histories in the simulation, and the same trouble on real servers.',
    ),
    command(run.command, 'the command that repeats this run'),
    facts([
      ['seed', String(run.seed)],
      ['testbed', run.testbed],
      ['begun', run.startedAt],
      ['took', elapsed(run.elapsedMs)],
      ...Object.entries(run.versions),
    ]),
    element(
      'p',
      { class: 'links' },
      download('run.json', 'application/json', () => Promise.resolve([json(run)])),
    ),
  ];
}

/** Plan, configuration and output of an exhibit, and its downloads. */
export function runOfExhibit(context: PageContext, index: number): readonly Child[] {
  const exhibit = context.model.exhibits[index];
  if (exhibit === undefined) return [element('p', {}, 'This run kept no history to show.')];
  const { planWords = [], configuration = [], plan, header, eventsOmitted } = exhibit;
  const name = header?.planHash ?? 'history';
  return [
    element('h4', {}, 'Configuration'),
    facts(configuration.map(([key, value]) => [key, longText(value)])),
    planWords.length === 0 ? undefined : element('h4', {}, 'Plan'),
    planWords.length === 0 ? undefined : element('ul', {}, ...planWords.map((words) => element('li', {}, words))),
    ...output(exhibit),
    element('h4', {}, 'Downloads'),
    element(
      'p',
      { class: 'links' },
      header === undefined
        ? undefined
        : download(`${name}.jsonl`, 'application/x-ndjson', async () => {
            const history = await context.history(index);
            return [history.header, ...history.events].map((line) => `${JSON.stringify(line)}\n`);
          }),
      plan === undefined
        ? undefined
        : download(`${name}.plan.json`, 'application/json', () => Promise.resolve([json(plan)])),
    ),
    eventsOmitted === 0
      ? undefined
      : element('p', { class: 'quiet' }, `The history here lacks ${count(eventsOmitted)} events of the stored one.`),
  ];
}

function output({ testbed, output: printed }: Exhibit): readonly HTMLElement[] {
  // Simulated candidates have no output of their own.
  if (testbed === 'simulated') return [];
  const head = element('h4', {}, 'What the candidates printed');
  if (printed === undefined || printed.length === 0)
    return [head, element('p', { class: 'quiet' }, 'They printed nothing, or it was not kept.')];
  const tails = printed.map(({ process, text, omitted }) =>
    element(
      'details',
      { class: 'more' },
      element(
        'summary',
        {},
        `What ${process} printed${omitted === 0 ? '' : `, without ${count(omitted)} bytes before`}`,
      ),
      element('pre', { tabindex: '0', 'aria-label': `Output of ${process}` }, longText(text)),
    ),
  );
  return [head, ...tails];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Put together only when it is asked for. */
function download(name: string, type: string, make: () => Promise<readonly string[]>): HTMLElement {
  const button = element('button', { type: 'button' }, `Download ${name}`);
  button.addEventListener('click', () => {
    void make().then((parts) => {
      const url = URL.createObjectURL(new Blob([...parts], { type }));
      element('a', { href: url, download: name }).click();
      URL.revokeObjectURL(url);
    });
  });
  return button;
}
