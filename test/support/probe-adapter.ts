/** An adapter that does in each candidate what a test says, and never leads. */
import type { CandidateEnvironment, ElectionAdapter } from '../../src/adapter.ts';
import { layeredAdapter } from './layered-adapter.ts';

export type Probe = (environment: CandidateEnvironment) => Promise<void>;

/** `probe` is run by every incarnation of every candidate; after it the candidate sleeps to the end. */
export function probeAdapter(probe: Probe): ElectionAdapter {
  return {
    ...layeredAdapter,
    name: 'probe',
    createCandidate: (environment) => {
      const running = probe(environment);
      return Promise.resolve({
        campaign: async () => {
          await running;
          for (;;) await environment.clock.sleep(1_000_000);
        },
        resign: () => Promise.resolve(),
        close: () => Promise.resolve(),
      });
    },
  };
}
