/** The commands, options, scripts and environment variables that the pages name are those that there are. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pages, root } from './pages.ts';
import { helpOf } from './scrutineer.ts';

const commands = pages.flatMap(({ commands: shown, name }) => shown.map((command) => ({ page: name, command })));

describe('commands', () => {
  test('each exists, and every option after it is one of its own', async () => {
    expect(commands.length).toBeGreaterThan(20);
    const wrong: string[] = [];
    for (const { page, command } of commands) {
      const [name = '', ...words] = command.split(' ');
      const { code, output } = await helpOf(name);
      if (code !== 0 || !output.includes(`Usage: scrutineer ${name}`)) wrong.push(`${page}: ${command}`);
      for (const option of words.filter((word) => word.startsWith('--')))
        if (!new RegExp(`${option}\\b`).test(output)) wrong.push(`${page}: ${command} (${option})`);
    }
    expect(wrong).toEqual([]);
  });

  test('each option between backticks is one of some command', async () => {
    const helps = await Promise.all(
      ['certify', 'check', 'replay', 'report', 'verify', 'doctor'].map(async (name) => (await helpOf(name)).output),
    );
    // `npm run explore` has options of its own.
    const all = `${helps.join('\n')} --without`;
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/`[^`\n]*`/g)].flatMap(([code]) => code.match(/--[a-z-]+/g) ?? []),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((option) => !new RegExp(`${option}\\b`).test(all))).toEqual([]);
  });

  test('every script of npm that is named is one of the package', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = pages.flatMap(({ text }) => [...text.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name ?? ''));
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('every environment variable that is named is read somewhere, and every one of the sources is named', () => {
    const named = new Set(pages.flatMap(({ text }) => text.match(/\bSCRUTINEER_[A-Z_]+[A-Z]/g) ?? []));
    const read = new Set(variablesOf('src'));
    const tested = new Set([...variablesOf('test'), ...variablesOf('build')]);
    expect([...named].filter((name) => !read.has(name) && !tested.has(name))).toEqual([]);
    expect([...read].filter((name) => !named.has(name))).toEqual([]);
  });
});

function variablesOf(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs|sh)$/.test(name) && !name.startsWith('readme'))
    .flatMap((name) => readFileSync(join(root, folder, name), 'utf8').match(/\bSCRUTINEER_[A-Z_]+[A-Z]\b/g) ?? []);
}
