/**
 * A plausible history of any length, for measuring what a long one costs: five candidates, a tenure after another, some
 * ended by faults, writes and questions all along, and in the middle one leader who goes on believing for a second.
 */
import { earliest } from '../../spec/history.ts';
import type { History, HistoryEvent, HistoryHeader, Micros } from '../../spec/history.ts';
import type { Witness } from '../../spec/property.ts';
import { history as example } from '../unit/report/example-run.ts';
import { Draw } from './draw.ts';

const SECOND = 1_000_000;
const LEASE_US = 10 * SECOND;
const WRITE_EVERY_US = 50_000;
const ASK_EVERY_US = 100_000;
const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** The history, and the witness of its one violation. */
export interface LongHistory {
  readonly history: History;
  readonly witness: Witness;
}

/** A history of `operations` calls, the same for the same numbers. Each call is two events, a write has a third at the resource. */
export function longHistory(operations: number, seed: number): LongHistory {
  const made = new Maker(operations, new Draw(seed));
  const events = made.events.sort((left, right) => earliest(left.at) - earliest(right.at));
  const header: HistoryHeader = {
    ...example.header,
    leaseTtlMs: LEASE_US / 1_000,
    candidates: NAMES.map((id) => ({ id, leaseTtlMs: LEASE_US / 1_000, claims: example.header.claims })),
    networkDelayUsMax: 20_000,
  };
  return { history: { header, events }, witness: witnessOf(events, made.conflict, made.broken) };
}

function witnessOf(
  events: readonly HistoryEvent[],
  conflict: readonly HistoryEvent[],
  [fromUs, toUs]: readonly [Micros, Micros],
): Witness {
  return {
    sentence: `two candidates believed to lead for ${((toUs - fromUs) / SECOND).toFixed(2)} s`,
    events: conflict.map((event) => events.indexOf(event)),
    steps: conflict.map(({ who, type }) => `${who}: ${type}`),
    fromUs,
    toUs,
  };
}

class Maker {
  readonly events: HistoryEvent[] = [{ at: 0, who: 'nemesis', type: 'phase', phase: 'trouble' }];
  readonly conflict: HistoryEvent[] = [];
  broken: readonly [Micros, Micros] = [0, 0];
  readonly #draw: Draw;
  readonly #calls = new Map<string, number>();
  #left: number;
  #token = 0;
  #grants = 0;
  #writes = 0;
  #faults = 0;

  constructor(operations: number, draw: Draw) {
    this.#draw = draw;
    this.#left = operations;
    for (const name of NAMES) this.events.push({ at: 1_000 + draw.below(5_000), who: `${name}#0`, type: 'started' });
    let atUs = 10_000;
    let leader = 0;
    while (this.#left > 0) {
      leader = (leader + 1 + draw.below(NAMES.length - 1)) % NAMES.length;
      const isBroken = this.conflict.length === 0 && this.#left < operations / 2;
      atUs = this.#tenure(leader, atUs, isBroken);
    }
    this.events.push({ at: atUs + SECOND, who: 'nemesis', type: 'phase', phase: 'end' });
  }

