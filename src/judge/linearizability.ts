/**
 * Lends the checker to the specification: turns operations of a judged history into a client history in columns, and has
 * it judged by a typed monitor, by the general search where no monitor decides it.
 *
 * This is done two or three times for each of thousands of histories a second. So the columns are kept and used again,
 * times are ranked by one sort of plain numbers, and all histories share one table of values, in which the place of a
 * number is known beforehand: nothing is looked up, and whoever decodes the table does it once.
 */
import type {
  LinearizabilityAnswer,
  LinearizabilityChecker,
  ObjectName,
  ObjectOperation,
} from '../../spec/linearizability.ts';
import { fewestCulprits } from './fewest-culprits.ts';
import { isInOrderOfNumbers } from './order-of-numbers.ts';
import type { EngineAnswer, Limits } from '../checker/engine.ts';
import type { AnyModel } from '../checker/model.ts';
import { modelNamed } from '../checker/models.ts';
import { monitorsOf } from '../checker/monitors.ts';
import { ObjectSearch } from '../checker/search/object-search.ts';
import type { Subject } from '../checker/subject.ts';
import { functionCode } from '../history/client-history-builder.ts';
import { INFO, NEVER, NONE, OK, type ClientHistory } from '../history/client-history.ts';
import type { Value } from '../history/value.ts';

/** How much of a search a judged history is worth. It is counted in configurations, so that a verdict depends on no clock. */
const CONFIGURATIONS_MAX = 100_000;
const limits: Limits = { bytesMax: 2 ** 26, isOver: () => false };

/** Judges by the checker. Where there is no order, few operations are told that have none by themselves. */
export const linearizable: LinearizabilityChecker = (object, operations) => {
  const answer = isInOrderOfNumbers(object, operations) ? inOrder : check(object, operations);
  return answer.verdict === 'not-linearizable'
    ? { ...answer, culprits: fewestCulprits(operations, answer.culprits, (some) => check(object, some)) }
    : answer;
};

const inOrder: LinearizabilityAnswer = { verdict: 'linearizable' };

function check(object: ObjectName, operations: readonly ObjectOperation[]): LinearizabilityAnswer {
  const subject = subjectOf(object, operations);
  if (subject === undefined) return { verdict: 'unknown', reason: 'the history is too long to be put into order' };
  for (const monitor of monitorsOf(subject.model.name)) {
    const answer = monitor(subject);
    if (answer !== undefined) return told(answer);
  }
  const answer = new ObjectSearch(subject, limits).advance(CONFIGURATIONS_MAX);
  return answer === undefined ? { verdict: 'unknown', reason: 'the search for an order took too long' } : told(answer);
}

function told(answer: EngineAnswer): LinearizabilityAnswer {
  switch (answer.verdict) {
    case 'linearizable':
      return inOrder;
    case 'unknown':
      return { verdict: 'unknown', reason: `the search for an order reached its limit of ${answer.limit}` };
    case 'not-linearizable':
      return { verdict: 'not-linearizable', culprits: answer.culprits.map((place) => columns.source[place] ?? 0) };
  }
}

const models: Readonly<Record<ObjectName, AnyModel>> = {
  election: known('leader-lease'),
  'fenced-store': known('fenced-store'),
  numbering: known('monotonic-token'),
};

