/**
 * What a command did to a key, from the keyspace event that it caused and its own words. The event says that it took
 * effect (a refused `SET NX` causes none), the words say what was written.
 */

/** A key as the ledger knows it. */
export interface KnownKey {
  readonly value: string;
  /** Milliseconds of the server's wall clock; null: never expires. */
  readonly deadlineMs: number | null;
}

export interface Effect {
  /** Null: the key is gone. */
  readonly key: KnownKey | null;
  /** Whether the event gave the key a lifetime, rather than keeping it. */
  readonly refreshed: boolean;
}

export interface Observation {
  readonly event: string;
  readonly name: string;
  readonly words: readonly string[];
  /** When the command ran, by the server's wall clock. */
  readonly wallUs: number;
  readonly before: KnownKey | undefined;
}

/** Undefined where the event is of a kind that the ledger cannot follow: the value is not known any more. */
export function effectOf(observation: Observation): Effect | undefined {
  const { event, before } = observation;
  switch (event) {
    case 'set':
      return effectOfSet(observation);
    case 'incrby':
      return effectOfIncrement(observation);
    case 'expire': {
      const deadlineMs = deadlineOf(observation);
      if (before === undefined || deadlineMs === undefined) return undefined;
      return { key: { value: before.value, deadlineMs }, refreshed: true };
    }
    case 'persist':
      return before && { key: { value: before.value, deadlineMs: null }, refreshed: true };
    case 'del':
    case 'expired':
    case 'evicted':
      return { key: null, refreshed: false };
    default:
      return undefined;
  }
}

function effectOfSet({ name, words, before }: Observation): Effect | undefined {
  const value = writtenValue(name, words);
  if (value === undefined) return undefined;
  const keeps = words[0] === 'SET' && words.slice(3).some((word) => word.toUpperCase() === 'KEEPTTL');
  return keeps && before !== undefined
    ? { key: { value, deadlineMs: before.deadlineMs }, refreshed: false }
    : { key: { value, deadlineMs: null }, refreshed: true };
}

function writtenValue(name: string, words: readonly string[]): string | undefined {
  switch (words[0]) {
    case 'SET':
    case 'SETNX':
    case 'GETSET':
      return words[2];
    case 'SETEX':
    case 'PSETEX':
      return words[3];
    case 'MSET':
    case 'MSETNX': {
      let value: string | undefined;
      for (let index = 1; index + 1 < words.length; index += 2) if (words[index] === name) value = words[index + 1];
      return value;
    }
    default:
      return undefined;
  }
}

function effectOfIncrement({ words, before }: Observation): Effect | undefined {
  const amount = words[2] ?? '1';
  const sign = words[0]?.startsWith('DECR') === true ? -1n : 1n;
  if (!/^-?\d+$/.test(amount) || !/^-?\d+$/.test(before?.value ?? '0')) return undefined;
  const value = BigInt(before?.value ?? '0') + sign * BigInt(amount);
  return { key: { value: value.toString(), deadlineMs: before?.deadlineMs ?? null }, refreshed: before === undefined };
}

/** The deadline that a command gives, in milliseconds of the server's wall clock. */
function deadlineOf({ words, wallUs }: Observation): number | undefined {
  const nowMs = Math.floor(wallUs / 1000);
  const [command, , amount = ''] = words;
  switch (command) {
    case 'EXPIRE':
    case 'SETEX':
      return nowMs + Number(amount) * 1000;
    case 'PEXPIRE':
    case 'PSETEX':
      return nowMs + Number(amount);
    case 'EXPIREAT':
      return Number(amount) * 1000;
    case 'PEXPIREAT':
      return Number(amount);
    case 'SET':
    case 'GETEX':
      return deadlineOfFlags(words.slice(command === 'SET' ? 3 : 2), nowMs);
    default:
      return undefined;
  }
}

function deadlineOfFlags(flags: readonly string[], nowMs: number): number | undefined {
  let deadlineMs: number | undefined;
  flags.forEach((flag, index) => {
    const amount = Number(flags[index + 1]);
    const unit = flag.toUpperCase();
    if (unit === 'EX') deadlineMs = nowMs + amount * 1000;
    else if (unit === 'PX') deadlineMs = nowMs + amount;
    else if (unit === 'EXAT') deadlineMs = amount * 1000;
    else if (unit === 'PXAT') deadlineMs = amount;
  });
  return deadlineMs;
}
