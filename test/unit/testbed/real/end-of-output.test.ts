/** What a candidate printed is kept up to a bound, and its loss is no failure. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { outputFileOf, readOutput } from '../../../../src/search/output-file.ts';
import { endOfOutput } from '../../../../src/testbed/real/end-of-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'scrutineer-output-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function printed(content: string): string {
  const file = join(folder, 'printed.log');
  writeFileSync(file, content);
  return file;
}

test('what is short is kept whole, of what is long the end, with the count of what is not', () => {
  expect(endOfOutput('a#0', printed('renewed\n'))).toEqual({ process: 'a#0', text: 'renewed\n', omitted: 0 });
  const long = endOfOutput('a#1', printed(`${'x'.repeat(10_000)}the end`));
  expect(long?.text).toHaveLength(8_192);
  expect(long?.text.endsWith('xthe end')).toBe(true);
  expect(long?.omitted).toBe(10_007 - 8_192);
});

test('nothing printed, or nothing to read, is nothing', () => {
  expect(endOfOutput('a#0', printed(''))).toBeUndefined();
  expect(endOfOutput('a#0', join(folder, 'missing.log'))).toBeUndefined();
});

test('what was stored beside a history is read again, and anything else in its place is left alone', async () => {
  const history = 'one-0.jsonl.gz';
  expect(outputFileOf(history)).toBe('one-0.log.json');
  expect(await readOutput(folder, history)).toBeUndefined();
  const outputs = [{ process: 'a#0', text: 'hello', omitted: 0 }];
  writeFileSync(join(folder, 'one-0.log.json'), JSON.stringify(outputs));
  expect(await readOutput(folder, history)).toEqual(outputs);
  writeFileSync(join(folder, 'one-0.log.json'), '[{"process":1}]');
  expect(await readOutput(folder, history)).toBeUndefined();
  writeFileSync(join(folder, 'one-0.log.json'), 'no JSON');
  expect(await readOutput(folder, history)).toBeUndefined();
});
