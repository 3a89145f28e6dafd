/**
 * The page of checked histories: the verdict on each, and for one without an order the drawing of what contradicts what.
 * It has no script: what there is to understand is there as text and pictures.
 */
import type { CheckResult } from '../../checker/check-result.ts';
import type { Explanation, PrefixStep, ShownOperation } from '../../checker/explain/explanation.ts';
import { framedPage } from '../framed-page.ts';
import { intervalPicture, type PictureOptions } from './interval-picture.ts';
import { markup } from '../markup.ts';
import { count, counted, seconds } from '../words/quantities.ts';

export interface CheckedHistory {
  readonly file: string;
  readonly result: Pick<CheckResult, 'verdict' | 'model' | 'engine' | 'operations' | 'reason'>;
  /** How long judging took. */
  readonly elapsedMs: number;
  /** For `not-linearizable`. */
  readonly explanation?: Explanation;
}

export interface CheckedPageOptions {
  /** How to get the same verdicts again. */
  readonly command: string;
  /** What `readCheckedStyle` gives. */
  readonly style: string;
}

/** The whole page. Pure: the same histories and style give the same text. */
export function renderCheckedPage(
  histories: readonly CheckedHistory[],
  { command, style }: CheckedPageOptions,
): string {
  const [only] = histories;
  const title =
    histories.length === 1 && only !== undefined
      ? sentenceOf(only)
      : `${counted(histories.length, 'history', 'histories')} checked`;
  const body =
    histories.length === 1
      ? histories.map((one) => section(one, 'h1', ''))
      : [heading(title, histories), ...histories.map((one, index) => section(one, 'h2', ` id="history-${index + 1}"`))];
  return framedPage({
    title,
    style,
    body: `<header class="top"><span class="wordmark">Scrutineer</span></header>
<main>
${body.join('\n')}
<section aria-labelledby="again"><h2 id="again">Check it again</h2>
<div class="command"><code tabindex="0">${markup(command)}</code></div></section>
</main>
<footer><p>Made by Scrutineer. This page is complete in itself: it loads nothing and can be mailed or archived.</p></footer>`,
  });
}

function heading(title: string, histories: readonly CheckedHistory[]): string {
  const items = histories.map(
    (one, index) =>
      `<li>${signOf(one)} <a href="#history-${index + 1}">${markup(one.file)}</a> <span class="reason quiet">${markup(one.explanation?.headline ?? one.result.reason ?? '')}</span></li>`,
  );
  return `<div class="verdict"><h1>${markup(title)}</h1></div><ul class="adapters">${items.join('')}</ul>`;
}

function section(one: CheckedHistory, level: 'h1' | 'h2', id: string): string {
  const { file, result, explanation } = one;
  return `<section class="checked"${id}>
<div class="verdict"><p class="kicker">${signOf(one)} ${markup(file)}</p>
<${level} class="headline">${markup(sentenceOf(one))}</${level}>
<p class="lede">${markup(ledeOf(one))}</p></div>
${explanation === undefined ? certified(result) : explained(explanation, level === 'h1' ? 'h2' : 'h3', file)}
</section>`;
}

const signs = {
  linearizable: ['good', '✓', 'linearizable'],
  'not-linearizable': ['bad', '✗', 'not linearizable'],
  unknown: ['warning', '?', 'unknown'],
} as const;

function signOf({ result }: CheckedHistory): string {
  const [tone, glyph, word] = signs[result.verdict];
  return `<span class="sign ${tone}"><span class="glyph" aria-hidden="true">${glyph}</span> ${word}</span>`;
}

function sentenceOf({ result, explanation }: CheckedHistory): string {
  if (explanation !== undefined) return explanation.headline;
  if (result.verdict === 'linearizable') return 'All operations fit into one order.';
  if (result.verdict === 'unknown') return 'Whether there is an order is not known.';
  return 'No order of the operations is possible.';
}

function ledeOf({ result, explanation, elapsedMs }: CheckedHistory): string {
  const object =
    explanation?.object === undefined
      ? ''
      : `, of which ${count(explanation.operations)} are about ${explanation.object}`;
  const by = result.engine === 'monitor' ? 'by a typed monitor' : 'by search';
  return `${counted(result.operations, 'operation', 'operations')} of the model ${result.model}${object}, judged ${by} in ${seconds(elapsedMs * 1_000)}.`;
}

function certified({ verdict, reason }: CheckedHistory['result']): string {
  if (verdict !== 'linearizable') return reason === undefined ? '' : `<p class="note">${markup(reason)}</p>`;
  return '<p>There is an order that the model allows and that real time does not forbid.</p>';
}

