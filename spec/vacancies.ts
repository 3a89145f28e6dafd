/** When nobody led, by the widest reading of belief. */
import type { Beliefs, Leadership } from './belief.ts';
import { earliest, latest, type Micros } from './history.ts';
import { outside, type Stretch } from './standstill.ts';
import { union } from './stretches.ts';

/** The stretches in which nobody believed, from the start of the history to its end. A stopped believer is no leader. */
export function vacancies(beliefs: Beliefs, endUs: Micros): readonly Stretch[] {
  const led: Stretch[] = [];
  for (const leadership of beliefs.leaderships) {
    const believed = believedIn(leadership, endUs);
    for (const running of outside(believed, beliefs.bareStandstillsOf(leadership.who))) led.push(running);
  }
  return outside({ fromUs: 0, toUs: endUs }, union(led));
}

/** The stretches in which not even a stopped process had been elected and not lost. */
export function unbelieved(beliefs: Beliefs, endUs: Micros): readonly Stretch[] {
  const led = beliefs.leaderships.map((leadership) => believedIn(leadership, endUs));
  return outside({ fromUs: 0, toUs: endUs }, union(led));
}

function believedIn({ elected, end }: Leadership, endUs: Micros): Stretch {
  return { fromUs: earliest(elected), toUs: end === undefined ? endUs : latest(end.at) };
}
