/** Where what candidates printed is kept: beside the history that they took part in. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessOutput } from '../testbed/process-output.ts';

/** `histories/1a2b-0.log.json` of `histories/1a2b-0.jsonl.gz`. */
export function outputFileOf(history: string): string {
  return `${history.replace(/\.jsonl(\.gz)?$/, '')}.log.json`;
}

/** What the candidates of a stored history printed; undefined where nothing was kept, or it is no such file. */
export async function readOutput(folder: string, history: string): Promise<readonly ProcessOutput[] | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(join(folder, outputFileOf(history)), 'utf8'));
    return Array.isArray(content) && content.every(isOutput) ? content : undefined;
  } catch {
    return undefined;
  }
}

function isOutput(value: unknown): value is ProcessOutput {
  if (typeof value !== 'object' || value === null) return false;
  if (!('process' in value && 'text' in value && 'omitted' in value)) return false;
  return typeof value.process === 'string' && typeof value.text === 'string' && typeof value.omitted === 'number';
}