function known(name: string): AnyModel {
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}: this should never happen`);
  return model;
}

const acquire = functionCode('acquire');
const release = functionCode('release');
const observe = functionCode('observe');
const write = functionCode('write');

/** Places in the table of values; a number has the place `FIRST_NUMBER` + itself. */
const NOBODY = 0;
const REFUSED = 1;
const FIRST_NUMBER = 2;

/** The values and processes of all histories that have no larger number than these. A process stands for a leadership. */
class Names {
  readonly values: readonly Value[];
  readonly processes: readonly string[];

  constructor(numbers: number) {
    const all = Array.from({ length: numbers }, (_, number) => number);
    this.values = [null, { outcome: 'refused' }, ...all.map((token) => ({ token }))];
    this.processes = all.map(String);
  }

  get numbers(): number {
    return this.processes.length;
  }
}

class Columns {
  readonly f: Uint8Array;
  readonly outcome: Uint8Array;
  readonly process: Int32Array;
  readonly key: Int32Array;
  readonly input: Int32Array;
  readonly output: Int32Array;
  readonly call: Int32Array;
  readonly end: Int32Array;
  readonly places: Int32Array;
  /** For each place in the columns, the place among the operations that were handed in. */
  readonly source: Int32Array;
  /** The other way round. */
  readonly placeOf: Int32Array;
  /** The times of calls and ends, packed with what they are the times of. */
  readonly moments: Float64Array;

  constructor(size: number) {
    this.f = new Uint8Array(size);
    this.outcome = new Uint8Array(size);
    this.process = new Int32Array(size);
    this.key = new Int32Array(size).fill(NONE);
    this.input = new Int32Array(size);
    this.output = new Int32Array(size);
    this.call = new Int32Array(size);
    this.end = new Int32Array(size);
    this.places = Int32Array.from({ length: size }, (_, place) => place);
    this.source = new Int32Array(size);
    this.placeOf = new Int32Array(size);
    this.moments = new Float64Array(2 * size);
  }

  get size(): number {
    return this.f.length;
  }
}

let names = new Names(64);
let columns = new Columns(256);

/** A subject in the shared columns: it is over when the next one is made. Undefined where it would be too large. */
function subjectOf(object: ObjectName, operations: readonly ObjectOperation[]): Subject | undefined {
  const count = operations.length;
  if (count > OPERATIONS_MAX) return undefined;
  if (count > columns.size) columns = new Columns(2 * count);
  const largest = rank(operations);
  if (largest < 0) return undefined;
  if (largest >= names.numbers) names = new Names(2 * largest + 1);
  for (let place = 0; place < count; place += 1) describe(place, operations[columns.source[place] ?? 0]);
  const history: ClientHistory = {
    source: object,
    count,
    f: columns.f,
    outcome: columns.outcome,
    process: columns.process,
    processes: names.processes,
    key: columns.key,
    keys: noKeys,
    input: columns.input,
    output: columns.output,
    values: names.values,
    call: columns.call,
    end: columns.end,
    invokedAt: columns.places,
    completedAt: columns.places,
    placedBy: 'entry',
  };
  return { model: models[object], initial: undefined, history, operations: columns.places.subarray(0, count) };
}

const noKeys: readonly string[] = [];

/** A moment is packed into one number, which holds 2^53 exactly: its time, whether it is an end, and of which operation. */
const OPERATIONS_MAX = 2 ** 16;
const MOMENT = 2 * OPERATIONS_MAX;
/** Nineteen hours. */
const MICROS_MAX = 2 ** 36;

/**
 * Orders the moments and writes them down as ranks: of those at one time calls come first, since intervals are closed.
 * What would be before the history begins happens when it begins. Gives the largest number of an operation, or -1 where a
 * time is too large.
 */
function rank(operations: readonly ObjectOperation[]): number {
  const { moments, source, placeOf, call, end } = columns;
  let length = 0;
  let largest = 0;
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at];
    if (operation === undefined) break;
    const { fromUs, toUs, number } = operation;
    if (fromUs >= MICROS_MAX || (toUs >= MICROS_MAX && toUs !== Infinity)) return -1;
    moments[length++] = Math.floor(fromUs > 0 ? fromUs : 0) * MOMENT + at;
    if (toUs !== Infinity) moments[length++] = Math.ceil(toUs > 0 ? toUs : 0) * MOMENT + OPERATIONS_MAX + at;
    if (number > largest) largest = number;
  }
  moments.subarray(0, length).sort();
  let next = 0;
  for (let moment = 0; moment < length; moment += 1) {
    const what = (moments[moment] ?? 0) % MOMENT;
    if (what < OPERATIONS_MAX) {
      source[next] = what;
      placeOf[what] = next;
      call[next] = moment;
      end[next] = NEVER;
      next += 1;
    } else end[placeOf[what - OPERATIONS_MAX] ?? 0] = moment;
  }
  return largest;
}

function describe(place: number, operation: ObjectOperation | undefined): void {
  if (operation === undefined) return;
  const { does, number, happened } = operation;
  columns.outcome[place] = happened ? OK : INFO;
  const value = FIRST_NUMBER + number;
  columns.process[place] = number;
  columns.input[place] = does === 'resign' || does === 'accept' || does === 'refuse' ? value : NONE;
  columns.output[place] = NONE;
  switch (does) {
    case 'campaign':
    case 'count':
      columns.f[place] = acquire;
      columns.output[place] = value;
      break;
    case 'resign':
      columns.f[place] = release;
      break;
    case 'view':
      columns.f[place] = observe;
      columns.output[place] = number === 0 ? NOBODY : value;
      break;
    case 'accept':
      columns.f[place] = write;
      break;
    case 'refuse':
      columns.f[place] = write;
      columns.output[place] = REFUSED;
  }
}
