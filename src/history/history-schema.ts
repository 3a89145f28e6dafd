/**
 * The form of a history, header and events, for files that come from outside. What no schema can say is in
 * validate-history.ts.
 */
import { z } from 'zod';
import type { Claims } from '../../spec/claims.ts';
import type { HistoryCandidate, HistoryEvent, HistoryHeader, Instant, OperationValue } from '../../spec/history.ts';
import { faultKinds } from '../schemas/vocabulary.ts';

const micros = z.int();
const interval = z.tuple([micros, micros]).readonly();
const instant: z.ZodType<Instant> = z.union([micros, interval]);
const token = z.string().regex(/^-?\d+$/, 'a decimal number as a string');
const process = z.string().min(1);
const leadership = z.int().min(0);
const optional = z.exactOptional;

export const claimsSchema: z.ZodType<Claims> = z.strictObject({
  fencing: z.enum(['none', 'monotonic']),
  exclusivity: z.enum(['none', 'timed']),
  leaderView: z.union([
    z.enum(['none', 'no-phantom', 'monotonic', 'linearizable']),
    z.strictObject({ staleMsMax: z.number().min(0) }),
  ]),
  liveness: z.boolean(),
  bypassesMax: optional(z.int().min(0)),
  tolerates: z.strictObject({
    clockRatePpm: z.number().min(0).lt(1e6),
    pauseMs: z.number().min(0),
    networkDelayMs: z.number().min(0),
  }),
  timing: z.strictObject({
    kind: z.enum(['store', 'observer', 'quorum', 'peers']),
    clock: z.enum(['monotonic', 'wall']),
    validityMs: z.number().min(0),
    anchor: z.enum(['send', 'receipt']),
    renewMs: z.number().min(0),
    retryMs: z.number().min(0),
    jitter: z.number().min(0),
    watch: z.boolean(),
    requestTimeoutMs: z.number().min(0),
    backoffMsMax: z.number().min(0),
    roundTrips: z.number().min(0),
  }),
});

const candidate: z.ZodType<HistoryCandidate> = z.strictObject({
  id: process,
  leaseTtlMs: z.number().positive(),
  claims: claimsSchema,
  clockRatePpm: z.exactOptional(z.number().gt(-1e6).lt(1e6)),
});

export const historyHeaderSchema: z.ZodType<HistoryHeader> = z.strictObject({
  schema: z.literal('scrutineer/history@1'),
  adapter: z.string(),
  testbed: z.enum(['simulated', 'local', 'containers']),
  election: z.int().min(0),
  planHash: z.string(),
  seed: z.int(),
  leaseTtlMs: z.number().positive(),
  claims: claimsSchema,
  candidates: z.array(candidate),
  store: z.strictObject({
    kind: z.string(),
    granularityMs: z.number().min(0),
    clockRatePpm: z.number().min(0).lt(1e6),
    members: optional(z.int().min(1)),
  }),
  resource: z.enum(['enforcing', 'open']),
  ownResource: optional(z.literal(true)),
  ledger: z.boolean(),
  uncertaintyUs: z.number().min(0),
  networkDelayUsMax: z.number().min(0),
  drifted: z.exactOptional(z.string()),
});

const value: z.ZodType<OperationValue> = z.strictObject({
  token: optional(token),
  term: optional(token),
  leadership: optional(leadership),
  leading: optional(z.boolean()),
  holder: optional(z.string()),
  outcome: optional(z.enum(['applied', 'refused'])),
});

const stamp = { at: instant, who: process };

const invoke = z.strictObject({
  ...stamp,
  type: z.literal('invoke'),
  op: z.int().min(0),
  f: z.enum(['campaign', 'start', 'resign', 'is-leader', 'leader', 'write', 'close']),
  value: optional(value),
});

const completion = z.strictObject({
  ...stamp,
  type: z.enum(['ok', 'fail', 'info']),
  op: z.int().min(0),
  value: optional(value),
  error: optional(z.string()),
});

const numbers = { leadership, token: optional(token), term: optional(token) };
const reason = optional(z.string());
const elected = z.strictObject({ ...stamp, type: z.literal('elected'), ...numbers });
const lost = z.strictObject({ ...stamp, type: z.literal('lost'), ...numbers, reason });
const life = z.strictObject({ ...stamp, type: z.enum(['started', 'crashed', 'closed']), reason });
const stall = z.strictObject({ at: interval, who: process, type: z.literal('stall') });

const store = z.strictObject({
  at: instant,
  who: z.literal('store'),
  type: z.enum(['granted', 'renewed', 'released', 'expired']),
  g: z.int(),
  holder: z.string(),
  token: optional(token),
  by: optional(process),
  leaseUs: optional(z.union([micros, z.null()])),
  replaced: optional(z.string()),
});

const storeLife = z.strictObject({
  at: instant,
  who: z.literal('store'),
  type: z.enum(['store-stopped', 'store-started']),
  g: z.int(),
  durable: optional(z.boolean()),
  keptUntilUs: optional(micros),
  member: optional(z.int().min(1)),
});

const resource = z.strictObject({
  at: instant,
  who: z.literal('resource'),
  type: z.enum(['applied', 'refused']),
  n: z.int(),
  by: process,
  leadership,
  token: optional(token),
  sentAt: optional(instant),
});

const fault = z.strictObject({
  at: instant,
  who: z.literal('nemesis'),
  type: z.enum(['fault-start', 'fault-stop']),
  fault: z.int(),
  kind: z.enum(faultKinds),
  intendedUs: z.number(),
  from: optional(z.string()),
  to: optional(z.string()),
  on: optional(z.string()),
  amount: optional(z.number()),
  detail: optional(z.string()),
});

const phase = z.strictObject({
  at: instant,
  who: z.literal('nemesis'),
  type: z.literal('phase'),
  phase: z.enum(['trouble', 'healed', 'degraded', 'end']),
});

export const historyEventSchema: z.ZodType<HistoryEvent> = z.discriminatedUnion('type', [
  invoke,
  completion,
  elected,
  lost,
  life,
  stall,
  store,
  storeLife,
  resource,
  fault,
  phase,
]);
