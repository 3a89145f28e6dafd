/**
 * Finds out which term an acquisition claimed that never returned: one whose owner was seen there before any claim of
 * that owner is known to have begun.
 *
 * Terms have no order among each other, and so each term that lacks a claim only says until when it needs one: until the
 * first operation that knows its owner ended. The earliest acquisition of that owner gets the term with the earliest such
 * moment, which works whenever any assignment does (Jackson's rule: the earliest deadline first).
 */
import { INFO, NEVER, NONE, OK, clientFunctions, type ClientHistory } from '../../history/client-history.ts';
import { ownerIn, tokenIn } from '../models/token-value.ts';
import type { NormalisedHistory } from './normalised-history.ts';
import { modelOperation } from '../subject.ts';
import { NOBODY, NO_OWNER, tokenColumnsOf, type TokenColumns } from '../token-columns.ts';

const acquire = clientFunctions.indexOf('acquire');
const write = clientFunctions.indexOf('write');

/** The history with the terms of acquisitions that never returned in their outputs. Those that nobody needs are left out. */
export function linkClaims(unlinked: NormalisedHistory): NormalisedHistory {
  const { history, operations } = unlinked;
  const columns = tokenColumnsOf(history);
  const unknown = operations.filter((place) => termAt(history, place, columns) < 0 && history.outcome[place] === INFO);
  if (unknown.length === 0) return unlinked;

  const output = history.output.slice();
  const values = [...history.values];
  const waiting = new Map<number, number[]>();
  for (const place of unknown) {
    const actor = claimantAt(history, place, columns);
    const places = waiting.get(actor);
    if (places === undefined) waiting.set(actor, [place]);
    else places.push(place);
  }
  for (const { owner, seenBy } of orphanTerms(history, operations, columns)) {
    const place = waiting.get(owner)?.shift();
    if (place === undefined) continue;
    const { input, output: sight } = modelOperation(history, seenBy);
    if (tokenIn(sight) !== undefined) output[place] = history.output[seenBy] ?? NONE;
    else {
      // The term is in what its reader was called with, the owner in what it returned: a claim has both in one value.
      output[place] = values.length;
      values.push({ token: tokenIn(input) ?? null, owner: ownerIn(sight) ?? null });
    }
  }
  const linked: ClientHistory = { ...history, output, values };
  const linkedColumns = tokenColumnsOf(linked);
  return { history: linked, operations: operations.filter((place) => termAt(linked, place, linkedColumns) >= 0) };
}

/** The term that an operation is about, by rank; negative where it names none. */
function termAt({ input, output }: ClientHistory, place: number, { rank }: TokenColumns): number {
  const returned = rank[output[place] ?? NONE] ?? NOBODY;
  return returned >= 0 ? returned : (rank[input[place] ?? NONE] ?? NOBODY);
}

/** For whom an operation claims. */
export function claimantAt(history: ClientHistory, place: number, { owner, ownerOfProcess }: TokenColumns): number {
  const returned = owner[history.output[place] ?? NONE] ?? NO_OWNER;
  const named = returned === NO_OWNER ? (owner[history.input[place] ?? NONE] ?? NO_OWNER) : returned;
  return named === NO_OWNER ? (ownerOfProcess[history.process[place] ?? 0] ?? NO_OWNER) : named;
}

/** Whether the operation at `place` claims its term. */
export function claimsAt({ f }: ClientHistory, place: number): boolean {
  return f[place] === acquire || f[place] === write;
}

/** A term whose owner was seen before any known claim of that owner began. */
interface OrphanTerm {
  owner: number;
  /** An operation that names this term and, in what it returned, this owner. */
  seenBy: number;
  /** The end of the first operation that knows the owner. */
  deadline: number;
}

function orphanTerms(history: ClientHistory, operations: Int32Array, columns: TokenColumns): readonly OrphanTerm[] {
  const { outcome, output, end, call } = history;
  const terms = new Map<number, OrphanTerm>();
  for (const place of operations) {
    if (outcome[place] !== OK) continue;
    const isClaim = claimsAt(history, place);
    const owner = isClaim ? claimantAt(history, place, columns) : (columns.owner[output[place] ?? NONE] ?? NO_OWNER);
    if (owner === NO_OWNER) continue;
    const term = termAt(history, place, columns);
    const known = terms.get(term);
    const deadline = end[place] ?? NEVER;
    const seenBy = isClaim ? NONE : place;
    if (known === undefined) terms.set(term, { owner, seenBy, deadline });
    else if (known.owner === owner) {
      known.deadline = Math.min(known.deadline, deadline);
      if (known.seenBy === NONE) known.seenBy = seenBy;
    }
  }
  for (const place of operations) {
    if (!claimsAt(history, place)) continue;
    const term = termAt(history, place, columns);
    const known = terms.get(term);
    const isTimely = known !== undefined && (call[place] ?? 0) <= known.deadline;
    if (isTimely && known.owner === claimantAt(history, place, columns)) terms.delete(term);
  }
  return [...terms.values()].sort((left, right) => left.deadline - right.deadline);
}
