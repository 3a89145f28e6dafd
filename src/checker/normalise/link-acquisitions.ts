/**
 * Finds out which token an acquisition got that never returned: one that somebody saw and that no other acquisition got.
 *
 * Owners decide it where the token was seen with its owner, since a process retires after an operation of which nobody
 * knows the end, and so has one such acquisition. Among acquisitions that could have got the same tokens, the earliest
 * invocation gets the smallest token. That loses no legal order: an acquisition that never returned is bound on one side
 * only, it must be invoked before anybody sees its token or a larger one; the latest moment for that grows with the
 * token; and so two acquisitions whose tokens are in the opposite order of their invocations can be exchanged.
 * Acquisitions that are left over are left out: nobody needs them.
 */
import { INFO, NONE, OK, clientFunctions, type ClientHistory } from '../../history/client-history.ts';
import type { Value } from '../../history/value.ts';
import { groupsByKey } from './groups-by-key.ts';
import type { AnyModel } from '../model.ts';
import { ownerIn, tokenIn } from '../models/token-value.ts';
import type { NormalisedHistory } from './normalised-history.ts';
import { ProcessTable } from '../process-table.ts';
import { NOBODY, NO_OWNER, tokenColumnsOf, type TokenColumns } from '../token-columns.ts';

export interface Unlinked {
  readonly history: ClientHistory;
  readonly operations: Int32Array;
  readonly model: AnyModel;
  /** What the user says the object is before the history: a token that nobody needs to have acquired. */
  readonly initial: Value | undefined;
}

const acquire = clientFunctions.indexOf('acquire');
const release = clientFunctions.indexOf('release');

/**
 * The history with the tokens of acquisitions that never returned in their outputs, and with the tokens of releases that
 * name none in their inputs: such a release is about the last acquisition of its process.
 */
export function linkAcquisitions(unlinked: Unlinked): NormalisedHistory {
  const { history, operations, model } = unlinked;
  const { hasUnknown, hasBare } = survey(history, operations, tokenColumnsOf(history));
  if (!hasUnknown && !hasBare) return { history, operations };

  const groups = groupsByKey(history, operations);
  const named = hasBare ? withNamedReleases(history, groups) : history;
  if (!hasUnknown) return { history: named, operations };

  const linked: ClientHistory = { ...named, output: named.output.slice() };
  const columns = tokenColumnsOf(linked);
  const linking: Linking = {
    ...columns,
    history: linked,
    isElection: model.name === 'leader-lease',
    usesOwners: model.hasOwners,
    initial: tokenIn(unlinked.initial),
    claimed: new Uint8Array(columns.ranks),
    kept: new Set(),
    isUncertain: false,
  };
  for (const group of groups) linkGroup(group, linking);
  const counting = operations.filter((place) => !isUnknown(linked, place, columns) || linking.kept.has(place));
  const uncertain = linking.isUncertain ? { uncertain: severalCould } : {};
  return { history: linked, operations: counting, ...uncertain };
}

const severalCould =
  'several acquisitions that never returned could have got the tokens that were seen, and it was not tried which of them did';

/** An acquisition of which nobody knows the token. */
function isUnknown({ f, outcome, output }: ClientHistory, place: number, { rank }: TokenColumns): boolean {
  return f[place] === acquire && outcome[place] === INFO && (rank[output[place] ?? NONE] ?? NOBODY) < 0;
}

/** A release that names neither its token nor its owner. */
function isBare({ f, input, output }: ClientHistory, place: number, { rank }: TokenColumns): boolean {
  if (f[place] !== release) return false;
  return (rank[input[place] ?? NONE] ?? NOBODY) === NOBODY && (rank[output[place] ?? NONE] ?? NOBODY) < 0;
}

function survey(
  history: ClientHistory,
  operations: Int32Array,
  columns: TokenColumns,
): { readonly hasUnknown: boolean; readonly hasBare: boolean } {
  const { f } = history;
  let hasUnknown = false;
  let hasBare = false;
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    if (f[place] === acquire) hasUnknown ||= isUnknown(history, place, columns);
    else if (f[place] === release) hasBare ||= isBare(history, place, columns);
    if (hasUnknown && hasBare) break;
  }
  return { hasUnknown, hasBare };
}

/** Releases that name no token are about the last acquisition of their process. */
function withNamedReleases(history: ClientHistory, groups: readonly Int32Array[]): ClientHistory {
  const columns = tokenColumnsOf(history);
  const named: ClientHistory = { ...history, input: history.input.slice() };
  const added: Value[] = [];
  for (const group of groups) nameReleases(named, group, columns, added);
  return added.length === 0 ? named : { ...named, values: [...history.values, ...added] };
}

/** Adds to `added` where an acquisition named its owner when it was called: what it returned says only the token. */
function nameReleases(history: ClientHistory, group: Int32Array, columns: TokenColumns, added: Value[]): void {
  const { f, process, input, output, values, processes } = history;
  const last = new ProcessTable({ processes: processes.length, operations: group.length });
  for (let at = 0; at < group.length; at += 1) {
    const place = group[at] ?? 0;
    const client = process[place] ?? 0;
    if (f[place] === acquire) last.set(client, place);
    else if (isBare(history, place, columns)) {
      const acquired = last.get(client);
      if (acquired === NONE) continue;
      const got = output[acquired] ?? NONE;
      const owner = ownerIn(values[input[acquired] ?? NONE]);
      const isComplete = owner === undefined || ownerIn(values[got]) !== undefined;
      input[place] = isComplete ? got : values.length + added.push({ token: tokenIn(values[got]) ?? null, owner }) - 1;
    }
  }
}