  /** Gives the moment from which the next one may be granted. */
  #tenure(leader: number, fromUs: Micros, isBroken: boolean): Micros {
    const who = `${NAMES[leader] ?? ''}#0`;
    const token = String((this.#token += 1));
    const endUs = fromUs + 20 * SECOND + this.#draw.below(40 * SECOND);
    const op = this.#call(who);
    this.events.push({ at: fromUs - this.#latency(), who, type: 'invoke', op, f: 'campaign' });
    this.events.push({
      at: fromUs,
      who: 'store',
      type: 'granted',
      g: this.#grant(),
      holder: who,
      token,
      by: who,
      leaseUs: LEASE_US,
    });
    const believesUs = fromUs + this.#latency();
    const elected: HistoryEvent = { at: believesUs, who, type: 'elected', leadership: Number(token), token };
    this.events.push({ at: believesUs, who, type: 'ok', op, value: { token } }, elected);
    if (this.conflict.length === 2) this.#endConflict(elected, fromUs);
    let renewedUs = fromUs;
    for (let atUs = fromUs + 2 * SECOND; atUs < endUs; atUs += 2 * SECOND + this.#draw.below(20_000)) {
      renewedUs = atUs;
      this.events.push({
        at: atUs,
        who: 'store',
        type: 'renewed',
        g: this.#grant(),
        holder: who,
        token,
        by: who,
        leaseUs: LEASE_US,
      });
    }
    for (let atUs = believesUs; atUs < endUs; atUs += WRITE_EVERY_US)
      this.#write(who, token, atUs + this.#draw.below(800));
    for (const name of NAMES)
      if (name !== NAMES[leader])
        for (let atUs = fromUs + this.#draw.below(ASK_EVERY_US); atUs < endUs; atUs += ASK_EVERY_US)
          this.#ask(`${name}#0`, atUs + this.#draw.below(800), who);
    return this.#end(who, token, { endUs, expiresUs: renewedUs + LEASE_US, isBroken, elected });
  }

  #end(
    who: string,
    token: string,
    {
      endUs,
      expiresUs,
      isBroken,
      elected,
    }: { endUs: Micros; expiresUs: Micros; isBroken: boolean; elected: HistoryEvent },
  ): Micros {
    const lost = (at: Micros): HistoryEvent => ({
      at,
      who,
      type: 'lost',
      leadership: Number(token),
      token,
      reason: 'the renewal failed',
    });
    if (!isBroken && this.#draw.chance(0.5)) {
      this.events.push(
        { at: endUs, who: 'store', type: 'released', g: this.#grant(), holder: who, token, by: who },
        lost(endUs + this.#latency()),
      );
      return endUs + 200_000 + this.#draw.below(SECOND);
    }
    const fault = { fault: (this.#faults += 1), kind: 'pause', on: who } as const;
    const wakesUs = isBroken ? expiresUs + 2 * SECOND : endUs + SECOND;
    const expired: HistoryEvent = {
      at: [expiresUs, expiresUs + this.#draw.below(2_000)],
      who: 'store',
      type: 'expired',
      g: this.#grant(),
      holder: who,
      token,
    };
    this.events.push({ at: endUs, who: 'nemesis', type: 'fault-start', intendedUs: endUs, ...fault });
    this.events.push({ at: wakesUs, who: 'nemesis', type: 'fault-stop', intendedUs: wakesUs, ...fault });
    this.events.push(expired, lost(wakesUs + this.#latency()));
    if (isBroken) {
      this.conflict.push(elected, expired);
      this.broken = [0, wakesUs];
    }
    return expiresUs + 500_000;
  }

  #endConflict(elected: HistoryEvent, fromUs: Micros): void {
    const last = this.events.findLast(({ type }) => type === 'lost');
    this.conflict.push(elected, ...(last === undefined ? [] : [last]));
    this.broken = [fromUs, this.broken[1]];
  }

  #write(who: string, token: string, sentAt: Micros): void {
    if (this.#left <= 0) return;
    const op = this.#call(who);
    const leadership = Number(token);
    const atUs = sentAt + this.#latency();
    this.events.push({ at: sentAt, who, type: 'invoke', op, f: 'write', value: { leadership, token } });
    this.events.push({
      at: atUs,
      who: 'resource',
      type: 'applied',
      n: (this.#writes += 1),
      by: who,
      leadership,
      token,
      sentAt,
    });
    if (this.#draw.chance(0.01))
      this.events.push({ at: sentAt + SECOND, who, type: 'info', op, error: 'no answer for 1 s' });
    else this.events.push({ at: atUs + this.#latency(), who, type: 'ok', op, value: { outcome: 'applied' } });
  }

  #ask(who: string, atUs: Micros, leader: string): void {
    if (this.#left <= 0) return;
    const op = this.#call(who);
    const isOwn = this.#draw.chance(0.5);
    const value = isOwn ? { leading: false } : { holder: leader };
    this.events.push({ at: atUs, who, type: 'invoke', op, f: isOwn ? 'is-leader' : 'leader' });
    this.events.push({ at: atUs + (isOwn ? 3 : this.#latency()), who, type: 'ok', op, value });
  }

  #call(who: string): number {
    this.#left -= 1;
    const op = (this.#calls.get(who) ?? -1) + 1;
    this.#calls.set(who, op);
    return op;
  }

  #grant(): number {
    return (this.#grants += 1);
  }

  /** Of one way and the work at its end, in microseconds. */
  #latency(): Micros {
    return 800 + this.#draw.below(15_000);
  }
}
