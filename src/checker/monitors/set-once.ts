/**
 * Decides who owns a term. All who know an owner must know the same one, and then there are three levels: those who saw
 * none, the first claim, and everybody else. Any claim of the owner may be the first, and the one that was invoked
 * earliest leaves most room: what ended before it was invoked ended before the others were.
 */
import { NONE, OK } from '../../history/client-history.ts';
import type { Linearizable, NotLinearizable } from '../engine.ts';
import { claimantAt, claimsAt } from '../normalise/link-claims.ts';
import type { Subject } from '../subject.ts';
import { NO_OWNER, tokenColumnsOf, type TokenColumns } from '../token-columns.ts';
import { deed, sentence } from './deed.ts';
import { LEFT_OUT, boundsOf, inversionOf, orderOf } from './levels.ts';

const WITHOUT_OWNER = 0;
const FIRST_CLAIM = 1;
const WITH_OWNER = 2;

/** In linear time. */
export function monitorSetOnce(subject: Subject): Linearizable | NotLinearizable | undefined {
  if (subject.initial !== undefined && subject.initial !== null) return undefined;
  const { history, operations } = subject;
  const columns = tokenColumnsOf(history);
  const level = new Int32Array(operations.length).fill(LEFT_OUT);
  let owner = NO_OWNER;
  let knows = NONE;
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    if (history.outcome[place] !== OK) continue;
    const named = ownerAt(subject, place, columns);
    level[at] = named === NO_OWNER ? WITHOUT_OWNER : WITH_OWNER;
    if (named === NO_OWNER || named === owner) continue;
    if (owner !== NO_OWNER) return twoOwners(subject, columns, [knows, place]);
    owner = named;
    knows = place;
  }
  if (owner !== NO_OWNER) {
    const first = operations.findIndex((place) => claimsFor(subject, place, columns) === owner);
    if (first === -1) return unclaimed(subject, knows);
    level[first] = FIRST_CLAIM;
  }
  const levels = { history, operations, level, count: WITH_OWNER + 1 };
  const inversion = inversionOf(levels, boundsOf(levels));
  if (inversion === undefined) return { verdict: 'linearizable', order: orderOf(levels) };
  return inverted(subject, columns, inversion);
}

/** The owner that an operation knows: the one that it claims the term for, or the one that it saw. */
function ownerAt(subject: Subject, place: number, columns: TokenColumns): number {
  if (claimsAt(subject.history, place)) return claimantAt(subject.history, place, columns);
  return columns.owner[subject.history.output[place] ?? NONE] ?? NO_OWNER;
}

function claimsFor({ history }: Subject, place: number, columns: TokenColumns): number {
  return claimsAt(history, place) ? claimantAt(history, place, columns) : NO_OWNER;
}

function twoOwners(subject: Subject, columns: TokenColumns, places: readonly number[]): NotLinearizable {
  const [one = '', other = ''] = places.map((place) => deed(subject, place));
  return {
    verdict: 'not-linearizable',
    culprits: withClaims(subject, columns, places),
    reason: sentence(`${one}, and ${other}: a term has one owner.`),
  };
}

function unclaimed(subject: Subject, place: number): NotLinearizable {
  const reason = sentence(`${deed(subject, place)}, for whom nobody claimed it.`);
  return { verdict: 'not-linearizable', culprits: [place], reason };
}

function inverted(
  subject: Subject,
  columns: TokenColumns,
  { early, late }: { readonly early: number; readonly late: number },
): NotLinearizable {
  const why = claimsAt(subject.history, late)
    ? 'nobody had claimed it for this owner before'
    : 'a term that has an owner keeps it';
  return {
    verdict: 'not-linearizable',
    culprits: withClaims(subject, columns, [early, late]),
    reason: sentence(`${deed(subject, early)}, and only after that had ended, ${deed(subject, late)}: ${why}.`),
  };
}

/** These operations and, for those that saw an owner, the first claim of that owner, in the order of the invocations. */
function withClaims(subject: Subject, columns: TokenColumns, places: readonly number[]): number[] {
  const { operations } = subject;
  const all = new Set(places);
  for (const place of places) {
    const owner = ownerAt(subject, place, columns);
    const claim = operations.find((other) => owner !== NO_OWNER && claimsFor(subject, other, columns) === owner);
    if (claim !== undefined) all.add(claim);
  }
  return [...all].sort((left, right) => left - right);
}
