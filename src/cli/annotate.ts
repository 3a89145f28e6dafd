/** Annotations for build servers: where the files of adapters are, as the server names them. */
import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import {
  annotationsOf,
  codeQualityIssue,
  lineOfPromises,
  workflowCommand,
  type Annotation,
  type Spot,
} from '../report/annotations.ts';
import type { RunResult } from '../search/run-result.ts';

export type AnnotationMode = 'auto' | 'github' | 'none';

/** The folder in which runs are started, and the root of the repository in which build servers look files up. */
export interface Surroundings {
  readonly cwd: string;
  readonly root: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether annotations are printed, `auto` being: where GitHub's runner reads them. */
export function isAnnotated(mode: AnnotationMode, environment: Environment): boolean {
  return mode === 'github' || (mode === 'auto' && environment['GITHUB_ACTIONS'] === 'true');
}

/** Where the build server says the repository is; the working directory where it says nothing. */
export function surroundings(environment: Environment): Surroundings {
  const cwd = process.cwd();
  return { cwd, root: environment['GITHUB_WORKSPACE'] ?? environment['CI_PROJECT_DIR'] ?? cwd };
}

/** One line an annotation, for GitHub's runner. */
export async function githubLines(run: Pick<RunResult, 'adapters'>, where: Surroundings): Promise<readonly string[]> {
  return Promise.all(
    annotationsOf(run).map(async (annotation) => workflowCommand(annotation, await spotOf(annotation, where))),
  );
}

/** `codequality.json`, as GitLab reads it. */
export async function codeQuality(run: Pick<RunResult, 'adapters'>, where: Surroundings): Promise<string> {
  const issues = await Promise.all(
    annotationsOf(run).map(async (annotation) => {
      const spot = await spotOf(annotation, where);
      return spot === undefined ? [] : [codeQualityIssue(annotation, spot)];
    }),
  );
  return `${JSON.stringify(issues.flat(), undefined, 2)}\n`;
}

/** Undefined for a file outside of the repository: a server could not show it. */
async function spotOf({ file }: Annotation, { cwd, root }: Surroundings): Promise<Spot | undefined> {
  if (file === undefined) return undefined;
  const path = resolve(cwd, file);
  const inRoot = relative(resolve(root), path);
  if (inRoot === '' || inRoot.startsWith('..') || isAbsolute(inRoot)) return undefined;
  const source = await readFile(path, 'utf8').catch(() => '');
  return { file: inRoot.replaceAll('\\', '/'), line: lineOfPromises(source) };
}
