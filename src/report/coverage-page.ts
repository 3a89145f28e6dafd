/** What the page says of coverage, in words, an adapter at a time. Made in Node, so that the page needs no words of its own. */
import { actions } from '../../spec/actions.ts';
import { names } from '../../spec/assumptions.ts';
import { faults, type Circumstance } from '../../spec/faults.ts';
import type { AdapterResult, RunResult } from '../search/run-result.ts';
import { coverageWords } from './words/evidence-words.ts';
import type { PropertyText } from './exhibit/exhibit.ts';
import { count, counted } from './words/quantities.ts';
import { stateWords } from './words/state-words.ts';
import type { VerdictSign } from './words/verdict-sign.ts';
import { signOf } from './words/verdict-words.ts';

/** Of one promise: how much evidence there was, and how much of it decided. */
export interface Obligation {
  readonly id: string;
  readonly title: string;
  readonly sign: VerdictSign;
  readonly judged: string;
  readonly undecided: string;
  /** In how many histories nothing was promised, by the circumstance; the most frequent first. */
  readonly voids: readonly string[];
  readonly reason?: string;
}

/** Of one adapter on one testbed. */
export interface AdapterCoverage {
  /** `redis-lease on simulated`. */
  readonly name: string;
  readonly obligations: readonly Obligation[];
  /** How much of the matrix was reached, where that is owed. */
  readonly matrix?: string;
  /** How many states of the model were reached, where histories were compared with it. */
  readonly states?: string;
}

export interface CoveragePage {
  /** One an adapter of the run, in its order. */
  readonly adapters: readonly AdapterCoverage[];
  /** What transitions and faults are, by their names. */
  readonly sentences: Readonly<Record<string, string>>;
}

/** Pure: the same run gives the same words. */
export function coveragePage(run: RunResult, properties: readonly PropertyText[]): CoveragePage {
  const titles = new Map<string, string>(properties.map(({ id, title }) => [id, title]));
  return {
    adapters: run.adapters.map((adapter) => coverageOf(adapter, titles)),
    sentences: Object.fromEntries<string>([
      ...actions.map(({ name, sentence }) => [name, sentence] as const),
      ...Object.values(faults).map(({ kind, sentence }) => [kind, sentence] as const),
    ]),
  };
}

function coverageOf(adapter: AdapterResult, titles: ReadonlyMap<string, string>): AdapterCoverage {
  const matrix = coverageWords(adapter);
  const states = stateWords(adapter);
  return {
    name: `${adapter.name} on ${adapter.testbed}`,
    obligations: adapter.properties
      .filter(({ verdict }) => verdict !== 'not-claimed')
      .map((property) => ({
        id: property.id,
        title: titles.get(property.id) ?? '',
        sign: signOf(property),
        judged: count(property.judged),
        undecided: count(property.inconclusive),
        voids: Object.entries(property.void ?? {})
          .filter(([, histories]) => histories > 0)
          .sort(([, left], [, right]) => right - left)
          .map(
            ([circumstance, histories]) =>
              `${counted(histories, 'history', 'histories')}: ${names[circumstance as Circumstance]}`,
          ),
        ...(property.reason === undefined ? {} : { reason: property.reason }),
      })),
    ...(matrix === undefined ? {} : { matrix }),
    ...(states === undefined ? {} : { states }),
  };
}
