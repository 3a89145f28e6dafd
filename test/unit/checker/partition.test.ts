/** Objects are told apart by what their tokens mean, not by how they are written. */
import { expect, test } from 'vitest';
import { checkHistory } from '../../../src/checker/check-history.ts';
import { modelNamed } from '../../../src/checker/models.ts';
import { validateOrders } from '../../../src/checker/order-validator.ts';
import { parseClientHistory } from '../../../src/history/formats/read-client-history.ts';

const setOnce = modelNamed('set-once');
if (setOnce === undefined) throw new Error('there is a model set-once');
const limits = { timeMs: 1000, bytesMax: 2 ** 20, nowMs: () => 0 };

function claims(first: string, second: string): string {
  return [
    '{"at":1,"who":"a","type":"invoke","op":1,"f":"acquire"}',
    `{"at":2,"who":"a","type":"ok","op":1,"value":{"token":${first},"owner":"a"}}`,
    '{"at":3,"who":"b","type":"invoke","op":1,"f":"acquire"}',
    `{"at":4,"who":"b","type":"ok","op":1,"value":{"token":${second},"owner":"b"}}`,
  ].join('\n');
}

test.each([
  ['3', '"3"', 'not-linearizable'],
  ['"003"', '3', 'not-linearizable'],
  ['3', '4', 'linearizable'],
])('a claims term %s and b claims term %s: %s', (first, second, verdict) => {
  const { history } = parseClientHistory(`${claims(first, second)}\n`);
  const result = checkHistory(history, { model: setOnce, limits });
  expect(result.verdict).toBe(verdict);
  if (result.orders !== undefined) {
    expect(
      validateOrders(history, setOnce, { initial: undefined, failed: 'no-effect' }, result.orders),
    ).toBeUndefined();
  }
});
