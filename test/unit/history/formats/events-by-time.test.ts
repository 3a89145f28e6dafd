/** The order in which the writers tell the events of a history. */
import { expect, test } from 'vitest';
import { eventsByTime } from '../../../../src/history/formats/events-by-time.ts';
import { parseClientHistory } from '../../../../src/history/formats/read-client-history.ts';

test('gaps between ranks, as in a part of a history, are no events', () => {
  const { history } = parseClientHistory(`
{"who":"a","type":"invoke","f":"write","value":1}
{"who":"b","type":"invoke","f":"read"}
{"who":"b","type":"ok","f":"read","value":1}
{"who":"a","type":"ok","f":"write","value":1}`);
  const apart = (ranks: Int32Array): Int32Array => ranks.map((rank) => 3 * rank + 2);
  const sparse = { ...history, call: apart(history.call), end: apart(history.end) };
  expect([...eventsByTime(history)]).toEqual([0, 2, 3, 1]);
  expect([...eventsByTime(sparse)]).toEqual([0, 2, 3, 1]);
});
