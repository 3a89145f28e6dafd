/**
 * The first import of every worker that runs simulated worlds: before any adapter is loaded, the platform's clocks,
 * timers, randomness, files and sockets are replaced.
 */
import { installWorldGlobals } from './globals.ts';

installWorldGlobals();
