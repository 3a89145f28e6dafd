/**
 * Contradictions of objects with tokens or terms: a token that goes back or comes twice, two owners, sight of what was
 * over or had not begun.
 */
import { compareTokens } from '../../../spec/history.ts';
import { acceptedIn, isRefusal } from '../models/fenced-store.ts';
import { actorOf, namesNobody, ownerIn, tokenIn, tokenOf } from '../models/token-value.ts';
import type { ModelOperation } from '../model.ts';
import { modelOperation, type Subject } from '../subject.ts';
import { precedes, type Fact, type Shape } from './facts.ts';

export const tokenShape: Shape = ({ subject, failing, others, context }) => {
  if (others.length === 0) return withoutCause(subject, failing);
  const [other] = others;
  if (other === undefined || others.length > 1) return undefined;
  return sameToken(subject, other, failing) ?? goingBack(subject.model.name, [other, failing, ...context], failing);
};

/** Two that name one token, and cannot both be right. */
function sameToken(subject: Subject, other: Fact, failing: Fact): string | undefined {
  const token = tokenNamed(subject.model.name, failing.operation);
  if (token === undefined || token !== tokenNamed(subject.model.name, other.operation)) return undefined;
  const isTerm = subject.model.name === 'set-once';
  if (!isTerm && other.operation.f === 'acquire' && failing.operation.f === 'acquire') {
    return `token ${token} was given twice: to ${other.who} and to ${failing.who}`;
  }
  const [one, two] = [ownerOf(other.operation), ownerOf(failing.operation)];
  if (one !== undefined && two !== undefined && one !== two) {
    return `${isTerm ? 'term' : 'token'} ${token} has two owners, ${one} and ${two}: ${other.did}, and ${failing.did}`;
  }
  return other.operation.f === 'release' && precedes(other, failing)
    ? `${failing.did} after ${other.hadDone}`
    : undefined;
}

/** Two of these, one after the other, of which the later has the smaller token; the failing one is told, too. */
function goingBack(model: string, facts: readonly Fact[], failing: Fact): string | undefined {
  for (const later of facts) {
    for (const earlier of facts) {
      const [token, before] = [tokenNamed(model, later.operation), tokenNamed(model, earlier.operation)];
      if (token === undefined || before === undefined || !precedes(earlier, later)) continue;
      if (isRefusal(later.operation.output) || isRefusal(earlier.operation.output)) continue;
      if (compareTokens(token, before) >= 0) continue;
      const told = later === failing || earlier === failing ? '' : `, and ${failing.did}`;
      return `the token goes back: ${later.did} after ${earlier.hadDone}${told}`;
    }
  }
  return undefined;
}

/** One that is impossible whatever the others did: nobody had its token, or only later, or somebody else had. */
function withoutCause(subject: Subject, failing: Fact): string | undefined {
  const { model, history, operations } = subject;
  const token = tokenNamed(subject.model.name, failing.operation);
  if (token === undefined || isRefusal(failing.operation.output)) return undefined;
  const isClaimed = model.name === 'fenced-store' || model.name === 'set-once';
  const sources = [...operations].filter((place) => {
    const { f, output } = modelOperation(history, place);
    if (f !== 'acquire' && !(isClaimed && f === 'write' && !isRefusal(output))) return false;
    return tokenNamed(model.name, modelOperation(history, place)) === token;
  });
  const [what, gave, given] = causes[model.name] ?? ['token', 'got', 'given'];
  const [first] = sources;
  if (first === undefined) return `${failing.did} although nobody ${gave} that ${what}`;
  if (sources.every((place) => (history.call[place] ?? 0) > failing.end)) {
    return `${failing.did} before anybody ${gave} that: it was ${given} only afterwards`;
  }
  const owner = ownerOf(modelOperation(history, first));
  const told = ownerOf(failing.operation);
  if (told === undefined || owner === undefined) return undefined;
  const owners = new Set(sources.map((place) => ownerOf(modelOperation(history, place))));
  if (owners.size > 1) return owners.has(told) ? undefined : `${failing.did} although nobody ${gave} that for ${told}`;
  if (told === owner) return undefined;
  return `${failing.did} although that is ${owner}'s`;
}

/** The token or term that an operation is about; a store may show the value alone, which is none. */
function tokenNamed(model: string, operation: ModelOperation): string | undefined {
  const { f, input, output } = operation;
  if (model === 'fenced-store') return acceptedIn(f === 'read' ? output : input)?.token;
  return f === 'release' ? tokenOf(operation) : (tokenIn(output) ?? tokenIn(input));
}

/** What a token is called, and how one comes by it. */
const causes: Readonly<Record<string, readonly [what: string, gave: string, given: string]>> = {
  'fenced-store': ['token', 'wrote', 'written'],
  'set-once': ['term', 'claimed', 'claimed'],
};

function ownerOf(operation: ModelOperation): string | undefined {
  const { f, output } = operation;
  if (f === 'acquire' || f === 'write') return actorOf(operation);
  return namesNobody(output) ? undefined : ownerIn(output);
}
