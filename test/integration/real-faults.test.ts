import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultKind } from '../../spec/faults.ts';
import { earliest, latest, type History, type HistoryEvent } from '../../spec/history.ts';
import { judge } from '../../src/judge/judge.ts';
import type { Fault } from '../../src/plan/plan.ts';
import { realTestbed, type RealTestbed } from '../../src/testbed/real/real-testbed.ts';
import { describeOn, faultOf, reference, shortPlan } from './real-support.ts';

type Found = ReturnType<typeof faultOf>;

interface Case {
  readonly fault: Fault;
  /** What must be seen of it in a history besides its start and stop. */
  check(history: History, found: Found): void;
}

function fault(kind: FaultKind, changes: Partial<Fault> = {}): Fault {
  return { kind, anchor: { atMs: 1000 }, afterMs: 0, target: 'leader', forMs: 1200, ...changes };
}

function within(history: History, found: Found, wanted: (event: HistoryEvent) => boolean): readonly HistoryEvent[] {
  // What was under way when the fault began may still arrive.
  const marginUs = 50_000;
  return history.events.filter(
    (event) => earliest(event.at) > found.fromUs + marginUs && latest(event.at) < found.toUs && wanted(event),
  );
}

const storeSaysOf =
  (found: Found) =>
  (event: HistoryEvent): boolean =>
    (event.type === 'granted' || event.type === 'renewed') &&
    event.by?.startsWith(`${String(found.start.from)}#`) === true;

function nothingReachesTheStore(history: History, found: Found): void {
  expect(found.start.to).toBe('store');
  expect(within(history, found, storeSaysOf(found))).toEqual([]);
  expect(found.toUs - found.fromUs).toBeGreaterThan(1_000_000);
}

function diedAndCameBack(history: History, found: Found): void {
  const victim = String(found.start.on);
  const [id, incarnation] = victim.split('#');
  const next = `${String(id)}#${Number(incarnation) + 1}`;
  expect(history.events.filter((event) => event.type === 'crashed').map((event) => event.who)).toEqual([victim]);
  expect(history.events.some((event) => event.type === 'started' && event.who === next)).toBe(true);
  expect(history.events.filter((event) => event.who === victim && earliest(event.at) > found.fromUs)).toEqual([]);
  expect(history.events.some((event) => event.type === 'invoke' && event.who === next)).toBe(true);
}

function messageHit(leg: string): Case['check'] {
  return (_history, found) => {
    expect(found.start.detail).toMatch(new RegExp(`^${leg} of \\w+`));
    expect(found.start.at).toBeTypeOf('number');
  };
}

const message = (leg: 'request' | 'response'): Partial<Fault> => ({ message: { nth: 1, leg }, forMs: 300 });

