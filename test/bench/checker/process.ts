/**
 * What a figure of a cold process is measured in: does one thing, prints one JSON object, ends.
 *
 *   corpora ENGINE                                            reads and judges every file of the corpora
 *   etcd-log ROUNDS FILE...                                   judges every file by the general search, ROUNDS times
 *   history FILE MODEL ENGINE [ROUNDS] [TIMEOUT_MS] [BYTES]   reads a file and judges it ROUNDS times, for 2 s at most
 *   core FILE MODEL                                           explains why it is not linearizable
 */
import { existsSync, readFileSync } from 'node:fs';
import { resourceUsage } from 'node:process';
import { basename } from 'node:path';
import { checkHistory, type CheckOptions } from '../../../src/checker/check-history.ts';
import type { CheckResult } from '../../../src/checker/check-result.ts';
import { explain } from '../../../src/checker/explain/explain.ts';
import { modelNamed } from '../../../src/checker/models.ts';
import { NONE, type ClientHistory } from '../../../src/history/client-history.ts';
import { readClientHistory } from '../../../src/history/formats/read-client-history.ts';
import { corporaMissing, findCorpora } from '../../support/corpora.ts';
import { nowUs, processorUs } from '../stopwatch.ts';
import type { Judged, JudgedRounds, ThreadLap } from './judged.ts';
import type { CoreReport } from './row-cores.ts';
import type { CorporaReport } from './row-corpora.ts';

/** What one file took in one process. */
export interface FileReport {
  readonly operations: number;
  readonly verdict: string;
  readonly engine: string;
  readonly read: ThreadLap;
  /** Of judging, one after the other: the first one is cold. */
  readonly laps: readonly [ThreadLap, ...(readonly ThreadLap[])];
  /** The most memory that the process ever had. */
  readonly peakBytes: number;
  /** How much the process grew by judging, at its peak. */
  readonly grownBytes: number;
  /** Why it is unknown, and how many operations the longest order has. */
  readonly reason?: string;
  readonly prefix?: number;
}

const nowMs = (): number => nowUs() / 1000;

export type Engine = NonNullable<CheckOptions['engine']>;

/** Of judging a file again and again. */
const ENOUGH_MS = 2000;

interface Bounds {
  readonly timeMs: number;
  readonly bytesMax: number;
}

/** Those of the command line. */
const usual: Bounds = { timeMs: 30_000, bytesMax: 256 * 2 ** 20 };

function judged(history: ClientHistory, model: string, engine: Engine, bounds: Bounds = usual): CheckResult {
  const found = modelNamed(model);
  if (found === undefined) throw new Error(`there is no model ${model}`);
  return checkHistory(history, { model: found, engine, limits: { ...bounds, nowMs } });
}

function corpora(engine: Engine): CorporaReport {
  const files = findCorpora();
  if (files === undefined) throw new Error(corporaMissing);
  const { result, lap } = timed(() =>
    files.map(({ path, model }): Judged => {
      const { history } = readClientHistory(path);
      const { result, lap } = timed(() => judged(history, model, engine));
      return { file: path, verdict: result.verdict, lap };
    }),
  );
  return { judged: result, all: lap };
}

function etcdLogs(rounds: number, files: readonly string[]): JudgedRounds {
  const histories = files.map((file) => ({ file: basename(file), history: readClientHistory(file).history }));
  const round = (): readonly Judged[] =>
    histories.map(({ file, history }) => {
      const { result, lap } = timed(() => judged(history, 'cas-register', 'search'));
      return { file, verdict: result.verdict, lap };
    });
  return { rounds: Array.from({ length: rounds }, round) };
}

function historyFile(file: string, model: string, engine: Engine, rounds: number, bounds: Bounds): FileReport {
  const {
    result: { history },
    lap: read,
  } = timed(() => readClientHistory(file));
  const peakBefore = resourceUsage().maxRSS;
  const judge = (): { readonly result: CheckResult; readonly lap: ThreadLap } =>
    timed(() => judged(history, model, engine, bounds));
  const { result, lap } = judge();
  const laps: [ThreadLap, ...ThreadLap[]] = [lap];
  const untilMs = nowMs() + ENOUGH_MS;
  while (laps.length < rounds && nowMs() < untilMs) laps.push(judge().lap);
  return {
    operations: history.count,
    verdict: result.verdict,
    engine: result.engine,
    read,
    laps,
    peakBytes: resourceUsage().maxRSS * 1024,
    grownBytes: (resourceUsage().maxRSS - peakBefore) * 1024,
    ...(result.reason === undefined ? {} : { reason: result.reason }),
    ...(result.prefix === undefined ? {} : { prefix: result.prefix.order.length }),
  };
}

