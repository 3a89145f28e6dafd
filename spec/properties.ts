/**
 * The registry of properties, in the order of `propertyIds`.
 */
import type { Property, PropertyId } from './property.ts';
import { l1 } from './properties/l1.ts';
import { l2 } from './properties/l2.ts';
import { l3 } from './properties/l3.ts';
import { l4 } from './properties/l4.ts';
import { l5 } from './properties/l5.ts';
import { l6 } from './properties/l6.ts';
import { l7 } from './properties/l7.ts';
import { r1 } from './properties/r1.ts';
import { s1 } from './properties/s1.ts';
import { s2a } from './properties/s2a.ts';
import { s2b } from './properties/s2b.ts';
import { s3a } from './properties/s3a.ts';
import { s3b } from './properties/s3b.ts';
import { s3u } from './properties/s3u.ts';
import { s4 } from './properties/s4.ts';
import { s5V1 } from './properties/s5-v1.ts';
import { s5V2 } from './properties/s5-v2.ts';
import { s5V3 } from './properties/s5-v3.ts';
import { s5V4 } from './properties/s5-v4.ts';
import { s6 } from './properties/s6.ts';
import { s7 } from './properties/s7.ts';
import { s8 } from './properties/s8.ts';
import { s9 } from './properties/s9.ts';
import { st1 } from './properties/st1.ts';
import { st2 } from './properties/st2.ts';
import { st3 } from './properties/st3.ts';
import { w1Strong } from './properties/w1-strong.ts';
import { w1Weak } from './properties/w1-weak.ts';
import { w2 } from './properties/w2.ts';
import { w3 } from './properties/w3.ts';

export const properties: readonly Property[] = [
  s1,
  s2a,
  s2b,
  s3a,
  s3b,
  s3u,
  s4,
  s5V1,
  s5V2,
  s5V3,
  s5V4,
  s6,
  s7,
  s8,
  s9,
  w1Weak,
  w1Strong,
  w2,
  w3,
  st1,
  st2,
  st3,
  r1,
  l1,
  l2,
  l3,
  l4,
  l5,
  l6,
  l7,
];

const byId: ReadonlyMap<string, Property> = new Map(properties.map((property) => [property.id, property]));

/** The property called `id`, or undefined where there is none. */
export function propertyById(id: PropertyId): Property;
export function propertyById(id: string): Property | undefined;
export function propertyById(id: string): Property | undefined {
  return byId.get(id);
}