const cases: Partial<Record<FaultKind, Case>> = {
  refuse: { fault: fault('refuse'), check: nothingReachesTheStore },
  cut: { fault: fault('cut'), check: nothingReachesTheStore },
  'cut-requests': { fault: fault('cut-requests'), check: nothingReachesTheStore },
  'cut-responses': {
    fault: fault('cut-responses'),
    check: (history, found) => {
      expect(within(history, found, storeSaysOf(found)).length).toBeGreaterThan(0);
      expect(
        within(history, found, (event) => event.type === 'lost' && event.who.startsWith(String(found.start.from)))
          .length,
      ).toBe(1);
    },
  },
  slow: {
    // Each way, so a renewal takes longer than the reference waits for an answer: it must step down.
    fault: fault('slow', { amount: 400 }),
    check: (history, found) => {
      expect(found.start.amount).toBe(400_000);
      expect(
        history.events.some(
          (event) => event.type === 'lost' && earliest(event.at) > found.fromUs && latest(event.at) < found.toUs,
        ),
      ).toBe(true);
    },
  },
  reset: {
    fault: fault('reset', { forMs: 0 }),
    check: (history, found) => {
      expect(found.start.to).toBe('store');
      expect(
        history.events.some((event) => storeSaysOf(found)(event) && earliest(event.at) > latest(found.stop.at)),
      ).toBe(true);
    },
  },
  'slow-resource': {
    fault: fault('slow-resource', { amount: 200 }),
    check: (history, found) => {
      const late = history.events.filter(
        (event) =>
          event.type === 'applied' &&
          event.sentAt !== undefined &&
          earliest(event.at) - earliest(event.sentAt) >= 190_000,
      );
      expect(late.length).toBeGreaterThan(0);
      expect(found.start).toMatchObject({ to: 'resource', amount: 200_000 });
    },
  },
  pause: {
    fault: fault('pause'),
    check: (history, found) => {
      const victim = found.start.on;
      expect(within(history, found, (event) => event.who === victim && event.type !== 'stall')).toEqual([]);
      const longest = Math.max(
        ...history.events.map((event) =>
          event.type === 'stall' && event.who === victim ? event.at[1] - event.at[0] : 0,
        ),
      );
      expect(longest).toBeGreaterThan(1_000_000);
    },
  },
  crash: { fault: fault('crash', { forMs: 600 }), check: diedAndCameBack },
  wipe: { fault: fault('wipe', { forMs: 600 }), check: diedAndCameBack },
  'wall-step': {
    fault: fault('wall-step', { amount: -3000, forMs: 0 }),
    check: (_history, found) =>
      expect(found.start).toMatchObject({ amount: -3_000_000, on: expect.stringMatching(/^[abc]#0$/) }),
  },
  hold: {
    fault: fault('hold', message('response')),
    check: (history, found) => {
      messageHit('response')(history, found);
      expect(found.toUs - found.fromUs).toBeGreaterThan(290_000);
    },
  },
  drop: { fault: fault('drop', message('request')), check: messageHit('request') },
  replay: { fault: fault('replay', message('request')), check: messageHit('request') },
  'store-restart': {
    fault: fault('store-restart', { target: 'store', forMs: 300 }),
    check: (history) => {
      expect(history.events.filter((event) => event.type === 'store-stopped')).toHaveLength(1);
      expect(history.events.find((event) => event.type === 'store-started')).toMatchObject({ durable: true });
    },
  },
  'store-wipe': {
    fault: fault('store-wipe', { target: 'store', forMs: 300 }),
    check: (history) => {
      expect(history.events.find((event) => event.type === 'store-started')).toMatchObject({ durable: false });
      const blamed = judge(history, { holdTo: 'all' }).filter(({ verdict }) => verdict === 'store-fault');
      expect(blamed).toEqual([]);
    },
  },
};

/** Plans at once; two cores carry no more without drifting. */
const AT_ONCE = 4;

for (const kind of ['local', 'containers'] as const) {
  await describeOn(kind, () => {
    let testbed: RealTestbed;
    const results = new Map<string, readonly History[]>();
    const notes: string[] = [];

    beforeAll(async () => {
      testbed = await realTestbed(kind, { electionsPerPlan: 2 });
      const queue = Object.entries(cases);
      const work = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const signal = new AbortController().signal;
          const onNote = (text: string): unknown => notes.push(text);
          results.set(next[0], await testbed.run(reference, shortPlan([next[1].fault]), { signal, onNote }));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    }, 180_000);
    afterAll(() => testbed.close());

    test('every kind of fault is either injected or reported as missing', () => {
      const said = [...testbed.capabilities.faults, ...testbed.capabilities.missing.keys()];
      expect([...testbed.capabilities.faults].toSorted()).toEqual(Object.keys(cases).toSorted());
      expect(new Set(said).size).toBe(said.length);
    });

    test.each(Object.keys(cases))('%s is achieved', (name) => {
      const found = Object.entries(cases).find(([each]) => each === name);
      const histories = results.get(name) ?? [];
      expect(histories).toHaveLength(2);
      for (const history of histories) {
        const edges = faultOf(history, name);
        expect(earliest(edges.start.at)).toBeGreaterThanOrEqual(edges.start.intendedUs - 2000);
        found?.[1].check(history, edges);
      }
    });

    test('a history is sorted, starts with trouble, ends with the end, and names its authors', () => {
      for (const [name, history] of [...results].flatMap(([name, all]) => all.map((one) => [name, one] as const))) {
        const times = history.events.map((event) => earliest(event.at));
        expect(times).toEqual(times.toSorted((left, right) => left - right));
        const phases = history.events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));
        expect(phases).toEqual(['trouble', 'healed', 'degraded', 'end']);
        expect(history.header.ledger, `${name}: ${notes.join('; ')}`).toBe(true);
        for (const event of history.events) if (event.type === 'granted') expect(event.by).toMatch(/^[abc]#\d$/);
      }
    });

    test('a message fault waits for the next process of a candidate that died first', async () => {
      const anchor = { event: 'elected', nth: 1 } as const;
      const [history] = await testbed.run(
        reference,
        shortPlan([
          fault('hold', { anchor, message: { nth: 2, leg: 'request' }, forMs: 300 }),
          fault('crash', { anchor, forMs: 400 }),
        ]),
        { signal: new AbortController().signal },
      );
      if (history === undefined) throw new Error('the plan gave no history');
      const crashed = history.events.find((event) => event.type === 'crashed');
      const held = faultOf(history, 'hold').start;
      expect(held.from).toBe(String(crashed?.who).split('#')[0]);
      expect(earliest(held.at)).toBeGreaterThan(latest(crashed?.at ?? Infinity));
    });

    test('a run that is aborted gives the histories so far', async () => {
      const abort = new AbortController();
      const histories = await testbed.run(reference, shortPlan([]), {
        signal: abort.signal,
        onProgress: ({ beliefs }) =>
          beliefs.some(({ candidate, leader }) => candidate === leader) && setTimeout(() => abort.abort(), 300),
      });
      expect(histories).toHaveLength(2);
      expect(latest(histories[0]?.events.at(-1)?.at ?? 0)).toBeLessThan(4_500_000);
      expect(histories[0]?.events.some((event) => event.type === 'elected')).toBe(true);
    });
  });
}
