/** `node:timers/promises` of `globals: 'virtual'`. */
import type { VirtualPlatform } from './virtual-platform.ts';
import {
  delayMs,
  invalidArgument,
  VirtualImmediate,
  VirtualTimeout,
  type VirtualTimer,
} from './globals-virtual-timers.ts';

/** As the platform rejects a wait whose signal aborted; the signal's reason is the cause. */
class WaitAborted extends Error {
  readonly code = 'ABORT_ERR';

  constructor(cause: unknown) {
    super('The operation was aborted', { cause });
    this.name = 'AbortError';
  }
}

interface SignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Throws a `TypeError` where there is something that is no signal. */
function signalOf(options: unknown): SignalLike | undefined {
  if (options === undefined) return undefined;
  if (typeof options !== 'object' || options === null) throw invalidArgument('options', 'of type object');
  const signal: unknown = 'signal' in options ? options.signal : undefined;
  if (signal === undefined) return undefined;
  if (!isSignal(signal)) throw invalidArgument('options.signal', 'an instance of AbortSignal');
  return signal;
}

function isSignal(value: unknown): value is SignalLike {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

/** Resolves with `value` after `ms`; rejects when the signal of `options` aborts. */
export function timeoutPromise(
  platform: VirtualPlatform,
  ms: unknown,
  value: unknown,
  options: unknown,
): Promise<unknown> {
  return waited(value, options, (done) => new VirtualTimeout(platform, done, { ms, repeats: false, args: [] }));
}

/** Resolves with `value` in the next turn; rejects when the signal of `options` aborts. */
export function immediatePromise(platform: VirtualPlatform, value: unknown, options: unknown): Promise<unknown> {
  return waited(value, options, (done) => new VirtualImmediate(platform, done, []));
}

function waited(value: unknown, options: unknown, start: (done: () => void) => VirtualTimer): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const signal = signalOf(options);
    if (signal?.aborted === true) throw new WaitAborted(signal.reason);
    const onAbort = (): void => {
      timer.close();
      reject(new WaitAborted(signal?.reason));
    };
    const timer = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Gives `value` every `ms`, also the rounds that went by while nobody asked; throws when the signal of `options` aborts. */
export async function* intervalOf(
  platform: VirtualPlatform,
  ms: unknown,
  value: unknown,
  options: unknown,
): AsyncGenerator<unknown, void, undefined> {
  const signal = signalOf(options);
  if (signal?.aborted === true) throw new WaitAborted(signal.reason);
  let roundsDue = 0;
  let wakeUp: () => void = () => undefined;
  const round = (): void => {
    roundsDue += 1;
    wakeUp();
  };
  const isAborted = (): boolean => signal?.aborted === true;
  const onAbort = (): void => wakeUp();
  const timer = new VirtualTimeout(platform, round, { ms: delayMs(ms), repeats: true, args: [] });
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (roundsDue > 0) {
        roundsDue -= 1;
        yield value;
      } else if (isAborted()) {
        throw new WaitAborted(signal?.reason);
      } else {
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
        });
      }
    }
  } finally {
    timer.close();
    signal?.removeEventListener('abort', onAbort);
  }
}
