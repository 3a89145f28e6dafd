/** The randomness of `globals: 'virtual'`: what the platform's functions give, drawn from the candidate's own stream. */
import type { VirtualPlatform } from './virtual-platform.ts';
import { invalidArgument } from './globals-virtual-timers.ts';

/** The most that `getRandomValues` fills at once, in bytes. */
const VALUES_BYTES_MAX = 65_536;

/** The error with which the platform refuses a number that is too small or too large. */
function outOfRange(name: string, expected: string): RangeError {
  return Object.assign(new RangeError(`The value of "${name}" is out of range: it must be ${expected}`), {
    code: 'ERR_OUT_OF_RANGE',
  });
}

function fill(platform: VirtualPlatform, target: Uint8Array): void {
  for (let index = 0; index < target.length; index += 4) {
    const drawn = Math.floor(platform.random() * 2 ** 32);
    for (let byte = 0; byte < 4 && index + byte < target.length; byte += 1) {
      target[index + byte] = (drawn >>> (8 * byte)) & 0xff;
    }
  }
}

function bytesOf(size: unknown, platform: VirtualPlatform): Buffer {
  if (typeof size !== 'number') throw invalidArgument('size', 'of type number');
  if (!Number.isInteger(size) || size < 0 || size > 2 ** 31 - 1)
    throw outOfRange('size', 'a whole number from 0 to 2147483647');
  const drawn = Buffer.alloc(size);
  fill(platform, drawn);
  return drawn;
}

type NodeCallback = (error: Error | null, value?: unknown) => void;

function isCallback(value: unknown): value is NodeCallback {
  return typeof value === 'function';
}

/** Answers at once, or through the callback where there is one. */
function answer(platform: VirtualPlatform, value: unknown, callback: unknown): unknown {
  if (callback === undefined) return value;
  if (!isCallback(callback)) throw invalidArgument('callback', 'of type function');
  platform.clock.after(0, () => callback(null, value));
  return undefined;
}

export function randomBytes(platform: VirtualPlatform, size: unknown, callback: unknown): unknown {
  return answer(platform, bytesOf(size, platform), callback);
}

function viewOf(target: unknown): Uint8Array {
  if (ArrayBuffer.isView(target)) return new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  if (target instanceof ArrayBuffer) return new Uint8Array(target);
  throw invalidArgument('buf', 'an ArrayBuffer or a view of one');
}

/** `randomFillSync(buffer, offset?, size?)`; both in elements of `buffer`. */
export function fillSync(platform: VirtualPlatform, target: unknown, offset: unknown, size: unknown): unknown {
  const view = viewOf(target);
  const elementBytes =
    ArrayBuffer.isView(target) && 'BYTES_PER_ELEMENT' in target ? Number(target.BYTES_PER_ELEMENT) : 1;
  const from = Number(offset ?? 0) * elementBytes;
  const to = size === undefined ? view.length : from + Number(size) * elementBytes;
  if (!(from >= 0 && from <= to && to <= view.length)) {
    throw outOfRange('offset + size', 'within the buffer');
  }
  fill(platform, view.subarray(from, to));
  return target;
}

/** `randomFill(buffer, offset?, size?, callback)`. */
export function fillCallback(platform: VirtualPlatform, args: readonly unknown[]): unknown {
  const callback = args.find(isCallback);
  if (callback === undefined) throw invalidArgument('callback', 'of type function');
  const [target, offset, size] = args.filter((arg) => !isCallback(arg));
  return answer(platform, fillSync(platform, target, offset, size), callback);
}

/** `randomInt(min?, max, callback?)`: from `min`, below `max`. */
export function randomInteger(platform: VirtualPlatform, args: readonly unknown[]): unknown {
  const callback = args.find(isCallback);
  const limits = args.filter((arg) => !isCallback(arg) && arg !== undefined);
  const [min, max] = limits.length > 1 ? limits : [0, limits[0]];
  if (!Number.isSafeInteger(min)) throw invalidArgument('min', 'a safe integer');
  if (!Number.isSafeInteger(max)) throw invalidArgument('max', 'a safe integer');
  const [from, below] = [Number(min), Number(max)];
  if (below <= from || below - from >= 2 ** 48) {
    throw outOfRange('max', `above ${from}`);
  }
  const high = Math.floor(platform.random() * 2 ** 21);
  const uniform = (high * 2 ** 32 + Math.floor(platform.random() * 2 ** 32)) / 2 ** 53;
  return answer(platform, from + Math.floor(uniform * (below - from)), callback);
}

/** Fills an array of integers. */
export function getRandomValues(platform: VirtualPlatform, array: unknown): unknown {
  if (!ArrayBuffer.isView(array) || array instanceof DataView || array.constructor.name.startsWith('Float')) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > VALUES_BYTES_MAX) {
    throw new DOMException(
      `The requested length exceeds ${VALUES_BYTES_MAX} bytes: ask for them in parts`,
      'QuotaExceededError',
    );
  }
  fill(platform, viewOf(array));
  return array;
}

/** A version 4 UUID. */
export function uuid(platform: VirtualPlatform): string {
  const drawn = bytesOf(16, platform);
  drawn[6] = ((drawn[6] ?? 0) & 0x0f) | 0x40;
  drawn[8] = ((drawn[8] ?? 0) & 0x3f) | 0x80;
  const hex = drawn.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