function explained(explanation: Explanation, level: 'h2' | 'h3', file: string): string {
  const part = (title: string): string => `<${level} class="part">${title}</${level}>`;
  const { core, told, story, meaning, hints, neighbourhood } = explanation;
  const around = neighbourhood.filter(({ role }) => role === 'other').length > 0;
  return [
    part(core.length === 1 ? 'The impossible operation' : 'The contradiction'),
    picture(told, {
      label: `Who did what when: ${story.join(' ')}`,
      isNumbered: true,
      beginsAt: 'start',
      name: `The contradiction, ${file}`,
    }),
    legend(told),
    `<ol class="told">${story.map((line, index) => step(line, index + 1, told[index])).join('')}</ol>`,
    ...meaning.map((line) => `<p class="meaning">${markup(line)}</p>`),
    ...hints.map((line) => `<p class="note">${markup(line)}</p>`),
    ...(explanation.prefix === undefined ? [] : [part('How far an order comes')]),
    prefixTable(explanation, file),
    ...(around
      ? [
          part('Around it'),
          picture(neighbourhood, {
            label: 'The operations that were called last before the failing one ended; the table below lists them.',
            isNumbered: false,
            beginsAt: 'end',
            name: `Around it, ${file}`,
          }),
          legend(neighbourhood),
          operationTable(neighbourhood, file),
        ]
      : []),
  ].join('\n');
}

/** `beginsAt`: what is seen first of a picture that is wider than the page. */
interface Framed extends PictureOptions {
  readonly beginsAt: 'start' | 'end';
  /** What the frame is called; frames of a page have different names. */
  readonly name: string;
}

function picture(operations: readonly ShownOperation[], { beginsAt, name, ...options }: Framed): string {
  if (operations.length === 0) return '';
  return `<div class="intervals from-${beginsAt}" tabindex="0" role="region" aria-label="${markup(name)}">${intervalPicture(operations, options)}</div>`;
}

const roleWords: Readonly<Record<ShownOperation['role'], string>> = {
  failing: 'cannot be placed',
  core: 'contradicts it',
  context: 'context: the others need it',
  other: 'other operations',
};

function legend(operations: readonly ShownOperation[]): string {
  const roles = new Set(operations.map(({ role }) => role));
  const items = (['failing', 'core', 'context', 'other'] as const)
    .filter((role) => roles.has(role))
    .map((role) => `<li><span class="key ${role}"></span>${roleWords[role]}</li>`);
  const open = operations.some(({ end }) => end === undefined)
    ? '<li>a dashed right edge: the end was not seen</li>'
    : '';
  return `<ul class="legend">${items.join('')}${open}<li>from left to right in the order of calls and ends; distances mean nothing</li></ul>`;
}

function step(line: string, number: number, operation: ShownOperation | undefined): string {
  const where =
    operation === undefined ? '' : ` <span class="quiet">${markup(operation.where)}${timesOf(operation)}</span>`;
  return `<li class="${operation?.role ?? 'other'}"><span class="number">${number}</span><span>${markup(line)}${where}</span></li>`;
}

function timesOf({ callUs, endUs }: ShownOperation): string {
  if (callUs === undefined) return '';
  const end = endUs === undefined ? '' : ` to ${(endUs / 1_000_000).toFixed(6)}`;
  return `, ${(callUs / 1_000_000).toFixed(6)}${end} s`;
}

function prefixTable({ prefix, stuck }: Explanation, file: string): string {
  if (prefix === undefined) return '';
  const rows = prefix.last.map(prefixRow);
  const stuckRows = stuck
    .slice(0, 1)
    .map(
      ({ operation }) =>
        `<tr class="stuck"><td>process ${markup(operation.process)} ${markup(operation.does)}</td><td>${markup(prefix.last.at(-1)?.after ?? '')}</td><td>impossible</td></tr>`,
    );
  return `<p class="meaning">The longest legal prefix orders ${counted(prefix.length, 'operation', 'operations')}: all that completed before the failing one. It ends with these.</p>
<div class="scroll" tabindex="0" role="region" aria-label="${markup(`The end of the longest legal prefix, ${file}`)}"><table class="prefix"><thead><tr><th>operation</th><th>before</th><th>after</th></tr></thead><tbody>${rows.join('')}${stuckRows.join('')}</tbody></table></div>
<ul class="why">${stuck.map(({ why }) => `<li>${markup(why)}</li>`).join('')}</ul>`;
}

function prefixRow({ operation, before, after }: PrefixStep): string {
  return `<tr><td>process ${markup(operation.process)} ${markup(operation.does)}</td><td>${markup(before)}</td><td>${markup(after)}</td></tr>`;
}

function operationTable(operations: readonly ShownOperation[], file: string): string {
  const rows = operations.map(
    (operation) =>
      `<tr><td>process ${markup(operation.process)} ${markup(operation.did)}${operation.outcome === 'info' ? ', perhaps' : ''}</td><td>${markup(operation.where)}${timesOf(operation)}</td><td>${operation.role === 'other' ? '' : roleWords[operation.role]}</td></tr>`,
  );
  return `<details class="more"><summary>${counted(operations.length, 'operation', 'operations')} as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="${markup(`Operations around the failing one, ${file}`)}"><table class="prefix"><thead><tr><th>operation</th><th>where</th><th>role</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
}
