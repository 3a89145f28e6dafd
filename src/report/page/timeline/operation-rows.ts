/** The operations of each candidate as rows that are drawn below its bars. */
import { candidateOf, earliest, latest } from '../../../../spec/history.ts';
import type { HistoryEvent, Micros, ProcessId } from '../../../../spec/history.ts';
import { pairOperations } from '../../../history/pair-operations.ts';
import { trackOf } from './track.ts';
import type { Span, Track } from './track.ts';

/** Operations at the same time go into rows of their own, up to so many; then they share the last. */
const ROWS_MAX = 3;

/** How an operation ended, as the `look` of its span. */
export const outcomes = ['ok', 'fail', 'info', 'open'] as const;

/**
 * From invocation to completion, by candidate. One that never completes reaches to the end of its process, else to
 * `endUs`. The event of a span is its invocation.
 */
export function operationRows(events: readonly HistoryEvent[], endUs: Micros): ReadonlyMap<string, readonly Track[]> {
  const ends = new Map<ProcessId, Micros>();
  for (const { type, who, at } of events) if (type === 'crashed' || type === 'closed') ends.set(who, earliest(at));
  const rows = new Map<string, { readonly spans: Span[]; reachUs: Micros }[]>();
  for (const { process, invoke, completion, outcome, invokedAt } of pairOperations(events)) {
    const fromUs = earliest(invoke.at);
    const span: Span = {
      fromUs,
      toUs: completion === undefined ? Math.max(fromUs, ends.get(process) ?? endUs) : latest(completion.at),
      event: invokedAt,
      look: outcomes.indexOf(outcome),
    };
    const candidate = candidateOf(process);
    const ofCandidate = rows.get(candidate) ?? [];
    rows.set(candidate, ofCandidate);
    const free = ofCandidate.find(({ reachUs }) => reachUs <= fromUs);
    const row = free ?? (ofCandidate.length < ROWS_MAX ? undefined : ofCandidate[ROWS_MAX - 1]);
    if (row === undefined) ofCandidate.push({ spans: [span], reachUs: span.toUs });
    else {
      row.spans.push(span);
      row.reachUs = Math.max(row.reachUs, span.toUs);
    }
  }
  return new Map([...rows].map(([candidate, each]) => [candidate, each.map(({ spans }) => trackOf(spans))]));
}
