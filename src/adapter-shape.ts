/**
 * Checks that what a file exports is an adapter, field by field, so that an unfinished one teaches what is missing.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Claims } from '../spec/claims.ts';
import type { ElectionAdapter } from './adapter.ts';
import { AdapterError } from './adapter-error.ts';
import { propertyIds } from '../spec/property-ids.ts';

const documentation = 'The fields are explained in src/adapter.ts, published as scrutineer/adapter.';

type Check = (value: unknown) => boolean;

interface FieldRule {
  readonly field: string;
  readonly expected: string;
  readonly next: string;
  readonly holds: Check;
}

const isFunction: Check = (value) => typeof value === 'function';
const isOptionalFunction: Check = (value) => value === undefined || isFunction(value);
const isText: Check = (value) => typeof value === 'string' && value.trim() !== '';
const isPositive: Check = (value) => typeof value === 'number' && value > 0;

const isScript: Check = (value) => isObject(value) && isText(value['lua']) && isOptionalFunction(value['twin']);

const testbedKinds: readonly unknown[] = ['simulated', 'local', 'containers'];
const storeKinds: readonly unknown[] = ['redis'];

const rules: readonly FieldRule[] = [
  {
    field: 'name',
    expected: 'lower-case words joined by hyphens, such as my-election',
    next: 'It names the adapter in reports and on the command line.',
    holds: (value) => typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
  },
  { field: 'title', expected: 'a short title in words', next: 'It heads the report.', holds: isText },
  {
    field: 'store',
    expected: `one of ${storeKinds.join(', ')}`,
    next: documentation,
    holds: (value) => storeKinds.includes(value),
  },
  {
    field: 'testbeds',
    expected: `a list of ${testbedKinds.join(', ')}, with at least one of them`,
    next: 'An adapter that only uses its port runs on all three.',
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every((each) => testbedKinds.includes(each)),
  },
  {
    field: 'members',
    expected: 'a whole number of stores, at least 1, or nothing',
    next: 'It says how many independent stores the algorithm asks; each candidate gets a port to each of them.',
    holds: (value) => value === undefined || (Number.isInteger(value) && isPositive(value)),
  },
  {
    field: 'leaseTtlMs',
    expected: '{ min, step }, both positive milliseconds',
    next: 'Whole seconds are { min: 1000, step: 1000 }.',
    holds: (value) => isObject(value) && isPositive(value['min']) && isPositive(value['step']),
  },
  {
    field: 'globals',
    expected: "'virtual' or nothing",
    next: "With 'virtual', code that calls Date, timers and randomness itself runs in the simulation as it is.",
    holds: (value) => value === undefined || value === 'virtual',
  },
  {
    field: 'scripts',
    expected: 'a list of scripts made by defineScript, or nothing',
    next: 'They are the TypeScript twins of Lua that the implementation sends by itself.',
    holds: (value) => value === undefined || (Array.isArray(value) && value.every(isScript)),
  },
  {
    field: 'claims',
    expected: 'a function of { leaseTtlMs } that returns the claims',
    next: 'Only what the documentation of the implementation promises is certified.',
    holds: isFunction,
  },
  {
    field: 'createCandidate',
    expected: 'a function of the environment that resolves to a candidate',
    next: 'A candidate has campaign() or start(), and resign() and close().',
    holds: isFunction,
  },
  {
    field: 'grants',
    expected: '{ keys, holder }, two functions, or nothing',
    next: 'They read from the ledger of the store who holds the election.',
    holds: (value) =>
      value === undefined || (isObject(value) && isFunction(value['keys']) && isFunction(value['holder'])),
  },
  { field: 'resource', expected: 'a function or nothing', next: documentation, holds: isOptionalFunction },
  { field: 'classifyError', expected: 'a function or nothing', next: documentation, holds: isOptionalFunction },
];

/** Throws `AdapterError` for the first field that is missing or wrong. */
export function checkAdapter(exported: unknown, file: string): asserts exported is ElectionAdapter {
  if (!isObject(exported)) {
    const next = 'Write `export default defineAdapter({ ... })`, imported from scrutineer/adapter.';
    throw new AdapterError({ file, field: 'default export', expected: 'an adapter', found: shown(exported), next });
  }
  for (const { field, expected, next, holds } of rules) {
    const value = exported[field];
    if (!holds(value)) throw new AdapterError({ file, field, expected, found: shown(value), next });
  }
  checkMembers(exported, file);
  checkDeviations(exported['knownDeviations'], file);
  const claims = exported['claims'];
  const lease = exported['leaseTtlMs'];
  if (typeof claims === 'function' && isObject(lease))
    checkClaims((ttl) => claims.call(exported, ttl), Number(lease['min']), file);
}

