/**
 * `npm run explore`: walks the scopes of the model and prints what they hold. Exits 1 where an invariant is broken, where
 * what must be possible was never met, or where a removed guard was not missed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { guards, type GuardDescription, type GuardName } from '../../spec/model/guards.ts';
import { abstractGraph } from './abstract-graph.ts';
import { explore, type Exploration } from './explore.ts';
import { graphSource } from './print-graph.ts';
import { scopeNamed, scopes, type NamedScope } from './scopes.ts';
import { tellUnreached } from './tell-unreached.ts';
import { tellViolation } from './tell-path.ts';

const EXIT_USAGE = 64;

const usage = `npm run explore -- [--scope NAME]... [--without GUARD]... [--max-states N] [--list]
npm run explore -- --coverage RUN

  --scope NAME     only this scope (default: every scope)
  --without GUARD  take this guard away, in a scope that can miss it, and show the shortest way to what breaks
  --max-states N   stop after so many states
  --coverage RUN   print the states and transitions of the model that a run of \`certify\` (its folder) did not reach
  --list           print the scopes and the guards
  --graph          print src/explore/reachable-transitions.ts anew
`;

function main(): number {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        scope: { type: 'string', multiple: true },
        without: { type: 'string', multiple: true },
        'max-states': { type: 'string' },
        coverage: { type: 'string' },
        graph: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
  if (values.help === true) return said(usage);
  if (values.list === true) return said(listing());
  if (values.graph === true) return said(graphSource(abstractGraph()));
  if (values.coverage !== undefined) return showCoverage(values.coverage);
  const statesMax = Number(values['max-states'] ?? Infinity);
  if (!(statesMax >= 1)) return misused(`--max-states needs a number from 1 on, not ${values['max-states'] ?? ''}`);
  const chosen = values.scope?.map((name) => scopeNamed(name) ?? name) ?? scopes;
  const removed = values.without?.map((name) => guards.find((guard) => guard.name === name) ?? name) ?? [];
  const unknown = [...chosen, ...removed].find((each) => typeof each === 'string');
  if (unknown !== undefined) return misused(`there is no scope or guard ${unknown}; --list shows them`);
  const known = chosen.filter((each) => typeof each !== 'string');
  const missing = removed.filter((each) => typeof each !== 'string');
  const limit = Number.isFinite(statesMax) ? { statesMax } : {};
  let isSound = true;
  if (missing.length > 0) {
    for (const guard of missing) isSound = showWithout(guard, known, limit) && isSound;
    // A violation was asked for, and exits 1 like any other.
    return 1;
  }
  for (const named of known) isSound = show(named, limit) && isSound;
  return isSound ? 0 : 1;
}

/** Explores a scope and prints it; true where everything holds and everything that must be possible is. */
function show({ name, sentence, scope }: NamedScope, limit: { readonly statesMax?: number }): boolean {
  say(`${name}: ${sentence}`);
  const startMs = performance.now();
  const found = explore(scope, limit);
  say(figures(found, performance.now() - startMs));
  if (found.violation !== undefined) for (const line of tellViolation(found.violation)) say(line);
  const holds = found.violation === undefined;
  if (holds) say(`  invariants that hold: ${found.invariants.map(({ property }) => property).join(', ')}`);
  if (holds) say(`  possible, as it must be: ${found.met.map(({ sentence: told }) => told).join('; ')}`);
  if (holds && found.isComplete)
    for (const { sentence: told } of found.neverMet) say(`  never met, though it must be possible: ${told}`);
  say('');
  return holds && (found.neverMet.length === 0 || !found.isComplete);
}

/** Explores the smallest of these scopes that misses a guard; true where one does. */
function showWithout(
  { name, sentence, needsTime }: GuardDescription,
  among: readonly NamedScope[],
  limit: { readonly statesMax?: number },
): boolean {
  say(`Without ${name}: ${sentence}`);
  for (const { name: scopeName, scope } of among) {
    if (needsTime && scope.time === undefined) continue;
    const startMs = performance.now();
    const found = explore({ ...scope, without: name }, limit);
    if (found.violation === undefined) continue;
    say(`  in the scope ${scopeName}, a shortest way:`);
    for (const line of tellViolation(found.violation)) say(line);
    say(figures(found, performance.now() - startMs));
    say('');
    return true;
  }
  say('  nothing breaks in these scopes.\n');
  return false;
}

/** Prints what the histories of a run did not reach. */
function showCoverage(folder: string): number {
  const file = join(folder, 'run.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return misused(`there is no ${file}; --coverage needs the folder of a run`);
  }
  for (const line of tellUnreached(text)) say(line);
  return 0;
}

function figures({ states, transitions, depth, isComplete }: Exploration, elapsedMs: number): string {
  const perSecond = Math.round(states / (elapsedMs / 1000));
  const limited = isComplete ? '' : ' (not all)';
  return (
    `  states ${grouped(states)}${limited}, transitions ${grouped(transitions)}, depth ${depth}, ` +
    `${(elapsedMs / 1000).toFixed(1)} s, states a second ${grouped(perSecond)}`
  );
}

function listing(): string {
  const scopeLines = scopes.map(
    ({ name, sentence, isSmall }) => `  ${name.padEnd(26)}${sentence}${isSmall ? '' : ' (large)'}`,
  );
  const guardLines = guards.map(
    ({ name, sentence }: { name: GuardName; sentence: string }) => `  ${name.padEnd(26)}${sentence}`,
  );
  return ['scopes', ...scopeLines, 'guards', ...guardLines, ''].join('\n');
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function said(text: string): number {
  process.stdout.write(text);
  return 0;
}

function misused(message: string): number {
  process.stderr.write(`explore: ${message}\n\n${usage}`);
  return EXIT_USAGE;
}

process.exitCode = main();
