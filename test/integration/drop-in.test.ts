/**
 * Dropping in a folder certifies it: a copy of redis-lease that declares nothing fails, with the path of its report; one
 * that declares its deviations passes. Shown through certifyElection, as `npm test` runs it.
 */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startVitest } from 'vitest/node';

let project: string;

beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'scrutineer-drop-in-')));
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

/** Copies redis-lease, and runs a vitest file that certifies the copy. */
async function certifyCopy(
  name: string,
  declares: boolean,
): Promise<{ readonly failed: readonly string[]; readonly messages: string; readonly passed: number }> {
  const folder = join(project, name);
  cpSync(resolve('adapters/redis-lease'), folder, { recursive: true });
  const file = join(folder, 'adapter.ts');
  const text = readFileSync(file, 'utf8');
  const changed = declares ? text : text.replace(/^  knownDeviations,\n/m, '');
  expect(changed !== text).toBe(!declares);
  writeFileSync(file, changed);
  const entry = pathToFileURL(resolve('src/vitest/certify-election.ts')).href;
  const options = JSON.stringify({
    testbeds: ['simulated'],
    histories: 100,
    reports: join(project, `reports-${name}`),
  });
  writeFileSync(
    join(project, `${name}.test.ts`),
    `import { certifyElection } from ${JSON.stringify(entry)};\ncertifyElection(new URL('./${name}/adapter.ts', import.meta.url), ${options});\n`,
  );
  const vitest = await startVitest('test', [`${name}.test.ts`], {
    root: project,
    config: false,
    watch: false,
    reporters: [{}],
    include: ['*.test.ts'],
  });
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  const results = tests.map((each) => ({ name: each.name, result: each.result() }));
  await vitest.close();
  process.exitCode = 0;
  const failed = results.filter(({ result }) => result.state === 'failed');
  return {
    failed: failed.map((each) => each.name),
    messages: failed.flatMap(({ result }) => (result.errors ?? []).map(({ message }) => message)).join('\n'),
    passed: results.filter(({ result }) => result.state === 'passed').length,
  };
}

test('a copy that declares nothing fails, and names its report', async () => {
  const { failed, messages } = await certifyCopy('silent', false);
  expect(failed).toEqual(expect.arrayContaining([expect.stringMatching(/^S4: /), 'behaves as it declares']));
  expect(messages).toContain('S4 is violated: ');
  expect(messages).toMatch(/report: .*reports-silent\/silent-simulated\/report\.html/);
  expect(messages).toContain('npx scrutineer replay');
});

test('a copy that declares its deviations passes', async () => {
  const { failed, messages, passed } = await certifyCopy('declared', true);
  expect(messages).toBe('');
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(10);
});
