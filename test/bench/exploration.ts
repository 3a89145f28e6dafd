/** States of the model that are explored a second on one core, in scopes that are large enough to be warm. */
import { explore } from '../../src/explore/explore.ts';
import { scopes } from '../../src/explore/scopes.ts';
import { lap } from './stopwatch.ts';

const STATES = 500_000;

/** One line a large scope, and the anchor beside it, since machines and their load differ. */
export async function explorationLines(hopUs: number): Promise<readonly string[]> {
  const lines = ['Exploration of the model, one core: states generated a second of processor time (floor 200,000)'];
  for (const { name, scope } of scopes.filter(({ isSmall }) => !isSmall)) {
    let found = { states: 0, transitions: 0 };
    const taken = await lap(() => {
      found = explore(scope, { statesMax: STATES });
    });
    const { states, transitions } = found;
    lines.push(
      `  ${name.padEnd(37)}  ${Math.round(transitions / (taken.processorUs / 1e6))}   ` +
        `(new ones ${Math.round(states / (taken.processorUs / 1e6))}; generated a new one ${(transitions / states).toFixed(1)}; one in hops ${(taken.processorUs / transitions / hopUs).toFixed(1)})`,
    );
  }
  return lines;
}
