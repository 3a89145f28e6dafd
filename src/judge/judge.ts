/**
 * Judges one history: every property that may be judged on it, in one pass over its events.
 */
import { mayJudge, restsOn } from '../../spec/assumptions.ts';
import { beliefsOf } from '../../spec/belief.ts';
import type { Circumstance } from '../../spec/faults.ts';
import { latest, type History, type HistoryEvent, type HistoryHeader, type Micros } from '../../spec/history.ts';
import { Labelling, type HistoryLabels } from '../../spec/history-labels.ts';
import { properties } from '../../spec/properties.ts';
import type { Judgement, Property, PropertyId, Verdict, VerdictWord, Witness } from '../../spec/property.ts';
import type { Timings } from '../../spec/timings.ts';
import { linearizable } from './linearizability.ts';
import { dispatchTo, readersOf, type Reader } from './dispatch.ts';

export interface JudgeOptions {
  /** `claims`: what is not claimed is not judged. `all`: every property is. */
  readonly holdTo: 'claims' | 'all';
  /** Takes what is measured while judging. */
  readonly timings?: Timings;
}

/** The store's own promises are watched wherever there is a ledger, since they decide whom to blame. */
const storePromises: ReadonlySet<PropertyId> = new Set(['ST1', 'ST2', 'ST3']);

/** Whether a broken promise is none of the implementation's: the store's, or that of a resource which the testbed lent. */
function isLent(id: PropertyId, { ownResource }: HistoryHeader): boolean {
  return storePromises.has(id) || (id === 'R1' && ownResource !== true);
}

/** One verdict a property, in the order of `properties`. */
export function judge(history: History, options: JudgeOptions): readonly Verdict[] {
  const { header, events } = history;
  const { timings } = options;
  const context = { header, linearizable, ...(timings === undefined ? {} : { timings }) };
  const unclaimed = properties.map((property) => notClaimed(property, header, options.holdTo));
  const monitors = properties.map((property, place) => {
    const isWatched = unclaimed[place] === undefined || (header.ledger && storePromises.has(property.id));
    return isWatched ? property.start(context) : undefined;
  });
  const last = events.at(-1);
  const labelling = new Labelling(header, last === undefined ? 0 : latest(last.at));
  const endUs = feed(events, [labelling, ...readersOf(properties, monitors)]);
  const labels = labelling.labels();
  timings?.ended(beliefsOf(context), endUs);

  const unjudged = properties.map(({ id }) => notJudged(id, labels, history));
  // A store that the plan wiped is excused, but so is the implementation: what was lost is still watched.
  const judgements = monitors.map((monitor, place) => {
    const isAsked = unjudged[place] === undefined || properties[place]?.id === 'ST2';
    return monitor === undefined || !isAsked ? nothing : monitor.end(endUs);
  });
  const broken = brokenPromises(judgements, header);
  const verdicts = properties.map(({ id }, place) => {
    const notPromised = unclaimed[place];
    if (notPromised !== undefined) return without(id, 'not-claimed', notPromised);
    const beyond = unjudged[place];
    if (beyond !== undefined) return { ...without(id, 'inconclusive', beyond.why), void: beyond.under };
    return verdictOf({ id, header }, judgements[place] ?? nothing, broken);
  });
  const { drifted } = header;
  return drifted === undefined ? verdicts : verdicts.map((verdict) => ofDriftedRun(verdict, drifted));
}

const timely: ReadonlySet<PropertyId> = new Set(properties.filter(({ kind }) => kind === 'within').map(({ id }) => id));

/**
 * A run in which faults came much later than planned did not show what its plan was for, on a machine too busy to be
 * held to bounds of time. What it proves against a safety property stands all the same.
 */
function ofDriftedRun(verdict: Verdict, why: string): Verdict {
  const { property, judged, inconclusive } = verdict;
  const isBroken = verdict.verdict === 'violated' || verdict.verdict === 'store-fault';
  if (judged === 0 || (isBroken && !timely.has(property))) return verdict;
  const undecided = judged + inconclusive;
  return { property, verdict: 'inconclusive', judged: 0, inconclusive: undecided, reason: `the run drifted: ${why}` };
}

