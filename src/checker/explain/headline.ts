/**
 * One sentence that says what is wrong, for whoever reads nothing else. Well-known shapes have their own: a stale read, a
 * value that nobody wrote, two holders at once, a token that goes back. What is common to all others is said of the rest.
 */
import { OK } from '../../history/client-history.ts';
import { valueText, type Value } from '../../history/value.ts';
import { compareTokens } from '../../../spec/history.ts';
import { actorOf, namesNobody, ownerIn, tokenOf } from '../models/token-value.ts';
import { modelOperation, type Subject } from '../subject.ts';
import type { ModelOperation } from '../model.ts';
import { asParticiple, capital, inPast, listed, who } from './words.ts';

/** What a headline is about: places of operations. */
export interface Contradiction {
  readonly failing: number;
  /** All of the core, the failing one included, by their calls. */
  readonly core: readonly number[];
}

/** A whole sentence, with its full stop. */
export function headlineOf(subject: Subject, contradiction: Contradiction): string {
  const { failing, core } = contradiction;
  const others = core.filter((place) => place !== failing).map((place) => factOf(subject, place));
  const fact = factOf(subject, failing);
  const shape = tokenShapes.has(subject.model.name)
    ? tokenShape
    : lockModels.has(subject.model.name)
      ? lockShape
      : valueShape;
  const clause = shape(subject, fact, others) ?? anyShape(fact, others);
  return `${capital(clause)}.`;
}

/** An operation, who did it, and when. */
interface Fact {
  readonly operation: ModelOperation;
  readonly who: string;
  readonly does: string;
  readonly call: number;
  readonly end: number;
}

function factOf({ history, model }: Subject, place: number): Fact {
  const operation = modelOperation(history, place);
  return {
    operation,
    who: who(operation),
    does: model.describe(operation),
    call: history.call[place] ?? 0,
    end: history.end[place] ?? 0,
  };
}

const lockModels: ReadonlySet<string> = new Set(['mutex', 'owner-mutex', 'reentrant-mutex']);
const tokenShapes: ReadonlySet<string> = new Set([
  'fenced-lock',
  'leader-lease',
  'fenced-store',
  'set-once',
  'monotonic-token',
]);

type Shape = (subject: Subject, fact: Fact, others: readonly Fact[]) => string | undefined;

function precedes(earlier: Fact, later: Fact): boolean {
  return earlier.end < later.call;
}

/** Objects that hold one value: somebody needed a value that cannot have been there. */
const valueShape: Shape = (subject, fact, others) => {
  const { model } = subject;
  const needs = model.flow?.(fact.operation)?.needs;
  if (needs === undefined) return undefined;
  const value = model.describeState(needs);
  const did = `${fact.who} ${inPast(fact.does)}`;
  const isReading = fact.operation.f === 'read';
  const doing = isReading ? did : `${did}, which needs ${value} to be there,`;
  if (others.length === 0) return `${doing} ${absence(subject, fact, model.stateKey(needs))}`;
  const other = latestBefore(fact, others, (each) => {
    const left = leftBy(subject, each);
    return left !== undefined && model.stateKey(left) !== model.stateKey(needs);
  });
  if (other === undefined) return undefined;
  const there = model.describeState(leftBy(subject, other));
  const isWritten = model.flow?.(other.operation)?.leaves !== undefined;
  const before = isWritten ? `${there} had been written` : `${other.who} had read ${there}`;
  const arrived = needs === null || needs === '' ? 'have emptied it' : `have written ${value}`;
  if (others.length > 1) {
    const count = others.length - 1;
    const given = count === 1 ? 'what another operation did' : `what ${count} others did`;
    return `${doing} although ${before} before it began, and given ${given} nothing can ${arrived} in between`;
  }
  const again = needs === null || needs === '' ? 'nothing can have emptied it' : `nothing wrote ${value}`;
  return `${doing} although ${before} before it began and ${again} ${isWritten ? 'again' : 'in between'}`;
};

/** The value that is there after an operation: what it wrote, or what it found. */
function leftBy({ model }: Subject, { operation }: Fact): unknown {
  const flow = model.flow?.(operation);
  return flow?.leaves ?? flow?.needs;
}

/** Of those that had ended when `fact` began, the one that ended last. */
function latestBefore(fact: Fact, others: readonly Fact[], fits: (other: Fact) => boolean): Fact | undefined {
  return others
    .filter((each) => precedes(each, fact) && fits(each))
    .reduce<Fact | undefined>((best, each) => (best === undefined || each.end > best.end ? each : best), undefined);
}

