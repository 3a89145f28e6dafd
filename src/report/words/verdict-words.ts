/** Verdicts as people see them: always a glyph and a word, a colour only in addition. And the sentence that sums a run up. */
import type { PropertyId, VerdictWord } from '../../../spec/property.ts';
import type { AdapterResult, Counterexample, PropertyResult, RunResult } from '../../search/run-result.ts';
import { lintLines } from './adapter-words.ts';
import { counted } from './quantities.ts';
import type { VerdictSign } from './verdict-sign.ts';

const SIGNS: Readonly<Record<VerdictWord, VerdictSign>> = {
  holds: { glyph: '✓', word: 'holds', tone: 'good' },
  violated: { glyph: '✗', word: 'violated', tone: 'bad' },
  'store-fault': { glyph: '!', word: 'store-fault', tone: 'warning' },
  inconclusive: { glyph: '?', word: 'inconclusive', tone: 'warning' },
  vacuous: { glyph: '∅', word: 'vacuous', tone: 'warning' },
  'not-claimed': { glyph: '–', word: 'not-claimed', tone: 'quiet' },
};

const RUN_SIGNS: Readonly<Record<AdapterResult['verdict'], VerdictSign>> = {
  holds: { glyph: '✓', word: 'holds', tone: 'good' },
  matches: { glyph: '✓', word: 'as declared', tone: 'good' },
  violated: { glyph: '✗', word: 'violated', tone: 'bad' },
  inconclusive: { glyph: '?', word: 'inconclusive', tone: 'warning' },
  skipped: { glyph: '–', word: 'skipped', tone: 'quiet' },
  failed: { glyph: '!', word: 'Scrutineer failed', tone: 'warning' },
};

/** Sign of a property's verdict; a declared deviation that was found is violated as declared. */
export function signOf(property: Pick<PropertyResult, 'verdict' | 'declared'>): VerdictSign {
  const sign = SIGNS[property.verdict];
  const asDeclared = property.declared && property.verdict === 'violated';
  return asDeclared ? { glyph: sign.glyph, word: 'violated (declared)', tone: 'warning' } : sign;
}

/** Sign of an adapter's verdict. */
export function signOfAdapter(verdict: AdapterResult['verdict']): VerdictSign {
  return RUN_SIGNS[verdict];
}

/** The order in which violations are told: two leaders first, since everything else follows from it. */
const IMPORTANCE: readonly PropertyId[] = [
  'S4',
  'S3u',
  'S3a',
  'S3b',
  'S1',
  'S2a',
  'S2b',
  'S6',
  'S7',
  'S9',
  'S8',
  'W3',
  'W1-strong',
  'W1-weak',
  'W2',
];

/** Counterexamples with the undeclared and most telling ones first. */
export function byImportance(counterexamples: readonly Counterexample[]): readonly Counterexample[] {
  const rank = ({ declared, property }: Counterexample): number => {
    const position = IMPORTANCE.indexOf(property);
    return (declared ? 100 : 0) + (position < 0 ? IMPORTANCE.length : position);
  };
  return [...counterexamples].sort((left, right) => rank(left) - rank(right));
}

/** The verdicts on adapters, as the exit codes rank them. */
export const WORST_FIRST: readonly AdapterResult['verdict'][] = [
  'failed',
  'violated',
  'inconclusive',
  'matches',
  'holds',
  'skipped',
];

/** What the whole run says: worst first, as the exit codes rank it. */
export function verdictOf(run: Pick<RunResult, 'adapters'>): AdapterResult['verdict'] {
  return WORST_FIRST.find((word) => run.adapters.some(({ verdict }) => verdict === word)) ?? 'skipped';
}

/** The run in one sentence, for headlines and for the last line of the terminal. */
export function runSentence(run: Pick<RunResult, 'adapters'>): string {
  const verdict = verdictOf(run);
  const those = run.adapters.filter((adapter) => adapter.verdict === verdict);
  const names = listed(namesOf(those));
  const isOne = namesOf(those).length === 1;
  const first = those[0];
  if (first === undefined) return 'Nothing was judged.';
  const judged = run.adapters.filter((adapter) => adapter.verdict !== 'skipped');
  const histories = historiesOf(verdict === 'violated' ? those : judged);
  switch (verdict) {
    case 'failed':
      return `Scrutineer itself could not finish ${names}: ${(first.reason ?? 'no reason was given').replace(/\.$/, '')}.`;
    case 'violated':
      return `${breaches(those, brokenWords)}, judged over ${histories}.`;
    case 'inconclusive':
      return `${names}: ${undecided(first, histories)}.`;
    case 'matches':
      return `${listed(namesOf(judged))} ${namesOf(judged).length === 1 ? 'behaves' : 'behave'} as declared: ${asDeclared(judged, those)}, over ${histories}.`;
    case 'holds':
      return `${names} ${isOne ? 'keeps' : 'keep'} every promise that was claimed, over ${histories}.`;
    case 'skipped':
      return `${names} ${isOne ? 'was' : 'were'} not run: ${first.reason ?? 'no testbed could'}.`;
  }
}

