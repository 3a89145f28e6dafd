/** The live block in a real pseudo terminal: redrawn in place, taken away at the end, coloured only where it may be. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/terminal/display-width.ts';

const main = resolve('dist/src/cli/main.js');
const script = '/usr/bin/script';

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-terminal-'));
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

/** Everything that was written to a terminal of so many columns. */
function onTerminal(columns: number, environment: Readonly<Record<string, string>>): string {
  const command = `stty cols ${columns} rows 30; '${process.execPath}' '${main}' certify redis-fencing --histories 100 --jobs 1 --seed 3 --report run`;
  const { CI: _ci, NO_COLOR: _none, FORCE_COLOR: _forced, ...inherited } = process.env;
  const { stdout } = spawnSync(script, ['-qec', command, '/dev/null'], {
    cwd: project,
    encoding: 'utf8',
    env: { ...inherited, TERM: 'xterm-256color', ...environment },
  });
  return stdout.replaceAll('\r\n', '\n');
}

describe.runIf(existsSync(script) && process.platform === 'linux')('on a terminal', () => {
  test('of 60 columns: block, tables and verdict fit, and nothing of the block stays', () => {
    const written = onTerminal(60, {});
    expect(written).toMatch(/^seed 3 {2}npx scrutineer certify redis-fencing .*\(scrutineer \d.*, node \d.*\)\n/);
    expect(written).toContain('\u001B[1mredis-fencing on simulated\u001B[22m\n  phase       ');
    expect(written).toMatch(/\n {2}operations {2}[\d,]+ .* ok /);
    expect(written).toMatch(/\n {2}leader by {3}a: /);
    // Taken away as often as it was drawn.
    const drawn = written.match(/ {2}phase {7}/g)?.length ?? 0;
    expect(drawn).toBeGreaterThan(1);
    expect(written.match(/\u001B\[\d+A\u001B\[0J/g)).toHaveLength(drawn);
    const lines = written
      .replaceAll(/\u001B\[\d+m/g, '')
      .split('\n')
      .slice(1, -2);
    for (const line of lines)
      expect(displayWidth(line.replaceAll(/\u001B\[\d+A\u001B\[0J/g, ''))).toBeLessThanOrEqual(60);
    expect(written.trimEnd().split('\n').at(-1)).toMatch(
      /^\u001B\[32m✓ redis-fencing keeps every promise .*\u001B\[39m$/,
    );
  });

  test('NO_COLOR: the block is there, without a colour', () => {
    const written = onTerminal(100, { NO_COLOR: '1' });
    expect(written).toMatch(/\u001B\[\d+A\u001B\[0J/);
    expect(written).not.toMatch(/\u001B\[\d+m/);
  });

  for (const environment of [{ CI: 'true' }, { TERM: 'dumb' }]) {
    test(`${JSON.stringify(environment)}: plain lines, and no cursor is moved`, () => {
      const written = onTerminal(100, environment);
      expect(written).toMatch(/\nredis-fencing on simulated: searching, /);
      expect(written).not.toMatch(/\u001B\[\d*[A-HJK]/);
      if ('TERM' in environment) expect(written).not.toContain('\u001B');
    });
  }
});
