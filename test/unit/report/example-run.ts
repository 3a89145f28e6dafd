/**
 * A hand-written run for the report's tests: a lease holder that is paused across its deadline, wakes, still believes,
 * and writes while another one leads. Every number is chosen so that the picture can be checked by eye.
 */
import type { Claims } from '../../../spec/claims.ts';
import type { History, HistoryEvent } from '../../../spec/history.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { AdapterResult, Counterexample, RunResult } from '../../../src/search/run-result.ts';

const claims: Claims = {
  fencing: 'none',
  exclusivity: 'timed',
  leaderView: 'none',
  liveness: true,
  tolerates: { clockRatePpm: 200, pauseMs: 500, networkDelayMs: 100 },
  timing: {
    kind: 'store',
    clock: 'monotonic',
    validityMs: 5_000,
    anchor: 'receipt',
    renewMs: 1_500,
    retryMs: 500,
    jitter: 0,
    watch: false,
    requestTimeoutMs: 1_000,
    backoffMsMax: 500,
    roundTrips: 1,
  },
};

const ms = (value: number): number => value * 1_000;

const events: readonly HistoryEvent[] = [
  { at: 0, who: 'nemesis', type: 'phase', phase: 'trouble' },
  ...['a#0', 'b#0', 'c#0'].map((who): HistoryEvent => ({ at: ms(1), who, type: 'started' })),
  { at: ms(2), who: 'a#0', type: 'invoke', op: 1, f: 'campaign' },
  { at: ms(3), who: 'b#0', type: 'invoke', op: 1, f: 'campaign' },
  { at: ms(4), who: 'c#0', type: 'invoke', op: 1, f: 'campaign' },
  { at: ms(1_208), who: 'store', type: 'granted', g: 1, holder: 'a#0', token: '3', leaseUs: ms(5_000) },
  { at: ms(1_210), who: 'a#0', type: 'ok', op: 1, value: { token: '3' } },
  { at: ms(1_210), who: 'a#0', type: 'elected', leadership: 1, token: '3' },
  ...[1_700, 2_200, 2_700, 3_200].map((at, n): HistoryEvent => ({
    at: ms(at),
    who: 'resource',
    type: 'applied',
    n: n + 1,
    by: 'a#0',
    leadership: 1,
    token: '3',
  })),
  { at: ms(2_710), who: 'store', type: 'renewed', g: 2, holder: 'a#0', by: 'a#0', leaseUs: ms(5_000) },
  {
    at: ms(3_000),
    who: 'nemesis',
    type: 'fault-start',
    fault: 1,
    kind: 'slow',
    intendedUs: ms(3_000),
    from: 'c',
    to: 'store',
    amount: ms(250),
  },
  { at: ms(3_312), who: 'nemesis', type: 'fault-start', fault: 0, kind: 'pause', intendedUs: ms(3_310), on: 'a#0' },
  { at: [ms(7_710), ms(7_714)], who: 'store', type: 'expired', g: 3, holder: 'a#0', token: '3' },
  { at: ms(8_102), who: 'store', type: 'granted', g: 4, holder: 'b#0', token: '4', leaseUs: ms(5_000) },
  { at: ms(8_104), who: 'b#0', type: 'ok', op: 1, value: { token: '4' } },
  { at: ms(8_104), who: 'b#0', type: 'elected', leadership: 1, token: '4' },
  { at: ms(8_600), who: 'resource', type: 'applied', n: 5, by: 'b#0', leadership: 1, token: '4' },
  {
    at: ms(9_000),
    who: 'nemesis',
    type: 'fault-stop',
    fault: 1,
    kind: 'slow',
    intendedUs: ms(9_000),
    from: 'c',
    to: 'store',
  },
  { at: ms(9_100), who: 'resource', type: 'applied', n: 6, by: 'b#0', leadership: 1, token: '4' },
  { at: ms(9_312), who: 'nemesis', type: 'fault-stop', fault: 0, kind: 'pause', intendedUs: ms(9_310), on: 'a#0' },
  { at: ms(9_330), who: 'resource', type: 'applied', n: 7, by: 'a#0', leadership: 1, token: '3' },
  { at: ms(9_600), who: 'resource', type: 'applied', n: 8, by: 'b#0', leadership: 1, token: '4' },
  { at: ms(9_602), who: 'store', type: 'renewed', g: 5, holder: 'b#0', by: 'b#0', leaseUs: ms(5_000) },
  { at: ms(9_830), who: 'resource', type: 'refused', n: 9, by: 'a#0', leadership: 1, token: '3' },
  { at: ms(10_100), who: 'resource', type: 'applied', n: 10, by: 'b#0', leadership: 1, token: '4' },
  { at: ms(10_420), who: 'a#0', type: 'lost', leadership: 1, token: '3', reason: 'the renewal found another holder' },
  { at: ms(12_000), who: 'nemesis', type: 'fault-start', fault: 2, kind: 'crash', intendedUs: ms(12_000), on: 'c#0' },
  { at: ms(12_001), who: 'c#0', type: 'crashed' },
  { at: ms(14_000), who: 'nemesis', type: 'fault-stop', fault: 2, kind: 'crash', intendedUs: ms(14_000), on: 'c#0' },
  { at: ms(14_003), who: 'c#1', type: 'started' },
  { at: ms(16_000), who: 'nemesis', type: 'phase', phase: 'healed' },
  { at: ms(20_000), who: 'nemesis', type: 'phase', phase: 'end' },
];

