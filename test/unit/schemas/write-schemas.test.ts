// Goal: each published schema can be made, names its version of JSON Schema, and has a title.
import { expect, test } from 'vitest';
import { jsonSchemaText, schemas } from '../../../src/schemas/write-schemas.ts';

test.each(Object.keys(schemas))('the schema of a %s', (name) => {
  const schema: unknown = JSON.parse(jsonSchemaText(name));
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: expect.any(String) });
});

test('an unknown name is an error that lists the known ones', () => {
  expect(() => jsonSchemaText('ballot')).toThrow('plan, history, certificate, verdict');
});
