/**
 * One key of a key-value store: a write replaces its text, an append adds to it, a read returns it. A key that nobody
 * wrote is the empty text, and reads of nothing and of the empty text are the same.
 */
import { valueText, type Value } from '../../history/value.ts';
import type { Model, ModelOperation } from '../model.ts';

export const kv: Model<string> = {
  name: 'kv',
  title: 'A key-value store of texts: a write replaces the text of a key, an append adds to it, a read returns it',
  functions: ['read', 'write', 'append'],
  partition: 'key',
  hasOwners: false,
  initial: (value) => {
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    throw new RangeError(`a key of the model kv begins with a text, found ${valueText(value)}`);
  },
  step: stepKey,
  isReadOnly: ({ f }) => f === 'read',
  outputCounts: ({ f }) => f === 'read',
  stateKey: (text) => text,
  flow: ({ f, input, output }) => {
    if (f === 'append') return undefined;
    return f === 'write' ? { needs: undefined, leaves: textOf(input) } : { needs: textOf(output), leaves: undefined };
  },
  misfit: ({ f, input, output }) => {
    const value = f === 'read' ? (output ?? '') : input;
    if (typeof value === 'string') return undefined;
    return { expected: 'a text', found: value === undefined ? 'no value' : valueText(value) };
  },
  describe: describeKey,
  describeState: valueText,
};

function stepKey(state: string, { f, input, output }: ModelOperation): string | undefined {
  if (f === 'read') return state === textOf(output) ? state : undefined;
  return f === 'write' ? textOf(input) : state + textOf(input);
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function describeKey({ f, input, output }: ModelOperation): string {
  if (f === 'read') return `reads ${valueText(textOf(output))}`;
  return f === 'write' ? `writes ${valueText(input)}` : `appends ${valueText(input)}`;
}
