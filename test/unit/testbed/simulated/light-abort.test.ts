/**
 * Goal: the light controller and signal behave as the platform's.
 * Method: the same steps on both, and their logs compared.
 */
import { describe, expect, test } from 'vitest';
import {
  LightAbortController,
  LightAbortSignal,
  stopWaitingUnder,
  waitUnder,
} from '../../../../src/testbed/simulated/light-abort.ts';

const pairs = [
  { name: 'platform', Controller: AbortController, Signal: AbortSignal },
  { name: 'light', Controller: LightAbortController, Signal: LightAbortSignal },
] as const;

describe.each(pairs)('$name', ({ Controller, Signal }) => {
  test('listeners: once, removed, onabort, no second abort', () => {
    const controller = new Controller();
    const log: string[] = [];
    const removed = (): void => void log.push('removed');
    controller.signal.onabort = () => log.push('onabort');
    controller.signal.addEventListener('abort', () => log.push('one'));
    controller.signal.addEventListener(
      'abort',
      { handleEvent: (event: Event) => log.push(event.type) },
      { once: true },
    );
    controller.signal.addEventListener('abort', removed);
    controller.signal.removeEventListener('abort', removed);

    controller.abort('why');
    controller.abort('again');
    controller.signal.dispatchEvent(new Event('abort'));

    expect(log).toEqual(['onabort', 'one', 'abort', 'onabort', 'one']);
    expect(controller.signal.reason).toBe('why');
  });

  test('the default reason is an AbortError, and throwIfAborted throws it', () => {
    const controller = new Controller();
    controller.signal.throwIfAborted();

    controller.abort();

    expect(controller.signal.aborted).toBe(true);
    expect(controller.signal.reason).toMatchObject({ name: 'AbortError', code: 20 });
    expect(() => controller.signal.throwIfAborted()).toThrow(DOMException);
  });

  test('any aborts with the first, also when that had happened before', () => {
    const first = new Controller();
    const second = new Controller();
    const both = Signal.any([first.signal, second.signal] as AbortSignal[]);
    const log: unknown[] = [];
    both.addEventListener('abort', () => log.push(both.reason));

    second.abort('second');
    first.abort('first');

    expect(log).toEqual(['second']);
    expect(Signal.any([first.signal] as AbortSignal[]).reason).toBe('first');
    expect(Signal.abort('at once')).toMatchObject({ aborted: true, reason: 'at once' });
  });

  test('timeout aborts with a TimeoutError', async () => {
    const signal = Signal.timeout(1);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 30);
    });
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  test('whoever waits is told once, and not after it has what it waited for', () => {
    const controller = new Controller();
    const log: unknown[] = [];
    const patient = { abort: (reason: unknown): void => void log.push(['patient', reason]) };
    const served = { abort: (reason: unknown): void => void log.push(['served', reason]) };
    waitUnder(controller.signal, patient);
    waitUnder(controller.signal, served);
    stopWaitingUnder(controller.signal, served);

    controller.abort('over');

    expect(log).toEqual([['patient', 'over']]);
  });
});

test('a signal of either kind is an instance of the light one', () => {
  expect(new LightAbortController().signal).toBeInstanceOf(LightAbortSignal);
  expect(new AbortController().signal).toBeInstanceOf(LightAbortSignal);
  expect({}).not.toBeInstanceOf(LightAbortSignal);
});

test('a signal of any over both kinds follows either', () => {
  const platform = new AbortController();
  const signal = LightAbortSignal.any([new LightAbortController().signal, platform.signal]);
  platform.abort('from the platform');
  expect(signal.reason).toBe('from the platform');
});