/** The history with the violation. */
export const history: History = {
  header: {
    schema: 'scrutineer/history@1',
    adapter: 'redis-lease',
    testbed: 'simulated',
    election: 0,
    planHash: 'a1b2c3d4',
    seed: 42,
    leaseTtlMs: 5_000,
    claims,
    candidates: ['a', 'b', 'c'].map((id) => ({ id, leaseTtlMs: 5_000, claims })),
    store: { kind: 'redis', granularityMs: 100, clockRatePpm: 0 },
    resource: 'open',
    ledger: true,
    uncertaintyUs: 0,
    networkDelayUsMax: 2_000,
  },
  events,
};

const indexOf = (wanted: (event: HistoryEvent) => boolean): number => events.findIndex(wanted);

const witness = {
  sentence:
    'a#0 (token 3) and b#0 (token 4) both believed to lead for 1.11 s, from 9.312 s to 10.42 s, although the lease of a#0 had ended at 7.71 s',
  events: [
    indexOf((event) => event.type === 'elected' && event.who === 'a#0'),
    indexOf((event) => event.type === 'expired'),
    indexOf((event) => event.type === 'elected' && event.who === 'b#0'),
    indexOf((event) => event.type === 'lost' && event.who === 'a#0'),
  ],
  steps: [
    'At 1.210 s a#0 begins to believe that it leads, with token 3; its lease is renewed for the last time at 2.710 s.',
    'At 7.710 s the store lets the record of a#0 expire; a#0 stands still since 3.312 s.',
    'At 8.104 s b#0 begins to believe that it leads, with token 4.',
    'At 9.312 s a#0 goes on, still believes that it leads, and writes; only at 10.420 s does it notice.',
  ],
  fromUs: ms(9_312),
  toUs: ms(10_420),
};

/** The plan behind it. */
export const plan: Plan = {
  schema: 'scrutineer/plan@1',
  seed: 42,
  leaseTtlMs: 5_000,
  candidates: [
    { id: 'a', joinMs: 0, restMs: 500 },
    { id: 'b', joinMs: 0, restMs: 500, clockRatePpm: -80 },
    { id: 'c', joinMs: 0, restMs: 500, cancelAfterMs: 9_000 },
  ],
  workload: { writeEveryMs: 500, observeEveryMs: 0 },
  networkDelayUs: { min: 200, max: 2_000 },
  resource: 'open',
  faults: [
    { kind: 'pause', anchor: { event: 'renewed', nth: 1 }, afterMs: 600, target: 'leader', forMs: 6_000 },
    { kind: 'slow', anchor: { atMs: 3_000 }, afterMs: 0, target: 'candidate:c', forMs: 6_000, amount: 250 },
    { kind: 'crash', anchor: { atMs: 12_000 }, afterMs: 0, target: 'waiter', forMs: 2_000 },
  ],
  endings: { healAtMs: 16_000, degradeAtMs: 18_000, degraded: { candidate: 'c', kind: 'cut' }, endMs: 20_000 },
};

