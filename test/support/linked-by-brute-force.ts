/**
 * The truth about acquisitions of which nobody knows the token: a history is linearizable when there is any way to give
 * them tokens, or to leave them out, with which it is. Every way is tried.
 */
import { bruteForce } from '../../src/checker/brute-force.ts';
import type { AnyModel } from '../../src/checker/model.ts';
import { normalise, type NormaliseOptions } from '../../src/checker/normalise/normalise.ts';
import { partition } from '../../src/checker/partition.ts';
import { FAIL, INFO, clientFunctions, inputOf, type ClientHistory } from '../../src/history/client-history.ts';
import { fieldOf, type Value } from '../../src/history/value.ts';

const linkedModels = ['fenced-lock', 'leader-lease', 'monotonic-token', 'set-once'];
const acquire = clientFunctions.indexOf('acquire');

/** Undefined where there is nothing to link, or too much to try. */
export function linkedByBruteForce(
  history: ClientHistory,
  model: AnyModel,
  options: NormaliseOptions,
): boolean | undefined {
  if (!linkedModels.includes(model.name)) return undefined;
  const unknown: number[] = [];
  for (let place = 0; place < history.count; place += 1) {
    const isUnknown = history.outcome[place] === INFO && fieldOf(inputOf(history, place), 'token') === undefined;
    if (history.f[place] === acquire && isUnknown) unknown.push(place);
  }
  if (unknown.length === 0) return undefined;
  const candidates = candidateTokens(history);
  if ((candidates.length + 1) ** unknown.length > 700) return undefined;
  const values: readonly Value[] = [...history.values, ...candidates.map((token) => ({ token }))];
  const tokens = candidates.map((_, index) => history.values.length + index);
  return someWay({ ...history, values }, { model, options, unknown, tokens }, 0);
}

interface Ways {
  readonly model: AnyModel;
  readonly options: NormaliseOptions;
  readonly unknown: readonly number[];
  /** Indices of values that are tokens and nothing more. */
  readonly tokens: readonly number[];
}

/** Tries every token for the acquisition `at`, and leaving it out, with everything that follows. */
function someWay(history: ClientHistory, ways: Ways, at: number): boolean {
  const place = ways.unknown[at];
  if (place === undefined) return isGood(history, ways);
  const outcome = history.outcome.slice();
  outcome[place] = FAIL;
  if (someWay({ ...history, outcome }, ways, at + 1)) return true;
  return ways.tokens.some((token) => {
    const output = history.output.slice();
    output[place] = token;
    return someWay({ ...history, output }, ways, at + 1);
  });
}

/** Nothing is left to link: normalising only leaves out what failed, and says what releases are about. */
function isGood(history: ClientHistory, { model, options }: Ways): boolean {
  const normalised = normalise(history, model, options);
  return partition({ model, initial: options.initial, ...normalised }).every((subject) => bruteForce(subject) === true);
}

/**
 * Tokens that somebody saw. Where somebody was told who leads and not with which token, also the next ones: tokens are
 * integers, and so two that follow each other leave no room.
 */
function candidateTokens({ values }: ClientHistory): readonly string[] {
  const seen = new Set<bigint>();
  let isHidden = false;
  for (const value of values) {
    const token = fieldOf(value, 'token');
    if (typeof token === 'string' || typeof token === 'number') seen.add(BigInt(token));
    else if (fieldOf(value, 'owner') !== undefined) isHidden = true;
  }
  const next = isHidden ? [0n, ...seen].flatMap((token) => [token - 1n, token + 1n, token + 2n]) : [];
  return Array.from(new Set([...seen, ...next]), String);
}
