/** The source of reachable-transitions.ts, made by exploring the model anew. */
import type { AbstractGraph } from './abstract-graph.ts';

const CODES_A_LINE = 15;

/** As the formatter leaves it. */
export function graphSource({ transitions }: AbstractGraph): string {
  const codes = [...transitions].sort((left, right) => left - right);
  const lines: string[] = [];
  for (let place = 0; place < codes.length; place += CODES_A_LINE)
    lines.push(`  ${codes.slice(place, place + CODES_A_LINE).join(', ')},`);
  return [
    '/**',
    ' * The transitions between abstract states that the model can take, by their codes (abstract-graph.ts). Exploring takes',
    ' * seconds, and so they are kept; a test explores again and compares. `npm run --silent explore -- --graph` prints this file.',
    ' */',
    '// prettier-ignore',
    'export const reachableTransitions: readonly number[] = [',
    ...lines,
    '];',
    '',
  ].join('\n');
}
