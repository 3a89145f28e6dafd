/** Prints `N passed, N failed, N skipped` from vitest's JSON results, the one line that continuous integration reads. */
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const results = JSON.parse(readFileSync(file, 'utf8'));
// A file that could not even be loaded has no test that failed; it must not look like nothing happened.
const brokenFiles = results.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0);
for (const suite of brokenFiles) console.log(`could not be run: ${suite.name}`);
const failed = results.numFailedTests + brokenFiles.length;
const skipped = results.numPendingTests + results.numTodoTests;
console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0 || results.numPassedTests === 0) process.exitCode = 1;
