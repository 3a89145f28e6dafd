/**
 * Goal: virtual globals answer and refuse as the platform's own do.
 * Method: the same calls once outside of any world, where they are the platform's, and once inside one; what they return
 * and how they fail is compared, as far as it does not depend on time or chance.
 */
import '../../../../src/testbed/simulated/world-worker.ts';
import * as cryptoModule from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import * as timers from 'node:timers';
import * as waits from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { probeAdapter } from '../../../support/probe-adapter.ts';
import { quietPlan } from '../../../support/simulated-plan.ts';

/** Calls a function with arguments that its type forbids. */
function loosely(called: unknown, ...args: readonly unknown[]): unknown {
  if (typeof called !== 'function') throw new Error('no function');
  return Reflect.apply(called, undefined, args);
}

const never = new AbortController().signal;

function aborted(): AbortSignal {
  const controller = new AbortController();
  controller.abort('why');
  return controller.signal;
}

const calls: Readonly<Record<string, () => unknown>> = {
  'a callback that is none': () => loosely(setTimeout, 'code'),
  'an interval without a callback': () => loosely(setInterval),
  'an immediate without a callback': () => loosely(setImmediate, undefined),
  'what clearing gives': () => clearTimeout(setTimeout(() => undefined, 1)),
  'clearing nothing': () => [null, undefined, 'x', 1e9, {}].map((nothing) => loosely(clearTimeout, nothing)),
  'clearing an immediate as a timeout': () =>
    loosely(
      clearTimeout,
      setImmediate(() => undefined),
    ),
  'references of a timer': () => {
    const timer = setTimeout(() => undefined, 1);
    const all = [
      timer.hasRef(),
      timer.unref() === timer,
      timer.hasRef(),
      timer.ref().hasRef(),
      timer.refresh() === timer,
    ];
    return [...all, typeof timer[Symbol.toPrimitive](), typeof timer.close, timer.close() === timer];
  },
  'a cleared timer that is refreshed': async () => {
    let fired = 0;
    const timer = setTimeout(() => (fired += 1), 1);
    clearTimeout(timer);
    timer.refresh();
    await waits.setTimeout(20);
    return fired;
  },
  'a timer that has fired and is refreshed': async () => {
    let fired = 0;
    const timer = setTimeout(() => (fired += 1), 1);
    await waits.setTimeout(20);
    timer.refresh();
    await waits.setTimeout(20);
    return fired;
  },
  'arguments and this of a callback': () =>
    new Promise((resolve) => {
      const timer = setTimeout(
        function (this: unknown, ...args: unknown[]) {
          resolve([this === timer, args]);
        },
        1,
        'a',
        2,
      );
    }),
  'order of due times': async () => {
    const log: string[] = [];
    for (const ms of [30, 10, 20, 0, 10.9]) setTimeout(() => log.push(String(ms)), ms);
    await waits.setTimeout(60);
    return log;
  },
  'a wait with a value': () => waits.setTimeout(1, 'value'),
  'a wait under a signal that stays quiet': () => waits.setTimeout(1, 'value', { signal: never }),
  'a wait under a signal that had aborted': () => waits.setTimeout(1, 'value', { signal: aborted() }),
  'a wait that is aborted': () => {
    const controller = new AbortController();
    const waiting = waits.setTimeout(1e6, 'value', { signal: controller.signal });
    controller.abort();
    return waiting;
  },
  'a wait under what is no signal': () => loosely(waits.setTimeout, 1, 'value', { signal: {} }),
  'a wait with options that are none': () => loosely(waits.setTimeout, 1, 'value', 5),
  'an immediate with a value': () => waits.setImmediate('value'),
  'an immediate under a signal that had aborted': () => waits.setImmediate('value', { signal: aborted() }),
  'scheduler.wait under a signal that had aborted': () => waits.scheduler.wait(1, { signal: aborted() }),
  'scheduler.yield': () => waits.scheduler.yield(),
  'rounds of an interval': async () => {
    const seen: unknown[] = [];
    for await (const value of waits.setInterval(2, 'round')) {
      seen.push(value);
      if (seen.length === 3) break;
    }
    return seen;
  },
  'an interval under a signal that had aborted': async () => {
    for await (const value of waits.setInterval(2, 'round', { signal: aborted() })) return value;
    return 'nothing';
  },
  'a promisified timer': () => promisify(setTimeout)(1, 'value'),
  'a promisified immediate': () => promisify(setImmediate)('value'),
  'one name, one function': () => [
    timers.setTimeout.name,
    setInterval.name,
    waits.setTimeout.name,
    setTimeout.length > 0,
  ],
  'an event under a signal that times out': () => once(new EventEmitter(), 'x', { signal: AbortSignal.timeout(5) }),
  'the first of several signals': async () => {
    const signal = AbortSignal.any([never, AbortSignal.timeout(5)]);
    await waits.setTimeout(1e6, undefined, { signal }).catch(() => undefined);
    return String(signal.reason);
  },
  'a date without arguments': () => [
    new Date() instanceof Date,
    typeof Date(),
    typeof Date.now(),
    Date.length,
    Date.name,
  ],
  'dates with arguments': () => [
    new Date(5).getTime(),
    Date.UTC(2020, 1),
    Date.parse('2020-01-01'),
    new Date('x').getTime(),
  ],
  'a date of a subclass': () => {
    class Later extends Date {
      later(): boolean {
        return this.getTime() > 0;
      }
    }
    return new Later().later();
  },
  'shapes of hrtime': () => {
    const [seconds, nanoseconds] = process.hrtime(process.hrtime());
    return [seconds, nanoseconds >= 0, typeof process.hrtime.bigint()];
  },
  'random bytes': () => {
    const bytes = cryptoModule.randomBytes(5);
    return [Buffer.isBuffer(bytes), bytes.length];
  },
  'random bytes of no size': () => loosely(cryptoModule.randomBytes, 'x'),
  'random bytes of a negative size': () => cryptoModule.randomBytes(-1),
  'random bytes with a callback': () =>
    new Promise((resolve) => {
      const answer = loosely(cryptoModule.randomBytes, 5, (error: unknown, bytes: Buffer) =>
        resolve([error, bytes.length, answer]),
      );
    }),
  'filling what is given': () => {
    const target = new Uint16Array(4);
    return [cryptoModule.randomFillSync(target, 2) === target, target[0], target[1]];
  },
  'filling beyond the end': () => cryptoModule.randomFillSync(Buffer.alloc(4), 2, 8),
  'filling no buffer': () => loosely(cryptoModule.randomFillSync, 'x'),
  'a whole number': () => [cryptoModule.randomInt(1), cryptoModule.randomInt(7, 8)],
  'a whole number out of nothing': () => cryptoModule.randomInt(5, 5),
  'a whole number up to a fraction': () => cryptoModule.randomInt(1.5),
  'a whole number with a callback': () => promisify(cryptoModule.randomInt)(1),
  'values of an array': () => {
    const target = new Uint32Array(2);
    return [crypto.getRandomValues(target) === target, cryptoModule.getRandomValues(new Int8Array(3)).length];
  },
  'values of fractions': () => loosely(crypto.getRandomValues.bind(crypto), new Float64Array(1)),
  'more values than allowed': () => crypto.getRandomValues(new Uint8Array(65_537)).length,
  'a uuid': () => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cryptoModule.randomUUID()),
};

type Outcome = readonly ['value', unknown] | readonly ['error', unknown, unknown, unknown];

async function outcomeOf(call: () => unknown): Promise<Outcome> {
  try {
    return ['value', await call()];
  } catch (error) {
    if (!(error instanceof Error)) return ['error', String(error), undefined, undefined];
    const code: unknown = 'code' in error ? error.code : undefined;
    return ['error', error.name, code, error.cause instanceof Error ? error.cause.name : error.cause];
  }
}

test.each(Object.entries(calls))('%s', async (_name, call) => {
  const outside = await outcomeOf(call);
  const inside: Outcome[] = [];
  const adapter = probeAdapter(async () => {
    inside.push(await outcomeOf(call));
  });
  const plan = quietPlan({
    candidates: [{ id: 'a', joinMs: 0, restMs: 500 }],
    workload: { writeEveryMs: 0, observeEveryMs: 0 },
  });
  await simulate({ ...adapter, globals: 'virtual' }, plan);
  expect(inside).toEqual([outside]);
});
