/**
 * Sees to it that the process ends with a code only where the command line has chosen it. An adapter is loaded into this
 * process: one that calls process.exit, throws where nothing catches it, or never finishes loading would otherwise end
 * it with 0 or 1, and scripts would take that for a verdict.
 */
import { exitCodes, type ExitCode } from './exit-codes.ts';

let isChosen = false;

/** Call it before anything else is loaded. */
export function guardExit(): void {
  process.on('uncaughtException', (error) => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    fail(`An error was thrown where nothing catches it; adapters are loaded into this process.\n${detail}`);
  });
  process.on('unhandledRejection', (reason) => {
    const detail = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    fail(`A promise was rejected where nothing catches it; adapters are loaded into this process.\n${detail}`);
  });
  process.on('exit', () => {
    if (isChosen) return;
    told(
      'The process ended before it was done. An adapter called process.exit while it was loaded, or awaits what never comes.',
    );
    process.exitCode = exitCodes.ownFailure;
  });
}

/** Ends the process. */
export function leave(code: ExitCode): never {
  isChosen = true;
  process.exit(code);
}

function fail(what: string): never {
  told(what);
  leave(exitCodes.ownFailure);
}

function told(what: string): void {
  process.stderr.write(`Scrutineer itself failed; nothing is said about the implementation. ${what}\n`);
}
