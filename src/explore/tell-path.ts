/** A path of the model in numbered sentences. */
import type { ModelStep } from '../../spec/model/action.ts';
import type { ModelViolation } from './explore.ts';

/** One line a step, and what is broken in the end. Electors are named a, b, c in the order in which they act. */
export function tellViolation({ invariant, path }: ModelViolation): readonly string[] {
  const names = new Map<number, string>();
  const lines = path.map((step, place) => `${String(place + 1).padStart(4)}. ${tellStep(step, names)}`);
  return [...lines, `      Broken: ${invariant.property}, ${invariant.sentence}.`];
}

function tellStep({ action, elector, token, before, after }: ModelStep, names: Map<number, string>): string {
  const who = action.parameters === 'none' ? '' : nameOf(elector, names);
  const told = token !== 0 ? token : grants(action.name) ? after.store.counter : (before.electors[elector]?.token ?? 0);
  const sentence = action.tell(who, told);
  // A candidate's name keeps its small letter, also where it begins the sentence.
  const isName = who !== '' && sentence.startsWith(`${who} `);
  return isName ? `${sentence}.` : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function grants(name: string): boolean {
  return name === 'granted' || name === 'granted-too-late';
}

function nameOf(elector: number, names: Map<number, string>): string {
  const known = names.get(elector);
  if (known !== undefined) return known;
  const name = String.fromCharCode('a'.charCodeAt(0) + names.size);
  names.set(elector, name);
  return name;
}
