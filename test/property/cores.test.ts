/**
 * Cores and certificates hold. Method: random small histories of every model; where one has no order, brute force confirms
 * the core that the explanation names; where it has one, the validator replays it. Relaxation itself is held against
 * brute force on random choices of what is kept. And the published histories: the operation that fails is the one that
 * their authors name, and their cores are small.
 */
import { describe, expect, test } from 'vitest';
import { checkHistory, type CheckLimits } from '../../src/checker/check-history.ts';
import type { CheckResult } from '../../src/checker/check-result.ts';
import { findBreach } from '../../src/checker/assumptions.ts';
import { confirmCore } from '../../src/checker/core/core-confirmation.ts';
import { Relaxation } from '../../src/checker/core/core-relaxation.ts';
import { explain } from '../../src/checker/explain/explain.ts';
import type { Explanation } from '../../src/checker/explain/explanation.ts';
import type { AnyModel } from '../../src/checker/model.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { normalise } from '../../src/checker/normalise/normalise.ts';
import { validateOrders } from '../../src/checker/order-validator.ts';
import { partition } from '../../src/checker/partition.ts';
import { NEVER, type ClientHistory } from '../../src/history/client-history.ts';
import { parseClientHistory, readClientHistory } from '../../src/history/formats/read-client-history.ts';
import { corporaMissing, findCorpora } from '../support/corpora.ts';
import { Draw } from '../support/draw.ts';
import { generatedKinds, generateSmallHistory } from '../support/generated-client-history.ts';
import { relaxedByBruteForce } from '../support/relaxed-by-brute-force.ts';

const HISTORIES = 100;
const limits: CheckLimits = { timeMs: 20_000, bytesMax: 2 ** 28, nowMs: () => performance.now() };

