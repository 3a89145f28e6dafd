/** A client history as plain data, to compare with what a test expects. */
import {
  NEVER,
  NONE,
  functionOf,
  inputOf,
  outputOf,
  processOf,
  type ClientHistory,
} from '../../../../src/history/client-history.ts';
import type { Value } from '../../../../src/history/value.ts';

export interface Told {
  readonly process: string;
  readonly f: string;
  readonly outcome: string;
  readonly key?: string;
  readonly input?: Value;
  readonly output?: Value;
  readonly call: number;
  readonly end?: number;
}

const outcomes = ['ok', 'fail', 'info'];

export function told(history: ClientHistory): readonly Told[] {
  return Array.from({ length: history.count }, (_, place) => {
    const key = history.keys[history.key[place] ?? NONE];
    const input = inputOf(history, place);
    const output = outputOf(history, place);
    const end = history.end[place] ?? NEVER;
    return {
      process: processOf(history, place),
      f: functionOf(history, place),
      outcome: outcomes[history.outcome[place] ?? 2] ?? '',
      ...(key === undefined ? {} : { key }),
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
      call: history.call[place] ?? 0,
      ...(end === NEVER ? {} : { end }),
    };
  });
}
