/**
 * `npm run explore`: walks the scopes of the model and prints what they hold. Exits 1 where an invariant is broken (with
 * `--without`, one is meant to be), where what must be possible was never met, or where what is kept of the model is not
 * what exploring finds.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guards, type GuardDescription } from '../../spec/model/guards.ts';
import { abstractGraph } from './abstract-graph.ts';
import { readRequest, usage, UsageError, type Request } from './explore-options.ts';
import { explore, type Exploration, type ExploreOptions } from './explore.ts';
import { graphSource } from './print-graph.ts';
import { reachableTransitions } from './reachable-transitions.ts';
import { scopes, type NamedScope } from './scopes.ts';
import { tellUnreached } from './tell-unreached.ts';
import { tellViolation } from './tell-path.ts';

const EXIT_USAGE = 64;
const EXIT_NO_INPUT = 66;

function main(args: readonly string[]): number {
  let request: Request;
  try {
    request = readRequest(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`explore: ${error.message}\n\n${usage}`);
    return EXIT_USAGE;
  }
  switch (request.kind) {
    case 'help':
      return said(usage);
    case 'list':
      return said(listing());
    case 'graph':
      return said(graphSource(abstractGraph()));
    case 'coverage':
      return showCoverage(request.folder);
    case 'explore':
      return exploreAll(request);
  }
}

function exploreAll({ scopes: chosen, without, options, isWhole }: Extract<Request, { kind: 'explore' }>): number {
  if (without.length > 0) {
    for (const guard of without) showWithout(guard, chosen, options);
    return 1;
  }
  const sound = chosen.map((named) => show(named, options));
  if (isWhole) sound.push(showKept());
  return sound.every(Boolean) ? 0 : 1;
}

/** Explores a scope and prints it; true where everything holds and everything that must be possible is. */
function show({ name, sentence, scope }: NamedScope, options: ExploreOptions): boolean {
  say(`${name}: ${sentence}`);
  const { found, words } = measured(options, scope);
  say(words);
  const { violation, invariants, met, neverMet, isComplete } = found;
  if (violation !== undefined) {
    for (const line of tellViolation(violation)) say(line);
    say('');
    return false;
  }
  say(`  invariants that hold: ${invariants.map(({ property }) => property).join(', ')}`);
  for (const { sentence: told } of met) say(`  possible, as it must be: ${told}`);
  const missing = isComplete ? neverMet : [];
  for (const { sentence: told } of missing) say(`  NEVER MET, though it must be possible: ${told}`);
  say('');
  return missing.length === 0;
}

/** Explores the first of these scopes that misses a guard. */
function showWithout(
  { name, sentence }: GuardDescription,
  among: readonly NamedScope[],
  options: ExploreOptions,
): void {
  say(`Without ${name}: ${sentence}`);
  for (const { name: scopeName, scope } of among) {
    const { found, words } = measured(options, { ...scope, without: name });
    if (found.violation === undefined) continue;
    say(`  in the scope ${scopeName}, a shortest way:`);
    for (const line of tellViolation(found.violation)) say(line);
    say(`${words}\n`);
    return;
  }
  say('  nothing breaks in these scopes.\n');
}

/** Compares the kept graph of abstract states with what exploring finds. */
function showKept(): boolean {
  const found = abstractGraph();
  const kept = new Set(reachableTransitions);
  const isSame =
    kept.size === found.transitions.size && reachableTransitions.every((code) => found.transitions.has(code));
  say(`abstract states: ${found.states.size}, transitions between them: ${found.transitions.size}`);
  say(
    isSame
      ? '  as they are kept\n'
      : '  NOT AS THEY ARE KEPT: print src/explore/reachable-transitions.ts anew, with --graph\n',
  );
  return isSame;
}

function measured(options: ExploreOptions, scope: NamedScope['scope']): { found: Exploration; words: string } {
  const start = process.cpuUsage();
  const found = explore(scope, options);
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const { states, transitions, depth, isComplete, violation } = found;
  const limited = isComplete || violation !== undefined ? '' : ' (the limit; there are more)';
  const aSecond = (count: number): string => grouped(Math.round(count / seconds));
  const words =
    `  states ${grouped(states)}${limited}, transitions ${grouped(transitions)}, depth ${depth}, ${seconds.toFixed(1)} s of ` +
    `processor time: ${aSecond(states)} new states a second, ${aSecond(transitions)} generated`;
  return { found, words };
}

/** Prints what the histories of a run did not reach. */
function showCoverage(folder: string): number {
  const file = join(folder, 'run.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    process.stderr.write(`explore: ${file} cannot be read (${String(error)}); --coverage needs the folder of a run\n`);
    return EXIT_NO_INPUT;
  }
  for (const line of tellUnreached(text)) say(line);
  return 0;
}

function listing(): string {
  const row = (name: string, sentence: string): string => `  ${name.padEnd(26)}${sentence}`;
  const listed = scopes.map(({ name, sentence, isSmall }) => row(name, `${sentence}${isSmall ? '' : ' (large)'}`));
  return ['scopes', ...listed, 'guards', ...guards.map(({ name, sentence }) => row(name, sentence)), ''].join('\n');
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

process.exitCode = main(process.argv.slice(2));
