/** Reads the values of the flags of `check`. An error names the flag's value, what was expected and an example. */
import { InvalidArgumentError } from 'commander';
import type { AnyModel } from '../checker/model.ts';
import { modelNamed, models } from '../checker/models.ts';
import { didYouMean } from './did-you-mean.ts';
import { parseEdnValue } from '../history/formats/edn-value.ts';
import { parseValue } from '../history/formats/json-numbers.ts';
import type { Value } from '../history/value.ts';

/** `cas-register` */
export function parseModel(name: string): AnyModel {
  const model = modelNamed(name);
  if (model !== undefined) return model;
  throw new InvalidArgumentError(
    `Expected one of ${models.map((each) => each.name).join(', ')}; found "${name}".${didYouMean(
      name,
      models.map((each) => each.name),
    )}`,
  );
}

/** `3`, `null`, `nil`, `:free`, `{"x": 0}`, `{:x 0}`. */
export function parseValueOption(text: string): Value {
  try {
    return parseValue(text);
  } catch {
    const value = parseEdnValue(text);
    if (value !== undefined) return value;
    throw new InvalidArgumentError(
      `Expected a value as JSON or EDN, for instance 0, null or {"x": 0}; found "${text}".`,
    );
  }
}

const unitBytes: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** `256MiB` in bytes. */
export function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(KiB|MiB|GiB)$/.exec(text);
  const bytes = Number(match?.[1]) * (unitBytes[match?.[2] ?? ''] ?? Number.NaN);
  if (bytes > 0) return bytes;
  throw new InvalidArgumentError(`Expected a size with its unit, for instance 256MiB or 1GiB; found "${text}".`);
}
