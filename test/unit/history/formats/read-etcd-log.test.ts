/** The text logs of the first Jepsen tests of etcd. */
import { expect, test } from 'vitest';
import { parseClientHistory } from '../../../../src/history/formats/read-client-history.ts';
import { told } from './told.ts';

test('operations by tabs or spaces, with what else was logged between them', () => {
  const text = `INFO  jepsen.core - Everything is ready
INFO  jepsen.util - 0\t:invoke\t:read\tnil
INFO  jepsen.util - 1   :invoke :write  4
INFO  jepsen.util - :nemesis\t:info\t:start\t"Cut off"
WARN  jepsen.core - Process 7 crashed
java.net.SocketTimeoutException: Read timed out
\tat java.net.SocketInputStream.socketRead0(Native Method)
INFO  jepsen.util - 0\t:ok\t:read\tnil
INFO  jepsen.util - 2\t:invoke\t:cas\t[4 -1]
INFO  jepsen.util - 1\t:info\t:write\t:timed-out
INFO  jepsen.util - 2\t:ok\t:cas\t[4 -1]
INFO  jepsen.util - 0\t:invoke\t:read\tnil
INFO  jepsen.util - 0\t:fail\t:read\t:timed-out
INFO  jepsen.util - 12\t:invoke\t:cas\t[0 1]
`;
  const { history, format } = parseClientHistory(text);
  expect(format).toBe('etcd-log');
  expect(told(history)).toEqual([
    { process: '0', f: 'read', outcome: 'ok', output: null, call: 0, end: 2 },
    { process: '1', f: 'write', outcome: 'info', input: 4, call: 1 },
    { process: '2', f: 'cas', outcome: 'ok', input: [4, -1], call: 3, end: 4 },
    { process: '0', f: 'read', outcome: 'fail', call: 5, end: 6 },
    { process: '12', f: 'cas', outcome: 'info', input: [0, 1], call: 7 },
  ]);
  expect([history.placedBy, ...history.invokedAt]).toEqual(['line', 2, 3, 9, 12, 14]);
});

test('a last line of another logger needs no line break', () => {
  const { history } = parseClientHistory('INFO  jepsen.util - 0\t:invoke\t:read\tnil\nEverything looks good!');
  expect(history.count).toBe(1);
});
