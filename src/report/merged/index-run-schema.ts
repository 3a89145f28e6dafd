/**
 * What the index takes from a `run.json`. Runs come from other machines and other versions: one that is not whole is said
 * so, and keeps nobody from seeing the others.
 */
import { z } from 'zod';
import type { RunResult } from '../../search/run-result.ts';

const amount = z.number().nonnegative();

const witness = z.looseObject({
  events: z.array(z.number().int().nonnegative()),
  steps: z.array(z.string()),
  fromUs: z.number(),
  toUs: z.number(),
});

const counterexample = z.looseObject({
  property: z.string(),
  declared: z.boolean(),
  plan: z.string(),
  history: z.string(),
  candidates: amount,
  faults: amount,
  sentence: z.string(),
  witness,
  replay: z.string(),
});

const property = z.looseObject({
  id: z.string(),
  claimed: z.boolean(),
  verdict: z.enum(['holds', 'violated', 'inconclusive', 'vacuous', 'store-fault', 'not-claimed']),
  declared: z.boolean(),
  judged: amount,
  inconclusive: amount,
  violations: amount,
  reason: z.string().optional(),
});

const adapter = z.looseObject({
  name: z.string(),
  title: z.string(),
  file: z.string().optional(),
  testbed: z.enum(['simulated', 'local', 'containers']),
  verdict: z.enum(['holds', 'matches', 'violated', 'inconclusive', 'skipped', 'failed']),
  reason: z.string().optional(),
  histories: amount,
  plans: amount,
  properties: z.array(property),
  counterexamples: z.array(counterexample),
  certificate: z
    .looseObject({ level: z.enum(['none', 'simulated', 'faulted', 'soaked']), missing: z.array(z.string()) })
    .optional(),
});

const schema = z.looseObject({
  schema: z.literal('scrutineer/run@1'),
  seed: z.number(),
  testbed: z.string(),
  adapters: z.array(adapter),
  elapsedMs: amount,
  startedAt: z.iso.datetime(),
  versions: z.record(z.string(), z.string()),
  command: z.string(),
  interrupted: z.boolean(),
});

/** Where `value` is not a run that can be shown beside others, the first thing that is wrong with it. */
export function wrongWithRun(value: RunResult): string | undefined {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) return undefined;
  return `${issue.path.length === 0 ? 'the whole' : issue.path.join('.')}: ${issue.message}`;
}
