/**
 * Who may import whom, as data (DESIGN: each layer only those to its left). build/check-imports.mjs enforces it.
 *
 * A file belongs to the first layer whose pattern matches its path. It may import its own layer and those named.
 */

export const layers = [
  { name: 'spec', files: /^spec\//, imports: [] },
  {
    name: 'schema-writer',
    files: /^src\/schemas\/write-schemas\.ts$/,
    imports: ['spec', 'schemas', 'history', 'judge', 'plan', 'search', 'certificate'],
  },
  { name: 'schemas', files: /^src\/schemas\//, imports: ['spec'] },
  { name: 'system', files: /^src\/(system-words|new-folder)\.ts$/, imports: [] },
  { name: 'history', files: /^src\/history\//, imports: ['spec', 'schemas'] },
  { name: 'checker-entry', files: /^src\/checker\/checker\.ts$/, imports: ['spec', 'schemas', 'history', 'checker'] },
  { name: 'checker', files: /^src\/checker\//, imports: ['spec', 'history'] },
  { name: 'judge', files: /^src\/judge\//, imports: ['spec', 'schemas', 'history', 'checker'] },
  { name: 'ports', files: /^src\/ports\//, imports: ['spec'] },
  { name: 'adapter', files: /^src\/adapter\.ts$/, imports: ['spec', 'ports', 'plan'], typesOnly: ['plan'] },
  { name: 'plan', files: /^src\/plan\//, imports: ['spec', 'schemas', 'adapter', 'ports'] },
  {
    name: 'load-adapter',
    files: /^src\/(load-adapter|load-problem|adapter-shape|adapter-error)\.ts$/,
    imports: ['spec', 'adapter', 'ports', 'plan', 'schemas'],
  },
  {
    name: 'testbed',
    files: /^src\/testbed\//,
    imports: ['spec', 'schemas', 'system', 'history', 'judge', 'adapter', 'ports', 'plan', 'load-adapter'],
  },
  { name: 'explore', files: /^src\/explore\//, imports: ['spec'] },
  {
    name: 'search',
    files: /^src\/search\//,
    imports: [
      'spec',
      'schemas',
      'history',
      'judge',
      'adapter',
      'ports',
      'plan',
      'load-adapter',
      'testbed',
      'explore',
      'system',
    ],
  },
  {
    name: 'certificate',
    files: /^src\/certificate\//,
    imports: ['spec', 'schemas', 'history', 'judge', 'adapter', 'ports', 'plan', 'load-adapter', 'testbed', 'search'],
  },
  {
    name: 'report',
    files: /^src\/report\//,
    imports: ['spec', 'schemas', 'history', 'checker', 'judge', 'adapter', 'plan', 'testbed', 'search'],
  },
  {
    name: 'surface',
    files: /^src\/(cli|vitest)\/|^src\/index\.ts$/,
    imports: [
      'spec',
      'schemas',
      'system',
      'history',
      'checker',
      'judge',
      'adapter',
      'ports',
      'plan',
      'load-adapter',
      'testbed',
      'search',
      'certificate',
      'report',
    ],
  },
];

/**
 * Where each package may be imported. Anything that is not listed may not be imported by spec/ or src/ at all. An
 * optional one is loaded by `import()` where it is needed, since a consumer may not have it.
 */
export const packages = [
  // Only the candidate host, a process of its own, imports this one while it loads.
  { name: 'ioredis', files: /^src\/testbed\/real\/ports\// },
  { name: 'toxiproxy-node-client', files: /^src\/testbed\/real\//, isOptional: true },
  { name: 'testcontainers', files: /^src\/testbed\/real\/servers\//, isOptional: true },
  // Loaded by require() where a script needs it, since most adapters have twins.
  { name: 'fengari', files: /^src\/testbed\/simulated\/stores\/lua/ },
  { name: 'fast-check', files: /^src\/(plan|search)\// },
  { name: 'piscina', files: /^src\/search\/simulation-pool\.ts$/ },
  { name: 'jiti', files: /^src\/(load-adapter\.ts|testbed\/)/ },
  {
    name: 'zod',
    files: /^src\/(adapter-shape\.ts$|(certificate|history|judge|plan|schemas|search|testbed|report|cli)\/)/,
  },
  { name: 'commander', files: /^src\/cli\// },
  { name: 'picocolors', files: /^src\/(cli|report|search)\// },
  { name: 'vitest', files: /^src\/vitest\// },
];

/** Layers that are handed a clock and a random source: they never ask the platform. */
export const pure = [
  /^spec\//,
  /^src\/judge\//,
  /^src\/checker\//,
  /^src\/plan\//,
  /^src\/testbed\/simulated\//,
  /^src\/testbed\/candidate\//,
];

/** Files of pure layers that replace or guard the platform's own clocks and timers, and so must name them. */
export const platformKeepers = [
  /^src\/testbed\/simulated\/(worker|globals|tripwires|watchdog|pool|self-test|drain|light-abort|simulate)[^/]*\.ts$/,
];
