/**
 * Goal: in a worker of the simulation, an adapter that calls the platform is told so, by name, place and remedy.
 * Method: the built package in a process of its own, since the replacement lasts as long as the process.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('world-globals-run.mjs', import.meta.url));

test('each call of the platform is an error that names the caller; what a world has, works', () => {
  const lines = execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim().split('\n');
  const outcomes = new Map(
    lines
      .map((line) => JSON.parse(line) as { name: string; outcome: string })
      .map(({ name, outcome }) => [name, outcome]),
  );
  const fine = ['a date of a time', 'an abort', 'outside'];

  expect(outcomes.size).toBe(16);
  for (const [name, outcome] of outcomes) {
    if (fine.includes(name)) expect(outcome, name).toBe('fine');
    else
      expect(outcome, name).toMatch(
        /^platform-call: The adapter called .* at .*world-globals-run\.mjs:\d+:\d+\. .*environment/,
      );
  }
});
