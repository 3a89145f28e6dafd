/** The platform's own timers, kept from before globals.ts replaces them, for the machinery that runs the worlds. */
export const setImmediate: typeof globalThis.setImmediate = globalThis.setImmediate;
export const setTimeout: typeof globalThis.setTimeout = globalThis.setTimeout;
