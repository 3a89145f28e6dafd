/** Calls the platform from inside a world, in every way that the test beside it asks for, and prints what came of it. */
const root = new URL('../../dist/', import.meta.url);
await import(new URL('src/testbed/simulated/world-worker.js', root).href);
const { simulate } = await import(new URL('src/testbed/simulated/simulate.js', root).href);
const fs = await import('node:fs');
const { readFile } = await import('node:fs/promises');
const timers = await import('node:timers/promises');
const { connect } = await import('node:net');
const { randomBytes } = await import('node:crypto');

const calls = {
  'Date.now': () => Date.now(),
  'new Date': () => new Date(),
  'performance.now': () => performance.now(),
  setTimeout: () => setTimeout(() => undefined, 1),
  setImmediate: () => setImmediate(() => undefined),
  'timers/promises': () => timers.setTimeout(1),
  'AbortSignal.timeout': () => AbortSignal.timeout(1),
  'Math.random': () => Math.random(),
  'crypto.randomUUID': () => crypto.randomUUID(),
  randomBytes: () => randomBytes(4),
  readFileSync: () => fs.readFileSync('package.json'),
  readFile: () => readFile('package.json'),
  'net.connect': () => connect(1),
  // What a world does have.
  'a date of a time': () => new Date(0).toISOString(),
  'an abort': () => {
    const controller = new AbortController();
    controller.abort();
    if (!(controller.signal instanceof AbortSignal) || !controller.signal.aborted) throw new Error('no abort');
  },
};

const plan = {
  schema: 'scrutineer/plan@1',
  seed: 5,
  leaseTtlMs: 1000,
  candidates: [{ id: 'a', joinMs: 0, restMs: 100 }],
  workload: { writeEveryMs: 0, observeEveryMs: 0 },
  networkDelayUs: { min: 1, max: 1 },
  resource: 'open',
  faults: [],
  endings: { healAtMs: 100, degradeAtMs: 200, degraded: { candidate: 'a', kind: 'cut' }, endMs: 300 },
};

for (const [name, call] of Object.entries(calls)) {
  const adapter = {
    name: 'probe',
    title: 'Probe',
    store: 'redis',
    testbeds: ['simulated'],
    leaseTtlMs: { min: 1, step: 1 },
    claims: () => ({ timing: { requestTimeoutMs: 100 } }),
    createCandidate: async ({ clock }) => {
      try {
        await call();
      } catch {
        // An adapter may swallow it; the world does not.
      }
      return { campaign: () => clock.sleep(1e6), resign: async () => undefined, close: async () => undefined };
    },
  };
  const outcome = await simulate(adapter, plan).then(
    () => 'fine',
    (error) => `${error.code}: ${error.message}`,
  );
  process.stdout.write(`${JSON.stringify({ name, outcome })}\n`);
}

// Between worlds the platform is as ever.
const outside = [
  Date.now() > 0,
  performance.now() > 0,
  Math.random() >= 0,
  fs.existsSync('package.json'),
  randomBytes(4).length === 4,
];
await new Promise((resolve) => setTimeout(resolve, 1));
process.stdout.write(`${JSON.stringify({ name: 'outside', outcome: outside.every(Boolean) ? 'fine' : 'broken' })}\n`);
