/**
 * Holds the engines against each other on random histories: the typed monitor, the general search (with some of its rules
 * switched off in every other history, since rules that are always on together hide each other's errors), and brute
 * force, which is the definition. Every order that an engine gives is replayed, and every eighth history goes through the
 * whole check, whose certificate the validator has to accept.
 */
import { bruteForce } from '../../src/checker/brute-force.ts';
import { checkHistory } from '../../src/checker/check-history.ts';
import type { EngineAnswer, Limits } from '../../src/checker/engine.ts';
import type { AnyModel } from '../../src/checker/model.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { monitorsOf } from '../../src/checker/monitors.ts';
import { normalise, type NormaliseOptions } from '../../src/checker/normalise/normalise.ts';
import { validateOrders } from '../../src/checker/order-validator.ts';
import { partition } from '../../src/checker/partition.ts';
import { searchObject } from '../../src/checker/search/object-search.ts';
import { allRules, type SearchRules } from '../../src/checker/search/rules.ts';
import type { Subject } from '../../src/checker/subject.ts';
import { writeJsonLines } from '../../src/history/formats/write-json-lines.ts';
import type { ClientHistory } from '../../src/history/client-history.ts';
import type { Value } from '../../src/history/value.ts';
import { Draw } from './draw.ts';
import { historyOf, type DraftOperation } from './drafted-history.ts';
import { draftSmallHistory, indeterminateShare, type GeneratedKind } from './generated-client-history.ts';
import { linkedByBruteForce } from './linked-by-brute-force.ts';
import { wrongOrder } from './replay-order.ts';

export interface Agreement {
  readonly kind: GeneratedKind;
  histories: number;
  good: number;
  /** Histories in which at least a fifth of the operations are indeterminate. */
  indeterminate: number;
  /** Histories of which a monitor decided every object. */
  monitored: number;
  readonly mismatches: Mismatch[];
}

export interface Mismatch {
  readonly seed: number;
  readonly sentence: string;
  /** As few operations as still show it. */
  readonly operations: readonly DraftOperation[];
}

/** Mismatches kept of each kind: the first ones tell enough. */
const MISMATCHES_MAX = 3;

const limitsOfSearch: Limits = { bytesMax: 2 ** 26, isOver: () => false };

/** What every tenth history begins with beside nothing. Few were made for it, and so most of these are bad. */
const initials: Readonly<Record<string, Value>> = {
  register: 1,
  'cas-register': 1,
  'multi-register': { x: 1 },
  kv: 'a',
  mutex: true,
  'owner-mutex': '0',
  'reentrant-mutex': '0',
  'fenced-lock': { token: '1', owner: '0' },
  'leader-lease': { token: '1', owner: '0' },
  'fenced-store': { token: '1', value: 1 },
  'monotonic-token': '1',
};

function initialOf({ model }: GeneratedKind, seed: number): Value | undefined {
  return seed % 10 === 7 ? initials[model] : undefined;
}

const ruleNames = Object.keys(allRules) as readonly (keyof SearchRules)[];

/** Compares the engines on `histories` histories, those of the seeds from `firstSeed` on. */
export function compareEngines(kind: GeneratedKind, firstSeed: number, histories: number): Agreement {
  const agreement: Agreement = { kind, histories: 0, good: 0, indeterminate: 0, monitored: 0, mismatches: [] };
  for (let seed = firstSeed; seed < firstSeed + histories; seed += 1) {
    const operations = draftSmallHistory(kind, seed);
    const compared = compareOn(kind, seed, operations);
    agreement.histories += 1;
    if (compared.isGood) agreement.good += 1;
    if (compared.isMonitored) agreement.monitored += 1;
    if (indeterminateShare(operations) >= 0.2) agreement.indeterminate += 1;
    if (compared.mismatch !== undefined) {
      agreement.mismatches.push(smallest(kind, seed, operations));
      if (agreement.mismatches.length === MISMATCHES_MAX) return agreement;
    }
  }
  return agreement;
}

interface Compared {
  readonly isGood: boolean;
  readonly isMonitored: boolean;
  /** What the engines do not agree about, in a sentence. */
  readonly mismatch?: string;
}

/** Drops operations as long as the engines still disagree. */
function smallest(kind: GeneratedKind, seed: number, operations: readonly DraftOperation[]): Mismatch {
  let left = [...operations];
  for (let at = 0; at < left.length;) {
    const fewer = left.filter((_, index) => index !== at);
    if (fewer.length > 0 && compareOn(kind, seed, fewer).mismatch !== undefined) left = fewer;
    else at += 1;
  }
  return { seed, sentence: compareOn(kind, seed, left).mismatch ?? '', operations: left };
}

