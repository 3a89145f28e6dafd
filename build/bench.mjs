/** `npm run bench` measures simulation and exploration, `npm run bench checker` the checker of client histories, `npm run bench report` the page. */
import { runCompiled } from './run-compiled.mjs';

const [subject, ...args] = process.argv.slice(2);
if (subject === 'checker') {
  await runCompiled('bench/checker', ['test/bench/checker/main.ts', 'test/bench/checker/process.ts'], args);
} else if (subject === 'report') {
  await runCompiled('bench/report', ['test/bench/report/main.ts'], args);
} else await runCompiled('bench', ['test/bench/main.ts']);
