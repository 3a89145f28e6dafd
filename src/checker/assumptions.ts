/**
 * What a history must be before anybody judges it. A verdict on one that breaks an assumption would be about something
 * else than what happened: a process that runs two operations at once has lost its order, and an operation that the
 * model does not know could only be passed over.
 *
 * That two acquisitions got the same token is no breach: tokens are unique by specification, and so it is a violation,
 * which the engines report.
 */
import {
  FAIL,
  INFO,
  NEVER,
  NONE,
  OK,
  clientFunctions,
  functionOf,
  processOf,
  type ClientHistory,
} from '../history/client-history.ts';
import { valueText, type Value } from '../history/value.ts';
import type { AnyModel } from './model.ts';
import { modelOperation } from './subject.ts';

export type Assumption =
  /** The object can begin as the user says. */
  | 'initial-state'
  /** The model knows every function. */
  | 'known-function'
  /** Where the model is of one object, the history names one. */
  | 'one-object'
  /** No operation ends before it begins. */
  | 'call-before-return'
  /** A process has one operation at a time. */
  | 'sequential-process'
  /** A process does nothing after an operation of which nobody knows the end: it may still take effect. */
  | 'retired-after-info'
  /** What operations carry and return is something that the model can judge. */
  | 'fitting-value';

/** The first thing that keeps a history from being judged. */
export interface Breach {
  readonly assumption: Assumption;
  /** The place of the operation; undefined where it is about the whole. */
  readonly operation?: number;
  /** Where in the source, from 1, or the entry, from 0, as the history counts. */
  readonly line?: number;
  readonly entry?: number;
  readonly expected: string;
  readonly found: string;
  /** What to do about it. */
  readonly next: string;
}

export interface Assumed {
  readonly model: AnyModel;
  readonly initial?: Value | undefined;
  /** Failed operations must fit only where they count. @defaultValue 'no-effect' */
  readonly failed?: 'no-effect' | 'evidence';
}

/** The first breach, or undefined for a history that can be judged. In time linear in its operations. */
export function findBreach(history: ClientHistory, assumed: Assumed): Breach | undefined {
  return (
    breachOfInitial(assumed) ??
    breachOfFunctions(history, assumed.model) ??
    breachOfKeys(history, assumed.model) ??
    breachOfTimes(history) ??
    breachOfProcesses(history) ??
    breachOfValues(history, assumed)
  );
}

function breachOfInitial({ model, initial }: Assumed): Breach | undefined {
  try {
    model.initial(initial);
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {
      assumption: 'initial-state',
      expected: `a state in which the model ${model.name} can begin`,
      found: valueText(initial),
      next: `${capitalised(error.message)}.`,
    };
  }
}

function breachOfFunctions(history: ClientHistory, model: AnyModel): Breach | undefined {
  const known = clientFunctions.map((f) => model.functions.includes(f));
  for (let place = 0; place < history.count; place += 1) {
    if (known[history.f[place] ?? 0] === true) continue;
    return {
      assumption: 'known-function',
      ...atInvocation(history, place),
      expected: `a function of the model ${model.name}: ${model.functions.join(', ')}`,
      found: functionOf(history, place),
      next: 'Name the model of this object by --model; `scrutineer list models` lists them.',
    };
  }
  return undefined;
}

function breachOfKeys(history: ClientHistory, model: AnyModel): Breach | undefined {
  const { count, key, keys } = history;
  if (model.partition === 'key' || keys.length === 0) return undefined;
  for (let place = 1; place < count; place += 1) {
    if (key[place] === key[0]) continue;
    return {
      assumption: 'one-object',
      ...atInvocation(history, place),
      expected: `operations of one object, as the model ${model.name} is of one`,
      found: `the key ${nameOf(keys[key[place] ?? NONE])} after ${nameOf(keys[key[0] ?? NONE])}`,
      next: 'Check the history of each key on its own.',
    };
  }
  return undefined;
}

function breachOfTimes(history: ClientHistory): Breach | undefined {
  const { count, call, end, outcome, times } = history;
  for (let place = 0; place < count; place += 1) {
    if (outcome[place] === INFO || (end[place] ?? NEVER) > (call[place] ?? 0)) continue;
    const [from, to] = [times?.callUs[place], times?.endUs[place]];
    return {
      assumption: 'call-before-return',
      ...atCompletion(history, place),
      expected: `an operation that ends after it begins${from === undefined ? '' : `, at ${from} us`}`,
      found: `its end before that${to === undefined ? '' : `, at ${to} us`}`,
      next: 'Take all times of a history from one clock that never goes back, before sending and after receiving.',
    };
  }
  return undefined;
}

