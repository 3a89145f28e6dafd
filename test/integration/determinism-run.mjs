/** Runs generated plans over the built package and prints one hash of all their event logs. Started by the test beside it. */
import { createHash } from 'node:crypto';

const root = new URL('../../dist/', import.meta.url);
await import(new URL('src/testbed/simulated/world-worker.js', root).href);
const { loadAdapter } = await import(new URL('src/load-adapter.js', root).href);
const { planGenerator } = await import(new URL('src/plan/generate-plan.js', root).href);
const { simulateEach } = await import(new URL('src/testbed/simulated/simulate.js', root).href);
const { faults } = await import(new URL('spec/faults.js', root).href);

const [adapterPath = '', count = '100'] = process.argv.slice(2);
const adapter = await loadAdapter(adapterPath);
const generator = planGenerator({ seed: 99, adapter, faults: new Set(Object.keys(faults)), scale: 'virtual' });
const plans = Array.from({ length: Number(count) }, (_, index) => generator.plan(index));
const hash = createHash('sha256');
let events = 0;
await simulateEach(adapter, plans, (history) => {
  hash.update(JSON.stringify(history));
  events += history.events.length;
});
process.stdout.write(`${JSON.stringify({ hash: hash.digest('hex'), events })}\n`);
