/** Judges the stored histories of a certificate again, and compares the verdicts with what it says. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readHistoryFile } from '../history/history-file.ts';
import { judge } from '../judge/judge.ts';
import { countHistory, emptyTally } from '../search/tally.ts';
import type { FileHash, TestbedEvidence } from './certificate.ts';
import { differences, shownDifferences } from './check-evidence.ts';
import { refusalsFor } from './refusal.ts';
import type { Checked } from './verify-simulated.ts';

export interface StoredCheck {
  /** The folder of the certificate. */
  readonly folder: string;
  readonly adapter: string;
  readonly evidence: TestbedEvidence;
  readonly stored: readonly FileHash[];
  readonly changed: string;
}

export async function verifyStored({ folder, adapter, evidence, stored, changed }: StoredCheck): Promise<Checked> {
  const refuse = refusalsFor(adapter);
  const tally = emptyTally();
  for (const file of stored) {
    const wrong = await wrongFile(folder, file);
    if (wrong !== undefined) {
      const next = 'Put the histories of the run beside the certificate, as the run wrote them.';
      return { refusals: [refuse('history', `${file.path} ${wrong}.`, next)], histories: tally.histories };
    }
    const history = await readHistoryFile(join(folder, file.path));
    const { header } = history;
    if (header.adapter !== adapter || header.testbed !== evidence.testbed) {
      const sentence = `${file.path} is a history of ${header.adapter} on ${header.testbed}, not of ${adapter} on ${evidence.testbed}.`;
      return {
        refusals: [refuse('history', sentence, 'Use the certificate that the run wrote.')],
        histories: tally.histories,
      };
    }
    countHistory(tally, history, judge(history, { holdTo: evidence.search.holdTo }));
  }
  const different = differences(evidence, tally);
  return {
    histories: tally.histories,
    refusals:
      different.length === 0
        ? []
        : [refuse('verdict', `The stored histories are judged otherwise: ${shownDifferences(different)}.`, changed)],
  };
}

async function wrongFile(folder: string, { path, sha256 }: FileHash): Promise<string | undefined> {
  let content: Buffer;
  try {
    content = await readFile(join(folder, path));
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isGone ? 'is not there' : `cannot be read: ${String(error)}`;
  }
  const found = createHash('sha256').update(content).digest('hex');
  return found === sha256 ? undefined : `was changed: its SHA-256 is ${found}, the certificate says ${sha256}`;
}
