/**
 * What the README says is true: its snippets compile, its commands exist and do what it says, its tables match the
 * package, its links lead somewhere.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const main = join(root, 'dist', 'src', 'cli', 'main.js');
const readme = await readFile(join(root, 'README.md'), 'utf8');
const fences = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language, text]) => ({
  language: language ?? '',
  text: text ?? '',
}));
const snippets = fences.filter(({ language }) => language === 'ts').map(({ text }) => text);
const commands = fences
  .filter(({ language }) => language === '')
  .flatMap(({ text }) => [...text.matchAll(/npx scrutineer ([^\n#&]*)/g)].map(([, rest]) => (rest ?? '').trim()));

let folder: string;

async function run(cwd: string, ...args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, output: stdout + stderr });
    });
  });
}

const helps = new Map<string, ReturnType<typeof run>>();

/** What a command says of itself, asked once. */
function helpOf(name: string): ReturnType<typeof run> {
  const help = helps.get(name) ?? run(root, main, name, '--help');
  helps.set(name, help);
  return help;
}

beforeAll(async () => {
  // Within the package, so that `scrutineer/adapter` means this package, as it does for a reader who installed it.
  await mkdir(join(root, 'dist', 'readme'), { recursive: true });
  folder = await mkdtemp(join(root, 'dist', 'readme', 'run-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('README.md', () => {
  test('its TypeScript compiles', async () => {
    expect(snippets.length).toBeGreaterThan(0);
    const names = await Promise.all(
      snippets.map(async (snippet, index) => {
        // The one thing that a snippet leaves to its reader is the implementation itself.
        const own =
          "import type { Candidate, CandidateEnvironment } from 'scrutineer/adapter';\ndeclare const MyElection: new (environment: CandidateEnvironment<'redis'>) => Candidate;\n";
        const name = `snippet-${index}.mts`;
        await writeFile(join(folder, name), `${snippet.includes('MyElection') ? own : ''}${snippet}`);
        return name;
      }),
    );
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022', 'dom'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: names }));
    const { code, output } = await run(folder, join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
    expect({ code, output }).toEqual({ code: 0, output: '' });
  });

  test('every command that it shows exists', async () => {
    const mentioned = new Set(
      [...commands, ...[...readme.matchAll(/`npx scrutineer ([^`]*)`/g)].map(([, rest]) => rest ?? '')].map(
        (command) => command.split(' ')[0] ?? '',
      ),
    );
    expect(mentioned.size).toBeGreaterThan(2);
    for (const name of mentioned) {
      const { code, output } = await helpOf(name);
      expect({ name, code, output }).toMatchObject({
        code: 0,
        output: expect.stringContaining(`Usage: scrutineer ${name}`),
      });
    }
  });

  test('every option that it shows is one of its command, and every script is one of the package', async () => {
    for (const command of commands) {
      const [name = '', ...words] = command.split(/\s+/);
      const { output } = await helpOf(name);
      for (const option of words.filter((word) => word.startsWith('--'))) expect(output).toContain(option);
    }
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const mentioned = [...readme.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name ?? '');
    expect(mentioned.length).toBeGreaterThan(2);
    expect(mentioned.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('a checked history is explained as it shows', async () => {
    const [, command = '', text = ''] =
      /npx scrutineer (check [^\n]*)\n```\n\n```text\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(text.split('\n').length).toBeGreaterThan(5);
    const { code, output } = await run(root, main, ...command.trim().split(' '));
    expect(code).toBe(1);
    expect(output.replace(/, [\d.]+ ms\)/, ')')).toContain(text);
  });

  test('its table of adapters has all that are shipped', async () => {
    const folders = await readdir(join(root, 'adapters'), { withFileTypes: true });
    const shipped = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const told = [...readme.matchAll(/^\| \[([\w-]+)\]\(adapters\//gm)].map(([, name]) => name ?? '');
    expect(told.sort()).toEqual(shipped.sort());
  });

  test('`init` gives a folder that says what is still empty', async () => {
    const place = await mkdtemp(join(tmpdir(), 'scrutineer-readme-'));
    try {
      expect(commands).toContain('init my-election');
      expect(await run(place, main, 'init', 'my-election')).toMatchObject({ code: 0 });
      const { code, output } = await run(
        place,
        main,
        'certify',
        './my-election',
        '--testbed',
        'simulated',
        '--histories',
        '20',
        '--report',
        'out',
      );
      expect(code).not.toBe(0);
      expect(output).toMatch(/my-election/);
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  });

  test('the dependency table names the dependencies, and the exit codes are those of the program', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    const table = /^\| package .*\n\| -.*\n((?:\|.*\n)+)/m.exec(readme)?.[1] ?? '';
    const rows = [...table.matchAll(/^\| ([\w-]+) /gm)].map(([, name]) => name ?? '');
    expect(rows.sort()).toEqual(Object.keys(manifest.dependencies).sort());
    for (const peer of Object.keys(manifest.peerDependencies)) expect(readme).toContain(`\`${peer}\``);
    const sentence = /Exit codes: ([\s\S]*?)\n\n/.exec(readme)?.[1] ?? '';
    const told = [...sentence.matchAll(/\b(\d+) /g)].map(([, code]) => Number(code));
    expect(told.sort((left, right) => left - right)).toEqual(
      [...Object.values(exitCodes)].sort((left, right) => left - right),
    );
  });

  test('its links lead to files of the package', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^https?:/.test(target));
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});
