/** `npm run fuzz`: the program, and the worker that it starts. */
import { runCompiled } from './run-compiled.mjs';

await runCompiled('fuzz', ['test/property/fuzz/main.ts', 'test/property/fuzz/worker.ts']);
