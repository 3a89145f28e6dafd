/**
 * How far a certificate goes. Each level needs everything of the one before: simulated, then the same on real servers,
 * then that for an hour's worth of histories. Whoever breaks a promise, declared or not, gets none.
 */
import { faults, type FaultKind, type FaultScope } from '../../spec/faults.ts';
import type { CertificateEntry, CertifiedProperty, Level, TestbedEvidence } from './certificate.ts';

/** Simulated histories for the level `simulated`: two thirds of what `certify` runs by itself would do. */
export const SIMULATED_HISTORIES_MIN = 1_000;
/** Real histories and plans for the level `faulted`. */
export const REAL_HISTORIES_MIN = 100;
export const REAL_PLANS_MIN = 10;
/** An hour of real histories for the level `soaked`. */
export const SOAKED_MS = 3_600_000;

/** What decides the level of an entry. */
export type LevelFacts = Pick<CertificateEntry, 'adapter' | 'deviations' | 'testbeds' | 'evidence'>;

export interface Standing {
  readonly standing: CertificateEntry['standing'];
  readonly level: Level;
  readonly missing: readonly string[];
}

/** The level that the evidence is good for, and what the next one would need. */
export function standingOf(facts: LevelFacts): Standing {
  const { deviations, evidence, testbeds } = facts;
  const simulated = evidence.find(({ testbed }) => testbed === 'simulated');
  const real = evidence.filter(({ testbed }) => testbed !== 'simulated');
  const broken = evidence.flatMap(openPromises);
  if (deviations.length > 0) {
    const isAsDeclared = evidence.every(({ verdict }) => verdict === 'holds' || verdict === 'matches');
    const which = [...new Set(deviations.map(({ property }) => property))].join(', ');
    const why = `It declares that it breaks ${which}: a level is for implementations that keep every promise. Mend it, or no longer promise it.`;
    return { standing: isAsDeclared ? 'as-declared' : 'not-certified', level: 'none', missing: [...broken, why] };
  }
  const toSimulated = testbeds.includes('simulated') ? missingSimulated(simulated) : [];
  const toFaulted = missingReal(real);
  const toSoaked = missingSoak(real);
  // A promise that is broken on one testbed is broken.
  if (broken.length > 0) {
    // Whoever breaks a promise has something else to do than to run more histories.
    const isViolated = evidence.some(({ verdict }) => verdict === 'violated');
    const more = isViolated ? [] : [...toSimulated, ...(real.length > 0 ? toFaulted : [])];
    return notCertified([...broken, ...more]);
  }
  if (toSimulated.length > 0) return notCertified(toSimulated);
  if (toFaulted.length > 0)
    return simulated === undefined ? notCertified(toFaulted) : certified('simulated', toFaulted);
  return toSoaked.length > 0 ? certified('faulted', toSoaked) : certified('soaked', []);
}

function certified(level: Level, missing: readonly string[]): Standing {
  return { standing: 'certified', level, missing };
}

function notCertified(missing: readonly string[]): Standing {
  return { standing: 'not-certified', level: 'none', missing };
}

/** Promises that were not kept, or of which nobody can tell. */
export function openPromises({ testbed, properties, verdict }: TestbedEvidence): readonly string[] {
  const open = properties.filter(isOpen);
  const sentences = open.map(({ id, verdict: word }) => `${id} is ${word} on ${testbed}: ${advice[word] ?? ''}`);
  const isFine = verdict === 'holds' || verdict === 'matches';
  return sentences.length > 0 || isFine
    ? sentences
    : [`The run on ${testbed} came out as ${verdict}: see its reason in the report.`];
}

/** The store's own promises decide whom to blame; they are none of the implementation's. */
export function isOpen({ id, claimed, verdict, declared }: CertifiedProperty): boolean {
  if (id.startsWith('ST') || verdict === 'holds') return false;
  if (verdict === 'violated') return !declared;
  return claimed;
}

const advice: Readonly<Partial<Record<CertifiedProperty['verdict'], string>>> = {
  violated: 'mend what the counterexample shows.',
  vacuous: 'nothing ever exercised it; run more histories, or every kind of fault.',
  inconclusive: 'run more histories, on a machine that is less busy where the testbed is real.',
  'store-fault': "the store, or the testbed's own resource, broke a promise of its own; look there first.",
};

function missingSimulated(evidence: TestbedEvidence | undefined): readonly string[] {
  if (evidence === undefined) return ['There are no simulated histories: add simulated to --testbed.'];
  const few =
    evidence.histories < SIMULATED_HISTORIES_MIN
      ? [
          `It was judged on ${counted(evidence.histories)} simulated histories; the level asks for ${counted(SIMULATED_HISTORIES_MIN)}: run with --histories ${SIMULATED_HISTORIES_MIN} or more.`,
        ]
      : [];
  return [...few, ...missingFaults(evidence)];
}

function missingReal(real: readonly TestbedEvidence[]): readonly string[] {
  if (real.length === 0) {
    return ['It was not judged on real servers: run with --testbed simulated,local (or simulated,containers).'];
  }
  return real.flatMap((evidence) => {
    const { histories, plans, testbed } = evidence;
    const isEnough = histories >= REAL_HISTORIES_MIN && plans >= REAL_PLANS_MIN;
    const few = isEnough
      ? []
      : [
          `It was judged on ${counted(histories)} histories of ${counted(plans)} plans on ${testbed}; the level asks for ${REAL_HISTORIES_MIN} of ${REAL_PLANS_MIN}: run with a larger --histories or --budget.`,
        ];
    return [...few, ...missingFaults(evidence)];
  });
}

function missingSoak(real: readonly TestbedEvidence[]): readonly string[] {
  const longestMs = Math.max(0, ...real.map(({ spanMs }) => spanMs));
  if (longestMs >= SOAKED_MS) return [];
  return [
    `Its real histories are worth ${(longestMs / 60_000).toFixed(1)} minutes; the level asks for ${SOAKED_MS / 60_000} on one testbed: run with a larger --histories or --budget.`,
  ];
}

/** No kind may have been left out that the testbed can inject, and each place where faults act must have seen some. */
function missingFaults({ testbed, search, notInjected, faults: injected }: TestbedEvidence): readonly string[] {
  const impossible = new Set(notInjected.map(({ kind }) => kind));
  const possible = Object.values(faults).filter(({ kind }) => !impossible.has(kind));
  const excluded = possible.filter(({ kind }) => !search.faults.includes(kind)).map(({ kind }) => kind);
  if (excluded.length > 0) {
    return [`The run on ${testbed} left out ${listed(excluded)}: run without --faults.`];
  }
  const scopes = new Set<FaultScope>(possible.map(({ scope }) => scope));
  for (const { kind, scope } of possible) if ((injected[kind] ?? 0) > 0) scopes.delete(scope);
  return [...scopes].map((scope) => `No fault of a ${scope} was ever injected on ${testbed}: run more histories.`);
}

function listed(kinds: readonly FaultKind[]): string {
  return kinds.length > 4
    ? `${kinds.slice(0, 4).join(', ')} and ${kinds.length - 4} more kinds of fault`
    : kinds.join(', ');
}

function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
