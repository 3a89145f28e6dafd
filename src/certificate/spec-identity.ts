/** Which specification this Scrutineer judges by. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specVersion } from '../../spec/version.ts';
import { packageRoot } from '../search/own-version.ts';
import type { SpecIdentity } from './certificate.ts';

/** The version, and a hash over the compiled specification, which is what an installation has. Throws where it is not built. */
export function specIdentity(): SpecIdentity {
  const folder = join(packageRoot(), 'dist', 'spec');
  const hash = createHash('sha256');
  for (const file of scripts(folder))
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(folder, file)))
      .update('\n');
  return { version: specVersion, sha256: hash.digest('hex') };
}

/** Paths of the JavaScript files below a folder, with `/`, sorted. */
function scripts(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

/** `1` of `1.4` */
export function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}
