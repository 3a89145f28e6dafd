/**
 * Judges one history: every property that may be judged on it, in one pass over its events.
 */
import { mayJudge, restsOn } from '../../spec/assumptions.ts';
import { latest, type History, type HistoryHeader } from '../../spec/history.ts';
import { labelHistory } from '../../spec/history-labels.ts';
import { properties } from '../../spec/properties.ts';
import type { Judgement, Monitor, Property, PropertyId, Verdict, VerdictWord, Witness } from '../../spec/property.ts';
import { PropertySets } from './dispatch.ts';

export interface JudgeOptions {
  /** `claims`: what is not claimed is not judged. `all`: every property is. */
  readonly holdTo: 'claims' | 'all';
}

const sets = new PropertySets(properties);

/** The store's own promises are watched wherever there is a ledger, since they decide whom to blame. */
const storePromises: ReadonlySet<PropertyId> = new Set(['ST1', 'ST2', 'ST3']);

/** One verdict a property, in the order of `properties`. */
export function judge(history: History, options: JudgeOptions): readonly Verdict[] {
  const { header } = history;
  const labels = labelHistory(history);
  const withheld: (Verdict | undefined)[] = [];
  let bits = 0;
  properties.forEach((property, position) => {
    const why = notClaimed(property, header, options.holdTo);
    const permission = why === undefined || storePromises.has(property.id) ? mayJudge(property.id, labels) : undefined;
    if (permission?.judge === true && (property.needsLedger ? header.ledger : true)) bits |= 1 << position;
    if (why !== undefined) withheld.push(without(property.id, 'not-claimed', why));
    else if (permission?.judge === false) {
      withheld.push(without(property.id, 'inconclusive', `not judged: ${permission.why}`));
    } else if (property.id === 'ST2' && wiped(history)) {
      withheld.push(without(property.id, 'inconclusive', 'not judged: the plan itself took the data of the store away'));
    } else withheld.push(undefined);
  });

  const judgements = run(history, bits);
  const broken = brokenPromises(judgements);
  return properties.map(
    ({ id }, position) => withheld[position] ?? verdictOf(id, judgements.get(id) ?? nothing, broken),
  );
}

/** What the nemesis took is no broken promise of the store; it still excuses the implementation. */
function wiped({ events }: History): boolean {
  return events.some((event) => event.type === 'fault-start' && event.kind === 'store-wipe');
}

const nothing: Judgement = { judged: 0, inconclusive: 0 };

function notClaimed(property: Property, header: HistoryHeader, holdTo: 'claims' | 'all'): string | undefined {
  if (property.needsLedger && !header.ledger) return 'nothing beside the store records who holds the election';
  if (holdTo === 'claims' && !property.claimed(header.claims)) return 'the implementation does not promise it';
  return undefined;
}

/** The single pass. */
function run({ header, events }: History, bits: number): ReadonlyMap<PropertyId, Judgement> {
  const set = sets.of(bits);
  const context = { header };
  const monitors: Monitor[] = set.properties.map((property) => property.start(context));
  const { dispatch } = set;
  let endUs = 0;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    if (event === undefined) break;
    const readers = dispatch[event.type];
    for (const position of readers) monitors[position]?.step(event, index);
    endUs = Math.max(endUs, latest(event.at));
  }
  const judgements = new Map<PropertyId, Judgement>();
  set.properties.forEach((property, position) => {
    const monitor = monitors[position];
    if (monitor !== undefined) judgements.set(property.id, monitor.end(endUs));
  });
  return judgements;
}

/** The witnesses against the store, where it broke one of its promises. */
function brokenPromises(judgements: ReadonlyMap<PropertyId, Judgement>): ReadonlyMap<PropertyId, Witness> {
  const broken = new Map<PropertyId, Witness>();
  for (const id of storePromises) {
    const witness = judgements.get(id)?.witness;
    if (witness !== undefined) broken.set(id, witness);
  }
  return broken;
}

function verdictOf(id: PropertyId, judgement: Judgement, broken: ReadonlyMap<PropertyId, Witness>): Verdict {
  const { judged, inconclusive, witness, reason } = judgement;
  const verdict = wordOf(id, judgement, broken);
  const because = reason ?? (verdict === 'inconclusive' ? 'the evidence did not decide' : undefined);
  return {
    property: id,
    verdict,
    judged,
    inconclusive,
    ...(witness === undefined ? {} : { witness }),
    ...(because === undefined ? {} : { reason: because }),
  };
}

function wordOf(id: PropertyId, { judged, inconclusive, witness }: Judgement, broken: ReadonlyMap<PropertyId, Witness>): VerdictWord {
  if (witness !== undefined) return isStoreFault(id, witness, broken) ? 'store-fault' : 'violated';
  if (judged > 0) return 'holds';
  return inconclusive > 0 ? 'inconclusive' : 'vacuous';
}

/** The store broke a promise on which the property rests, and no later than the violation was complete. */
function isStoreFault(id: PropertyId, witness: Witness, broken: ReadonlyMap<PropertyId, Witness>): boolean {
  if (storePromises.has(id)) return true;
  return restsOn[id].some((promise) => (broken.get(promise)?.fromUs ?? Infinity) <= witness.toUs);
}

function without(property: PropertyId, verdict: 'not-claimed' | 'inconclusive', reason: string): Verdict {
  return { property, verdict, judged: 0, inconclusive: 0, reason };
}
