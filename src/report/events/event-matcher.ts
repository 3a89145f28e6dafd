/** Which events pass a filter. */
import { candidateOf, earliest, latest } from '../../../spec/history.ts';
import type { HistoryEvent } from '../../../spec/history.ts';
import { describeEvent } from '../words/describe-event.ts';
import type { EventFilter, FilterKey, FilterTerm } from './event-filter.ts';
import type { EventIndex } from './event-index.ts';
import type { Stretch } from '../timeline.ts';

type Matches = (event: HistoryEvent, position: number) => boolean;

/** Tells whether the event at a position passes. Words are looked for last: an event in words costs more than all the rest. */
export function matcherOf(
  { terms }: EventFilter,
  events: readonly HistoryEvent[],
  index: EventIndex,
): (position: number) => boolean {
  const cheap = terms.filter(({ about }) => about !== 'text').map((term) => negatable(term, events, index));
  const costly = terms.filter(({ about }) => about === 'text').map((term) => negatable(term, events, index));
  const all = [...cheap, ...costly];
  return (position) => {
    const event = events[position];
    if (event === undefined) return false;
    for (const matches of all) if (!matches(event, position)) return false;
    return true;
  };
}

function negatable(term: FilterTerm, events: readonly HistoryEvent[], index: EventIndex): Matches {
  const matches = matchesOf(term, events, index);
  return term.isNegated ? (event, position) => !matches(event, position) : matches;
}

function matchesOf(term: FilterTerm, events: readonly HistoryEvent[], index: EventIndex): Matches {
  switch (term.about) {
    case 'text':
      return textMatches(term.text);
    case 'time':
      return touching(term.stretches);
    default:
      return valueMatches(term.about, new Set(term.values), events, index);
  }
}

/** Any case, over what a row shows: who, and what in words. */
function textMatches(text: string): Matches {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i');
  return (event) => pattern.test(`${event.who} ${describeEvent(event)}`);
}

function valueMatches(
  key: FilterKey,
  values: ReadonlySet<string>,
  events: readonly HistoryEvent[],
  { otherHalf, faults, stepOf }: EventIndex,
): Matches {
  switch (key) {
    case 'who':
      return ({ who }) => values.has(who) || (who.includes('#') && values.has(candidateOf(who)));
    case 'type':
      return ({ type }) => values.has(type);
    case 'f':
      return (event, position) => {
        const invocation = event.type === 'invoke' ? event : events[otherHalf[position] ?? -1];
        return invocation?.type === 'invoke' && values.has(invocation.f);
      };
    case 'fault': {
      const during = touching(faults.filter(({ kind }) => values.has(kind)));
      return (event, position) => ('kind' in event && values.has(event.kind)) || during(event, position);
    }
    case 'op':
      return (event) => 'op' in event && values.has(String(event.op));
    case 'token':
      return (event) => {
        const carrier = 'op' in event ? (event.value ?? {}) : event;
        return (
          ('token' in carrier && values.has(carrier.token ?? '')) ||
          ('term' in carrier && values.has(carrier.term ?? ''))
        );
      };
    case 'step':
      return (_, position) => values.has(String(stepOf(position)));
    case 'is':
      return (event, position) =>
        (values.has('witness') && stepOf(position) !== undefined) ||
        (values.has('open') && event.type === 'invoke' && otherHalf[position] === -1);
  }
}

/** Whether an event may lie in one of the stretches. Both ends of each are in it. */
function touching(stretches: readonly Stretch[]): Matches {
  const apart = disjoint(stretches);
  return ({ at }) => {
    const fromUs = earliest(at);
    let low = 0;
    let high = apart.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((apart[middle]?.toUs ?? 0) < fromUs) low = middle + 1;
      else high = middle;
    }
    const next = apart[low];
    return next !== undefined && next.fromUs <= latest(at);
  };
}

/** The same moments as stretches that do not touch, in their order. */
function disjoint(stretches: readonly Stretch[]): readonly Stretch[] {
  const apart: { readonly fromUs: number; toUs: number }[] = [];
  for (const { fromUs, toUs } of [...stretches].sort((left, right) => left.fromUs - right.fromUs)) {
    const last = apart.at(-1);
    if (last !== undefined && fromUs <= last.toUs) last.toUs = Math.max(last.toUs, toUs);
    else apart.push({ fromUs, toUs });
  }
  return apart;
}
