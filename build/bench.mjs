/** `npm run bench`. */
import { runCompiled } from './run-compiled.mjs';

await runCompiled('bench', ['test/bench/main.ts']);
