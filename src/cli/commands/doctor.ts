/** `scrutineer doctor`: which testbeds work here, and how to get the others. */
import type { Command } from 'commander';
import { probeTestbed } from '../../testbed/real/probe.ts';
import { pullImages } from '../../testbed/real/servers/pull-images.ts';
import { TestbedUnavailable } from '../../testbed/real/testbed-unavailable.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { printResult } from '../output.ts';

/** Adds the command. `finish` is told the exit code. */
export function addDoctor(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('doctor')
    .summary('say which testbeds work here, and how to get the others')
    .description('Says which testbeds work here, and how to get the others. Starts nothing.')
    .option('--pull', 'pull the images of the containers testbed first')
    .action(async (flags: { readonly pull?: true }) => {
      if (flags.pull === true) await pull();
      const lines = ['simulated   usable'];
      for (const kind of ['local', 'containers'] as const) {
        const probe = await probeTestbed(kind);
        lines.push(
          probe.usable
            ? `${kind.padEnd(10)}  usable: ${Object.entries(probe.versions)
                .map(([name, version]) => `${name} ${version}`)
                .join(', ')}`
            : `${kind.padEnd(10)}  not usable: ${probe.why}\n${' '.repeat(12)}${probe.fix}`,
        );
      }
      await printResult(lines.join('\n'));
      finish(exitCodes.holds);
    });
}

async function pull(): Promise<void> {
  try {
    await pullImages((name) => process.stderr.write(`pulling ${name}\n`));
  } catch (error) {
    if (error instanceof TestbedUnavailable) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      exitCodes.testbedUnavailable,
      `An image could not be pulled: ${why}. Name one that you have by SCRUTINEER_IMAGE_REDIS or SCRUTINEER_IMAGE_TOXIPROXY.`,
      { cause: error },
    );
  }
}