function breachOfProcesses(history: ClientHistory): Breach | undefined {
  const { count, process, outcome } = history;
  const last = new Int32Array(history.processes.length).fill(NONE);
  for (let place = 0; place < count; place += 1) {
    const index = process[place] ?? 0;
    const before = last[index] ?? NONE;
    last[index] = place;
    if (before === NONE) continue;
    if (outcome[before] === INFO) return afterInfo(history, place, before);
    if (overlaps(history, before, place)) return overlapping(history, place, before);
  }
  return undefined;
}

/**
 * Operations that touch are judged as concurrent. Still a process may begin one at the time at which its last one ended:
 * clocks are coarse.
 */
function overlaps({ call, end, times }: ClientHistory, before: number, after: number): boolean {
  if (times !== undefined) return (times.callUs[after] ?? 0) < (times.endUs[before] ?? 0);
  return (call[after] ?? 0) < (end[before] ?? 0);
}

function afterInfo(history: ClientHistory, place: number, before: number): Breach {
  return {
    assumption: 'retired-after-info',
    ...atInvocation(history, place),
    expected: `no operation of process ${processOf(history, place)} after its ${functionOf(history, before)} ${whereInvoked(history, before)}, of which nobody knows the end`,
    found: `a ${functionOf(history, place)}`,
    next: 'After an indeterminate operation let the client go on as a process of another name: the operation may still take effect.',
  };
}

function overlapping(history: ClientHistory, place: number, before: number): Breach {
  return {
    assumption: 'sequential-process',
    ...atInvocation(history, place),
    expected: `one operation of process ${processOf(history, place)} at a time`,
    found: `a ${functionOf(history, place)} before the end of its ${functionOf(history, before)} ${whereInvoked(history, before)}`,
    next: 'Give operations that overlap processes of their own.',
  };
}

/** Values fit or not whoever carries them, and so those alone in their operation are looked at once for each function. */
function breachOfValues(history: ClientHistory, { model, failed }: Assumed): Breach | undefined {
  const { misfit } = model;
  if (misfit === undefined) return undefined;
  const { count, f, outcome, input, output, values } = history;
  const nothing = values.length;
  const fitInputs = new Uint16Array(nothing + 1);
  const fitOutputs = new Uint16Array(nothing + 1);
  for (let place = 0; place < count; place += 1) {
    const ended = outcome[place] ?? INFO;
    if (ended === FAIL && failed !== 'evidence') continue;
    const isOk = ended === OK;
    const [carried, returned] = [input[place] ?? NONE, output[place] ?? NONE];
    if (carried === NONE || returned === NONE) {
      const bit = 1 << (2 * (f[place] ?? 0) + (isOk ? 1 : 0));
      const fit = carried === NONE ? fitOutputs : fitInputs;
      const alone = carried !== NONE ? carried : returned !== NONE ? returned : nothing;
      if (((fit[alone] ?? 0) & bit) !== 0) continue;
      fit[alone] = (fit[alone] ?? 0) | bit;
    }
    const wrong = misfit(modelOperation(history, place), isOk ? 'ok' : 'info');
    if (wrong !== undefined) return misfitting(history, place, { model, isOk, ...wrong });
  }
  return undefined;
}

function misfitting(
  history: ClientHistory,
  place: number,
  wrong: { readonly model: AnyModel; readonly isOk: boolean; readonly expected: string; readonly found: string },
): Breach {
  return {
    assumption: 'fitting-value',
    ...(wrong.isOk ? atCompletion(history, place) : atInvocation(history, place)),
    expected: `for ${functionOf(history, place)} of the model ${wrong.model.name} ${wrong.expected}`,
    found: wrong.found,
    next: 'Record it, or name another model by --model.',
  };
}

type Where = Pick<Breach, 'operation' | 'line' | 'entry'>;

function atInvocation(history: ClientHistory, place: number): Where {
  return { operation: place, [history.placedBy]: history.invokedAt[place] ?? NONE };
}

function atCompletion(history: ClientHistory, place: number): Where {
  const at = history.completedAt[place] ?? NONE;
  return at === NONE ? atInvocation(history, place) : { operation: place, [history.placedBy]: at };
}

function whereInvoked({ placedBy, invokedAt }: ClientHistory, place: number): string {
  return `in ${placedBy} ${invokedAt[place] ?? NONE}`;
}

function nameOf(key: string | undefined): string {
  return key === undefined ? 'of nothing' : JSON.stringify(key);
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
