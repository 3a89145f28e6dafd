/**
 * One half of a double run: simulates generated plans over the built package, and prints for each its place, the digest
 * of its event log, and the hash of its plan. Started by determinism.mjs.
 *
 * Arguments: the adapter's path, how many plans, and `forwards` or `backwards`: the other half runs them the other way
 * round, so that what one world leaves behind for the next shows too.
 */
const root = new URL('../../dist/', import.meta.url);
await import(new URL('src/testbed/simulated/world-worker.js', root).href);
const { loadAdapter } = await import(new URL('src/load-adapter.js', root).href);
const { planGenerator } = await import(new URL('src/plan/generate-plan.js', root).href);
const { simulateEach } = await import(new URL('src/testbed/simulated/simulate.js', root).href);
const { digestEvents } = await import(new URL('src/history/event-digest.js', root).href);
const { faults } = await import(new URL('spec/faults.js', root).href);

const SEED = 99;
const LINES_AT_ONCE = 500;

const [adapterPath = '', count = '100', order = 'forwards'] = process.argv.slice(2);
const adapter = await loadAdapter(adapterPath);
const generator = planGenerator({ seed: SEED, adapter, faults: new Set(Object.keys(faults)), scale: 'virtual' });
const plans = Number(count);

/** Where the plan that runs stands among all. */
let place = -1;

function* inOrder() {
  for (let turn = 0; turn < plans; turn += 1) {
    place = order === 'backwards' ? plans - 1 - turn : turn;
    yield generator.plan(place);
  }
}

let lines = [];
await simulateEach(adapter, inOrder(), (history) => {
  lines.push(`${place} ${history.events.length} ${digestEvents(history.events)} ${history.header.planHash}`);
  if (lines.length < LINES_AT_ONCE) return;
  process.stdout.write(`${lines.join('\n')}\n`);
  lines = [];
});
if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
