/** A worker of `npm run fuzz`: compares the engines on the histories of a range of seeds, and says how it went. */
import { parentPort } from 'node:worker_threads';
import { compareEngines, type Agreement } from '../../support/engines-agree.ts';
import { generatedKind } from '../../support/generated-client-history.ts';

export interface FuzzTask {
  readonly kind: string;
  readonly firstSeed: number;
  readonly histories: number;
}

/** The kind by its name: functions do not cross from a worker. */
export type FuzzedTask = Omit<Agreement, 'kind'> & { readonly kind: string };

parentPort?.on('message', ({ kind, firstSeed, histories }: FuzzTask) => {
  const fuzzed: FuzzedTask = { ...compareEngines(generatedKind(kind), firstSeed, histories), kind };
  parentPort?.postMessage(fuzzed);
});