function compareOn(kind: GeneratedKind, seed: number, operations: readonly DraftOperation[]): Compared {
  const history = historyOf(operations, `${kind.name}, seed ${seed}`);
  const model = modelNamed(kind.model);
  if (model === undefined) throw new Error(`there is no model ${kind.model}`);
  const failed = Math.floor(seed / 2) % 8 === 0 ? 'evidence' : 'no-effect';
  const initial = initialOf(kind, seed);
  const options: NormaliseOptions = { failed, initial };
  const normalised = normalise(history, model, options);
  const rules = rulesOf(seed);
  let isGood = true;
  let isMonitored = true;
  for (const subject of partition({ model, initial, ...normalised })) {
    const truth = bruteForce(subject);
    if (truth === undefined) throw new Error('the history is too long for brute force');
    const monitored = byMonitor(model, subject);
    const mismatch =
      disagreement('the monitor', subject, truth, monitored) ??
      disagreement(`the search ${rules.without}`, subject, truth, searchObject(subject, limitsOfSearch, rules.rules));
    isGood &&= truth;
    isMonitored &&= monitored !== undefined;
    if (mismatch !== undefined) return { isGood, isMonitored, mismatch };
  }
  // What was found out about operations needs no other proof where it makes the history good: there is a way.
  const isOpen = !isGood && normalised.uncertain === undefined && seed % 4 < 2;
  const mismatch =
    (isOpen ? linkedOtherwise(history, model, options) : undefined) ??
    (seed % 16 < 2 ? doubtfulResult(history, model, options, isGood) : undefined);
  return { isGood, isMonitored, ...(mismatch === undefined ? {} : { mismatch }) };
}

/** All rules for every other history, and any of them for the others. */
function rulesOf(seed: number): { readonly rules: SearchRules; readonly without: string } {
  if (seed % 2 === 0) return { rules: allRules, without: 'with all rules' };
  const draw = new Draw(~seed);
  const off = ruleNames.filter(() => draw.chance(0.4));
  const rules = { ...allRules, ...Object.fromEntries(off.map((name) => [name, false])) };
  return { rules, without: `without ${off.join(', ') || 'nothing'}` };
}

export function byMonitor(model: AnyModel, subject: Subject): EngineAnswer | undefined {
  for (const monitor of monitorsOf(model.name)) {
    const answer = monitor(subject);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** What is wrong with an answer, in a sentence. */
export function disagreement(
  engine: string,
  subject: Subject,
  truth: boolean,
  answer: EngineAnswer | undefined,
): string | undefined {
  if (answer === undefined) return undefined;
  const of = subject.object === undefined ? '' : ` of ${subject.object}`;
  const said = `${engine} says ${answer.verdict}${of}`;
  if (answer.verdict === 'unknown') return said;
  if ((answer.verdict === 'linearizable') !== truth) {
    return `${said}, brute force ${truth ? 'linearizable' : 'not-linearizable'}`;
  }
  if (answer.verdict === 'linearizable') {
    const wrong = wrongOrder(subject, answer.order);
    return wrong === undefined ? undefined : `${said}, and ${wrong}`;
  }
  const isNamed = answer.culprits.length > 0 && answer.culprits.every((place) => subject.operations.includes(place));
  return isNamed ? undefined : `${said}, and names ${answer.culprits.join(', ') || 'nobody'}`;
}

/** What is wrong with the result of the whole check, whose orders the validator of certificates has to accept. */
function doubtfulResult(
  history: ClientHistory,
  model: AnyModel,
  { failed, initial }: NormaliseOptions,
  isGood: boolean,
): string | undefined {
  const limits = { timeMs: 60_000, bytesMax: limitsOfSearch.bytesMax, nowMs: () => 0 };
  const { verdict, orders, failure } = checkHistory(history, {
    model,
    failed,
    limits,
    ...(initial === undefined ? {} : { initial }),
  });
  if (verdict === 'unknown') return undefined;
  if ((verdict === 'linearizable') !== isGood) return `the check says ${verdict}, its engines do not`;
  if (verdict === 'not-linearizable') return failure === undefined ? 'the check names no culprits' : undefined;
  const wrong = validateOrders(history, model, { initial, failed }, orders ?? []);
  return wrong === undefined ? undefined : `the validator refuses the orders of the check: ${wrong}`;
}

/** Whether there is another way to say what indeterminate acquisitions got, with which the history is good. */
function linkedOtherwise(history: ClientHistory, model: AnyModel, options: NormaliseOptions): string | undefined {
  if (linkedByBruteForce(history, model, options) !== true) return undefined;
  return 'it is not linearizable with the tokens that acquisitions were found to have got, and is with others';
}

/** A mismatch as a history that `scrutineer check` reads, under a sentence. */
export function mismatchText(kind: GeneratedKind, { seed, sentence, operations }: Mismatch): string {
  const history = historyOf(operations, 'mismatch');
  const initial = initialOf(kind, seed);
  const begins = initial === undefined ? '' : ` (--initial '${JSON.stringify(initial)}')`;
  return `${kind.name}, seed ${seed}: ${sentence}${begins}\n${[...writeJsonLines(history)].join('')}`;
}

/** The header and one line a kind of what was compared. */
export function agreementTable(agreements: readonly Agreement[]): string {
  return [agreementHeader, ...agreements.map(agreementRow)].join('\n');
}

export const agreementHeader: string = tableRow([
  'histories of',
  'compared',
  'good',
  'a fifth indeterminate',
  'by a monitor',
  'mismatches',
]);

export function agreementRow({ kind, histories, good, indeterminate, monitored, mismatches }: Agreement): string {
  return tableRow([
    kind.name,
    histories.toLocaleString('en'),
    percent(good / histories),
    percent(indeterminate / histories),
    percent(monitored / histories),
    String(mismatches.length),
  ]);
}

function tableRow([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(34) + cells.map((cell) => cell.padStart(22)).join('');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
