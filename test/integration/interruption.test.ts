/**
 * Ctrl-C once stops, judges and reports what was done; twice leaves at once. A request to terminate is treated alike.
 * Nothing that a run started outlives it, also where the terminal signals the whole process group.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRun } from '../../src/search/run-folder.ts';
import { probeTestbed } from '../../src/testbed/real/probe.ts';
import { runCli, type Ended } from '../support/run-cli.ts';

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-interrupted-'));
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

interface Stopped extends Ended {
  /** Where everything that the run started keeps its temporary files. */
  readonly scratch: string;
  readonly folder: string;
}

/** Sends each signal to the whole group, one after the other, once the run is under way. */
async function stoppedBy(
  signals: readonly NodeJS.Signals[],
  { name, args, when }: { readonly name: string; readonly args: readonly string[]; readonly when: RegExp },
): Promise<Stopped> {
  const cwd = join(project, name);
  const scratch = join(cwd, 'tmp');
  mkdirSync(scratch, { recursive: true });
  let sent = 0;
  const send = (pid: number): void => {
    const signal = signals[sent];
    sent += 1;
    if (signal !== undefined) process.kill(-pid, signal);
  };
  const ended = await runCli(
    ['certify', 'redis-fencing', '--seed', '3', '--report', 'run', '--progress', 'plain', ...args],
    {
      cwd,
      environment: { TMPDIR: scratch },
      hasOwnGroup: true,
      onStderr: (text, pid) => {
        if (sent === 0 && when.test(text)) setTimeout(() => send(pid), 1_000);
        if (sent === 0 || !text.includes('Interrupted: judging')) return;
        if (sent < signals.length) send(pid);
      },
    },
  );
  return { ...ended, scratch, folder: join(cwd, 'run') };
}

/** Processes that were started with this folder for their temporary files. */
function survivors(scratch: string): readonly string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TMPDIR=${scratch}`);
        return isOurs ? [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
}

/** The reaper takes a moment after the run itself has left. */
async function expectNothingLeft(scratch: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 10_000 && survivors(scratch).length > 0; waitedMs += 100) await pause(100);
  expect(survivors(scratch)).toEqual([]);
  expect(readdirSync(scratch).filter((entry) => entry.startsWith('scrutineer-'))).toEqual([]);
}

async function expectWholeReport({ code, stdout, stderr, folder }: Stopped): Promise<void> {
  expect(code).toBe(130);
  expect(stderr).toContain('Interrupted: judging what is there. Once more to leave at once.');
  expect(stdout).toContain('interrupted: what was done until then is judged, and nothing is certified');
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^. Interrupted\. /);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['report.html', 'junit.xml', 'run.json', 'summary.md']));
  expect(readdirSync(folder)).not.toContain('certificate.json');
  const run = await readRun(folder);
  expect(run.interrupted).toBe(true);
  expect(run.adapters[0]?.histories).toBeGreaterThan(0);
}

const isLinux = process.platform === 'linux';
const local = await probeTestbed('local');

describe.runIf(isLinux)('a simulated run', () => {
  const simulated = { args: ['--histories', '1000000', '--jobs', '1'], when: / on simulated: searching, / };

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} once: the whole report of what was done`, async () => {
      const stopped = await stoppedBy([signal], { name: signal, ...simulated });
      await expectWholeReport(stopped);
      await expectNothingLeft(stopped.scratch);
    });
  }

  test('twice: it leaves at once, without a verdict', async () => {
    const stopped = await stoppedBy(['SIGINT', 'SIGINT'], { name: 'twice', ...simulated });
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    await expectNothingLeft(stopped.scratch);
  });
});

describe.runIf(isLinux && local.usable)('a run on real servers', () => {
  const real = { args: ['--testbed', 'local', '--histories', '2000'], when: / on local: (trouble|healed|degraded), / };

  test('SIGINT once: the whole report of what was done, and no server is left', async () => {
    const stopped = await stoppedBy(['SIGINT'], { name: 'local-once', ...real });
    await expectWholeReport(stopped);
    await expectNothingLeft(stopped.scratch);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} twice: it leaves at once, and no server is left`, async () => {
      const stopped = await stoppedBy([signal, signal], { name: `local-${signal}`, ...real });
      expect(stopped).toMatchObject({ code: 130, stdout: '' });
      await expectNothingLeft(stopped.scratch);
    });
  }
});
