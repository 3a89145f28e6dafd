// Goal: the line that is drawn is the exclusivity inequality: on it nothing is left, in every form of the inequality.
import { describe, expect, test } from 'vitest';
import { exclusivityMarginUs, toleratedAdversity, type TimingFacts } from '../../../../spec/bounds.ts';
import type { Timing } from '../../../../spec/claims.ts';
import { effectsMarginUs, envelopeOf } from '../../../../spec/envelope.ts';
import { frontiersOf, pauseAt } from '../../../../src/report/words/envelope-frontier.ts';
import { claims as plain } from '../../../golden/build-history.ts';

const shapes: readonly (readonly [string, Partial<Timing>])[] = [
  ['a', {}],
  ['b', { anchor: 'receipt' }],
  ['c', { kind: 'observer' }],
  ['c, at receipt', { kind: 'observer', anchor: 'receipt' }],
  ['d', { kind: 'quorum' }],
  ['d, at receipt', { kind: 'quorum', anchor: 'receipt', requestTimeoutMs: 200 }],
  ['a, outside', { validityMs: 9_500 }],
];

describe.each(shapes)('form %s', (_, timing) => {
  const claims = { ...plain, timing: { ...plain.timing, ...timing } };
  const facts: TimingFacts = {
    claims,
    leaseTtlMs: 10_000,
    store: { kind: 'redis', granularityMs: 100, clockRatePpm: 0 },
  };
  const envelope = envelopeOf(facts);
  const frontiers = envelope && frontiersOf({ claims, envelope: { ...envelope, leaseTtlMs: 10_000 } });

  test.each([0, 50, 700])('at a delay of %d ms the longest pause leaves nothing over', (delayMs) => {
    if (frontiers === undefined) throw new Error('these claims are timed');
    const tolerated = { ...toleratedAdversity(facts), responseDelayUs: delayMs * 1000 };
    const believing = { ...tolerated, pauseUs: pauseAt(frontiers.belief, delayMs) * 1000 };
    const acting = { ...tolerated, pauseUs: pauseAt(frontiers.effects, delayMs) * 1000 };
    expect(Math.abs(exclusivityMarginUs(facts, believing))).toBeLessThanOrEqual(2);
    expect(Math.abs(effectsMarginUs(facts, acting, delayMs * 1000))).toBeLessThanOrEqual(2);
  });
});

test('nothing timed, no line', () => {
  expect(frontiersOf({ claims: plain })).toBeUndefined();
});
