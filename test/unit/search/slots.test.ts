import { expect, test } from 'vitest';
import { Slots } from '../../../src/search/slots.ts';

test('as many as there are slots go at once, the others in their order when one is given back', async () => {
  const slots = new Slots(2);
  const gone: string[] = [];
  const go = async (name: string): Promise<() => void> => {
    const giveBack = await slots.take();
    gone.push(name);
    return giveBack;
  };
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(go);
  const giveBackA = await a;
  await b;
  expect(gone).toEqual(['a', 'b']);
  giveBackA?.();
  giveBackA?.();
  await c;
  expect(gone).toEqual(['a', 'b', 'c']);
  (await b)?.();
  await d;
  expect(gone).toEqual(['a', 'b', 'c', 'd']);
});