interface Linking extends TokenColumns {
  readonly history: ClientHistory;
  readonly isElection: boolean;
  readonly usesOwners: boolean;
  readonly initial: string | undefined;
  /** By rank, all 0 between two groups: whether some acquisition is known to have got the token. */
  readonly claimed: Uint8Array;
  /** Acquisitions without a token that may be needed all the same. */
  readonly kept: Set<number>;
  isUncertain: boolean;
}

/** A token that was seen and that no acquisition is known to have got. */
interface Orphan {
  readonly rank: number;
  /** The index of a value that has this token, with its owner where somebody saw it. */
  value: number;
  owner: number;
}

/** Links the acquisitions of one object. */
function linkGroup(group: Int32Array, linking: Linking): void {
  const { history, rank, claimed, kept } = linking;
  const unknown: number[] = [];
  for (const place of group) {
    if (history.f[place] !== acquire) continue;
    const got = rank[history.output[place] ?? NONE] ?? NOBODY;
    if (got >= 0) claimed[got] = 1;
    else if (history.outcome[place] === INFO) unknown.push(place);
  }
  if (unknown.length > 0) {
    const { orphans, leaders, hasLooseRelease } = orphansOf(group, linking);
    const waiting = byActor(unknown, linking);
    const { taken, ownerless } = linkByOwner(orphans, waiting, linking);
    linkInOrder(
      ownerless,
      unknown.filter((place) => !taken.has(place)),
      linking,
    );
    for (const [actor, places] of waiting) {
      const left = places.filter((place) => !taken.has(place)).length;
      const isTorn = left > 0 && left < places.length;
      if (isTorn && (ownerless.length > 0 || leaders.has(actor))) linking.isUncertain = true;
      if (!leaders.has(actor)) continue;
      if (ownerless.length > 0) linking.isUncertain = true;
      for (const place of places) kept.add(place);
    }
    if (hasLooseRelease && ownerless.length > 0) linking.isUncertain = true;
  }
  for (const place of group) {
    const got = rank[history.output[place] ?? NONE] ?? NOBODY;
    if (got >= 0) claimed[got] = 0;
  }
}

interface Orphans {
  /** Smallest token first. */
  readonly orphans: readonly Orphan[];
  /** Owners that were seen to lead without a token: which of their leaderships it was is left open. */
  readonly leaders: ReadonlySet<number>;
  /** Whether somebody resigns from a leadership of which nobody knows whose it is. */
  readonly hasLooseRelease: boolean;
}

function orphansOf(group: Int32Array, { history, rank, owner, claimed, isElection, initial }: Linking): Orphans {
  const { f, outcome, input, output, values } = history;
  const byRank = new Map<number, Orphan>();
  const leaders = new Set<number>();
  let hasLooseRelease = false;
  for (const place of group) {
    if (outcome[place] !== OK || f[place] === acquire) continue;
    const isRelease = f[place] === release;
    const called = input[place] ?? NONE;
    const value = isRelease && (rank[called] ?? NOBODY) >= 0 ? called : (output[place] ?? NONE);
    const seen = rank[value] ?? NOBODY;
    const named = isRelease ? NO_OWNER : (owner[value] ?? NO_OWNER);
    if (seen < 0 && named !== NO_OWNER) leaders.add(named);
    if (seen < 0 || claimed[seen] === 1) continue;
    if (isRelease && isElection) {
      // Whoever does not lead resigns without effect, and so nobody needs to have had this token.
      hasLooseRelease = true;
      continue;
    }
    const known = byRank.get(seen);
    if (known === undefined) byRank.set(seen, { rank: seen, value, owner: named });
    else if (known.owner === NO_OWNER && named !== NO_OWNER) Object.assign(known, { value, owner: named });
  }
  const all = [...byRank.values()].filter(({ value }) => tokenIn(values[value]) !== initial);
  return { orphans: all.sort((left, right) => left.rank - right.rank), leaders, hasLooseRelease };
}

/** Acquisitions by the owner for whom they were called, each list in the order of the invocations. */
function byActor(unknown: readonly number[], linking: Linking): Map<number, number[]> {
  const { history, owner, ownerOfProcess } = linking;
  const waiting = new Map<number, number[]>();
  for (const place of unknown) {
    const named = owner[history.input[place] ?? NONE] ?? NO_OWNER;
    const actor = named === NO_OWNER ? (ownerOfProcess[history.process[place] ?? 0] ?? NO_OWNER) : named;
    const places = waiting.get(actor);
    if (places === undefined) waiting.set(actor, [place]);
    else places.push(place);
  }
  return waiting;
}

interface LinkedByOwner {
  readonly taken: ReadonlySet<number>;
  /** The tokens that nobody saw with an owner. */
  readonly ownerless: readonly Orphan[];
}

function linkByOwner(
  orphans: readonly Orphan[],
  waiting: ReadonlyMap<number, readonly number[]>,
  linking: Linking,
): LinkedByOwner {
  if (!linking.usesOwners) return { taken: new Set(), ownerless: orphans };
  const taken = new Set<number>();
  const used = new Map<number, number>();
  for (const { owner, value } of orphans) {
    const next = used.get(owner) ?? 0;
    const place = waiting.get(owner)?.[next];
    if (place === undefined) continue;
    used.set(owner, next + 1);
    taken.add(place);
    linking.history.output[place] = value;
  }
  return { taken, ownerless: orphans.filter(({ owner }) => owner === NO_OWNER) };
}

function linkInOrder(orphans: readonly Orphan[], places: readonly number[], { history }: Linking): void {
  for (const [next, { value }] of orphans.entries()) {
    const place = places[next];
    if (place !== undefined) history.output[place] = value;
  }
}
