/**
 * The platform as one process of a simulated world sees it, where its adapter asks for `globals: 'virtual'`: the clocks
 * and timers are the candidate's own, and randomness is its stream of the plan's seed.
 */
import { fillCallback, fillSync, getRandomValues, randomBytes, randomInteger, uuid } from './globals-virtual-random.ts';
import { immediatePromise, intervalOf, timeoutPromise } from './globals-virtual-promises.ts';
import { clearTimer, VirtualImmediate, VirtualTimeout } from './globals-virtual-timers.ts';
import type { VirtualPlatform } from './virtual-platform.ts';

/** How a call of the platform is answered; `original` is the platform's own function. */
export type VirtualAnswer = (
  platform: VirtualPlatform,
  args: readonly unknown[],
  original: (...args: readonly unknown[]) => unknown,
) => unknown;

const setTimeoutAnswer: VirtualAnswer = (platform, [callback, ms, ...args]) =>
  new VirtualTimeout(platform, callback, { ms, repeats: false, args });
const setIntervalAnswer: VirtualAnswer = (platform, [callback, ms, ...args]) =>
  new VirtualTimeout(platform, callback, { ms, repeats: true, args });
const setImmediateAnswer: VirtualAnswer = (platform, [callback, ...args]) =>
  new VirtualImmediate(platform, callback, args);
const clearAnswer: VirtualAnswer = (platform, [timer], original) => {
  if (!clearTimer(platform, timer)) original(timer);
};
const waitAnswer: VirtualAnswer = (platform, [ms, value, options]) => timeoutPromise(platform, ms, value, options);
const valuesAnswer: VirtualAnswer = (platform, [array]) => getRandomValues(platform, array);
const uuidAnswer: VirtualAnswer = (platform) => uuid(platform);
/** As `environment.log`, which says nothing in a world; not even the text is made. */
const consoleAnswer: VirtualAnswer = () => undefined;

/** By the name under which a call of the platform is refused elsewhere. What is not here is refused here as well. */
export const virtualAnswers: ReadonlyMap<string, VirtualAnswer> = new Map<string, VirtualAnswer>([
  ['Date.now', (platform) => platform.clock.wallMs()],
  ['performance.now', (platform) => platform.sinceStartMs()],
  ['performance.timeOrigin', (platform) => platform.started.wallMs],
  ['process.uptime', (platform) => platform.sinceStartMs() / 1000],
  ['process.hrtime', (platform, [since]) => hrtime(platform.monotonicNs(), since)],
  ['process.hrtime.bigint', (platform) => platform.monotonicNs()],
  ['setTimeout', setTimeoutAnswer],
  ['setInterval', setIntervalAnswer],
  ['setImmediate', setImmediateAnswer],
  ['clearTimeout', clearAnswer],
  ['clearInterval', clearAnswer],
  ['clearImmediate', clearAnswer],
  ['timers.setTimeout', setTimeoutAnswer],
  ['timers.setInterval', setIntervalAnswer],
  ['timers.setImmediate', setImmediateAnswer],
  ['timers.clearTimeout', clearAnswer],
  ['timers.clearInterval', clearAnswer],
  ['timers.clearImmediate', clearAnswer],
  ['timers.promises.setTimeout', waitAnswer],
  ['timers.promises.setInterval', (platform, [ms, value, options]) => intervalOf(platform, ms, value, options)],
  ['timers.promises.setImmediate', (platform, [value, options]) => immediatePromise(platform, value, options)],
  ['timers.promises.scheduler.wait', (platform, [ms, options]) => timeoutPromise(platform, ms, undefined, options)],
  ['timers.promises.scheduler.yield', (platform) => immediatePromise(platform, undefined, undefined)],
  ['Math.random', (platform) => platform.random()],
  ['crypto.getRandomValues', valuesAnswer],
  ['crypto.randomUUID', uuidAnswer],
  ['crypto.randomBytes', (platform, [size, callback]) => randomBytes(platform, size, callback)],
  ['crypto.pseudoRandomBytes', (platform, [size, callback]) => randomBytes(platform, size, callback)],
  ['crypto.randomFillSync', (platform, [buffer, offset, size]) => fillSync(platform, buffer, offset, size)],
  ['crypto.randomFill', (platform, args) => fillCallback(platform, args)],
  ['crypto.randomInt', (platform, args) => randomInteger(platform, args)],
  ['console.log', consoleAnswer],
  ['console.info', consoleAnswer],
  ['console.warn', consoleAnswer],
  ['console.error', consoleAnswer],
  ['console.debug', consoleAnswer],
]);

/** `[seconds, nanoseconds]`, as the platform's. */
function hrtime(nowNs: bigint, since: unknown): [number, number] {
  const [seconds, nanoseconds] = isList(since) ? since : [0, 0];
  const elapsed = nowNs - BigInt(Number(seconds)) * 1_000_000_000n - BigInt(Number(nanoseconds));
  return [Number(elapsed / 1_000_000_000n), Number(elapsed % 1_000_000_000n)];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
