/** Goal: the lines say what happened, above all when a mutant survives or something harmless is flagged. */
import { describe, expect, test } from 'vitest';
import { commandOptions } from './command-options.ts';
import { benignRow, isKilled, lastLine, median, mutantRow, overallLine, type MutantResult } from './table.ts';
import type { Mutant } from './variant.ts';
import type { Killed } from './worker-protocol.ts';

const mutant: Mutant = { id: 'M99', sentence: 'It errs.', base: 'reference', properties: ['S4', 'S6'], edits: [] };

function killedAfter(histories: number, property: Killed['property'] = 'S4'): Killed {
  return { kind: 'killed', histories, property, faults: 1, candidates: 2, elapsedMs: 10 * histories };
}

const killed: MutantResult = { mutant, kills: [killedAfter(5), killedAfter(300, 'S6'), killedAfter(7, 'S6')] };
const survived: MutantResult = { mutant, kills: [killedAfter(5), undefined] };

test('the row of a mutant: promises by frequency, seeds, median and worst, size, time', () => {
  expect(mutantRow(killed).split(/\s+/)).toEqual(['M99', 'S6', 'S4', '3/3', '7', '300', '1', '2', '0.07']);
});

test('a mutant that one seed does not kill has survived', () => {
  expect(mutantRow(survived)).toMatch(/ 1\/2 +5 +never /);
  expect(isKilled(survived)).toBe(false);
  expect(isKilled(killed)).toBe(true);
});

test('the last line counts what was killed and what was flagged', () => {
  const clean = { variant: mutant, histories: 200, alarms: [] };
  const flagged = { ...clean, alarms: ['S4: two leaders'] };
  expect(lastLine([killed, survived], [clean, flagged])).toBe('1 of 2 mutants killed, 1 of 2 benign flagged');
  expect(lastLine([killed], [clean])).toBe('1 of 1 mutants killed, 0 of 1 benign flagged');
  expect(benignRow(flagged)).toContain('FLAGGED on 1 seeds');
});

test('medians are the lower of the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(overallLine([killed, survived])).toBe(
    'Medians over all kills: faults 1, candidates 2, time to find and shrink 0.05 s',
  );
});

describe('options', () => {
  test('all of the catalogue, twenty seeds and ten thousand histories unless told otherwise', () => {
    const { seeds, historiesMax, mutants, benign } = commandOptions([]);
    expect([seeds, historiesMax, mutants.length]).toEqual([20, 10_000, 16]);
    expect(benign.length).toBeGreaterThan(9);
  });

  test('some of it by name', () => {
    const { mutants, benign, jobs } = commandOptions(['--mutants', 'M03,V05', '--jobs', '1']);
    expect([...mutants, ...benign].map(({ id }) => id)).toEqual(['M03', 'V05']);
    expect(jobs).toBe(1);
  });

  test.each([
    [['--mutants', 'M03,M77'], /nothing is called M77/],
    [['--seeds', '0'], /--seeds: expected a whole number from 1, found 0/],
    [['--sedes', '3'], /--sedes/],
  ])('%j is refused', (args, message) => {
    expect(() => commandOptions(args)).toThrow(message);
  });
});
