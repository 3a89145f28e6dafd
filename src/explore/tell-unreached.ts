/** What the histories of a run did not reach, from its `run.json`. */
import { unreachedTransitions } from './state-coverage.ts';

/** One line each. Adapters whose histories are no paths of the model say so. */
export function tellUnreached(runJson: string): readonly string[] {
  const run: unknown = JSON.parse(runJson);
  const adapters = isObject(run) && Array.isArray(run['adapters']) ? run['adapters'] : [];
  return adapters.flatMap((adapter: unknown) => {
    if (!isObject(adapter)) return [];
    const heading = `${String(adapter['name'])} on ${String(adapter['testbed'])}`;
    const { states } = adapter;
    if (!isObject(states) || !isObject(states['transitions']))
      return [`${heading}: no history of it was a path of the model`];
    const { codes } = states['transitions'];
    const unreached = unreachedTransitions(Array.isArray(codes) ? codes.map(Number) : []);
    const missing = Array.isArray(states['unreached']) ? states['unreached'] : [];
    return [
      `${heading}: ${missing.length} states not reached`,
      ...missing.map((state) => `  ${String(state)}`),
      `${heading}: ${unreached.length} transitions not reached`,
      ...unreached.map((transition) => `  ${transition}`),
    ];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
