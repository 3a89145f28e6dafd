/** Writes `badges/`: one file for each adapter. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterResult } from '../../search/run-result.ts';
import { badgeFiles, badgeOf, renderBadge, type Badge } from './badge.ts';

/** A badge, and its file in `badges/`. */
export interface WrittenBadge {
  readonly badge: Badge;
  readonly file: string;
}

/** Writes the badges of all that `results` tell of into `folder`, in place of those that are there. */
export async function writeBadges(
  folder: string,
  results: readonly AdapterResult[],
  missing = 0,
): Promise<readonly WrittenBadge[]> {
  const badges = join(folder, 'badges');
  await rm(badges, { recursive: true, force: true });
  await mkdir(badges, { recursive: true });
  const written: WrittenBadge[] = [];
  for (const [adapter, file] of badgeFiles(results.map(({ name }) => name))) {
    const badge = badgeOf(
      adapter,
      results.filter(({ name }) => name === adapter),
      missing,
    );
    await writeFile(join(badges, file), renderBadge(badge));
    written.push({ badge, file });
  }
  return written;
}
