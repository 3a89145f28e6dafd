/**
 * Every file that Scrutineer writes begins with its schema, `scrutineer/plan@1`. A newer version is refused with a
 * message of its own, since no other complaint about such a file would help.
 */
import { MalformedInputError, type InputOrigin } from './malformed-input.ts';

/** Throws `MalformedInputError` unless the field `schema` of `value` is `expected`. */
export function refuseOtherSchema(value: unknown, expected: string, origin: InputOrigin): void {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'schema') : undefined;
  if (found === expected) return;
  const refuse = (next: string): never => {
    throw new MalformedInputError({
      ...origin,
      field: 'schema',
      expected: JSON.stringify(expected),
      found: found === undefined ? 'nothing' : (JSON.stringify(found) ?? 'nothing'),
      next,
    });
  };
  const [name, version] = expected.split('@');
  const [foundName, foundVersion] = typeof found === 'string' ? found.split('@') : [];
  if (name === foundName && Number(foundVersion) > Number(version)) {
    refuse(`A newer Scrutineer wrote this ${origin.what}: upgrade scrutineer to read it.`);
  }
  refuse(`This is not a ${origin.what} that Scrutineer wrote; name another file.`);
}
