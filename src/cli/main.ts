#!/usr/bin/env node
/**
 * Where the process begins. What it runs is loaded from here rather than imported: an installation with a part missing
 * is a failure of Scrutineer, and must not end with the code of a violation.
 */
import { guardExit, leave } from './guarded-exit.ts';
import { exitCodes } from './exit-codes.ts';

guardExit();

// Without an explicit exit, a handle that an adapter or client left open would keep the process.
import('./command-line.ts')
  .then(({ runCommandLine }) => runCommandLine())
  .then(
    (code) => leave(code),
    (error: unknown) => {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(
        `Scrutineer itself could not be loaded; nothing is said about the implementation. Install it again.\n${detail}\n`,
      );
      leave(exitCodes.ownFailure);
    },
  );
