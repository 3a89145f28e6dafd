/**
 * Goal: stored histories are judged again, and one that is gone, changed or somebody else's refuses the certificate.
 * Method: simulated histories stored as if they were real, since what is judged is the file.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import fencing from '../../../adapters/redis-fencing/adapter.ts';
import type { FileHash, TestbedEvidence } from '../../../src/certificate/certificate.ts';
import { fileHash } from '../../../src/certificate/issue.ts';
import { verifyStored } from '../../../src/certificate/verify-stored.ts';
import { writeHistoryFile } from '../../../src/history/history-file.ts';
import { judge } from '../../../src/judge/judge.ts';
import { countHistory, emptyTally } from '../../../src/search/tally.ts';
import { simulate } from '../../../src/testbed/simulated/simulate.ts';
import { quietPlan } from '../../support/simulated-plan.ts';
import { real, withProperty } from './example-entry.ts';

let folder: string;
let evidence: TestbedEvidence;
let stored: readonly FileHash[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-stored-'));
  mkdirSync(join(folder, 'histories'));
  const tally = emptyTally();
  const names = ['histories/one-0.jsonl.gz', 'histories/two-0.jsonl.gz'];
  for (const [index, name] of names.entries()) {
    const { header, events } = await simulate(fencing, quietPlan({ seed: index }));
    const history = { header: { ...header, testbed: 'local' as const }, events };
    await writeHistoryFile(join(folder, name), history);
    countHistory(tally, history, judge(history, { holdTo: 'claims' }));
  }
  stored = await Promise.all(names.map((name) => fileHash(folder, name)));
  const { histories, events, spanUs, faults, properties } = tally;
  evidence = {
    ...real(spanUs / 1000),
    histories,
    plans: 2,
    events,
    faults,
    properties: real(0).properties.map((property) => ({
      ...property,
      judged: properties[property.id]?.judged ?? 0,
      inconclusive: properties[property.id]?.inconclusive ?? 0,
      violations: properties[property.id]?.histories.violated ?? 0,
    })),
    stored,
  };
});

afterEach(() => rmSync(folder, { recursive: true }));

function verified(changes: { evidence?: TestbedEvidence; adapter?: string } = {}): ReturnType<typeof verifyStored> {
  return verifyStored({ folder, adapter: 'redis-fencing', evidence, stored, changed: 'Certify again.', ...changes });
}

test('as they were stored', async () => {
  expect(await verified()).toEqual({ refusals: [], histories: 2 });
});

test('a tampered one, however small the change', async () => {
  const path = join(folder, 'histories', 'two-0.jsonl.gz');
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  writeFileSync(path, gzipSync(text.replace('"token":"1"', '"token":"2"')));
  expect((await verified()).refusals).toMatchObject([
    {
      code: 'history',
      sentence: expect.stringMatching(/two-0.* was changed: its SHA-256 is [\da-f]{64}, the certificate says/),
    },
  ]);
});

test('one that is gone', async () => {
  rmSync(join(folder, 'histories', 'one-0.jsonl.gz'));
  expect((await verified()).refusals).toMatchObject([
    { code: 'history', sentence: expect.stringContaining('is not there') },
  ]);
});

test('those of another adapter', async () => {
  expect((await verified({ adapter: 'my-election' })).refusals).toMatchObject([
    {
      code: 'history',
      sentence: expect.stringContaining('is a history of redis-fencing on local, not of my-election'),
    },
  ]);
});

test('a verdict that they do not bear out', async () => {
  const embellished = withProperty(evidence, { id: 'S4', judged: 7_000 });
  expect((await verified({ evidence: embellished })).refusals).toMatchObject([
    { code: 'verdict', sentence: expect.stringMatching(/S4 judged: 7000 in the certificate, \d+ now/) },
  ]);
});