function modelOf(name: string): AnyModel {
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}`);
  return model;
}

/** Histories that keep the assumptions, with their verdicts. */
function* judged(
  kind: (typeof generatedKinds)[number],
): Generator<{ readonly history: ClientHistory; readonly result: CheckResult }> {
  const model = modelOf(kind.model);
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = generateSmallHistory(kind.name, seed);
    if (findBreach(history, { model, failed: 'no-effect' }) !== undefined) continue;
    yield { history, result: checkHistory(history, { model, limits }) };
  }
}

describe.each(generatedKinds)('$name', (kind) => {
  const model = modelOf(kind.model);

  test('brute force confirms every core', () => {
    let cores = 0;
    for (const { history, result } of judged(kind)) {
      const explanation = explain(history, result, { model, limits });
      if (explanation === undefined) continue;
      cores += 1;
      expect.soft(explanation.certainty, `${history.source}: ${explanation.headline}`).toBe('confirmed');
      expect.soft(explanation.core.map(({ place }) => place)).toContain(explanation.failing?.place);
    }
    expect(cores).toBeGreaterThan(HISTORIES / 10);
  });

  test('the validator replays every certificate, and no order that lacks an operation', () => {
    let orders = 0;
    for (const { history, result } of judged(kind)) {
      if (result.orders === undefined) continue;
      orders += 1;
      const options = { initial: undefined, failed: 'no-effect' } as const;
      expect.soft(validateOrders(history, model, options, result.orders), history.source).toBeUndefined();
      const [first, ...rest] = result.orders;
      const last = first?.order.findLast((place) => history.end[place] !== NEVER);
      if (first === undefined || last === undefined) continue;
      const shorter = { ...first, order: first.order.filter((place) => place !== last) };
      expect.soft(validateOrders(history, model, options, [shorter, ...rest]), history.source).toBeDefined();
    }
    expect(orders).toBeGreaterThan(HISTORIES / 10);
  });

  test('relaxing gives an order exactly where brute force finds one', () => {
    const draw = new Draw(7);
    let [withOrder, without] = [0, 0];
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const history = generateSmallHistory(kind.name, seed);
      for (const subject of partition({
        model,
        initial: undefined,
        ...normalise(history, model, { failed: 'no-effect' }),
      })) {
        const places = [...subject.operations].slice(0, 6);
        const relaxation = new Relaxation(subject, places, NEVER);
        const kept = new Set([...places.keys()].filter(() => draw.chance(0.6)));
        const answer = relaxation.order(kept);
        if (answer === 'too-large') throw new Error('six operations are too many');
        const [keptPlaces, relaxed] = [true, false].map((isKept) =>
          [...relaxation.places].filter((_, index) => kept.has(index) === isKept),
        );
        const expected = relaxedByBruteForce(subject, keptPlaces ?? [], relaxed ?? []);
        expect.soft(answer.order !== undefined, `${history.source}, keeping ${keptPlaces?.join(' ')}`).toBe(expected);
        if (expected) withOrder += 1;
        else without += 1;
      }
    }
    expect(withOrder).toBeGreaterThan(10);
    expect(without).toBeGreaterThan(10);
  });
});

describe('brute force', () => {
  const model = modelOf('register');
  const events = [
    [0, 'write', 1],
    [1, 'write', 2],
    [2, 'read', 2],
    [3, 'read', 1],
  ] as const;
  const lines = events.flatMap(([process, f, value]) =>
    ['invoke', 'ok'].map((type) =>
      JSON.stringify({ process, type, f, value: type === 'invoke' && f === 'read' ? null : value }),
    ),
  );
  const { history } = parseClientHistory(lines.join('\n'), { format: 'jsonl' });
  const [subject] = partition({ model, initial: undefined, ...normalise(history, model, { failed: 'no-effect' }) });
  if (subject === undefined) throw new Error('a history has at least one object');

  test('confirms a core', () => {
    expect(confirmCore(subject, { core: [1, 3], context: [0], horizon: NEVER })).toBe(true);
    expect(confirmCore(subject, { core: [2, 3], context: [0, 1], horizon: NEVER })).toBe(true);
  });

  test('refutes what has an order', () => {
    expect(confirmCore(subject, { core: [3], context: [0, 1], horizon: NEVER })).toBe(false);
    expect(confirmCore(subject, { core: [0, 1, 2], context: [], horizon: NEVER })).toBe(false);
  });

  test('does not confirm what is larger than it need be', () => {
    expect(confirmCore(subject, { core: [1, 2, 3], context: [0], horizon: NEVER })).toBeUndefined();
    expect(confirmCore(subject, { core: [1, 3], context: [], horizon: NEVER })).toBeUndefined();
  });

  test('does not try what is too large', () => {
    const context = Array.from({ length: 20 }, () => 0);
    expect(confirmCore(subject, { core: [1, 3], context, horizon: NEVER })).toBeUndefined();
  });
});

describe('published histories', () => {
  const corpora = findCorpora();
  if (corpora === undefined) process.stderr.write(`cores of published histories skipped: ${corporaMissing}\n`);
  const bad = (corpora ?? []).filter(({ verdict }) => verdict === 'not-linearizable');

  function explained(path: string, model: AnyModel): Explanation {
    const { history } = readClientHistory(path);
    const explanation = explain(history, checkHistory(history, { model, limits }), { model, limits });
    if (explanation === undefined) throw new Error(`${path} has an order`);
    return explanation;
  }

  test.skipIf(corpora === undefined)(
    'their cores have 8 operations or fewer in the median, and most are confirmed',
    () => {
      const explanations = bad.map(({ path, model }) => explained(path, modelOf(model)));
      const sizes = explanations.map(({ core }) => core.length).sort((left, right) => left - right);
      expect(sizes[sizes.length >> 1]).toBeLessThanOrEqual(8);
      expect(explanations.filter(({ certainty }) => certainty === 'none')).toEqual([]);
      expect(explanations.filter(({ certainty }) => certainty === 'confirmed').length).toBeGreaterThan(
        bad.length * 0.9,
      );
    },
  );

  test.skipIf(corpora === undefined).each([
    { name: 'knossos/bad/cas-failure.edn', process: '70', does: 'reads 0', entry: 491 },
    { name: 'knossos/bad/rethink-fail-smaller.edn', process: '12', does: 'reads 3', entry: 217 },
  ])('$name fails at the operation that its authors name', ({ name, process, does, entry }) => {
    const file = bad.find((each) => each.name === name);
    const { failing } = explained(file?.path ?? name, modelOf('cas-register'));
    expect(failing).toMatchObject({ process, does });
    expect(failing?.where).toMatch(new RegExp(`and ${entry}$`));
  });
});
