/** The form of a verdict, for whoever reads what `certify` writes. */
import { z } from 'zod';
import { circumstances } from '../../spec/history-labels.ts';
import type { Verdict, Witness } from '../../spec/property.ts';
import { propertyIds } from '../../spec/property-ids.ts';

const witnessSchema: z.ZodType<Witness> = z.strictObject({
  sentence: z.string(),
  events: z.array(z.int().min(0)),
  steps: z.array(z.string()),
  fromUs: z.number(),
  toUs: z.number(),
});

export const verdictSchema: z.ZodType<Verdict> = z.strictObject({
  property: z.enum(propertyIds),
  verdict: z.enum(['holds', 'violated', 'store-fault', 'inconclusive', 'vacuous', 'not-claimed']),
  judged: z.int().min(0),
  inconclusive: z.int().min(0),
  witness: z.exactOptional(witnessSchema),
  reason: z.exactOptional(z.string()),
  void: z.exactOptional(z.enum(circumstances)),
});
