import { defineConfig } from 'vitest/config';

const setupFiles = ['test/support/plain-children.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        // Some of them search: on a busy machine the usual five seconds would fail what is only slow.
        test: {
          name: 'unit',
          setupFiles,
          include: ['test/unit/**/*.test.ts', 'test/golden/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'property',
          setupFiles,
          include: ['test/property/**/*.test.ts', 'test/differential/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          setupFiles,
          include: ['test/integration/**/*.test.ts', 'test/readme/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { name: 'mutants', setupFiles, include: ['test/mutants/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        test: {
          name: 'browser',
          setupFiles,
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
