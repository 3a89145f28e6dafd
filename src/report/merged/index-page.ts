/** `index.html`: several runs side by side. One page without a script; each verdict leads to the report that shows why. */
import { properties } from '../../../spec/properties.ts';
import type { PropertyResult } from '../../search/run-result.ts';
import { certificateWords } from '../words/adapter-words.ts';
import { framedPage } from '../framed-page.ts';
import { indexGroups, indexSentence, indexSign } from './index-model.ts';
import type { IndexEntry, IndexGroup, IndexModel, MergedRun } from './index-model.ts';
import { markup } from '../markup.ts';
import { cut } from '../words/plain-text.ts';
import { count, counted, elapsed } from '../words/quantities.ts';
import { signOf, signOfAdapter } from '../words/verdict-words.ts';
import type { VerdictSign } from '../words/verdict-sign.ts';

/** The whole page. Pure: the same runs and style give the same text. */
export function renderIndexPage(model: IndexModel, { style }: { readonly style: string }): string {
  const groups = indexGroups(model);
  const sentence = indexSentence(model);
  const body = [
    header(model, groups),
    '<main>',
    `<div class="verdict"><p class="kicker">${signMarkup(indexSign(model))} ${scope(model, groups)}</p>`,
    `<h1${sentence.length > 160 ? ' class="long-headline"' : ''}>${text(sentence, 1_200)}</h1></div>`,
    lostSection(model),
    overview(groups),
    ...groups.map(groupSection),
    runsSection(model),
    '</main>',
    '<footer><p>Made by Scrutineer. This page loads nothing; each report that it links to is complete in itself, too.</p></footer>',
  ].join('\n');
  return framedPage({ title: cut(sentence, 300), style, body });
}

function scope({ runs, lost }: IndexModel, groups: readonly IndexGroup[]): string {
  return `${counted(runs.length + lost.length, 'run', 'runs')}, ${counted(groups.length, 'adapter', 'adapters')}`;
}

function header({ runs, lost }: IndexModel, groups: readonly IndexGroup[]): string {
  const links = [
    ...(lost.length > 0 ? ['<a href="#lost">Missing</a>'] : []),
    ...(groups.length > 0 ? ['<a href="#results">Results</a>'] : []),
    ...(runs.length > 0 ? ['<a href="#runs">Runs</a>'] : []),
  ];
  return `<header class="top"><span class="wordmark">Scrutineer</span><nav aria-label="Parts of this page">${links.join('')}</nav></header>`;
}

function lostSection({ lost }: IndexModel): string {
  if (lost.length === 0) return '';
  const items = lost.map(
    ({ name, reason }) =>
      `<li>${signMarkup({ glyph: '!', word: 'missing', tone: 'warning' })} <strong>${text(name)}</strong> <span class="reason quiet">${text(reason, 600)}</span></li>`,
  );
  return `<section id="lost" aria-labelledby="lost-name"><h2 id="lost-name">Missing or unreadable</h2>
<p>What these runs found is not known, and so nothing on this page counts as passed as a whole.</p>
<ul class="adapters">${items.join('')}</ul></section>`;
}

const TESTBEDS = ['simulated', 'local', 'containers'] as const;

/** Adapters down, testbeds across. Two runs on one testbed stand one below the other. */
function overview(groups: readonly IndexGroup[]): string {
  if (groups.length === 0) return '';
  const used = TESTBEDS.filter((testbed) =>
    groups.some(({ entries }) => entries.some(({ adapter }) => adapter.testbed === testbed)),
  );
  const rows = groups.map(({ name, entries }, index) => {
    const cells = used.map((testbed) => {
      const here = entries.filter(({ adapter }) => adapter.testbed === testbed);
      return `<td>${here.length === 0 ? '<span class="quiet">not run</span>' : here.map(result).join('')}</td>`;
    });
    return `<tr><th scope="row"><a href="#adapter-${index + 1}">${text(name)}</a></th>${cells.join('')}</tr>`;
  });
  return `<section id="results" aria-labelledby="results-name"><h2 id="results-name">Results</h2>
${table({
  name: 'Results by adapter and testbed',
  caption: 'Each run by itself: a verdict is never merged with another.',
  head: ['adapter', ...used.map((testbed) => `on ${testbed}`)].map((word) => `<th scope="col">${word}</th>`),
  rows,
})}</section>`;
}