function namesOf(adapters: readonly AdapterResult[]): readonly string[] {
  return [...new Set(adapters.map(({ name }) => name))];
}

function historiesOf(adapters: readonly AdapterResult[]): string {
  const total = adapters.reduce((sum, adapter) => sum + adapter.histories, 0);
  return counted(total, 'history', 'histories');
}

/** What each adapter broke, on any testbed. */
function breaches(adapters: readonly AdapterResult[], inWords: (broken: readonly PropertyResult[]) => string): string {
  const phrases = namesOf(adapters).map((name) => {
    const results = adapters.filter((adapter) => adapter.name === name).flatMap(({ properties }) => properties);
    const broken = new Map(results.flatMap((each) => (each.verdict === 'violated' ? [[each.id, each]] : [])));
    const contract = adapters.some(
      (adapter) => adapter.name === name && lintLines(adapter).some((line) => line.isBreach),
    );
    const parts = [
      ...(contract ? ['the contract of adapters'] : []),
      ...(broken.size > 0 || !contract ? [inWords([...broken.values()])] : []),
    ];
    return `${name} breaks ${parts.join(', and ')}`;
  });
  return phrases.join('; ');
}

/** What is broken as declared; the name is not said twice where there is but one. */
function asDeclared(judged: readonly AdapterResult[], those: readonly AdapterResult[]): string {
  const words = breaches(those, promises);
  const [name = ''] = namesOf(judged);
  return namesOf(judged).length === 1 && words.startsWith(`${name} `) ? `it${words.slice(name.length)}` : words;
}

/** How many promises, and which. */
function promises(properties: readonly PropertyResult[]): string {
  return `${counted(properties.length, 'promise', 'promises')} (${properties.map(({ id }) => id).join(', ')})`;
}

/** The same, with what is not even declared first. */
function brokenWords(broken: readonly PropertyResult[]): string {
  const declared = broken.filter((property) => property.declared);
  const others = broken.filter((property) => !property.declared);
  if (others.length === 0) return `${promises(declared)} as it declares`;
  return declared.length === 0 ? promises(others) : `${promises(others)}, and ${promises(declared)} as it declares`;
}

/** More open properties than this have one cause, and it is the cause that a reader wants. */
const OPEN_LISTED_MAX = 6;

function undecided({ properties, reason }: AdapterResult, histories: string): string {
  const open = properties.filter(({ verdict }) => ['inconclusive', 'vacuous', 'store-fault'].includes(verdict));
  const isListed = open.length > 0 && (open.length <= OPEN_LISTED_MAX || reason === undefined);
  if (isListed) {
    return `the evidence does not decide, over ${histories}: ${openWords(open)}`;
  }
  return reason === undefined
    ? `no property was decided over ${histories}`
    : (/^.*?(?=\. |$)/s.exec(reason)?.[0] ?? reason);
}

/** What is open, by why: `L1 is undecided; nothing exercised L4 and L6`. */
function openWords(open: readonly PropertyResult[]): string {
  const idsOf = (word: VerdictWord): readonly string[] =>
    open.filter(({ verdict }) => verdict === word).map(({ id }) => id);
  const undecidedIds = idsOf('inconclusive');
  const phrases = [
    [undecidedIds, `${listed(undecidedIds)} ${undecidedIds.length === 1 ? 'is' : 'are'} undecided`],
    [idsOf('vacuous'), `nothing exercised ${listed(idsOf('vacuous'))}`],
    [idsOf('store-fault'), `${listed(idsOf('store-fault'))} broke by a fault of the store`],
  ] as const;
  return phrases.flatMap(([ids, phrase]) => (ids.length === 0 ? [] : [phrase])).join('; ');
}

function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
