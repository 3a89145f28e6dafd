/** The names that histories have for what clients ask for. */
import { clientFunctions } from '../client-history.ts';
import { functionCode } from '../client-history-builder.ts';

const otherNames: ReadonlyMap<string, number> = new Map([
  ['get', functionCode('read')],
  ['put', functionCode('write')],
  ['compare-and-set', functionCode('cas')],
  ['lock', functionCode('acquire')],
  ['unlock', functionCode('release')],
]);

const codes: ReadonlyMap<string, number> = new Map([
  ...clientFunctions.map((name, code): [string, number] => [name, code]),
  ...otherNames,
]);

/** The code of a function by its name, with or without a namespace; undefined where no history of ours has such a function. */
export function functionCodeNamed(name: string): number | undefined {
  return codes.get(name) ?? codes.get(name.slice(name.lastIndexOf('/') + 1));
}

/** For messages. */
export const functionNames: string = `one of ${[...codes.keys()].join(', ')}`;
