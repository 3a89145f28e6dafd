import type { ExitCode } from './exit-codes.ts';

/** An error that a person can do something about: printed as one message without a stack, and ends the process with its code. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
