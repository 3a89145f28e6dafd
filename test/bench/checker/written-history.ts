/** Generated histories as files of JSON lines, each written once a run. */
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeJsonLines } from '../../../src/history/formats/write-json-lines.ts';
import { historyOf, type DraftOperation } from '../../support/drafted-history.ts';
import { Draw } from '../../support/draw.ts';
import { draftGoodHistory } from '../../support/generated-client-history.ts';
import { simulateClients } from '../../support/simulate-clients.ts';
import { ObservedLock } from './observed-lock.ts';

export interface HistoryOrder {
  /** A kind of generated history, which is also the name of its model. */
  readonly kind: 'fenced-lock' | 'register' | 'cas-register';
  readonly operations: number;
  readonly concurrency: number;
  /** How many operations end indeterminate. @defaultValue 0 */
  readonly indeterminate?: number;
  /** Whether a read near the end returns what was overwritten long ago. @defaultValue false */
  readonly isBad?: boolean;
}

/** The same for every run: figures of two days are about the same histories. */
const SEED = 3;

/** The path of the file. */
export function writtenHistory(scratch: string, order: HistoryOrder): string {
  const { kind, operations, concurrency, indeterminate = 0, isBad = false } = order;
  const name = `${kind}-${operations}-${concurrency}-${indeterminate}-${isBad ? 'bad' : 'good'}`;
  const path = join(scratch, `${name}.jsonl`);
  if (existsSync(path)) return path;
  const draft = drafted(order);
  if (isBad) readStale(draft);
  const file = openSync(path, 'w');
  for (const text of writeJsonLines(historyOf(draft, name))) writeSync(file, text);
  closeSync(file);
  return path;
}

function drafted({ kind, operations, concurrency, indeterminate = 0 }: HistoryOrder): DraftOperation[] {
  const indeterminateShare = indeterminate / operations;
  if (kind !== 'fenced-lock') return draftGoodHistory(kind, SEED, { operations, concurrency, indeterminateShare });
  const options = { operations, concurrency, crashShare: indeterminateShare, isShort: false };
  return simulateClients(new ObservedLock(), options, new Draw(SEED));
}

/**
 * Values and tokens of these kinds never return, and so what a read saw in the first third is stale in the last tenth,
 * whatever the order: reads between them, which overlap neither, have seen something else.
 */
function readStale(operations: readonly DraftOperation[]): void {
  const early = readFrom(operations, Math.floor(operations.length * 0.3));
  const late = readFrom(operations, Math.floor(operations.length * 0.9));
  late.output = early.output;
}

function readFrom(operations: readonly DraftOperation[], place: number): DraftOperation {
  const found = operations
    .slice(place)
    .find(
      ({ f, outcome, output }) => (f === 'read' || f === 'observe') && outcome === 'ok' && (output ?? null) !== null,
    );
  if (found === undefined) throw new Error('the generated history has no read to make stale');
  return found;
}
