/** What `npm run explore` can be told. */
import { parseArgs } from 'node:util';
import { modelInvariants } from '../../spec/model/election.ts';
import { guards, type GuardDescription } from '../../spec/model/guards.ts';
import type { ModelTime, Scope } from '../../spec/model/state.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { ExploreOptions } from './explore.ts';
import { scopeNamed, scopes, type NamedScope } from './scopes.ts';

export const usage = `npm run explore -- [--scope NAME]... [--without GUARD]... [--property ID]... [options]
npm run explore -- --coverage RUN | --list | --graph

  --scope NAME      only this scope (default: every scope)
  --without GUARD   take this guard away, in a scope that misses it, and show the shortest way to what breaks
  --property ID     check only the invariants of this property
  --electors N --terms N                     other numbers of candidates and of terms
  --lease T --validity D --pause P --step J  other constants of time, in ticks, where the scope has time
  --anchor send|receipt --reply N            what D counts from, and how long a reply may take
  --max-states N    stop after so many states

  --coverage RUN    print the states and transitions of the model that a run of \`certify\` (its folder) did not reach
  --list            print the scopes and the guards
  --graph           print src/explore/reachable-transitions.ts anew
`;

export type Request =
  | {
      readonly kind: 'explore';
      readonly scopes: readonly NamedScope[];
      readonly without: readonly GuardDescription[];
      readonly options: Pick<ExploreOptions, 'statesMax' | 'properties'>;
      /** Every scope as it stands: what is kept of the model is compared, too. */
      readonly isWhole: boolean;
    }
  | { readonly kind: 'coverage'; readonly folder: string }
  | { readonly kind: 'list' | 'graph' | 'help' };

/** Says what is wrong with the command line, and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const numeric = ['electors', 'terms', 'lease', 'validity', 'pause', 'step', 'reply', 'max-states'] as const;
type Numbers = Readonly<Partial<Record<(typeof numeric)[number], number>>>;

/** Throws a `UsageError`. */
export function readRequest(args: readonly string[]): Request {
  const values = parsed(args);
  if (values.help === true) return { kind: 'help' };
  if (values.list === true) return { kind: 'list' };
  if (values.graph === true) return { kind: 'graph' };
  if (values.coverage !== undefined) return { kind: 'coverage', folder: values.coverage };
  const numbers: Partial<Record<(typeof numeric)[number], number>> = {};
  for (const name of numeric) {
    const told = values[name];
    if (told !== undefined) numbers[name] = wholeNumber(name, told);
  }
  const anchor = anchorOf(values.anchor);
  const chosen = values.scope?.map(scopeCalled) ?? scopes;
  const changed = chosen.map((named) => ({ ...named, scope: changedScope(named.scope, numbers, anchor) }));
  const { 'max-states': statesMax, ...changes } = numbers;
  return {
    kind: 'explore',
    scopes: changed,
    without: values.without?.map(guardCalled) ?? [],
    options: {
      ...(statesMax === undefined ? {} : { statesMax }),
      ...(values.property === undefined ? {} : { properties: values.property.map(propertyCalled) }),
    },
    isWhole:
      values.scope === undefined &&
      values.property === undefined &&
      anchor === undefined &&
      Object.keys(changes).length === 0,
  };
}

function parsed(args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      scope: { type: 'string', multiple: true },
      without: { type: 'string', multiple: true },
      property: { type: 'string', multiple: true },
      electors: { type: 'string' },
      terms: { type: 'string' },
      lease: { type: 'string' },
      validity: { type: 'string' },
      pause: { type: 'string' },
      step: { type: 'string' },
      reply: { type: 'string' },
      anchor: { type: 'string' },
      'max-states': { type: 'string' },
      coverage: { type: 'string' },
      list: { type: 'boolean' },
      graph: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  }).values;

function changedScope(scope: Scope, numbers: Numbers, anchor: ModelTime['anchor'] | undefined): Scope {
  const { electors = scope.electors, terms = scope.terms } = numbers;
  const { time } = scope;
  if (time === undefined) return { ...scope, electors, terms };
  return {
    ...scope,
    electors,
    terms,
    time: {
      leaseTicks: numbers.lease ?? time.leaseTicks,
      validityTicks: numbers.validity ?? time.validityTicks,
      pauseTicks: numbers.pause ?? time.pauseTicks,
      stepTicks: numbers.step ?? time.stepTicks,
      replyTicks: numbers.reply ?? numbers.lease ?? time.replyTicks,
      anchor: anchor ?? time.anchor,
    },
  };
}

function wholeNumber(name: string, told: string): number {
  const number = Number(told);
  const isZeroFine = name === 'pause' || name === 'step' || name === 'reply';
  if (Number.isInteger(number) && number >= (isZeroFine ? 0 : 1)) return number;
  throw new UsageError(`--${name} needs a whole number from ${isZeroFine ? 0 : 1} on, not ${told}`);
}

function anchorOf(told: string | undefined): ModelTime['anchor'] | undefined {
  if (told === undefined || told === 'send' || told === 'receipt') return told;
  throw new UsageError(`--anchor is send or receipt, not ${told}`);
}

function scopeCalled(name: string): NamedScope {
  const found = scopeNamed(name);
  if (found === undefined) throw new UsageError(`there is no scope ${name}; --list shows them`);
  return found;
}

function propertyCalled(id: string): PropertyId {
  const found = modelInvariants.find(({ property }) => property === id);
  if (found !== undefined) return found.property;
  const known = modelInvariants.map(({ property }) => property).join(', ');
  throw new UsageError(`the model has no invariant of ${id}, only of ${known}`);
}

function guardCalled(name: string): GuardDescription {
  const found = guards.find((guard) => guard.name === name);
  if (found === undefined) throw new UsageError(`there is no guard ${name}; --list shows them`);
  return found;
}
