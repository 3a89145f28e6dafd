/**
 * The public API: certify from a program, and the nouns of what comes back. The contract of adapters is
 * `scrutineer/adapter`, the entry for vitest `scrutineer/vitest`.
 */
export { certifyAndIssue as certify } from './certificate/issue.ts';
export { decodeCertificate } from './certificate/certificate-schema.ts';
export { verifyCertificate } from './certificate/verify.ts';
export type { Certificate, CertificateEntry } from './certificate/certificate.ts';
export type { Refusal } from './certificate/refusal.ts';
export type { Verification, VerifyOptions } from './certificate/verify.ts';
export type { CertifyOptions, CertifyProgress } from './search/certify-options.ts';
export type { AdapterResult, Counterexample, PropertyResult, RunResult } from './search/run-result.ts';
export { readRun } from './search/run-folder.ts';
export { writeReports } from './report/write-reports.ts';
export { judge } from './judge/judge.ts';
export type { JudgeOptions } from './judge/judge.ts';
export { readHistoryFile, writeHistoryFile } from './history/history-file.ts';
export { decodeHistory, encodeHistory } from './history/json-lines.ts';
export { decodePlan } from './plan/plan-schema.ts';
export { planHash } from './plan/plan-hash.ts';
export { loadAdapter } from './load-adapter.ts';
export { AdapterError } from './adapter-error.ts';
export { MalformedInputError } from './schemas/malformed-input.ts';
export { TestbedUnavailable } from './testbed/real/testbed-unavailable.ts';
export { properties, propertyById } from '../spec/properties.ts';
export { faults } from '../spec/faults.ts';
export type { FaultDescription, FaultKind } from '../spec/faults.ts';
export type { Property, PropertyId, Verdict, VerdictWord, Witness } from '../spec/property.ts';
export type { History, HistoryEvent, HistoryHeader, Instant, Micros, TestbedKind } from '../spec/history.ts';
export type { Plan } from './plan/plan.ts';
export type { AdapterReference } from './testbed/testbed.ts';
