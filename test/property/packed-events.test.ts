/** Events survive being packed for the page, whatever an implementation wrote into them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../spec/history.ts';
import { packEvents, unpackEvents } from '../../src/report/packed/packed-events.ts';
import { history } from '../unit/report/example-run.ts';

const HOSTILE = [
  '</template>',
  '</script>',
  '\ud800',
  '\u202e',
  '\u0000',
  '__proto__',
  'constructor',
  '01',
  '-1',
  '',
  '9'.repeat(40),
];

const text = fc.oneof(
  fc.constantFrom('a#0', 'b#0', 'store', ...HOSTILE),
  fc.string({ unit: 'binary' }),
  fc.bigInt().map(String),
);
const micros = fc.oneof(
  fc.integer({ min: 0, max: 1e9 }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -1, 2 ** 50, -(2 ** 50)),
);
const pair = fc.tuple(micros, micros);
const instant = fc.oneof(micros, pair);
const number = fc.oneof(fc.integer(), fc.maxSafeInteger());
const value = fc.record(
  {
    token: text,
    term: text,
    leadership: number,
    leading: fc.boolean(),
    holder: text,
    outcome: fc.constantFrom('applied', 'refused'),
  },
  { requiredKeys: [] },
);

/** Any event: some fields always, any of the others. */
function eventOf(
  types: readonly string[],
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  optional: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<HistoryEvent> {
  const always: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    at: instant,
    who: text,
    type: fc.constantFrom(...types),
    ...fields,
  };
  return fc.record(
    { ...always, ...optional },
    { requiredKeys: Object.keys(always) },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<HistoryEvent>;
}

const event: fc.Arbitrary<HistoryEvent> = fc.oneof(
  eventOf(['invoke'], { op: number, f: text }, { value }),
  eventOf(['ok', 'fail', 'info'], { op: number }, { value, error: text }),
  eventOf(['elected', 'lost'], { leadership: number }, { token: text, term: text, reason: text }),
  eventOf(['started', 'crashed', 'closed'], {}, { reason: text }),
  eventOf(['stall'], { at: pair }),
  eventOf(
    ['granted', 'renewed', 'released', 'expired'],
    { g: number, holder: text },
    {
      token: text,
      by: text,
      leaseUs: fc.oneof(micros, fc.constant(null)),
      replaced: text,
    },
  ),
  eventOf(
    ['store-stopped', 'store-started'],
    { g: number },
    { durable: fc.boolean(), keptUntilUs: micros, member: number },
  ),
  eventOf(['applied', 'refused'], { n: number, by: text, leadership: number }, { token: text, sentAt: instant }),
  eventOf(
    ['fault-start', 'fault-stop'],
    { fault: number, kind: text, intendedUs: micros },
    {
      from: text,
      to: text,
      on: text,
      amount: fc.oneof(
        number,
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
      ),
      detail: text,
    },
  ),
  eventOf(['phase'], { phase: text }),
  // Nothing that is written today; what is not foreseen must survive as well.
  eventOf(['granted'], {}, { extra: fc.jsonValue(), value: fc.dictionary(text, fc.jsonValue()) }),
);

/** As JSON would keep them, which is how histories are stored. */
const asStored = (events: readonly HistoryEvent[]): unknown => JSON.parse(JSON.stringify(events));

test('any events come back as they were', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      expect(unpackEvents(packEvents(events))).toEqual(asStored(events));
    }),
    { numRuns: 1_500 },
  );
});

test('the same events give the same bytes', () => {
  expect(packEvents(history.events)).toEqual(packEvents(structuredClone(history.events)));
});

test('the hand-written history comes back', () => {
  expect(unpackEvents(packEvents(history.events))).toEqual(history.events);
});

test('no events are no events', () => {
  expect(unpackEvents(packEvents([]))).toEqual([]);
});