/** `lap` of the stopwatch, for work that has a result and does not wait. */
function timed<T>(work: () => T): { readonly result: T; readonly lap: ThreadLap } {
  const threadStart = threadUs();
  const processorStart = processorUs();
  const clockStart = nowUs();
  const result = work();
  const clockUs = nowUs() - clockStart;
  const lap = { clockUs, processorUs: processorUs() - processorStart };
  const threadEnd = threadUs();
  if (threadStart === undefined || threadEnd === undefined) return { result, lap };
  return { result, lap: { ...lap, threadUs: threadEnd - threadStart } };
}

/** Processor time of the program's thread so far, where the platform tells: on Linux, in nanoseconds. */
function threadUs(): number | undefined {
  const told = `/proc/self/task/${process.pid}/schedstat`;
  if (!existsSync(told)) return undefined;
  return Number(readFileSync(told, 'utf8').split(' ')[0]) / 1000;
}

/** Explains what is wrong with a file, and tries the core by itself: the search knows nothing of how it was found. */
function core(file: string, modelName: string): CoreReport {
  const { history } = readClientHistory(file);
  const model = modelNamed(modelName);
  if (model === undefined) throw new Error(`there is no model ${modelName}`);
  const result = judged(history, modelName, 'auto');
  const { result: explanation, lap } = timed(() => explain(history, result, { model, limits: { ...usual, nowMs } }));
  if (explanation === undefined) throw new Error(`${file} is ${result.verdict}: there is nothing to explain`);
  const places = explanation.core.map(({ place }) => place);
  const context = explanation.context.map(({ place }) => place);
  const verdictOf = (kept: readonly number[]): string => judged(onlyOf(history, kept), modelName, 'search').verdict;
  const without = (dropped: number): readonly number[] => [...places, ...context].filter((place) => place !== dropped);
  const { failing } = explanation;
  return {
    core: places.length,
    context: context.length,
    certainty: explanation.certainty,
    isContradiction: verdictOf([...places, ...context]) === 'not-linearizable',
    spare: places.filter((place) => verdictOf(without(place)) !== 'linearizable').length,
    failing:
      failing === undefined
        ? 'nothing'
        : `process ${failing.process} ${failing.does}, index ${history.completedAt[failing.place] ?? NONE}`,
    explain: lap,
  };
}

/** A history of some operations of another, as they are there. */
function onlyOf(history: ClientHistory, places: readonly number[]): ClientHistory {
  const kept = [...places].sort((left, right) => left - right);
  const columnOf = (column: Int32Array): Int32Array => Int32Array.from(kept, (place) => column[place] ?? NONE);
  const codesOf = (column: Uint8Array): Uint8Array => Uint8Array.from(kept, (place) => column[place] ?? 0);
  const { times: _, ...rest } = history;
  return {
    ...rest,
    count: kept.length,
    f: codesOf(history.f),
    outcome: codesOf(history.outcome),
    process: columnOf(history.process),
    key: columnOf(history.key),
    input: columnOf(history.input),
    output: columnOf(history.output),
    call: columnOf(history.call),
    end: columnOf(history.end),
    invokedAt: columnOf(history.invokedAt),
    completedAt: columnOf(history.completedAt),
  };
}

function run([command, ...args]: readonly string[]): unknown {
  const [first = '', second = '', third = '', fourth = '1', fifth, sixth] = args;
  switch (command) {
    case 'corpora':
      return corpora(engineNamed(first));
    case 'etcd-log':
      return etcdLogs(Number(first), args.slice(1));
    case 'history': {
      const bounds = {
        timeMs: fifth === undefined ? usual.timeMs : Number(fifth),
        bytesMax: sixth === undefined ? usual.bytesMax : Number(sixth),
      };
      return historyFile(first, second, engineNamed(third), Number(fourth), bounds);
    }
    case 'core':
      return core(first, second);
    default:
      throw new Error(`expected corpora, etcd-log, history or core, found ${command ?? 'nothing'}`);
  }
}

function engineNamed(name: string): Engine {
  if (name === 'auto' || name === 'search' || name === 'monitor') return name;
  throw new Error(`expected auto, search or monitor, found ${name}`);
}

process.stdout.write(`${JSON.stringify(run(process.argv.slice(2)))}\n`);
