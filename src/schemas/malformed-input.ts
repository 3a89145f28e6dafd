/**
 * Bad input, described so that a person can mend it: which file, where in it, what was expected, what was found, and
 * what to do next. The command line exits with 65 for it.
 */
import type { z } from 'zod';

export interface InputProblem {
  /** The file or stream. */
  readonly source: string;
  /** From 1, where the input has lines. */
  readonly line?: number;
  /** From 1, where the text itself is broken. */
  readonly column?: number;
  /** The path of the value, `faults[0].kind`; empty for the whole. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  readonly next: string;
}

/** Thrown for every input that does not have the form that it must have. */
export class MalformedInputError extends Error {
  readonly problem: InputProblem;

  constructor(problem: InputProblem) {
    super(sentence(problem));
    this.name = 'MalformedInputError';
    this.problem = problem;
  }
}

function sentence({ source, line, column, field, expected, found, next }: InputProblem): string {
  const place = [
    source,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
    ...(field === '' ? [] : [`field ${field}`]),
  ].join(', ');
  return `${place}: expected ${expected}, found ${found}. ${next}`;
}

export interface InputOrigin {
  readonly source: string;
  readonly line?: number;
  /** What the input should be, for the advice: `plan`, `history`. */
  readonly what: string;
}

/** Gives `value` back as what the schema describes, or throws `MalformedInputError` for its first problem. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, origin: InputOrigin): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  throw new MalformedInputError({
    ...origin,
    field: pathText(issue.path),
    expected: expectedText(issue),
    found: foundText(issue, value),
    next: `See the JSON Schema of a ${origin.what} in scrutineer/schemas.`,
  });
}

/** Parses JSON, or throws `MalformedInputError` with the place at which the text stops being JSON. */
export function parseJson(text: string, origin: InputOrigin): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const offset = brokenAt(text);
    const before = text.slice(0, offset).split('\n');
    throw new MalformedInputError({
      ...origin,
      line: (origin.line ?? 1) + before.length - 1,
      column: (before.at(-1)?.length ?? 0) + 1,
      field: '',
      expected: 'JSON',
      found: offset >= text.length ? 'the end of the text' : show(text.slice(offset, offset + 20)),
      next: `The file may be cut short or edited by hand; write the ${origin.what} again.`,
    });
  }
}

type Issue = z.core.$ZodIssue;

/** Of the alternatives of a union, the one that got furthest tells most. */
function deepest(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Issue {
  const [first] = issues;
  if (first === undefined) throw new Error('zod refused a value without naming an issue');
  const path = [...prefix, ...first.path];
  if (first.code === 'invalid_union') {
    const deep = first.errors.filter((alternative) => alternative.some((issue) => issue.path.length > 0));
    const only = deep.length === 1 ? deep[0] : undefined;
    if (only !== undefined) return deepest(only, path);
  }
  return { ...first, path };
}

function expectedText(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values.map((each) => JSON.stringify(each)).join(' or ');
    case 'unrecognized_keys':
      return `no field named ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
    case 'invalid_union':
      return unionText(issue);
    default:
      return issue.message.replace(/^(Invalid|Too \w+)[^:]*: /, '').replace(/^expected /, '');
  }
}

function unionText(issue: z.core.$ZodIssueInvalidUnion): string {
  const options: unknown = new Map<string, unknown>(Object.entries(issue)).get('options');
  if (Array.isArray(options)) return options.map((each) => JSON.stringify(each)).join(' or ');
  const kinds = issue.errors.flatMap((alternative) => alternative.slice(0, 1).map((each) => expectedText(each)));
  return [...new Set(kinds)].join(' or ');
}

function foundText(issue: Issue, value: unknown): string {
  let found: unknown = value;
  for (const key of issue.path) {
    if (typeof found !== 'object' || found === null) return 'nothing';
    found = Reflect.get(found, key);
  }
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => JSON.stringify(key)).join(', ');
  return found === undefined ? 'nothing' : show(found);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) text += typeof key === 'number' ? `[${key}]` : text === '' ? String(key) : `.${String(key)}`;
  return text;
}

/** One JSON token without what surrounds it; `JSON.parse` names no place on every supported Node. */
const token =
  /\s*(?:[{}[\],:]|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")/y;

/** The offset of the first token that cannot stand where it stands. */
function brokenAt(text: string): number {
  const open: string[] = [];
  let offset = 0;
  let wanted: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma' = 'value';
  for (;;) {
    token.lastIndex = offset;
    const match = token.exec(text);
    const start = offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
    if (match === null) return start;
    const [first] = match[0].trimStart();
    const inside = open.at(-1);
    if ((first === '}' || first === ']') && inside === (first === '}' ? '{' : '[')) {
      if (wanted !== 'comma' && wanted !== 'value-or-end' && wanted !== 'key-or-end') return start;
      open.pop();
      wanted = 'comma';
    } else if (first === ',' && wanted === 'comma' && inside !== undefined) wanted = inside === '{' ? 'key' : 'value';
    else if (first === ':' && wanted === 'colon') wanted = 'value';
    else if (first === '"' && (wanted === 'key' || wanted === 'key-or-end')) wanted = 'colon';
    else if ((wanted === 'value' || wanted === 'value-or-end') && first !== undefined && !'}],:'.includes(first)) {
      if (first === '{' || first === '[') open.push(first);
      wanted = first === '{' ? 'key-or-end' : first === '[' ? 'value-or-end' : 'comma';
    } else return start;
    offset = token.lastIndex;
  }
}
