import { valueKey, type Value } from '../../history/value.ts';

/** Names a cell and a value in it: the same text for the same pair, and for this only. */
export function pairKey(cell: string, value: Value): string {
  return `${valueKey(value)} ${cell}`;
}
