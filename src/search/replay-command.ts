/** The command line that shows a counterexample again. */
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestbedKind } from '../../spec/history.ts';
import type { AdapterReference } from '../testbed/testbed.ts';

export interface ReplayOf {
  /** The run's folder. */
  readonly folder: string;
  /** Relative to it. */
  readonly plan: string;
  readonly adapter: AdapterReference;
  readonly testbed: TestbedKind;
  readonly holdTo: 'claims' | 'all';
}

/** A command for a shell in the working directory. */
export function replayCommand({ folder, plan, adapter, testbed, holdTo }: ReplayOf): string {
  const words = [
    'npx',
    'scrutineer',
    'replay',
    pathFromHere(resolve(folder, plan)),
    '--adapter',
    pathFromHere(fileURLToPath(adapter.url)),
    '--testbed',
    testbed,
  ];
  if (holdTo === 'all') words.push('--hold-to', 'all');
  return words.map(quoted).join(' ');
}

/** A path as a person in this directory would type it. */
export function pathFromHere(path: string): string {
  const here = relative(process.cwd(), path);
  if (here === '') return '.';
  return here.startsWith('..') ? path : here;
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
