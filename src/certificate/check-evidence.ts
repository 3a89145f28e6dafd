/** Compares what a certificate says with what the same evidence comes to here. */
import { properties } from '../../spec/properties.ts';
import type { Tally } from '../search/tally.ts';
import type { TestbedEvidence } from './certificate.ts';

/** Each count that came out differently, in words. */
export function differences(said: TestbedEvidence, found: Tally): readonly string[] {
  const different: string[] = [];
  const compare = (what: string, expected: number, actual: number): void => {
    if (expected !== actual) different.push(`${what}: ${expected} in the certificate, ${actual} now`);
  };
  compare('histories', said.histories, found.histories);
  compare('plans', said.plans, said.testbed === 'simulated' ? found.plans : said.plans);
  compare('events', said.events, found.events);
  compare('milliseconds of histories', said.spanMs, found.spanUs / 1000);
  const kinds = new Set([...Object.keys(said.faults), ...Object.keys(found.faults)]);
  const counts = (record: object): ReadonlyMap<string, unknown> => new Map(Object.entries(record));
  for (const kind of kinds) {
    compare(`${kind} injected`, numberOf(counts(said.faults).get(kind)), numberOf(counts(found.faults).get(kind)));
  }
  for (const { id } of properties) {
    const before = said.properties.find((property) => property.id === id);
    const now = found.properties[id];
    // A property that this Scrutineer knows and that one did not is no contradiction.
    if (before === undefined) continue;
    compare(`${id} judged`, before.judged, now?.judged ?? 0);
    compare(`${id} undecided`, before.inconclusive, now?.inconclusive ?? 0);
    compare(`${id} broken`, before.violations, now?.histories.violated ?? 0);
  }
  return different;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

const SHOWN_MAX = 3;

/** The first few of them. */
export function shownDifferences(different: readonly string[]): string {
  const more = different.length - SHOWN_MAX;
  return different.slice(0, SHOWN_MAX).join('; ') + (more > 0 ? `; and ${more} more` : '');
}
