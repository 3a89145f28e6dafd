/**
 * Histories that others have judged, with their verdicts. They are not part of the package: SCRUTINEER_CORPORA names
 * their folder, else they are looked for beside the project.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface CorpusFile {
  /** Relative to the folder: `etcd-jepsen/etcd_000.log`. */
  readonly name: string;
  readonly path: string;
  readonly verdict: 'linearizable' | 'not-linearizable';
  /** The model of its folder. */
  readonly model: string;
}

export const corporaFolder: string = resolve(process.env['SCRUTINEER_CORPORA'] ?? join('..', 'shared', 'corpora'));

const modelsOfFolders: Readonly<Record<string, string>> = {
  'etcd-jepsen': 'cas-register',
  knossos: 'cas-register',
  kv: 'kv',
  mutex: 'mutex',
};

/** All files with a verdict; undefined where there are no corpora. Throws where the list of verdicts makes no sense. */
export function findCorpora(): readonly CorpusFile[] | undefined {
  const list = join(corporaFolder, 'verdicts.tsv');
  if (!existsSync(list)) return undefined;
  const lines = readFileSync(list, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map(corpusFile);
}

/** For whoever skips something because of it. */
export const corporaMissing: string = `no corpora in ${corporaFolder}: set SCRUTINEER_CORPORA to the folder of verdicts.tsv`;

function corpusFile(line: string): CorpusFile {
  const [name = '', word = ''] = line.split('\t');
  const model = modelsOfFolders[name.split('/')[0] ?? ''];
  if (model === undefined || !['ok', 'bad'].includes(word)) {
    throw new Error(
      `verdicts.tsv: expected FILE of a known folder, a tab, and ok or bad; found ${JSON.stringify(line)}`,
    );
  }
  const verdict = word === 'ok' ? 'linearizable' : 'not-linearizable';
  return { name, path: join(corporaFolder, name), verdict, model };
}
