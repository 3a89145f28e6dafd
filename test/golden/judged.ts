/** One property of one history, judged alone; a witness is looked at whatever the test asks. */
import { expect } from 'vitest';
import type { History } from '../../spec/history.ts';
import { propertyById } from '../../spec/properties.ts';
import type { Judgement, PropertyId } from '../../spec/property.ts';
import { judgeAlone } from './judge-safety.ts';

/** Throws where the property is not judged. */
export function judged(id: PropertyId, history: History): Judgement {
  const judgement = judgeAlone(propertyById(id), history);
  if (judgement === undefined) throw new Error(`${id} was not judged`);
  const { witness } = judgement;
  if (witness !== undefined) {
    expect(witness.steps).toHaveLength(witness.events.length);
    expect(witness.events.map((index) => history.events[index])).not.toContain(undefined);
    expect(witness.toUs).toBeGreaterThanOrEqual(witness.fromUs);
  }
  return judgement;
}

/** The sentence of the witness; undefined where nothing was violated. */
export function said(id: PropertyId, history: History): string | undefined {
  return judged(id, history).witness?.sentence;
}
