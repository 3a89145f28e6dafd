import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package: where its package.json is, be it run from the sources or built. */
export function packageRoot(): string {
  // src/search/own-version.ts, or the same below dist/.
  const above = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  return above.endsWith('dist') ? dirname(above) : above;
}

/** The version of this package. */
export async function ownVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
