/** The form of a certificate, for files that come from outside. */
import { z } from 'zod';
import { claimsSchema } from '../history/history-schema.ts';
import { propertyIds } from '../../spec/property-ids.ts';
import { parseJson, parseWith } from '../schemas/malformed-input.ts';
import { refuseOtherSchema } from '../schemas/schema-version.ts';
import { faultKinds } from '../schemas/vocabulary.ts';
import type { ShownEnvelope } from '../search/run-result.ts';
import type {
  AdapterSources,
  Certificate,
  CertificateEntry,
  CertifiedProperty,
  FileHash,
  SearchScope,
  SimulatedEvidence,
  TestbedEvidence,
} from './certificate.ts';

const count = z.int().min(0);
const text = z.string();
const testbed = z.enum(['simulated', 'local', 'containers']);
const sha256 = z.string().regex(/^[\da-f]{64}$/, '64 hex digits');
const faultKind = z.enum(faultKinds);

const property: z.ZodType<CertifiedProperty> = z.strictObject({
  id: z.enum(propertyIds),
  claimed: z.boolean(),
  verdict: z.enum(['holds', 'violated', 'store-fault', 'inconclusive', 'vacuous', 'not-claimed']),
  declared: z.boolean(),
  judged: count,
  inconclusive: count,
  violations: count,
});

const limit = z.number().nullable();
const side: z.ZodType<ShownEnvelope['belief']> = z.strictObject({
  marginMs: z.number(),
  largest: z
    .strictObject({ clockRatePpm: limit, pauseMs: limit, networkDelayMs: limit, storeStepMs: limit })
    .nullable(),
});

const envelope: z.ZodType<ShownEnvelope> = z.strictObject({
  form: z.enum(['a', 'b', 'c', 'd']),
  claimed: z.strictObject({ clockRatePpm: z.number(), pauseMs: z.number(), networkDelayMs: z.number() }),
  belief: side,
  effects: side,
  stabilityMarginMs: z.number(),
  cannotHold: z.array(text),
  leaseTtlMs: z.number(),
});

const search: z.ZodType<SearchScope> = z.strictObject({
  seed: count,
  faults: z.array(faultKind),
  candidates: z.exactOptional(z.int().min(1)),
  leaseTtlMs: z.exactOptional(z.number().positive()),
  holdTo: z.enum(['claims', 'all']),
});

const simulated: z.ZodType<SimulatedEvidence> = z.strictObject({
  generated: count,
  chunkSize: z.int().min(1),
  chunks: z.array(z.string().regex(/^[\da-f]{16}$/, '16 hex digits')),
  storedPlans: z.array(z.strictObject({ plan: text, digest: count })),
});

/** A stored history lies in the folder of the certificate: no path leads out of it. */
const stored: z.ZodType<FileHash> = z.strictObject({
  path: z.string().regex(/^histories\/[\w-]+\.jsonl(\.gz)?$/, 'histories/ and the name of a history in it'),
  sha256,
});

const evidence: z.ZodType<TestbedEvidence> = z.strictObject({
  testbed,
  verdict: z.enum(['holds', 'matches', 'violated', 'inconclusive', 'skipped', 'failed']),
  histories: count,
  plans: count,
  events: count,
  spanMs: z.number().min(0),
  properties: z.array(property),
  envelope: z.exactOptional(envelope),
  faults: z.partialRecord(faultKind, count),
  notInjected: z.array(z.strictObject({ kind: faultKind, why: text })),
  search,
  simulated: z.exactOptional(simulated),
  stored: z.exactOptional(z.array(stored)),
});

const sources: z.ZodType<AdapterSources> = z.strictObject({
  files: z.array(z.strictObject({ path: text, sha256 })).min(1),
  packages: z.record(text, text),
});

const entry: z.ZodType<CertificateEntry> = z.strictObject({
  adapter: text,
  title: text,
  file: text,
  standing: z.enum(['certified', 'as-declared', 'not-certified']),
  level: z.enum(['none', 'simulated', 'faulted', 'soaked']),
  missing: z.array(text),
  claims: claimsSchema,
  ledger: z.boolean(),
  deviations: z.array(z.strictObject({ property: z.enum(propertyIds), why: text, source: text })),
  testbeds: z.array(testbed),
  sources,
  evidence: z.array(evidence).min(1),
});

export const certificateSchema: z.ZodType<Certificate> = z.strictObject({
  schema: z.literal('scrutineer/certificate@1'),
  issuedAt: text,
  command: text,
  versions: z.record(text, text),
  spec: z.strictObject({ version: z.string().regex(/^\d+\.\d+$/, 'major.minor'), sha256 }),
  entries: z.array(entry).min(1),
});

/** Reads a certificate from JSON text. Throws `MalformedInputError` that names `source`, the place, what was expected and found. */
export function decodeCertificate(json: string, source: string): Certificate {
  const origin = { source, what: 'certificate' };
  const value = parseJson(json, origin);
  refuseOtherSchema(value, 'scrutineer/certificate@1', origin);
  return parseWith(certificateSchema, value, origin);
}
