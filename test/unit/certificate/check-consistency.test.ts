/**
 * Goal: a certificate that contradicts itself is refused with the reason, before anything is run.
 * Method: a sound one, spoiled in one place at a time.
 */
import { describe, expect, test } from 'vitest';
import type { TestbedEvidence } from '../../../src/certificate/certificate.ts';
import { checkConsistency } from '../../../src/certificate/check-consistency.ts';
import { certificateOf, entryOf, real, simulated, withProperty } from './example-entry.ts';

const digests = simulated.simulated;

test('a sound one is not refused', () => {
  expect(checkConsistency(certificateOf(entryOf()))).toEqual([]);
  const faulted = entryOf({ level: 'faulted', evidence: [simulated, real(60_000)] });
  expect(checkConsistency(certificateOf(faulted))).toEqual([]);
});

test('another major version of the specification', () => {
  const refusals = checkConsistency(certificateOf(entryOf(), '2.0'));
  expect(refusals).toMatchObject([{ code: 'spec', sentence: expect.stringContaining('version 2.0') }]);
  expect(checkConsistency(certificateOf(entryOf(), '1.7'))).toEqual([]);
});

describe('counts that do not add up', () => {
  const spoiled: readonly { readonly what: string; readonly evidence: TestbedEvidence; readonly says: RegExp }[] = [
    {
      what: 'more histories',
      evidence: { ...simulated, histories: 2_000, plans: 2_000 },
      says: /2000 histories, but 1000 generated/,
    },
    { what: 'plans', evidence: { ...simulated, plans: 900 }, says: /900 plans gave 1000 histories/ },
    { what: 'events', evidence: { ...simulated, events: 10 }, says: /1000 histories with 10 events/ },
    {
      what: 'a missing hash',
      evidence: { ...simulated, ...(digests && { simulated: { ...digests, chunks: digests.chunks.slice(1) } }) },
      says: /39 hashes, where 1000 histories in chunks of 25 have 40/,
    },
    { what: 'a missing history', evidence: { ...real(60_000), stored: [] }, says: /100 histories, but 0 stored ones/ },
    {
      what: 'holds without evidence',
      evidence: withProperty(simulated, { id: 'S4', judged: 0 }),
      says: /S4 is said to be holds, and was never judged/,
    },
    {
      what: 'holds though broken',
      evidence: withProperty(simulated, { id: 'S4', violations: 2 }),
      says: /S4 is said to be holds, and was broken in 2/,
    },
    {
      what: 'more violations than histories',
      evidence: withProperty(simulated, { id: 'S4', violations: 2_000 }),
      says: /2000 of 1000/,
    },
    {
      what: 'vacuous though judged',
      evidence: withProperty(simulated, { id: 'S4', verdict: 'vacuous' }),
      says: /S4 is said to be vacuous, and was judged/,
    },
  ];
  test.each(spoiled)('$what', ({ evidence, says }) => {
    const refusals = checkConsistency(certificateOf(entryOf({ evidence: [evidence] })));
    expect(refusals.map(({ code }) => code)).toContain('counts');
    expect(refusals.map(({ sentence }) => sentence).join(' ')).toMatch(says);
  });
});

describe('claims', () => {
  test('a promise that is vacuous', () => {
    const evidence = [withProperty(simulated, { id: 'S4', verdict: 'vacuous', judged: 0 })];
    expect(checkConsistency(certificateOf(entryOf({ evidence })))).toMatchObject([
      { code: 'vacuous', adapter: 'redis-fencing', sentence: expect.stringContaining('S4 is promised and vacuous') },
    ]);
  });

  test('a promise that was left out, or is no longer called claimed', () => {
    const without = { ...simulated, properties: simulated.properties.filter(({ id }) => id !== 'S4') };
    expect(checkConsistency(certificateOf(entryOf({ evidence: [without] })))[0]?.code).toBe('vacuous');
    const hidden = withProperty(simulated, { id: 'S4', claimed: false, verdict: 'vacuous', judged: 0 });
    expect(checkConsistency(certificateOf(entryOf({ evidence: [hidden] })))[0]?.sentence).toContain(
      'S4 follows from its claims',
    );
  });

  test('a violation that nobody declared', () => {
    const evidence = [withProperty(simulated, { id: 'S4', verdict: 'violated', violations: 1 })];
    expect(checkConsistency(certificateOf(entryOf({ evidence })))).toMatchObject([{ code: 'not-certified' }]);
  });
});

test('a level that the evidence is not good for', () => {
  expect(checkConsistency(certificateOf(entryOf({ level: 'soaked' })))).toMatchObject([
    { code: 'level', sentence: expect.stringContaining('good for certified at level simulated') },
  ]);
});

test('an entry that is certified for nothing', () => {
  const few = {
    ...simulated,
    histories: 25,
    plans: 25,
    ...(digests && { simulated: { ...digests, generated: 25, chunks: digests.chunks.slice(0, 1) } }),
  };
  const entry = entryOf({ standing: 'not-certified', level: 'none', evidence: [few] });
  expect(checkConsistency(certificateOf(entry))).toMatchObject([
    { code: 'not-certified', next: expect.stringContaining('--histories 1000') },
  ]);
});
