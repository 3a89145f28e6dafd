/** The command line. Each command is a file in commands/; this one turns errors into messages and exit codes. */
import { Command, CommanderError } from 'commander';
import { AdapterError } from '../adapter-error.ts';
import { visible } from '../report/words/plain-text.ts';
import { MalformedInputError } from '../schemas/malformed-input.ts';
import { ownVersion } from '../search/own-version.ts';
import { RunFolderError } from '../search/run-folder.ts';
import { TestbedUnavailable } from '../testbed/real/testbed-unavailable.ts';
import { CommandError } from './command-error.ts';
import { addCertify } from './commands/certify.ts';
import { addCheck } from './commands/check.ts';
import { addDoctor } from './commands/doctor.ts';
import { addInit } from './commands/init.ts';
import { addList } from './commands/list.ts';
import { addReplay } from './commands/replay.ts';
import { addReport } from './commands/report.ts';
import { addVerify } from './commands/verify.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { ownFailureText } from './own-failure.ts';

/** Runs what the arguments of the process ask for, explains what goes wrong, and says with which code to end. */
export function runCommandLine(): Promise<ExitCode> {
  return runProgram().catch(explain);
}

async function runProgram(): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.holds;
  const finish = (code: ExitCode): void => {
    exitCode = code;
  };
  const program = new Command('scrutineer')
    .description('Certifies leader-election implementations.')
    .version(await ownVersion())
    .showHelpAfterError('(add --help for every flag)')
    .exitOverride();
  for (const add of [addCertify, addCheck, addReplay, addReport, addVerify, addInit, addList, addDoctor])
    add(program, finish);
  program.addHelpText(
    'after',
    '\nExit codes: 0 holds, 1 violated, 2 inconclusive, 64 usage, 65 malformed input, 69 testbed unavailable,\n' +
      '70 Scrutineer itself failed, 130 interrupted.',
  );
  await program.parseAsync();
  return exitCode;
}

/** Prints what a person can do about it, and picks the code. */
function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.holds : exitCodes.usage;
  const code = codeOf(error);
  if (code === exitCodes.ownFailure) process.stderr.write(`${ownFailureText(error)}\n`);
  else if (error instanceof Error) process.stderr.write(`${visible(error.message)}\n`);
  if (error instanceof TestbedUnavailable)
    process.stderr.write(
      '`npx scrutineer doctor` says which testbeds work here; `--testbed simulated` needs nothing.\n',
    );
  return code;
}

function codeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof RunFolderError) return exitCodes.usage;
  if (error instanceof AdapterError || error instanceof MalformedInputError) return exitCodes.malformed;
  if (error instanceof TestbedUnavailable) return exitCodes.testbedUnavailable;
  return exitCodes.ownFailure;
}
