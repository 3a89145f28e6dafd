import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../../spec/history.ts';
import { reportModel } from '../../../../src/report/model.ts';
import { selected } from '../../../../src/report/exhibit/selected-events.ts';
import { longHistory } from '../../../support/long-history.ts';
import { counterexample, runOf, violatingAdapter } from '../example-run.ts';

const { history, witness } = longHistory(20_000, 7);
const { events } = history;

describe('a history that is too long for a page', () => {
  test('is left alone where it is not', () => {
    expect(selected(events, witness, events.length)).toEqual({ events, witness });
  });

  test.each([100, 1_000, 5_000])(
    'is cut to about %i events, in their order, with all that the witness names',
    (most) => {
      const cut = selected(events, witness, most);
      expect(witness.events).toHaveLength(4);
      expect(cut.events.length).toBeLessThanOrEqual(most * 1.05);
      expect(cut.events.length).toBeGreaterThan(most * 0.9);
      expect(cut.witness?.events.map((index) => cut.events[index])).toEqual(
        witness.events.map((index) => events[index]),
      );
      const left = new Set(cut.events);
      expect(cut.events).toEqual(events.filter((event) => left.has(event)));
    },
  );

  test('keeps what happens around the violation, and elections, faults and grants everywhere', () => {
    const cut = new Set(selected(events, witness, 5_000).events);
    const near = events.filter(
      ({ at }) => typeof at === 'number' && at >= witness.fromUs - 5_000_000 && at <= witness.toUs + 5_000_000,
    );
    expect(near.length).toBeGreaterThan(300);
    expect(near.filter((event) => !cut.has(event))).toEqual([]);
    expect(events.filter((event) => event.type === 'elected' && !cut.has(event))).toEqual([]);
    expect(events.filter((event) => event.type === 'fault-start' && !cut.has(event))).toEqual([]);
  });

  test('keeps an even sample of the routine, and operations whole', () => {
    const cut = selected(events, witness, 3_000).events;
    const calls = (list: readonly HistoryEvent[], type: string): readonly string[] =>
      list.flatMap((event) => ('op' in event && event.type === type ? [`${event.who} ${event.op}`] : []));
    const ended = new Set(['ok', 'fail', 'info'].flatMap((type) => calls(cut, type)));
    const everEnded = new Set(['ok', 'fail', 'info'].flatMap((type) => calls(events, type)));
    expect(calls(cut, 'invoke').filter((call) => everEnded.has(call) && !ended.has(call))).toEqual([]);
    const third = Math.floor(events.length / 3);
    const firstThird = new Set(events.slice(0, third));
    const lastThird = new Set(events.slice(-third));
    const [first, last] = [firstThird, lastThird].map((part) => cut.filter((event) => part.has(event)).length);
    expect(Math.min(first ?? 0, last ?? 0)).toBeGreaterThan(300);
  });

  test('many long histories share one page: the first has most, and each says what it left out', () => {
    const stored = {
      adapter: 'redis-lease',
      testbed: 'local',
      counterexample: { ...counterexample, witness },
      history,
    };
    const long = {
      ...stored,
      history: {
        ...history,
        events: Array.from({ length: 600_000 }, (_, n) => events[n % events.length] ?? events[0]).flatMap(
          (event) => event ?? [],
        ),
      },
    };
    const { exhibits, events: shown } = reportModel(runOf(violatingAdapter), [], [long, long]);
    expect(exhibits.map(({ eventsOmitted }, index) => eventsOmitted + (shown[index]?.length ?? 0))).toEqual([
      600_000, 600_000,
    ]);
    expect(exhibits[0]?.eventsOmitted).toBe(0);
    expect(shown[1]?.length).toBeLessThan(201_000);
  });
});
