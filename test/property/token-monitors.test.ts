/**
 * The monitors of objects with tokens on what the general comparison of engines leaves out: histories that begin with a
 * holder, and tokens that are too large for numbers or far apart. Method: random small histories, their tokens changed,
 * the monitor's verdict against brute force; its order replayed; its culprits without an order by themselves.
 */
import { describe, expect, test } from 'vitest';
import { bruteForce } from '../../src/checker/brute-force.ts';
import type { EngineAnswer } from '../../src/checker/engine.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { monitorsOf } from '../../src/checker/monitors.ts';
import { normalise } from '../../src/checker/normalise/normalise.ts';
import { partition } from '../../src/checker/partition.ts';
import type { Subject } from '../../src/checker/subject.ts';
import type { ClientHistory } from '../../src/history/client-history.ts';
import { fieldOf, isList, type Value } from '../../src/history/value.ts';
import { generateSmallHistory } from '../support/generated-client-history.ts';
import { wrongOrder } from '../support/replay-order.ts';

const HISTORIES = 800;

interface Variant {
  readonly name: string;
  readonly token?: (token: number) => Value;
  readonly initial?: (model: string, seed: number) => Value;
}

const variants: readonly Variant[] = [
  { name: 'tokens of 21 digits', token: (token) => `${token}00000000000000000000` },
  { name: 'tokens far apart', token: (token) => token * 1_000_003 + (token > 3 ? 1e12 : 0) },
  { name: 'a beginning that is not empty', initial: beginning },
];

const names = ['fenced-lock', 'leader-lease', 'monotonic-token', 'fenced-store', 'set-once', 'mutex', 'owner-mutex'];

function beginning(model: string, seed: number): Value {
  const [token, owner] = [String(seed % 4), String(seed % 3)];
  if (model === 'mutex') return true;
  if (model === 'owner-mutex') return owner;
  if (model === 'set-once') return null;
  if (model === 'monotonic-token') return token;
  if (model === 'fenced-store') return seed % 2 === 0 ? { token } : { token, value: seed % 5 };
  return seed % 2 === 0 && model === 'fenced-lock' ? { token } : { token, owner };
}

function withTokens(history: ClientHistory, change: (token: number) => Value): ClientHistory {
  return { ...history, values: history.values.map((value) => withToken(value, change)) };
}

function withToken(value: Value, change: (token: number) => Value): Value {
  const token = fieldOf(value, 'token') ?? null;
  if (token === null || typeof value !== 'object' || value === null || isList(value)) return value;
  return { ...value, token: change(Number(token)) };
}

function judged(subject: Subject): EngineAnswer | undefined {
  for (const monitor of monitorsOf(subject.model.name)) {
    const answer = monitor(subject);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** What is wrong with the answer of the monitors; undefined: nothing. */
function wrongAnswer(subject: Subject, answer: EngineAnswer): string | undefined {
  const truth = bruteForce(subject);
  if (truth !== (answer.verdict === 'linearizable')) return `${answer.verdict}, which is wrong`;
  if (answer.verdict === 'linearizable') return wrongOrder(subject, answer.order);
  if (answer.verdict === 'unknown') return 'unknown';
  const alone = { ...subject, operations: Int32Array.from(answer.culprits) };
  return bruteForce(alone) === true ? 'the culprits have an order' : undefined;
}

describe.each(variants)('$name', ({ token, initial }) => {
  test.each(names)('%s', (name) => {
    const model = modelNamed(name);
    if (model === undefined) throw new Error(`there is no model ${name}`);
    const wrong: string[] = [];
    let decided = 0;
    for (let seed = 0; seed < HISTORIES; seed += 1) {
      const drawn = generateSmallHistory(name, seed);
      const history = token === undefined ? drawn : withTokens(drawn, token);
      const begin = initial?.(name, seed);
      const failed = seed % 2 === 0 ? 'no-effect' : 'evidence';
      const normalised = normalise(history, model, { failed, initial: begin });
      for (const subject of partition({ model, initial: begin, ...normalised })) {
        const answer = judged(subject);
        if (answer === undefined) continue;
        decided += 1;
        const why = wrongAnswer(subject, answer);
        if (why !== undefined) wrong.push(`seed ${seed}: ${why}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(decided).toBeGreaterThan(HISTORIES * 0.9);
  });
});