export const counterexample: Counterexample = {
  property: 'S4',
  declared: false,
  plan: 'plans/a1b2c3d4.json',
  history: 'histories/a1b2c3d4-0.jsonl.gz',
  candidates: 3,
  faults: 3,
  sentence: witness.sentence,
  witness,
  replay: 'npx scrutineer replay reports/run/plans/a1b2c3d4.json --adapter redis-lease',
  shrunk: { plan: 'plans/0a0a0a0a.json', fromFaults: 6, fromCandidates: 5, runs: 71, complete: true },
  reproduced: [{ testbed: 'local', runs: 2, histories: 40, brokenRuns: 2, brokenHistories: 31, notInjected: [] }],
};

/** An adapter that breaks a promise, and leaves others undecided, unexercised and unclaimed. */
export const violatingAdapter: AdapterResult = {
  name: 'redis-lease',
  title: 'The lease of the article, on one Redis',
  testbed: 'simulated',
  verdict: 'violated',
  claims,
  histories: 20_000,
  plans: 20_000,
  events: 6_214_008,
  properties: [
    { id: 'S1', claimed: false, verdict: 'not-claimed', declared: false, judged: 0, inconclusive: 0, violations: 0 },
    {
      id: 'S4',
      claimed: true,
      verdict: 'violated',
      declared: false,
      judged: 31_870,
      inconclusive: 12,
      violations: 212,
    },
    { id: 'S6', claimed: true, verdict: 'violated', declared: true, judged: 90_412, inconclusive: 0, violations: 37 },
    { id: 'S8', claimed: true, verdict: 'holds', declared: false, judged: 64_002, inconclusive: 0, violations: 0 },
    {
      id: 'L1',
      claimed: true,
      verdict: 'inconclusive',
      declared: false,
      judged: 0,
      inconclusive: 19,
      violations: 0,
      reason: 'no stretch of calm was long enough',
    },
    { id: 'L6', claimed: true, verdict: 'vacuous', declared: false, judged: 0, inconclusive: 0, violations: 0 },
  ],
  faults: { cut: 4_210, 'cut-responses': 2_118, pause: 8_640, crash: 3_004, 'store-restart': 911 },
  notInjected: [{ kind: 'store-step', why: 'the clock of a real server is the machine’s own' }],
  counterexamples: [
    counterexample,
    { ...counterexample, property: 'S6', declared: true, sentence: 'a#0 renewed the record of b#0 at 9.602 s' },
  ],
  coverage: {
    actions: ['campaign', 'elected', 'crashed', 'write-refused'],
    faults: ['none', 'cut', 'pause', 'crash'],
    histories: [
      [20_000, 9_120, 4_000, 1],
      [19_870, 8_004, 12, 0],
      [0, 3, 0, 3_004],
      [0, 0, 0, 0],
    ],
    mandatory: { cells: 9, missed: [{ action: 'elected', fault: 'crash' }] },
    unreachable: [
      { action: 'crashed', faults: ['none'], why: 'Without a fault a process dies only of an error of its own.' },
      { action: 'write-refused', faults: ['none', 'cut', 'pause', 'crash'], why: 'No tokens are promised.' },
    ],
  },
};

/** An adapter that keeps what it promises. */
export const holdingAdapter: AdapterResult = {
  ...violatingAdapter,
  name: 'redis-fencing',
  title: 'The reference with fencing tokens',
  verdict: 'holds',
  properties: violatingAdapter.properties.map((property) => ({
    ...property,
    claimed: true,
    verdict: 'holds',
    declared: false,
    judged: 1_204,
    inconclusive: 0,
    violations: 0,
  })),
  counterexamples: [],
};

/** A run of `adapters`. */
export function runOf(...adapters: readonly AdapterResult[]): RunResult {
  return {
    schema: 'scrutineer/run@1',
    seed: 42,
    testbed: 'simulated',
    adapters,
    elapsedMs: 48_210,
    startedAt: '2026-01-02T03:04:05.000Z',
    versions: { scrutineer: '0.1.0', node: '20.20.2', redis: '7.0.15' },
    command: 'npx scrutineer certify redis-lease --seed 42 --histories 20000',
    interrupted: false,
  };
}
