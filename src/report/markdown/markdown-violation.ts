/** One violation in Markdown: the sentence, what it looks like, what happened, and where the evidence is. */
import type { AdapterResult, Counterexample } from '../../search/run-result.ts';
import { reproductionWords, shrunkWords } from '../words/evidence-words.ts';
import { code, escaped, link } from './markdown-text.ts';

/** One violation with its ASCII timeline, when its history could be read. */
export interface DrawnCounterexample {
  readonly counterexample: Counterexample;
  readonly drawing: readonly string[];
}

export interface ViolationPlace {
  readonly adapter: Pick<AdapterResult, 'name' | 'testbed'>;
  /** Empty where the history could not be read. */
  readonly drawing: readonly string[];
  /** Of the run, where there are several. */
  readonly run?: string;
  /** Where a report shows it: a link, or a file and a hash for somebody who has the folder. */
  readonly shown?: { readonly link: string } | { readonly file: string };
}

/** Together with the sentence well below what a summary has room for, whatever is in them. */
const STEPS_MAX = 12;
const STEP_LENGTH_MAX = 300;
const SENTENCE_LENGTH_MAX = 1_000;

export function violationSection(counterexample: Counterexample, place: ViolationPlace): string {
  const { adapter, drawing, run } = place;
  const { property, declared, sentence, witness } = counterexample;
  const where = `${escaped(adapter.name, 120)} on ${adapter.testbed}${run === undefined ? '' : `, run ${escaped(run, 120)}`}`;
  const lines = [
    `### ${escaped(property)}${declared ? ' (declared)' : ''}, ${where}`,
    '',
    escaped(sentence, SENTENCE_LENGTH_MAX),
    '',
  ];
  // A fence of tildes longer than any in the text cannot be closed by it; the drawing itself is printable ASCII.
  if (drawing.length > 0) lines.push('~~~~~~text', ...drawing, '~~~~~~', '');
  lines.push(
    ...witness.steps.slice(0, STEPS_MAX).map((step, index) => `${index + 1}. ${escaped(step, STEP_LENGTH_MAX)}`),
  );
  if (witness.steps.length > STEPS_MAX) lines.push('', `And ${witness.steps.length - STEPS_MAX} more steps.`);
  const path = (file: string): string => code(file, 300);
  lines.push(
    '',
    `${shownWords(place)}Plan ${path(counterexample.plan)}, history ${path(counterexample.history)}. Replay: ${code(counterexample.replay, 1_000)}`,
    ...provenanceLines(counterexample),
  );
  return `${lines.join('\n')}\n`;
}

function shownWords({ shown }: ViolationPlace): string {
  if (shown === undefined) return '';
  return 'link' in shown ? `${link('See it in the report', shown.link)}. ` : `See it in ${code(shown.file)}. `;
}

function provenanceLines(counterexample: Counterexample): readonly string[] {
  const shrunk = shrunkWords(counterexample);
  const words = [...(shrunk === undefined ? [] : [shrunk]), ...reproductionWords(counterexample)];
  return words.flatMap((each) => ['', escaped(`${each.slice(0, 1).toUpperCase()}${each.slice(1)}.`, 500)]);
}
