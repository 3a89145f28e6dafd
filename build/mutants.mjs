/** `npm run mutants`: the program, and the worker that it starts. */
import { runCompiled } from './run-compiled.mjs';

await runCompiled('mutants', ['test/mutants/main.ts', 'test/mutants/worker.ts']);
