/** How long elections took beside their bounds: in phrases, for every format. */
import type { PropertyId } from '../../../spec/property.ts';
import type { TimedMeasure } from '../../../spec/timed-piece.ts';
import type { AdapterResult } from '../../search/run-result.ts';
import type { MeasureResult } from '../../search/timing-tally.ts';
import { voidWords } from './envelope-words.ts';
import { count, counted, elapsed, seconds } from './quantities.ts';

/** What a measure is called, from when to when it counts, and the promise that bounds it. */
export interface MeasureText {
  readonly measure: TimedMeasure;
  readonly property: PropertyId;
  readonly name: string;
  readonly meaning: string;
}

/** In the order in which they are told. */
export const measureTexts: readonly MeasureText[] = [
  {
    measure: 'leaderless',
    property: 'L1',
    name: 'Leaderless stretches',
    meaning: 'nobody led, or whoever did stood still, while somebody waited',
  },
  {
    measure: 'failover',
    property: 'L2',
    name: 'Failover',
    meaning: 'from the crash of a leader, or its cut, to the next leader',
  },
  {
    measure: 'handover',
    property: 'L4',
    name: 'Handover',
    meaning: 'from a resign to the next leader',
  },
  {
    measure: 'demotion',
    property: 'L3',
    name: 'Demotion',
    meaning: 'from the last renewal, or the cut, to the end of belief; pauses, and the grace after each, do not count',
  },
];

/** `leaderless 2.1 % of the time; failover median 41 % of its bound (max 93 %), ...`; undefined where nothing was measured. */
export function timingLine({ timing }: AdapterResult): string | undefined {
  if (timing === undefined) return undefined;
  const told = timing.measures.filter(({ measure, pieces }) => measure !== 'leaderless' && pieces > 0);
  const parts = told.map(({ measure, permille, over }, place) => {
    const of = place === 0 ? ' of its bound' : '';
    const beyond = over === 0 ? '' : `, ${count(over)} beyond`;
    return `${measure} median ${share(permille.median)}${of} (max ${share(permille.max)}${beyond})`;
  });
  return [`leaderless ${leaderlessShare(timing.leaderless)} of the time, faults included`, ...parts].join(', ');
}

/** `12.7 %`; rounded to a tenth, but never to nothing or to everything. */
export function leaderlessShare({ us, ofUs }: { readonly us: number; readonly ofUs: number }): string {
  const tenths = Math.round((us * 1000) / ofUs);
  if (us > 0 && tenths === 0) return 'less than 0.1 %';
  if (us < ofUs && tenths === 1000) return 'more than 99.9 %';
  return share(tenths);
}

/** How much of the time nobody led, in a sentence. */
export function leaderlessSentence({ timing, histories }: AdapterResult): string | undefined {
  if (timing === undefined) return undefined;
  const { leaderless } = timing;
  const still =
    leaderless.stillUs === 0
      ? ''
      : ` For another ${leaderlessShare({ us: leaderless.stillUs, ofUs: leaderless.ofUs })} whoever led stood still.`;
  return `Nobody led for ${leaderlessShare(leaderless)} of the time: ${elapsed(leaderless.us / 1000)} of ${elapsed(leaderless.ofUs / 1000)} in ${counted(histories, 'history', 'histories')}, faults included, in ${counted(leaderless.stretches, 'stretch', 'stretches')} of at most ${seconds(leaderless.longestUs)}.${still}`;
}

/** `41 %`, of thousandths: of a bound, 100 % being the bound. */
export function share(permille: number): string {
  return `${count(Math.trunc(permille / 10))}${permille % 10 === 0 ? '' : `.${permille % 10}`} %`;
}

/** One measure as a row of a table. */
export interface MeasureRow {
  readonly text: MeasureText;
  /** Undefined where nothing of it was judged. */
  readonly result: MeasureResult | undefined;
  /** What is not in the figures, and why; each a phrase. */
  readonly besides: readonly string[];
}

/** All measures of an adapter, those without a figure too; nothing where the run was not measured. */
export function measureRows(adapter: AdapterResult): readonly MeasureRow[] {
  const { timing, properties } = adapter;
  if (timing === undefined) return [];
  return measureTexts.map((text) => {
    const result = timing.measures.find(({ measure }) => measure === text.measure);
    const property = properties.find(({ id }) => id === text.property);
    const besides: string[] = [];
    const unbounded = result?.unbounded ?? 0;
    if (unbounded > 0) besides.push(`${count(unbounded)} came while no bound ran, since nobody was free to lead`);
    if (property !== undefined && property.inconclusive > 0) besides.push(`${count(property.inconclusive)} undecided`);
    const isVoid = property === undefined ? undefined : voidWords(property);
    if (isVoid !== undefined) besides.push(isVoid);
    if (property === undefined || property.verdict === 'not-claimed') besides.push(`${text.property} is not promised`);
    else if (property.verdict === 'store-fault') besides.push('blamed on the store');
    return { text, result: result !== undefined && result.pieces > 0 ? result : undefined, besides };
  });
}

/** `median 41 % of the bound, 99 of 100 within 88 %, max 93 %; median 4.1 s, max 9.2 s`. */
export function measureWords({ permille, tookUs, over, open }: MeasureResult): string {
  const endless = open === 0 ? '' : `, ${count(open)} of them not over in the end`;
  const beyond = over === 0 ? '' : `; ${count(over)} beyond the bound${endless}`;
  return `median ${share(permille.median)} of the bound, 99 of 100 within ${share(permille.p99)}, max ${share(permille.max)}; median ${seconds(tookUs.median)}, max ${seconds(tookUs.max)}${beyond}`;
}
