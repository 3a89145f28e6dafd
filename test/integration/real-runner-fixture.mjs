/** A runner that is to be killed in the middle of a plan: opens a testbed, says so, and runs. */
import { realTestbed } from '../../dist/src/testbed/real/real-testbed.js';

const [kind, url, plan] = process.argv.slice(2);
const testbed = await realTestbed(kind, { electionsPerPlan: 2 });
const onProgress = ({ phase, faultsActive }) => {
  if (phase === 'trouble' && faultsActive.length > 0)
    console.log(JSON.stringify({ label: testbed.label, faultsActive }));
};
await testbed.run({ name: 'redis-fencing', url }, JSON.parse(plan), {
  signal: new AbortController().signal,
  onProgress,
});
