/**
 * A counterexample written out as a vitest file, and really run: it fails with a message that tells the story as long as
 * the implementation breaks the promise, and passes when it is mended; a declared deviation the other way round.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVitest } from 'vitest/node';

const execute = promisify(execFile);
const program = resolve('dist/src/cli/main.js');
let project = '';

beforeAll(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), 'scrutineer-replay-')));
  await mkdir(join(project, 'node_modules'));
  await symlink(resolve('.'), join(project, 'node_modules', 'scrutineer'));
  await cp(resolve('adapters/redis-lease'), join(project, 'lease'), { recursive: true });
});
afterAll(() => rm(project, { recursive: true, force: true }));

/** What the program prints on stderr. It may find a violation, which is no failure of this test. */
async function scrutineer(...words: string[]): Promise<string> {
  try {
    return (await execute(process.execPath, [program, ...words], { cwd: project })).stderr;
  } catch (error) {
    if (error instanceof Error && 'stderr' in error && 'code' in error && error.code === 1) return String(error.stderr);
    throw error;
  }
}

async function run(
  file: string,
): Promise<readonly { readonly name: string; readonly state: string; readonly message: string }[]> {
  const vitest = await startVitest('test', [file], {
    root: project,
    config: false,
    watch: false,
    reporters: [{}],
    include: ['*.test.ts'],
  });
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  const results = tests.map((each) => {
    const { state, errors = [] } = each.result();
    return { name: each.name, state, message: errors.map(({ message }) => message).join('\n') };
  });
  await vitest.close();
  process.exitCode = 0;
  return results;
}

const declaration = /^ {2}knownDeviations,\n/m;

describe('a counterexample as a vitest file', () => {
  test('of a declared deviation passes, since it is found again', async () => {
    const plan = join(project, 'lease', 'plans', 'late-expire.json');
    const told = await scrutineer('replay', plan, '--write', 'declared.test.ts', '--report', 'run-declared');
    expect(told).toContain('declared.test.ts: written');
    const results = await run('declared.test.ts');
    expect(results.map(({ name, state }) => `${name.slice(0, 24)} ${state}`)).toContain(
      'breaks, as declared, S6: passed',
    );
    expect(results.filter(({ state }) => state !== 'passed')).toEqual([]);
  });

  test('fails with the whole story while the promise is broken, and passes when it is mended', async () => {
    const adapter = join(project, 'lease', 'adapter.ts');
    const text = await readFile(adapter, 'utf8');
    await writeFile(adapter, text.replace(declaration, ''));
    const words = ['lease', '--histories', '20', '--seed', '3', '--jobs', '1', '--progress', 'none'];
    await scrutineer('certify', ...words, '--report', 'run-found');
    const told = await scrutineer('replay', 'run-found', '--write', 'found.test.ts', '--report', 'run-again');
    expect(told).toContain('The event log is the stored one, byte for byte.');

    const broken = await run('found.test.ts');
    expect(broken.length).toBeGreaterThan(0);
    for (const { state, name, message } of broken) {
      expect(state).toBe('failed');
      expect(message).toContain(`${/keeps (\S+):/.exec(name)?.[1] ?? '?'} is violated: `);
      expect(message).toMatch(/believes +\|/);
      expect(message).toContain('Usual cause: ');
    }

    const mended = (await readFile(join(project, 'found.test.ts'), 'utf8')).replace(
      /new URL\('[^']*'/,
      `new URL('file://${resolve('adapters/redis-fencing/adapter.ts')}'`,
    );
    await writeFile(join(project, 'mended.test.ts'), mended);
    const kept = await run('mended.test.ts');
    expect(kept.map(({ state }) => state)).not.toContain('failed');
    expect(kept.map(({ state }) => state)).toContain('passed');
  });

  test('is never written over another file', async () => {
    await writeFile(join(project, 'mine.test.ts'), '// mine\n');
    await expect(
      execute(process.execPath, [program, 'replay', 'lease/plans/late-expire.json', '--write', 'mine.test.ts'], {
        cwd: project,
      }),
    ).rejects.toMatchObject({ code: 64 });
    expect(await readFile(join(project, 'mine.test.ts'), 'utf8')).toBe('// mine\n');
  });
});
