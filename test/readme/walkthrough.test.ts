/** Who follows the pages, step by step, sees what they say. */
import { existsSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { pageNamed, pages, root, tableOf, type DocsPage } from './pages.ts';
import { readersFolder, scrutineer } from './scrutineer.ts';

let folder: string;

beforeAll(async () => {
  folder = await readersFolder();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('docs/write-an-adapter.md, step by step', () => {
  const page = pageNamed('docs/write-an-adapter.md');
  const [first = '', second = '', certify = ''] = commandsInFences(page);

  test('init writes an adapter that says what is still empty', async () => {
    expect(await scrutineer(folder, ...first.split(' '))).toMatchObject({ code: 0 });
    const { code, output } = await scrutineer(folder, ...second.split(' '), '--histories', '20', '--progress', 'none');
    expect(code).toBe(exitCodes.inconclusive);
    expect(page.text).toContain(`ends with exit code ${code}`);
    expect(output).toMatch(/campaign is still empty in adapter\.ts\. It must settle/);
  });

  test('the election that it shows is certified, in the words that it shows', async () => {
    const [shown] = page.fences.filter(({ language }) => language === 'ts');
    await writeFile(join(folder, 'adapters', 'my-election', 'adapter.ts'), shown?.text ?? '');
    const { code, output } = await scrutineer(folder, ...certify.split(' '), '--progress', 'none', '--report', 'run');
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    for (const text of textsAfter(page, certify)) expect(output).toContain(text.trimEnd());
    expect(output).toContain('level simulated');
  });

  test('a folder of a run has the files that docs/read-a-report.md names', () => {
    const files = tableOf(pageNamed('docs/read-a-report.md'), 'file').map(([name = '']) => name);
    expect(files.length).toBeGreaterThan(6);
    expect(files.filter((name) => !existsSync(join(folder, 'run', name)))).toEqual([]);
  });

  test('`report` and `verify` read that folder', async () => {
    const report = await scrutineer(folder, 'report', 'run');
    expect(report.output).toContain('my-election keeps every promise');
    expect(await scrutineer(folder, 'verify', 'run', '--sample', '50')).toMatchObject({ code: 0 });
  });
});

describe('commands that can be run anywhere', () => {
  test('print the text that follows them', async () => {
    const shown = pages.flatMap((page) =>
      commandsInFences(page)
        .filter((command) => command.startsWith('check '))
        .map((command) => ({ command, texts: textsAfter(page, command) })),
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const { command, texts } of shown) {
      const { output } = await scrutineer(root, ...command.split(' '));
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(output.replace(/, [\d.]+ ms\)/, ')')).toContain(text);
    }
  });

  test('list and doctor answer', async () => {
    const named = new Set(pages.flatMap(({ commands }) => commands.filter((each) => /^(list|doctor)/.test(each))));
    named.delete('doctor --pull');
    expect(named.size).toBeGreaterThan(3);
    for (const command of named) expect(await scrutineer(root, ...command.split(' '))).toMatchObject({ code: 0 });
  });

  test('a counterexample is replayed as docs/read-a-report.md says', async () => {
    await rm(join(folder, 'reports', 'latest'), { force: true });
    await cp(join(root, 'reports', 'examples', 'two-leaders'), join(folder, 'reports', 'latest'), { recursive: true });
    await cp(join(root, 'test', 'support', 'examples'), join(folder, 'test', 'support', 'examples'), {
      recursive: true,
    });
    await cp(join(root, 'adapters', 'redis-fencing'), join(folder, 'adapters', 'redis-fencing'), { recursive: true });
    const [replay = ''] = pageNamed('docs/read-a-report.md').commands.filter((each) => /^replay \S+$/.test(each));
    const { code, output } = await scrutineer(folder, ...replay.split(' '), '--report', 'again');
    expect(code).toBe(1);
    expect(output).toContain('The event log is the stored one, byte for byte.');
    const [write = ''] = pageNamed('docs/read-a-report.md').commands.filter((each) => each.includes('--write'));
    await scrutineer(folder, ...write.split(' '), '--report', 'again');
    expect(existsSync(join(folder, write.split(' ').at(-1) ?? ''))).toBe(true);
  });
});

function commandsInFences({ fences }: DocsPage): readonly string[] {
  return fences
    .filter(({ language }) => language === '' || language === 'sh')
    .flatMap(({ text }) => [...text.matchAll(/npx scrutineer ([^\n#&]*)/g)].map(([, rest]) => (rest ?? '').trim()));
}

/** The `text` fences that come after the one with this command, up to the next of another language. */
function textsAfter({ fences }: DocsPage, command: string): readonly string[] {
  const at = fences.findIndex(({ language, text }) => language !== 'ts' && text.includes(`npx scrutineer ${command}`));
  const after = fences.slice(at + 1);
  const end = after.findIndex(({ language }) => language !== 'text');
  return (end < 0 ? after : after.slice(0, end)).map(({ text }) => text);
}
