/** What `certify` and `replay` share: run with progress and Ctrl-C, write the reports, print. */
import { join, resolve } from 'node:path';
import { certifyAndIssue } from '../certificate/issue.ts';
import { forTerminal } from '../report/words/plain-text.ts';
import { writeReports } from '../report/write-reports.ts';
import type { CertifyOptions } from '../search/certify-options.ts';
import { RunNotStored } from '../search/run-not-stored.ts';
import { ownVersion } from '../search/own-version.ts';
import { linkLatest } from '../search/run-folder.ts';
import type { RunResult } from '../search/run-result.ts';
import { pathFromHere } from '../search/replay-command.ts';
import { isSystemError, systemWords } from '../system-words.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { interruption } from './interruption.ts';
import { adviceFor } from './own-failure.ts';
import { printResult } from './output.ts';
import { printRun } from './print-run.ts';
import { progressView } from './progress.ts';
import type { ProgressMode } from './progress-view.ts';

export interface RunOptions {
  readonly certify: Omit<CertifyOptions, 'folder' | 'signal' | 'onProgress' | 'onCannotHold'>;
  /** The folder named by `--report`; undefined: one of its own under reports/, with `latest` pointing to it. */
  readonly report: string | undefined;
  readonly progress: ProgressMode;
  readonly json: boolean;
  /** Prints declared deviations as whole as violations. */
  readonly showDeclared: boolean;
}

/** Rejects with what `certify` rejects with. The result is printed and its folder complete when it resolves. */
export async function runCertify(options: RunOptions): Promise<RunResult> {
  const { seed, command } = options.certify;
  const folder = resolve(options.report ?? join('reports', `${utcStamp(new Date())}-${seed}`));
  const progress = progressView({
    mode: options.progress,
    output: process.stderr,
    environment: process.env,
    nowMs: () => performance.now(),
    every: (periodMs, tick) => {
      const timer = setInterval(tick, periodMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  });
  if (options.progress !== 'none') process.stderr.write(`${await firstLine(seed, command)}\n`);
  const stop = interruption(() => {
    progress.clear();
    process.stderr.write('Interrupted: judging what is there. Once more to leave at once.\n');
  });
  let run: RunResult;
  let unstored: unknown;
  try {
    run = await certifyAndIssue({
      ...options.certify,
      folder,
      signal: stop.signal,
      onProgress: (state) => progress.show(state),
      onCannotHold: (adapter, sentence) => {
        if (options.progress === 'none') return;
        progress.clear();
        process.stderr.write(`${forTerminal(adapter)} cannot hold ${forTerminal(sentence)}\n`);
      },
    });
    progress.end();
    await writeReports(folder, run).catch((error: unknown) => (unstored = error));
  } catch (error) {
    // What was found is not lost with the disk on which it should have been kept.
    if (!(error instanceof RunNotStored)) throw error;
    run = error.run;
    unstored = error.cause;
  } finally {
    progress.end();
    stop.release();
  }
  if (options.report === undefined && unstored === undefined) await linkLatest(folder);
  if (options.json) await printResult(JSON.stringify(run, undefined, 2));
  else await printRun(folder, run, { declared: options.showDeclared });
  if (unstored !== undefined) throw notStored(folder, unstored);
  return run;
}

/** What it takes to run it again, before anything can go wrong. */
async function firstLine(seed: number, command: string): Promise<string> {
  return `seed ${seed}  ${command}  (scrutineer ${await ownVersion()}, node ${process.versions.node})`;
}

/** The verdict was printed, so that this must not sound as if there were none. */
function notStored(folder: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new CommandError(
    exitCodes.ownFailure,
    `${pathFromHere(folder)}: not everything could be written there: ${systemWords(error)}. ${adviceFor(error.code)} The result above stands.`,
    { cause: error },
  );
}

/** `20261121T150405Z` */
function utcStamp(date: Date): string {
  return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