const nothing: Judgement = { judged: 0, inconclusive: 0 };

function notClaimed(property: Property, header: HistoryHeader, holdTo: 'claims' | 'all'): string | undefined {
  if (property.needsLedger && !header.ledger) return 'nothing beside the store records who holds the election';
  if (holdTo === 'claims' && !property.claimed(header.claims)) return 'the implementation does not promise it';
  return undefined;
}

/** Why a property is not judged on a history, and the circumstance that makes it so. */
interface Unjudged {
  readonly why: string;
  readonly under: Circumstance;
}

function notJudged(id: PropertyId, labels: HistoryLabels, { events }: History): Unjudged | undefined {
  if (labels.circumstances.size === 0) return undefined;
  const permission = mayJudge(id, labels);
  if (!permission.judge) return { why: `not judged: ${permission.why}`, under: permission.under };
  const wiped =
    id === 'ST2' &&
    labels.circumstances.has('store-lossy') &&
    events.some((event) => event.type === 'fault-start' && event.kind === 'store-wipe');
  const why = 'not judged: the plan itself took the data of the store away';
  return wiped ? { why, under: 'store-lossy' } : undefined;
}

/** The single pass: offers each event to those who read it, and tells when the last of them was over. */
function feed(events: readonly HistoryEvent[], readers: readonly Reader[]): Micros {
  const dispatch = dispatchTo(readers);
  let endUs = 0;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    if (event === undefined) break;
    const { at } = event;
    const untilUs = typeof at === 'number' ? at : latest(at);
    if (untilUs > endUs) endUs = untilUs;
    const positions = dispatch.get(event.type);
    if (positions === undefined) continue;
    for (let place = 0; place < positions.length; place += 1) readers[positions[place] ?? 0]?.step(event, index);
  }
  return endUs;
}

const unbroken: ReadonlyMap<PropertyId, Witness> = new Map();

/** The witnesses against the store, and against the testbed's resource, where they broke a promise. */
function brokenPromises(judgements: readonly Judgement[], header: HistoryHeader): ReadonlyMap<PropertyId, Witness> {
  let broken: Map<PropertyId, Witness> | undefined;
  properties.forEach(({ id }, place) => {
    const witness = judgements[place]?.witness;
    if (witness !== undefined && isLent(id, header)) (broken ??= new Map()).set(id, witness);
  });
  return broken ?? unbroken;
}

/** The promise in question, and the history in which it was judged. */
interface Promised {
  readonly id: PropertyId;
  readonly header: HistoryHeader;
}

function verdictOf(promised: Promised, judgement: Judgement, broken: ReadonlyMap<PropertyId, Witness>): Verdict {
  const { id } = promised;
  const { judged, inconclusive, witness, reason } = judgement;
  const verdict = wordOf(promised, judgement, broken);
  const because = reason ?? (verdict === 'inconclusive' ? 'the evidence did not decide' : undefined);
  if (witness === undefined && because === undefined) return { property: id, verdict, judged, inconclusive };
  return {
    property: id,
    verdict,
    judged,
    inconclusive,
    ...(witness === undefined ? {} : { witness }),
    ...(because === undefined ? {} : { reason: because }),
  };
}

function wordOf(
  promised: Promised,
  { judged, inconclusive, witness }: Judgement,
  broken: ReadonlyMap<PropertyId, Witness>,
): VerdictWord {
  if (witness !== undefined) return isStoreFault(promised, witness, broken) ? 'store-fault' : 'violated';
  if (judged > 0) return 'holds';
  return inconclusive > 0 ? 'inconclusive' : 'vacuous';
}

/** A promise that is none of the implementation's was broken on which the property rests, and no later than the violation was complete. */
function isStoreFault({ id, header }: Promised, witness: Witness, broken: ReadonlyMap<PropertyId, Witness>): boolean {
  if (isLent(id, header)) return true;
  return restsOn[id].some((promise) => (broken.get(promise)?.fromUs ?? Infinity) <= witness.toUs);
}

function without(property: PropertyId, verdict: 'not-claimed' | 'inconclusive', reason: string): Verdict {
  return { property, verdict, judged: 0, inconclusive: 0, reason };
}
