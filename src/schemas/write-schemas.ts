/**
 * A step of the build: writes the JSON Schemas of what Scrutineer reads and writes, from the schemas that it checks
 * with. They are published as `scrutineer/schemas/*`.
 */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { certificateSchema } from '../certificate/certificate-schema.ts';
import { historyEventSchema, historyHeaderSchema } from '../history/history-schema.ts';
import { verdictSchema } from '../judge/verdict-schema.ts';
import { planSchema } from '../plan/plan-schema.ts';

/** A history is a line with the header and then lines with events; the schema describes any one line. */
const historyLineSchema = z.union([historyHeaderSchema, historyEventSchema]);

export const schemas: Readonly<Record<string, { readonly title: string; readonly schema: z.ZodType }>> = {
  plan: { title: 'A plan: everything that was decided before a history is run', schema: planSchema },
  history: { title: 'One line of a history: its header first, then its events', schema: historyLineSchema },
  certificate: {
    title: 'A certificate: what was promised, what was judged, and the evidence',
    schema: certificateSchema,
  },
  verdict: { title: 'The judgement of one property over one history', schema: verdictSchema },
};

/** The JSON Schema (2020-12) called `name`, as the text of a file. */
export function jsonSchemaText(name: string): string {
  const entry = schemas[name];
  if (entry === undefined) throw new Error(`no schema is called ${name}; there are ${Object.keys(schemas).join(', ')}`);
  const { $schema, ...rest } = z.toJSONSchema(entry.schema);
  return `${JSON.stringify({ $schema, title: entry.title, ...rest }, undefined, 2)}\n`;
}

/** Writes `<name>.schema.json` for each schema into `folder`. */
export function writeSchemas(folder: URL): void {
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(schemas)) writeFileSync(new URL(`${name}.schema.json`, folder), jsonSchemaText(name));
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  writeSchemas(new URL('../../schemas/', import.meta.url));
}
