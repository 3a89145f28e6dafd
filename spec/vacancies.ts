/** When nobody led, by the widest reading of belief. */
import type { Beliefs } from './belief.ts';
import { earliest, latest, type Micros } from './history.ts';
import { outside, type Stretch } from './standstill.ts';
import { union } from './stretches.ts';

/** The stretches in which nobody believed, from the start of the history to its end. A stopped believer is no leader. */
export function vacancies(beliefs: Beliefs, endUs: Micros): readonly Stretch[] {
  const led: Stretch[] = [];
  for (const { who, elected, end } of beliefs.leaderships) {
    const believed = { fromUs: earliest(elected), toUs: end === undefined ? endUs : latest(end.at) };
    for (const running of outside(believed, beliefs.bareStandstillsOf(who))) led.push(running);
  }
  return outside({ fromUs: 0, toUs: endUs }, union(led));
}
