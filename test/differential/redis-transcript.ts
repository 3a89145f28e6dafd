/** What a real server answered to each step and when, and where a model would have answered otherwise. */
import type { Redis } from 'ioredis';
import { isPortError } from '../../src/ports/redis-errors.ts';
import type { RedisReply } from '../../src/ports/redis.ts';
import { KEYS } from './redis-steps.ts';
import type { Step } from './redis-steps.ts';

export type Outcome = { readonly reply: unknown } | { readonly error: string };

export interface Entry {
  readonly step: Step;
  /** The server's clock before and after the step, in microseconds. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly outcome: Outcome;
}

/** The steps between two emptyings of the database. */
export type Episode = readonly Entry[];

/** Runs the steps in one pipeline on an empty database, each between two readings of the server's clock. */
export async function playEpisode(client: Redis, steps: readonly Step[]): Promise<Episode> {
  const pipeline = client.pipeline();
  const reading = KEYS.flatMap((key) => [
    ['GET', key],
    ['PTTL', key],
  ]);
  const all = [...steps, ...reading];
  pipeline.call('FLUSHALL').call('SCRIPT', 'FLUSH');
  for (const [name = '', ...words] of all) {
    pipeline.call('TIME');
    if (name === 'WAIT') pipeline.call('DEBUG', 'SLEEP', '0.004');
    else pipeline.call(name, ...words);
  }
  pipeline.call('TIME');
  const results = (await pipeline.exec()) ?? [];
  return all.map((step, index) => {
    const [error, reply] = results[2 * index + 3] ?? [new Error('no answer'), undefined];
    return {
      step,
      fromUs: timeUs(results[2 * index + 2]?.[1]),
      toUs: timeUs(results[2 * index + 4]?.[1]),
      outcome: error === null ? { reply } : { error: error.message },
    };
  });
}

function timeUs(reply: unknown): number {
  if (!Array.isArray(reply)) throw new Error(`TIME answered ${String(reply)}`);
  return Number(reply[0]) * 1_000_000 + Number(reply[1]);
}

/** What is compared with the server; `RedisModel` is one. */
export interface Model {
  execute(command: Step, by: undefined, nowUs: number): RedisReply;
  nextExpiryUs(): number;
}

export interface Comparison {
  /** Steps whose answers were compared. */
  compared: number;
  /** Steps left out because a key expired too near to them to know which came first. */
  ambiguous: number;
  readonly mismatches: string[];
}

/** A step runs at some moment of its window, and the server reads its clock in whole milliseconds. */
const CLOCK_US = 1_000;

export function compareEpisode(episode: Episode, model: Model, comparison: Comparison): void {
  // A deadline is uncertain by the longest window in which one may have been given.
  const slackUs =
    CLOCK_US + Math.max(...episode.filter(({ step }) => step[0] !== 'WAIT').map(({ fromUs, toUs }) => toUs - fromUs));
  for (const [index, { step, fromUs, toUs, outcome }] of episode.entries()) {
    if (step[0] === 'WAIT') continue;
    const expiryUs = model.nextExpiryUs();
    if (expiryUs > fromUs - slackUs && expiryUs <= toUs + slackUs) {
      comparison.ambiguous += episode.length - index;
      return;
    }
    const modelled = run(model, step, fromUs);
    comparison.compared += 1;
    if (!isEqual(step, modelled, outcome, Math.ceil(slackUs / 1000))) {
      comparison.mismatches.push(
        `${JSON.stringify(step)}: server ${JSON.stringify(outcome)}, model ${JSON.stringify(modelled)}`,
      );
      return;
    }
  }
}

function run(model: Model, step: Step, nowUs: number): Outcome {
  try {
    return { reply: model.execute(step, undefined, nowUs) };
  } catch (error) {
    if (isPortError(error) && error.code === 'REPLY') return { error: error.message };
    throw error;
  }
}

function isEqual(step: Step, modelled: Outcome, real: Outcome, slackMs: number): boolean {
  if ('error' in modelled || 'error' in real) {
    // The server adds the place in the script to errors that are raised there.
    return (
      'error' in modelled &&
      'error' in real &&
      modelled.error === real.error.replace(/ script: [0-9a-f]{40}, on @user_script:\d+\.$/, '')
    );
  }
  const [ours, theirs] = [modelled.reply, real.reply];
  const isTime = step[0] === 'PTTL' || step[0] === 'TTL';
  if (isTime && typeof ours === 'number' && typeof theirs === 'number' && ours >= 0 && theirs >= 0) {
    return Math.abs(ours - theirs) <= (step[0] === 'TTL' ? 1 : slackMs);
  }
  if (step[0]?.toUpperCase() === 'TIME') return Math.abs(timeUs(ours) - timeUs(theirs)) <= slackMs * 1000;
  return JSON.stringify(ours) === JSON.stringify(theirs);
}
