/** Why a module could not be loaded, told so that a person can mend it: a package that is missing, a path, the syntax, or its own code. */
import { isAbsolute } from 'node:path';
import { builtinModules } from 'node:module';
import type { AdapterProblem } from './adapter-error.ts';

/** `error` is what importing `file` ended with. */
export function loadProblem(error: unknown, file: string): AdapterProblem {
  const message = error instanceof Error ? error.message : String(error);
  const missing = /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined) return missingProblem(missing, { file, message });
  const syntax = syntaxPlace(error, message);
  if (syntax !== undefined) {
    return {
      file: `${syntax.file ?? file}${syntax.place}`,
      expected: 'JavaScript or TypeScript',
      found: `a syntax error: ${syntax.what}`,
      next: 'Mend it there.',
    };
  }
  return {
    file,
    expected: 'a module that can be loaded',
    found: `that it threw ${error instanceof Error ? `${error.name}: ${firstLine(message)}` : message}${placeOf(error)}`,
    next: 'It runs when it is loaded, before any election: mend it, or move it into createCandidate.',
  };
}

function missingProblem(
  missing: string,
  { file, message }: { readonly file: string; readonly message: string },
): AdapterProblem {
  const importer = /imported from (\S+)/.exec(message)?.[1] ?? /Require stack:\s*- (\S+)/.exec(message)?.[1] ?? file;
  const isPath = missing.startsWith('.') || isAbsolute(missing) || missing.startsWith('file:');
  if (isPath || builtinModules.includes(missing.replace(/^node:/, ''))) {
    return {
      file: importer.replace(/^file:\/\//, ''),
      expected: 'each file that it imports to be there',
      found: `none at ${missing}`,
      next: 'Check the path, and its ending.',
    };
  }
  const name = missing
    .split('/')
    .slice(0, missing.startsWith('@') ? 2 : 1)
    .join('/');
  return {
    file: importer.replace(/^file:\/\//, ''),
    expected: `the package ${name}, which it imports`,
    found: 'that it is not installed there',
    next: `Install it with \`npm install ${name}\` in the folder of the adapter's package.json.`,
  };
}

interface SyntaxPlace {
  readonly file?: string;
  /** `, line 3, column 7`, as far as it is known. */
  readonly place: string;
  readonly what: string;
}

/** What Node says stands at the head of the stack; what jiti says, in the message. */
function syntaxPlace(error: unknown, message: string): SyntaxPlace | undefined {
  const parsed = /ParseError: ([\s\S]*?)\s*\n\s*(\S+):(\d+):(\d+)/.exec(message);
  if (parsed !== null) {
    const [, what = '', file = '', line = '', column = ''] = parsed;
    return { file, place: `, line ${line}, column ${Number(column) + 1}`, what: what.trim() };
  }
  if (!(error instanceof Error) || error.name !== 'SyntaxError') return undefined;
  const head = /^(?:file:\/\/)?(\/\S+?|[A-Za-z]:\S+?):(\d+)\n/.exec(error.stack ?? '');
  const [, file, line] = head ?? [];
  return {
    ...(file === undefined ? {} : { file }),
    place: line === undefined ? '' : `, line ${line}`,
    what: firstLine(message),
  };
}

/** Where it was thrown, for the first frame that is no part of Node or of a package. */
function placeOf(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').slice(1) : [];
  const frame = frames.find((line) => !line.includes('node:') && !line.includes('node_modules'));
  // Without the column, which is that of what TypeScript was turned into.
  const place = /\(?(?:file:\/\/)?(\/[^():]+:\d+):\d+\)?$/.exec(frame ?? '')?.[1];
  return place === undefined ? '' : ` at ${place}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
