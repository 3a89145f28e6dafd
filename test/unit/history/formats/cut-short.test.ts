/** A file that was cut anywhere is refused, or ends where a shorter history would end: it never loses half an event unseen. */
import { expect, test } from 'vitest';
import { parseClientHistory } from '../../../../src/history/formats/read-client-history.ts';
import type { HistoryFormat } from '../../../../src/history/formats/history-format.ts';
import { MalformedInputError } from '../../../../src/schemas/malformed-input.ts';

const ednEvents = [
  '{:process 0, :type :invoke, :f :cas, :value [1 2]}',
  '{:process :nemesis, :type :info, :f :start, :value {:a "}"}}',
  '{:process 0, :type :fail, :f :cas, :value [1 2], :error "x\\"y"}',
];
const jsonEvents = [
  '{"at":10,"who":"a","type":"invoke","op":0,"f":"acquire"}',
  '{"at":30,"who":"a","type":"ok","op":0,"value":{"token":"1","owner":"a"}}',
];
const logEvents = ['INFO  jepsen.util - 0\t:invoke\t:write\t14', 'INFO  jepsen.util - 0\t:info\t:write\t:timed-out'];

/** How many events are whole in the first `length` characters. */
function wholeIn(events: readonly string[], length: number): number {
  let end = -1;
  return events.filter((event) => (end += event.length + 1) <= length).length;
}

function countOf(text: string, format: HistoryFormat): number | 'refused' {
  try {
    const { history } = parseClientHistory(text, { format });
    return history.completedAt.filter((at) => at !== -1).length + history.count;
  } catch (error) {
    if (error instanceof MalformedInputError) return 'refused';
    throw error;
  }
}

test('an EDN vector', () => {
  const text = `[${ednEvents.join('\n')}]`;
  for (let length = 0; length < text.length; length += 1) {
    expect(countOf(text.slice(0, length), 'edn'), text.slice(0, length)).toBe('refused');
  }
  expect(countOf(text, 'edn')).toBe(2);
});

test.each([
  ['a stream of EDN', 'edn', ednEvents, [0, 1, 1, 2]],
  ['JSON lines', 'jsonl', jsonEvents, [0, 1, 2]],
] as const)('%s', (_, format, events, counts) => {
  const text = events.join('\n');
  for (let length = 1; length <= text.length; length += 1) {
    const cut = text.slice(0, length);
    const isWhole = ['', ...events].some((_event, index) => {
      const whole = events.slice(0, index).join('\n');
      return index > 0 && (cut === whole || cut === `${whole}\n`);
    });
    expect(countOf(cut, format), cut).toBe(isWhole ? counts[wholeIn(events, length)] : 'refused');
  }
});

test('a log', () => {
  const text = `${logEvents.join('\n')}\n`;
  for (let length = 1; length < text.length; length += 1) {
    const cut = text.slice(0, length);
    const whole = wholeIn(logEvents, length);
    const isWhole = cut === `${logEvents[0] ?? ''}\n` || cut === logEvents.join('\n');
    expect(countOf(cut, 'etcd-log'), cut).toBe(isWhole ? whole : 'refused');
  }
});