function checkMembers({ members, testbeds }: Record<string, unknown>, file: string): void {
  if (members === undefined || members === 1 || !Array.isArray(testbeds)) return;
  if (testbeds.every((each) => each === 'simulated')) return;
  throw new AdapterError({
    file,
    field: 'testbeds',
    expected: "['simulated'], since it has several members",
    found: shown(testbeds.join(', ')),
    next: 'Only the simulation has several independent stores; the real testbeds run one.',
  });
}

const atLeastZero = z.number().min(0);

const claimsSchema: z.ZodType<Claims> = z.object({
  fencing: z.enum(['none', 'monotonic']),
  exclusivity: z.enum(['none', 'timed']),
  leaderView: z.union([
    z.enum(['none', 'no-phantom', 'monotonic', 'linearizable']),
    z.object({ staleMsMax: atLeastZero }),
  ]),
  liveness: z.boolean(),
  bypassesMax: z.exactOptional(atLeastZero),
  tolerates: z.object({ clockRatePpm: atLeastZero.lt(1e6), pauseMs: atLeastZero, networkDelayMs: atLeastZero }),
  timing: z.object({
    kind: z.enum(['store', 'observer', 'quorum', 'peers']),
    clock: z.enum(['monotonic', 'wall']),
    validityMs: z.number().positive(),
    anchor: z.enum(['send', 'receipt']),
    renewMs: atLeastZero,
    retryMs: atLeastZero,
    jitter: atLeastZero,
    watch: z.boolean(),
    requestTimeoutMs: atLeastZero,
    backoffMsMax: atLeastZero,
    roundTrips: atLeastZero,
  }),
});

function checkClaims(claims: (options: { leaseTtlMs: number }) => unknown, leaseTtlMs: number, file: string): void {
  const call = `claims({ leaseTtlMs: ${leaseTtlMs} })`;
  let value: unknown;
  try {
    value = claims({ leaseTtlMs });
  } catch (error) {
    const found = `it threw ${error instanceof Error ? error.message : String(error)}`;
    throw new AdapterError({ file, field: call, expected: 'the claims', found, next: documentation }, { cause: error });
  }
  const result = claimsSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path ?? [];
    const field = [call, ...path.map(String)].join('.');
    const expected = issue === undefined ? 'claims' : issueText(issue);
    throw new AdapterError({ file, field, expected, found: shown(valueAt(value, path)), next: documentation });
  }
  const { fencing, exclusivity, liveness } = result.data;
  if (fencing === 'none' && exclusivity === 'none' && !liveness) {
    const expected = 'fencing, exclusivity or liveness';
    const next = 'Say what the documentation promises: without a promise there is nothing to certify.';
    throw new AdapterError({ file, field: call, expected, found: 'no promise at all', next });
  }
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected === 'object' ? 'an object' : `a ${issue.expected}`;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  return issue.message;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

function checkDeviations(deviations: unknown, file: string): void {
  if (deviations === undefined) return;
  if (!Array.isArray(deviations)) {
    const expected = 'a list of { property, why, source, plan }';
    throw new AdapterError({ file, field: 'knownDeviations', expected, found: shown(deviations), next: documentation });
  }
  deviations.forEach((deviation: unknown, index) => {
    const field = `knownDeviations[${index}]`;
    for (const key of ['property', 'why', 'source', 'plan']) {
      const value = isObject(deviation) ? deviation[key] : undefined;
      if (isText(value)) continue;
      throw new AdapterError({
        file,
        field: `${field}.${key}`,
        expected: 'a text',
        found: shown(value),
        next: documentation,
      });
    }
    const property: unknown = isObject(deviation) ? deviation['property'] : undefined;
    if (!propertyIds.some((id) => id === property)) {
      const expected = `one of ${propertyIds.join(', ')}`;
      const next = '`npx scrutineer list properties` says what each of them is.';
      throw new AdapterError({ file, field: `${field}.property`, expected, found: shown(property), next });
    }
    const plan = isObject(deviation) ? String(deviation['plan']) : '';
    if (existsSync(join(dirname(file), plan))) return;
    const expected = `a stored plan at ${plan}, relative to the adapter`;
    const next = 'Copy a plan that shows it from a report (plans/), or remove the declaration.';
    throw new AdapterError({ file, field: `${field}.plan`, expected, found: 'no such file', next });
  });
}

/** The content where it is short, since what is wrong is in it. */
function shownObject(value: object | null): string {
  if (value === null) return 'null';
  const what = Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  const content = Object.values(value).some((part) => typeof part === 'object' || typeof part === 'function')
    ? undefined
    : inWords(value);
  return content === undefined || content.length > 60 ? what : content;
}

function inWords(value: object): string {
  const parts = Object.entries(value).map(([key, part]) =>
    Array.isArray(value) ? shown(part) : `${key}: ${shown(part)}`,
  );
  return Array.isArray(value) ? `[${parts.join(', ')}]` : parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object') return shownObject(value);
  // JSON would call them null.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return typeof value === 'bigint' || typeof value === 'symbol' ? typeof value : JSON.stringify(value);
}
