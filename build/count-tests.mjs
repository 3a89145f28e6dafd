/**
 * Prints `N passed, N failed, N skipped` from the JSON that vitest wrote, and fails when anything failed or nothing ran.
 * A test file that could not be loaded has no tests of its own to fail, and so counts as one that did.
 */
import { existsSync, readFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
const count = { passed: 0, failed: 0, skipped: 0 };
const files = path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];
for (const file of files) {
  const statuses = file.assertionResults.map(({ status }) => status);
  for (const status of statuses) count[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
  if (file.status === 'failed' && !statuses.includes('failed')) count.failed += 1;
}
process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
if (count.failed > 0 || count.passed === 0) process.exitCode = 1;
