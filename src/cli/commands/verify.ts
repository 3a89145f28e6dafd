/** `scrutineer verify`: checks a certificate again, offline, and says why it is refused where it is. */
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import type { Certificate, CertificateEntry } from '../../certificate/certificate.ts';
import { decodeCertificate } from '../../certificate/certificate-schema.ts';
import { verifyCertificate, type Verification } from '../../certificate/verify.ts';
import { forTerminal } from '../../report/words/plain-text.ts';
import { count } from '../../report/words/quantities.ts';
import { packageRoot } from '../../search/own-version.ts';
import type { AdapterReference } from '../../testbed/testbed.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findAdapters } from '../find-adapters.ts';
import { defaultJobs, parseCount } from '../options.ts';
import { printResult } from '../output.ts';

interface VerifyFlags {
  readonly adapter?: string;
  readonly sample?: number;
  readonly jobs: number;
}

/** Adds the command. `finish` is told the exit code. */
export function addVerify(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('verify')
    .summary('check a certificate again, offline')
    .description(
      'Judges the stored histories of a certificate again, runs its simulated ones again from their seeds, and compares. Exits with 0 where it is accepted and 1 where it is refused.',
    )
    .argument('<certificate>', 'certificate.json, or the folder of a run')
    .option('--adapter <adapter>', 'where the certified adapter is now; default: where it was')
    .option('--sample <n>', 'run only about so many of the simulated histories again; default: all', parseCount)
    .option('--jobs <n>', 'simulation workers', parseCount, defaultJobs())
    .action(async (named: string, flags: VerifyFlags) => finish(await verify(fileOf(resolve(named)), flags)));
}

/** Also the folder of a run may be named. Throws `CommandError` (usage) where there is nothing. */
function fileOf(path: string): string {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'certificate.json') : path;
  if (existsSync(file)) return file;
  throw new CommandError(
    exitCodes.usage,
    `${file}: there is no such certificate. Expected the certificate.json of a run; a run that was interrupted has none, and neither has a replay.`,
  );
}

async function verify(file: string, flags: VerifyFlags): Promise<ExitCode> {
  const certificate = decodeCertificate(await readFile(file, 'utf8'), file);
  const verification = await verifyCertificate(certificate, {
    folder: dirname(file),
    locate: (entry) => locate(entry, certificate, flags.adapter),
    jobs: flags.jobs,
    ...(flags.sample === undefined ? {} : { sample: flags.sample }),
    onProgress: (text) => process.stderr.write(`${text}\n`),
  });
  await printResult(rendered(certificate, verification));
  return verification.refusals.length === 0 ? exitCodes.holds : exitCodes.violated;
}

/** Where it was: as seen from here, from the folder of this package, or by its name. */
function locate(entry: CertificateEntry, { entries }: Certificate, named: string | undefined): AdapterReference {
  if (named !== undefined) {
    if (entries.length > 1) {
      throw new CommandError(
        exitCodes.usage,
        `The certificate is about ${entries.map(({ adapter }) => adapter).join(', ')}: --adapter can only say where one adapter is. Run verify in the folder in which they were certified.`,
      );
    }
    return reference(findAdapters([named], process.cwd()), entry);
  }
  const places = isAbsolute(entry.file) ? [entry.file] : [resolve(entry.file), join(packageRoot(), entry.file)];
  const place = places.find((each) => existsSync(each));
  if (place !== undefined) return { name: entry.adapter, url: pathToFileURL(place).href };
  try {
    return reference(findAdapters([entry.adapter], process.cwd()), entry);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(
      exitCodes.usage,
      `${entry.file}: the adapter ${entry.adapter} is no longer there. Run verify in the folder in which it was certified, or say by --adapter where it is now.`,
      { cause: error },
    );
  }
}

function reference(found: readonly AdapterReference[], entry: CertificateEntry): AdapterReference {
  const [first] = found;
  if (first === undefined) throw new CommandError(exitCodes.usage, `There is no adapter ${entry.adapter}.`);
  return { name: entry.adapter, url: first.url };
}

function rendered(certificate: Certificate, { refusals, notes, entries }: Verification): string {
  const lines = entries.map(({ adapter, standing, level, simulated, simulatedOf, stored }) => {
    const rerun =
      simulatedOf === 0 ? [] : [`${count(simulated)} of ${count(simulatedOf)} simulated histories run again`];
    const judged = stored === 0 ? [] : [`${count(stored)} stored histories judged again`];
    const what = standing === 'certified' ? `certified, level ${level}` : standing;
    return `${adapter}  ${what}: ${[...rerun, ...judged].join(', ')}`;
  });
  const reasons = refusals.flatMap(({ code, adapter, sentence, next }) => [
    `✗ ${adapter === undefined ? '' : `${adapter}: `}${sentence} [${code}]`,
    `  ${next}`,
  ]);
  const verdict =
    refusals.length === 0
      ? `✓ The certificate of ${certificate.issuedAt} is accepted.`
      : `✗ The certificate of ${certificate.issuedAt} is refused, for ${refusals.length === 1 ? 'one reason' : `${refusals.length} reasons`}.`;
  return [...lines, ...notes.map((note) => `note: ${note}`), ...reasons, verdict].map(forTerminal).join('\n');
}