function result({ of, adapter }: IndexEntry): string {
  const level = certificateWords(adapter)?.level;
  const broken = adapter.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
  const words = [
    ...(broken.length === 0 ? [] : [`breaks ${broken.join(' ')}`]),
    counted(adapter.histories, 'history', 'histories'),
    ...(level === undefined ? [] : [level]),
  ];
  const why = adapter.reason === undefined ? '' : `<span class="quiet block">${text(adapter.reason, 400)}</span>`;
  return `<div class="result">${signMarkup(signOfAdapter(adapter.verdict))} <span class="quiet">in</span> ${linked(of, of.name)}<span class="quiet block">${text(words.join(', '))}</span>${why}</div>`;
}

function linked({ page }: MergedRun, words: string): string {
  return page === undefined ? text(words) : `<a href="${markup(page)}">${text(words)}</a>`;
}

/** Properties down, runs across. */
function groupSection({ name, entries }: IndexGroup, index: number): string {
  const judged = entries.filter(({ adapter }) => adapter.properties.length > 0);
  const rows = rowsOf(judged);
  const claimed = rows.filter(({ results }) => results.some((each) => each !== undefined && !isUnclaimed(each)));
  const silent = rows.filter((row) => !claimed.includes(row)).map(({ id }) => id);
  const columns = judged.map(
    ({ of, adapter }) =>
      `<th scope="col"><span class="column-name">${linked(of, of.name)}</span> <span class="quiet block">${adapter.testbed}</span> ${signMarkup(signOfAdapter(adapter.verdict))}</th>`,
  );
  const body =
    judged.length === 0
      ? '<p>No promise of it was judged.</p>'
      : table({
          name: `Promises of ${name}`,
          caption: `${entries[0]?.adapter.title ?? ''}. Each verdict of a broken promise leads to what happened.`,
          head: ['<th scope="col">promise</th>', ...columns],
          rows: claimed.map(rowMarkup),
        });
  return `<section id="adapter-${index + 1}" aria-labelledby="adapter-${index + 1}-name"><h2 id="adapter-${index + 1}-name">${text(name)}</h2>
${body}${silent.length === 0 ? '' : `<p class="quiet">Not claimed: ${silent.map((id) => text(id)).join(', ')}.</p>`}</section>`;
}

interface Row {
  readonly id: string;
  readonly results: readonly (PropertyResult | undefined)[];
  readonly entries: readonly IndexEntry[];
}

/** What is broken without being declared first, then what is broken as declared, then what is open. */
const WORST_PROPERTY_FIRST = ['violated', 'violated (declared)', 'store-fault', 'inconclusive', 'vacuous', 'holds'];

function rowsOf(entries: readonly IndexEntry[]): readonly Row[] {
  const ids = [...new Set(entries.flatMap(({ adapter }) => adapter.properties.map(({ id }) => id)))];
  const rows = ids.map((id) => ({
    id,
    results: entries.map(({ adapter }) => adapter.properties.find((each) => each.id === id)),
    entries,
  }));
  const rank = ({ results }: Row): number =>
    Math.min(
      ...results.map((each) => {
        const place = each === undefined ? -1 : WORST_PROPERTY_FIRST.indexOf(signOf(each).word);
        return place < 0 ? WORST_PROPERTY_FIRST.length : place;
      }),
    );
  return rows.sort((left, right) => rank(left) - rank(right));
}

function isUnclaimed({ verdict }: PropertyResult): boolean {
  return verdict === 'not-claimed';
}

