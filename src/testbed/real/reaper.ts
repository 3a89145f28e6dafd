/**
 * A small detached process that outlives the runner by a moment. It reads what was started from its stdin, one JSON
 * object a line; when that pipe ends, the runner is gone, however it went, and everything still on the list is removed.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { removeLabelled } from './servers/labelled-containers.ts';
import type { ReaperLine } from './reaper-client.ts';

const pids = new Set<number>();
const folders = new Set<string>();
const labels = new Set<string>();

function note(line: ReaperLine): void {
  if ('started' in line) pids.add(line.started);
  else if ('ended' in line) pids.delete(line.ended);
  else if ('folder' in line) folders.add(line.folder);
  else if ('removed' in line) folders.delete(line.removed);
  else if ('label' in line) labels.add(line.label);
  else labels.delete(line.unlabel);
}

function isReaperLine(value: unknown): value is ReaperLine {
  return typeof value === 'object' && value !== null;
}

async function removeEverything(): Promise<void> {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  for (const label of labels) {
    // A container that the runner was about to start when it was killed appears a moment later: look again.
    for (const waitMs of [0, 1000, 4000]) {
      await new Promise((resolve) => {
        setTimeout(resolve, waitMs);
      });
      await removeLabelled(label);
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on('line', (text) => {
  const line: unknown = JSON.parse(text);
  if (isReaperLine(line)) note(line);
});
lines.on('close', () => {
  removeEverything().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