/** Why a value cannot be there at all: nobody wrote it, or only later. */
function absence(subject: Subject, fact: Fact, key: string): string {
  const { history, model, operations } = subject;
  const writers = [...operations].filter((place) => {
    const leaves = model.flow?.(modelOperation(history, place))?.leaves;
    return leaves !== undefined && model.stateKey(leaves) === key;
  });
  const hasAppends = [...operations].some((place) => modelOperation(history, place).f === 'append');
  if (hasAppends) return 'which no order of the writes and appends before its end gives';
  if (writers.length === 0) return 'although nobody wrote that';
  const first = writers.find((place) => (history.call[place] ?? 0) > fact.end);
  const isFromTheFuture = writers.every((place) => (history.call[place] ?? 0) > fact.end);
  if (isFromTheFuture && first !== undefined)
    return `before anybody wrote that: ${who(modelOperation(history, first))} began to only afterwards`;
  return 'although nothing can have put that there by then';
}

/** Locks that never expire: two holders, or a release of what is not held. */
const lockShape: Shape = (_subject, fact, others) => {
  const [other] = others;
  const { f } = fact.operation;
  if (other === undefined) {
    return f === 'release'
      ? `${fact.who} released the lock although nobody can have held it for it to release`
      : `${fact.who} acquired the lock although it was held, and nobody released it in time`;
  }
  if (others.length > 1) return undefined;
  if (f === 'acquire' && other.operation.f === 'acquire') {
    if (!precedes(other, fact))
      return `${other.who} and ${fact.who} both acquired the lock, and nobody released it in time`;
    const isSame = other.who === fact.who;
    return `${fact.who} acquired the lock while ${isSame ? 'it' : other.who} still held it: nobody released it in between`;
  }
  if (f === 'release' && other.operation.f === 'release' && precedes(other, fact)) {
    return `${fact.who} released the lock after ${other.who} had released it, and nobody can have acquired it in between`;
  }
  return undefined;
};

/** Objects with tokens or terms: a token that goes back or comes twice, two owners, sight of what was over. */
const tokenShape: Shape = ({ model }, fact, others) => {
  const token = tokenOf(fact.operation);
  const [other] = others;
  if (other === undefined || others.length > 1) return undefined;
  const earlier = tokenOf(other.operation);
  const had = `${other.who} had ${asParticiple(other.does)}`;
  const did = `${fact.who} ${inPast(fact.does)}`;
  if (token !== undefined && token === earlier) {
    const isIssued = (operation: ModelOperation): boolean => operation.f === 'acquire';
    if (model.name !== 'set-once' && isIssued(fact.operation) && isIssued(other.operation)) {
      return `token ${token} was given twice: to ${other.who} and to ${fact.who}`;
    }
    const [one, two] = [ownerOf(other.operation), ownerOf(fact.operation)];
    if (one !== undefined && two !== undefined && one !== two) {
      const what = model.name === 'set-once' ? 'term' : 'token';
      return `${what} ${token} has two owners: ${one}, as ${who(other.operation)} ${inPast(other.does)}, and ${two}, as ${did}`;
    }
    if (other.operation.f === 'release' && precedes(other, fact)) return `${did} after ${had}`;
    return undefined;
  }
  if (token === undefined || earlier === undefined || !precedes(other, fact)) return undefined;
  return compareTokens(token, earlier) < 0 ? `the token goes back: ${did} after ${had}` : undefined;
};

function ownerOf(operation: ModelOperation): string | undefined {
  const { f, output } = operation;
  if (f === 'acquire' || f === 'write') return actorOf(operation);
  return namesNobody(output) ? undefined : ownerIn(output);
}

function anyShape(fact: Fact, others: readonly Fact[]): string {
  const did = `${fact.who} ${inPast(fact.does)}`;
  const [other] = others;
  if (other === undefined) return `${did}, which nothing before its end makes possible`;
  if (others.length === 1) {
    return precedes(other, fact)
      ? `${did} although ${other.who} had ${asParticiple(other.does)} before it began, and nothing in between makes that possible`
      : `${did}, and ${other.who} ${inPast(other.does)}: no order of the two is possible`;
  }
  if (others.length > 4) return `${did}, which contradicts what ${others.length} others did`;
  return `${did}, which contradicts what others did: ${listed(others.map((each) => `${each.who} ${inPast(each.does)}`))}`;
}

/** The value that a history would have to begin with for its failing operation to be possible at once. */
export function initialFor({ history, model }: Subject, failing: number): Value | undefined {
  if (history.outcome[failing] !== OK) return undefined;
  const needs = model.flow?.(modelOperation(history, failing))?.needs;
  return needs === undefined ? undefined : (needs as Value);
}

/** As `--initial` takes it. */
export function initialText(value: Value): string {
  return valueText(value);
}
