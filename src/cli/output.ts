/** stdout carries results alone; everything else goes to stderr. */
import type { TerminalOptions } from '../report/terminal/terminal.ts';
import { isColoured } from './colour.ts';

const COLUMNS_MIN = 40;
const COLUMNS_UNKNOWN = 80;

// The callback of each write is told of its error, too. Without a listener a pipe that nobody reads would end the process.
process.stdout.on('error', () => undefined);

/** Prints a result, and settles when it has left the process: a pipe must not be cut short by the exit. */
export function printResult(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error) => {
      // A reader that has seen enough (`| head`) is no failure.
      if (error === undefined || error === null || ('code' in error && error.code === 'EPIPE')) resolve();
      else reject(error);
    });
  });
}

/** Columns of a terminal, also of one that cannot tell, and of one that is too narrow for anything. */
export function columnsOf({ columns = 0 }: { readonly columns?: number }): number {
  return columns > 0 ? Math.max(COLUMNS_MIN, columns) : COLUMNS_UNKNOWN;
}

/** How results are shown here. */
export function terminalOptions(folder: string): TerminalOptions {
  return {
    colour: isColoured(process.stdout),
    ...(process.stdout.isTTY ? { columns: columnsOf(process.stdout) } : {}),
    cwd: process.cwd(),
    folder,
  };
}
