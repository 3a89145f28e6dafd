/** What is wrong with a certificate can often be seen from itself: nothing has to be run for it. */
import { properties } from '../../spec/properties.ts';
import { specVersion } from '../../spec/version.ts';
import type { Certificate, CertificateEntry, CertifiedProperty, TestbedEvidence } from './certificate.ts';
import { shownDifferences } from './check-evidence.ts';
import { isOpen, standingOf } from './level.ts';
import { refusalsFor, type Refusal } from './refusal.ts';
import { majorOf } from './spec-identity.ts';

/** Everything in which a certificate contradicts itself or this Scrutineer; empty where nothing does. */
export function checkConsistency(certificate: Certificate): readonly Refusal[] {
  const { version } = certificate.spec;
  if (majorOf(version) !== majorOf(specVersion)) {
    return [
      refusalsFor(undefined)(
        'spec',
        `It was judged by version ${version} of the specification; this Scrutineer judges by ${specVersion}, which is another major version: the promises do not mean the same.`,
        'Certify again with this Scrutineer, or verify with the version that issued it.',
      ),
    ];
  }
  return certificate.entries.flatMap(checkEntry);
}

function checkEntry(entry: CertificateEntry): readonly Refusal[] {
  const refuse = refusalsFor(entry.adapter);
  const wrongCounts = entry.evidence.flatMap((evidence) => {
    const wrong = countsThatDoNotAddUp(evidence);
    if (wrong.length === 0) return [];
    const sentence = `Its counts on ${evidence.testbed} do not add up: ${shownDifferences(wrong)}.`;
    return [
      refuse('counts', sentence, 'The file was changed after it was issued, or cut; use the one that the run wrote.'),
    ];
  });
  if (wrongCounts.length > 0) return wrongCounts;
  const unclaimed = missingPromises(entry);
  const open = entry.evidence.flatMap((evidence) =>
    evidence.properties.filter(isOpen).map((property) => openRefusal(entry, evidence, property)),
  );
  if (unclaimed.length > 0 || open.length > 0) return [...unclaimed, ...open];
  const { standing, level, missing } = standingOf(entry);
  if (entry.standing !== standing || entry.level !== level) {
    return [
      refuse(
        'level',
        `It says ${entry.standing} at level ${entry.level}; its evidence is good for ${standing} at level ${level}.`,
        missing[0] ?? 'Use the file that the run wrote.',
      ),
    ];
  }
  if (standing !== 'not-certified') return [];
  return [refuse('not-certified', 'It is not certified: its evidence is not good for any level.', missing.join(' '))];
}

function openRefusal(
  { adapter }: CertificateEntry,
  { testbed }: TestbedEvidence,
  property: CertifiedProperty,
): Refusal {
  const { id, verdict } = property;
  const isVacuous = verdict === 'vacuous';
  return refusalsFor(adapter)(
    isVacuous ? 'vacuous' : 'not-certified',
    isVacuous
      ? `${id} is promised and vacuous on ${testbed}: nothing ever exercised it, so that nothing is known about it.`
      : `${id} is ${verdict} on ${testbed}, and not declared.`,
    isVacuous
      ? 'Certify again with more histories and every kind of fault.'
      : 'Mend the implementation, and certify again.',
  );
}

/** What the claims promise must be among what was judged. */
function missingPromises(entry: CertificateEntry): readonly Refusal[] {
  const promised = properties
    .filter((property) => property.claimed(entry.claims) && (entry.ledger || !property.needsLedger))
    .map(({ id }) => id);
  return entry.evidence.flatMap(({ testbed, properties: judged }) =>
    promised
      .filter((id) => !judged.some((property) => property.id === id && property.claimed))
      .map((id) =>
        refusalsFor(entry.adapter)(
          'vacuous',
          `${id} follows from its claims, but is not among the promises that were judged on ${testbed}.`,
          'Certify again with this Scrutineer.',
        ),
      ),
  );
}

/** Each count that contradicts another. */
function countsThatDoNotAddUp(evidence: TestbedEvidence): readonly string[] {
  const { histories, plans, events, simulated, stored, testbed } = evidence;
  const wrong: string[] = [];
  const expect = (isRight: boolean, what: string): void => {
    if (!isRight) wrong.push(what);
  };
  if (testbed === 'simulated') {
    if (simulated === undefined) return ['no digests of simulated histories'];
    const { generated, chunkSize, chunks, storedPlans } = simulated;
    const run = generated + storedPlans.length;
    expect(
      histories === run,
      `${histories} histories, but ${generated} generated and ${storedPlans.length} stored plans`,
    );
    expect(plans === histories, `${plans} plans gave ${histories} histories, where each gives one`);
    const wanted = Math.ceil(generated / chunkSize);
    expect(
      chunks.length === wanted,
      `${chunks.length} hashes, where ${generated} histories in chunks of ${chunkSize} have ${wanted}`,
    );
  } else {
    expect(stored?.length === histories, `${histories} histories, but ${stored?.length ?? 0} stored ones`);
    expect(new Set(stored?.map(({ path }) => path)).size === (stored?.length ?? 0), 'a stored history is named twice');
    expect(plans <= histories, `${plans} plans gave only ${histories} histories`);
  }
  expect(events >= histories, `${histories} histories with ${events} events`);
  for (const property of evidence.properties) wrong.push(...wrongProperty(property, histories));
  return wrong;
}

/** A verdict without what it rests on. */
function wrongProperty({ id, verdict, judged, violations }: CertifiedProperty, histories: number): readonly string[] {
  const is = `${id} is said to be ${verdict}`;
  if (violations > histories) return [`${id} was broken in ${violations} of ${histories} histories`];
  if (verdict === 'violated' && violations === 0) return [`${is}, and was broken in no history`];
  if (verdict !== 'violated' && violations > 0) return [`${is}, and was broken in ${violations} histories`];
  if (verdict === 'holds' && judged === 0) return [`${is}, and was never judged`];
  if (verdict === 'vacuous' && judged > 0) return [`${is}, and was judged ${judged} times`];
  return [];
}