function rowMarkup({ id, results, entries }: Row): string {
  const title = properties.find((property) => property.id === id)?.title ?? '';
  const cells = results.map((each, index) => cell(each, entries[index]));
  return `<tr><th scope="row"><span class="id">${text(id)}</span> ${text(title)}</th>${cells.join('')}</tr>`;
}

function cell(property: PropertyResult | undefined, entry: IndexEntry | undefined): string {
  if (property === undefined || entry === undefined) return '<td><span class="quiet">not judged</span></td>';
  const sign = signMarkup(signOf(property));
  const address = property.verdict === 'violated' ? (entry.shown.get(property.id) ?? entry.of.page) : undefined;
  const shown = address === undefined ? sign : `<a href="${markup(address)}">${sign}</a>`;
  const words = [
    ...(isUnclaimed(property) ? [] : [`${count(property.judged)} judged`]),
    ...(property.violations > 0 ? [`broken in ${count(property.violations)}`] : []),
  ];
  const reason = property.reason === undefined ? '' : `<span class="quiet block">${text(property.reason, 300)}</span>`;
  return `<td>${shown}<span class="quiet block">${words.join(', ')}</span>${reason}</td>`;
}

function runsSection({ runs }: IndexModel): string {
  if (runs.length === 0) return '';
  return `<section id="runs" aria-labelledby="runs-name"><h2 id="runs-name">Runs</h2>${runs.map(runPart).join('\n')}</section>`;
}

function runPart(of: MergedRun): string {
  const { run, name, page } = of;
  const facts: readonly (readonly [string, string])[] = [
    ['seed', String(run.seed)],
    ['started', run.startedAt.replace('T', ' ').replace(/\.\d+/, '').replace('Z', ' UTC')],
    ['took', `${elapsed(run.elapsedMs)}${run.interrupted ? ', interrupted' : ''}`],
    ['testbed', run.testbed],
    ...Object.entries(run.versions),
  ];
  const list = facts.map(([fact, value]) => `<div><dt>${text(fact)}</dt><dd>${text(value)}</dd></div>`);
  const toReport =
    page === undefined
      ? '<p class="note">It has no report.html; <code>npx scrutineer report</code> with its folder rebuilds it.</p>'
      : `<p><a href="${markup(page)}">Report of ${text(name)}</a></p>`;
  return `<div class="run"><h3>${text(name)}</h3>
${toReport}
<dl class="facts">${list.join('')}</dl>
${levels(of)}
<div class="command"><code tabindex="0">${text(run.command, 2_000)}</code></div></div>`;
}

function levels({ run }: MergedRun): string {
  const items = run.adapters.flatMap((adapter) => {
    const words = certificateWords(adapter);
    if (words === undefined) return [];
    const missing = words.missing.map((sentence) => text(sentence, 600)).join(' ');
    return [
      `<li><strong>${text(adapter.name)}</strong>: ${text(words.level)}. <span class="quiet">${missing}</span></li>`,
    ];
  });
  // The certificate of an adapter is over all testbeds of its run: said once.
  const once = [...new Set(items)];
  if (once.length > 0) return `<h4>Certificates</h4><ul class="levels">${once.join('')}</ul>`;
  return '<p class="quiet">No certificate: a replay or an interrupted run gives none.</p>';
}

interface Table {
  /** Of the frame in which it scrolls; no two on the page are the same. */
  readonly name: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly string[];
}

function table({ name, caption, head, rows }: Table): string {
  // Above the frame rather than in it: a caption as wide as a wide table is cut on a narrow screen.
  return `<p class="quiet">${text(caption, 400)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${text(name)}"><table class="merged" aria-label="${text(name)}"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function signMarkup({ glyph, word, tone }: VerdictSign): string {
  return `<span class="sign ${tone}"><span class="glyph" aria-hidden="true">${glyph}</span> ${word}</span>`;
}

function text(words: string, most = 200): string {
  return markup(cut(words, most));
}
