/**
 * Goal: a history is a path of the model or the first event that is not is named. Method: histories of the simulated
 * reference under many faults, the same histories with one event changed, and short ones by hand.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import adapter from '../../../adapters/redis-fencing/adapter.ts';
import type { History, HistoryEvent } from '../../../spec/history.ts';
import { simulate } from '../../../src/testbed/simulated/simulate.ts';
import { validateTrace } from '../../../src/explore/validate-trace.ts';
import { faultAt, quietPlan } from '../../support/simulated-plan.ts';

let history: History;

beforeAll(async () => {
  history = await simulate(
    adapter,
    quietPlan({
      candidates: ['a', 'b', 'c'].map((id, place) => ({ id, joinMs: 100 * place, restMs: 500, holdMs: 2500 })),
      faults: [
        faultAt(4000, { kind: 'pause', forMs: 3500 }),
        faultAt(9000, { kind: 'crash', forMs: 1000 }),
        faultAt(12_000, { kind: 'store-restart', target: 'store', forMs: 500 }),
      ],
    }),
  );
});

type Changed = (events: readonly HistoryEvent[]) => readonly HistoryEvent[];

function changed(change: Changed): History {
  return { header: history.header, events: change(history.events) };
}

function placeOf(type: HistoryEvent['type'], nth = 0): number {
  const places = history.events.flatMap((event, place) => (event.type === type ? [place] : []));
  const place = places.at(nth);
  if (place === undefined) throw new Error(`the history has no ${type}`);
  return place;
}

/** Changes the n-th event of a type. */
function altered(
  type: HistoryEvent['type'],
  change: (event: HistoryEvent) => readonly HistoryEvent[],
  nth = 0,
): History {
  const at = placeOf(type, nth);
  return changed((events) => events.flatMap((event, place) => (place === at ? change(event) : [event])));
}

const gone = (): readonly HistoryEvent[] => [];
const twice = (event: HistoryEvent): readonly HistoryEvent[] => [event, event];
const withToken =
  (token: string) =>
  (event: HistoryEvent): readonly HistoryEvent[] => [{ ...event, token } as HistoryEvent];

test('a history with a pause, a crash and a restart of the store is a path', () => {
  for (const type of ['crashed', 'store-stopped', 'released', 'expired', 'refused'] as const) placeOf(type);
  const found = validateTrace(history);
  expect(found).toMatchObject({ verdict: 'path' });
  if (found.verdict === 'path') expect(found.steps).toBeGreaterThan(100);
});

test('tokens may leave gaps', () => {
  const tenfold = changed((events) =>
    events.map((event) => {
      const text = JSON.stringify(event).replaceAll(/"token":"(\d+)"/g, '"token":"$10"');
      return JSON.parse(text) as HistoryEvent;
    }),
  );
  expect(tenfold.events.some((event) => event.type === 'granted' && event.token === '20')).toBe(true);
  expect(validateTrace(tenfold).verdict).toBe('path');
});

describe('a changed history is no path:', () => {
  const cases: readonly (readonly [name: string, make: () => History, why: string])[] = [
    ['an election without its grant', () => altered('granted', gone), 'no term with this token was ever granted'],
    ['a grant with a token that was used', () => altered('granted', withToken('1'), 1), 'the next one must be larger'],
    ['a second grant while the record lives', () => altered('granted', twice), 'the next one must be larger'],
    ['a second election with one term', () => altered('elected', twice), 'a candidate that campaigns'],
    ['an end of belief that nobody reported', () => altered('lost', gone), 'is no step'],
    ['two ends of one belief', () => altered('lost', twice), 'a candidate that leads'],
    [
      'a write with a forged token',
      () => altered('applied', withToken('99')),
      'no term with this token was ever granted',
    ],
    ['an outdated write that is applied', outdatedApplied, 'not smaller than the largest'],
    ['a rightful write that is refused', rightfulRefused, 'smaller than the largest'],
    ['a release before belief ended', releaseBeforeLost, 'does not lead with it'],
    ['a release by another candidate', releaseByAnother, 'asked for it, and term'],
    ['an expiry before its time', earlyExpiry, 'the record lives until'],
    ['a step of a store that is down', grantWhileDown, 'a store that is up'],
    ['an election after the crash', electedAfterCrash, 'a candidate that campaigns'],
  ];

  test.each(cases)('%s', (_name, make, why) => {
    const found = validateTrace(make());
    expect(found).toMatchObject({ verdict: 'misfit', sentence: expect.stringContaining(why) as string });
  });

  function outdatedApplied(): History {
    return altered('refused', (event) => [{ ...event, type: 'applied' } as HistoryEvent]);
  }
  function rightfulRefused(): History {
    return altered('applied', (event) => [{ ...event, type: 'refused' } as HistoryEvent]);
  }
  /** Moves the first release to just behind the election that it ends. */
  function releaseBeforeLost(): History {
    const released = history.events[placeOf('released')];
    if (released === undefined || !('token' in released)) throw new Error('a release has a token');
    const { token } = released;
    return changed((events) =>
      events.flatMap((event) => {
        if (event === released) return [];
        return event.type === 'elected' && event.token === token ? [event, released] : [event];
      }),
    );
  }
  function releaseByAnother(): History {
    return altered('released', (event) => [
      { ...event, by: event.type === 'released' && event.by?.startsWith('a') === true ? 'b#0' : 'a#0' } as HistoryEvent,
    ]);
  }
  function earlyExpiry(): History {
    return altered('renewed', (event) => [event, expiryAfter(event)]);
  }
  function expiryAfter(event: HistoryEvent): HistoryEvent {
    if (event.type !== 'renewed') throw new Error('the record was renewed');
    const { at, who, g, holder } = event;
    return { at, who, type: 'expired', g, holder, ...(event.token === undefined ? {} : { token: event.token }) };
  }
  function grantWhileDown(): History {
    const renewal = history.events[placeOf('renewed')];
    return altered('store-stopped', (event) => (renewal === undefined ? [event] : [event, renewal]));
  }
  function electedAfterCrash(): History {
    return altered('crashed', (event) => {
      const last = history.events.findLast(({ type, who }) => type === 'elected' && who === event.who);
      return last === undefined ? [event] : [event, last];
    });
  }
});

test('the first event that does not fit is told with its time, its token and where the model stood', () => {
  const found = validateTrace(altered('elected', twice));
  const place = placeOf('elected') + 1;
  expect(found).toMatchObject({ verdict: 'misfit', index: place });
  if (found.verdict !== 'misfit') return;
  expect(found.sentence).toMatch(
    /^event \d+, at \d+\.\d{3} s: `elected` of a#0 with token 1 is no step `elected` of the model: it needs .*\. Before it the record is of a leader, .*; the record is that of term 1, the last one is 1, led with 1\.$/,
  );
});

describe('nothing is said', () => {
  test('of a store that lost its data', async () => {
    const wiped = await simulate(
      adapter,
      quietPlan({ faults: [faultAt(4000, { kind: 'store-wipe', target: 'store' })] }),
    );
    expect(validateTrace(wiped)).toMatchObject({ verdict: 'beyond', why: 'the model does not know store-wipe' });
  });

  test('of a history that is not simulated, or has no ledger', () => {
    const { header, events } = history;
    expect(validateTrace({ header: { ...header, testbed: 'local' }, events }).verdict).toBe('beyond');
    expect(validateTrace({ header: { ...header, ledger: false }, events }).verdict).toBe('beyond');
  });
});
