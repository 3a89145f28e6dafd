/**
 * Goal: histories that others have judged get the verdict that they got there, and keep it when they are written in
 * another format and read again.
 * Method: every file of the corpora (see test/support/corpora.ts) by each engine that can decide it; none may be unknown.
 * The corpora are no part of this repository: without them all of this is skipped, aloud.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findBreach } from '../../src/checker/assumptions.ts';
import { checkHistory, type CheckOptions } from '../../src/checker/check-history.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { validateOrders } from '../../src/checker/order-validator.ts';
import type { ClientHistory } from '../../src/history/client-history.ts';
import { readClientHistory } from '../../src/history/formats/read-client-history.ts';
import { writeEdn } from '../../src/history/formats/write-edn.ts';
import { writeJsonLines } from '../../src/history/formats/write-json-lines.ts';
import { corporaMissing, findCorpora, type CorpusFile } from '../support/corpora.ts';

const files = findCorpora() ?? [];
if (files.length === 0) process.stderr.write(`tests of the corpora skipped: ${corporaMissing}\n`);
const folder = mkdtempSync(join(tmpdir(), 'scrutineer-corpora-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function judged(history: ClientHistory, { model: name }: CorpusFile, engine: CheckOptions['engine'] = 'auto'): string {
  const model = modelNamed(name);
  if (model === undefined) return `no model ${name}`;
  const limits = { timeMs: 30_000, bytesMax: 256 * 2 ** 20, nowMs: () => performance.now() };
  const result = checkHistory(history, { model, engine, limits });
  if (result.orders === undefined) return result.verdict;
  return validateOrders(history, model, { initial: undefined, failed: 'no-effect' }, result.orders) ?? result.verdict;
}

/** The files whose answer is not the verdict that they have, with the answer. */
function mismatches(answer: (file: CorpusFile) => string): readonly string[] {
  return files.flatMap((file) => {
    const found = answer(file);
    return found === file.verdict ? [] : [`${file.name}: expected ${file.verdict}, found ${found}`];
  });
}

describe.skipIf(files.length === 0)('histories that others have judged', () => {
  test('are there, good ones and bad ones', () => {
    expect(files.filter(({ verdict }) => verdict === 'linearizable').length).toBeGreaterThan(50);
    expect(files.filter(({ verdict }) => verdict === 'not-linearizable').length).toBeGreaterThan(40);
  });

  test.each(['auto', 'search'] as const)('get their verdicts by engine %s, each order replayed', (engine) => {
    const startMs = performance.now();
    const found = mismatches((file) => judged(readClientHistory(file.path).history, file, engine));
    const allMs = performance.now() - startMs;
    process.stderr.write(`corpora: ${files.length} files by ${engine} in ${allMs.toFixed(0)} ms, reading included\n`);
    expect(found).toEqual([]);
  });

  test('keep the assumptions that a verdict rests on', () => {
    const breaches = files.flatMap(({ path, model: name }) => {
      const model = modelNamed(name);
      if (model === undefined) return [`no model ${name}`];
      const breach = findBreach(readClientHistory(path).history, { model });
      return breach === undefined ? [] : [`${path}: ${JSON.stringify(breach)}`];
    });
    expect(breaches).toEqual([]);
  });

  test.each([
    ['EDN', '.edn', writeEdn],
    ['JSON lines', '.jsonl', writeJsonLines],
  ] as const)('get the same verdicts when written as %s and read again', (_, extension, write) => {
    const path = join(folder, `history${extension}`);
    const found = mismatches((file) => {
      const { history } = readClientHistory(file.path);
      // One file tells only what the nemesis did. An empty file is no history, since its recorder may have been killed.
      if (history.count === 0)
        return file.name === 'knossos/good/mongodb-v0-ack-rollback-.edn' ? file.verdict : 'empty';
      const descriptor = openSync(path, 'w');
      for (const text of write(history)) writeSync(descriptor, text);
      closeSync(descriptor);
      const { history: again } = readClientHistory(path);
      return again.count === history.count ? judged(again, file) : `${again.count} of ${history.count} operations`;
    });
    expect(found).toEqual([]);
  });
});
