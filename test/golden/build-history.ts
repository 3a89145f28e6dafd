/**
 * Writes histories by hand: one call an event, times in milliseconds, everything else that a reader does not need to
 * see (operation numbers, the orders of the store and of the resource, numbers of leaderships) filled in.
 */
import type { Claims } from '../../spec/claims.ts';
import type { FaultKind } from '../../spec/faults.ts';
import { candidateOf, earliest } from '../../spec/history.ts';
import type {
  History,
  HistoryEvent,
  HistoryHeader,
  Instant,
  OperationName,
  OperationValue,
} from '../../spec/history.ts';

/** Milliseconds, or the two between which it happened. */
export type AtMs = number | readonly [number, number];

/** A lease of 10 s, validity of 8 s from sending, a pause of 1 s tolerated: the demotion bound is 9.008 s or so. */
export const claims: Claims = {
  fencing: 'monotonic',
  exclusivity: 'timed',
  leaderView: 'none',
  liveness: true,
  tolerates: { clockRatePpm: 1000, pauseMs: 1000, networkDelayMs: 50 },
  timing: {
    kind: 'store',
    clock: 'monotonic',
    validityMs: 8000,
    anchor: 'send',
    renewMs: 3000,
    retryMs: 1000,
    jitter: 0.2,
    watch: false,
    requestTimeoutMs: 1000,
    backoffMsMax: 0,
    roundTrips: 1,
  },
};

export interface HistoryOptions {
  readonly claims?: Partial<Claims>;
  readonly resource?: 'enforcing' | 'open';
  readonly ownResource?: true;
  readonly ledger?: boolean;
  readonly uncertaintyMs?: number;
}

interface StoreOptions {
  readonly token?: number;
  readonly by?: string;
  readonly leaseMs?: number | null;
  readonly replaced?: string;
}

/** A store's share of a history; `by` is the holder itself unless it is said otherwise. */
export class HistoryBuilder {
  readonly #options: HistoryOptions;
  readonly #events: HistoryEvent[] = [];
  readonly #leaderships = new Map<string, { number: number; token: string | undefined; term: string | undefined }>();
  readonly #open = new Map<string, number>();
  #op = 0;
  #g = 0;
  #n = 0;
  #fault = 0;
  #holder: { name: string; token: string | undefined } | undefined;

  constructor(options: HistoryOptions = {}) {
    this.#options = options;
  }

  /** An invocation; its completion is `ended` with the same `f`. */
  invoked(at: AtMs, who: string, f: OperationName, value?: OperationValue): this {
    this.#op += 1;
    this.#open.set(`${who} ${f}`, this.#op);
    return this.#add({ at: us(at), who, type: 'invoke', op: this.#op, f, ...(value === undefined ? {} : { value }) });
  }

  ended(at: AtMs, who: string, f: OperationName, type: 'ok' | 'fail' | 'info' = 'ok', value?: OperationValue): this {
    const op = this.#open.get(`${who} ${f}`) ?? 0;
    return this.#add({ at: us(at), who, type, op, ...(value === undefined ? {} : { value }) });
  }

  campaigns(at: AtMs, who: string): this {
    return this.invoked(at, who, 'campaign');
  }

  elected(at: AtMs, who: string, token?: number, term?: number): this {
    const leadership = {
      number: (this.#leaderships.get(who)?.number ?? 0) + 1,
      token: token === undefined ? undefined : String(token),
      term: term === undefined ? undefined : String(term),
    };
    this.#leaderships.set(who, leadership);
    return this.#add({ at: us(at), who, type: 'elected', leadership: leadership.number, ...numbers(leadership) });
  }

  lost(at: AtMs, who: string, leadership?: number): this {
    const current = this.#leaderships.get(who);
    return this.#add({ at: us(at), who, type: 'lost', leadership: leadership ?? current?.number ?? 0 });
  }

  crashed(at: AtMs, who: string): this {
    return this.#add({ at: us(at), who, type: 'crashed' });
  }

  closed(at: AtMs, who: string): this {
    return this.#add({ at: us(at), who, type: 'closed' });
  }

  asked(at: AtMs, who: string, leading: boolean): this {
    return this.invoked(at, who, 'is-leader').ended(at, who, 'is-leader', 'ok', { leading });
  }

  stalled(fromMs: number, toMs: number, who: string): this {
    return this.#add({ at: [fromMs * 1000, toMs * 1000], who, type: 'stall' });
  }

  granted(at: AtMs, holder: string, options: StoreOptions = {}): this {
    const token = options.token === undefined ? undefined : String(options.token);
    this.#holder = { name: holder, token };
    return this.#store(at, 'granted', options);
  }

  renewed(at: AtMs, options: StoreOptions = {}): this {
    return this.#store(at, 'renewed', options);
  }

  released(at: AtMs, options: StoreOptions = {}): this {
    return this.#store(at, 'released', options);
  }

  expired(at: AtMs): this {
    return this.#store(at, 'expired', {});
  }

  storeStopped(at: AtMs): this {
    this.#g += 1;
    return this.#add({ at: us(at), who: 'store', type: 'store-stopped', g: this.#g });
  }

  storeStarted(at: AtMs, durable: boolean): this {
    this.#g += 1;
    return this.#add({ at: us(at), who: 'store', type: 'store-started', g: this.#g, durable });
  }

  /** A write of the present leadership of `who`, or of an earlier one by its number and token. */
  wrote(
    at: AtMs,
    by: string,
    outcome: 'applied' | 'refused' = 'applied',
    past?: { leadership: number; token?: number },
  ): this {
    this.#n += 1;
    const current = this.#leaderships.get(by);
    const token = past === undefined ? current?.token : past.token === undefined ? undefined : String(past.token);
    return this.#add({
      at: us(at),
      who: 'resource',
      type: outcome,
      n: this.#n,
      by,
      leadership: past?.leadership ?? current?.number ?? 0,
      ...(token === undefined ? {} : { token }),
      sentAt: earliest(us(at)) - 1000,
    });
  }

  /**
   * A write with a token (0: with none) as its sender knows it: sent, and answered with an outcome, or never. The resource
   * says the same.
   */
  writes(
    [sentMs, arrivedMs, answered]: readonly [sent: number, arrived: number, answered: AtMs | undefined],
    who: string,
    token: number,
    outcome: 'applied' | 'refused' = 'applied',
  ): this {
    const numbers = token === 0 ? {} : { token: String(token) };
    this.#n += 1;
    this.invoked(sentMs, who, 'write', { leadership: 1, ...numbers });
    const common = { who: 'resource', n: this.#n, by: who, leadership: 1, ...numbers } as const;
    this.#add({ at: arrivedMs * 1000, type: outcome, sentAt: sentMs * 1000, ...common });
    return answered === undefined ? this : this.ended(answered, who, 'write', 'ok', { outcome });
  }

  fault(
    fromMs: number,
    toMs: number | undefined,
    kind: FaultKind,
    options: { on?: string; from?: string; to?: string; amount?: number },
  ): this {
    const fault = this.#fault;
    this.#fault += 1;
    const common = { who: 'nemesis', fault, kind, intendedUs: fromMs * 1000, ...options } as const;
    this.#add({ at: fromMs * 1000, type: 'fault-start', ...common });
    return toMs === undefined ? this : this.#add({ at: toMs * 1000, type: 'fault-stop', ...common });
  }

  paused(fromMs: number, toMs: number, who: string): this {
    return this.fault(fromMs, toMs, 'pause', { on: who });
  }

  /** Ends the history at `endMs`, sorted as a stored one is. */
  build(endMs = 60_000): History {
    this.#add({ at: endMs * 1000, who: 'nemesis', type: 'phase', phase: 'end' });
    const events = [...this.#events].sort((left, right) => earliest(left.at) - earliest(right.at));
    return { header: this.#header(events), events };
  }

  #header(events: readonly HistoryEvent[]): HistoryHeader {
    const own = { ...claims, ...this.#options.claims };
    const processes = events.map((event) => event.who).filter((who) => who.includes('#'));
    const ids = [...new Set(['a', 'b', ...processes.map(candidateOf)])];
    return {
      schema: 'scrutineer/history@1',
      adapter: 'golden',
      testbed: 'simulated',
      election: 0,
      planHash: '0',
      seed: 0,
      leaseTtlMs: 10_000,
      claims: own,
      candidates: ids.map((id) => ({ id, leaseTtlMs: 10_000, claims: own })),
      store: { kind: 'redis', granularityMs: 100, clockRatePpm: 0 },
      resource: this.#options.resource ?? 'enforcing',
      ...(this.#options.ownResource === undefined ? {} : { ownResource: this.#options.ownResource }),
      ledger: this.#options.ledger ?? true,
      uncertaintyUs: (this.#options.uncertaintyMs ?? 0) * 1000,
      networkDelayUsMax: 50_000,
    };
  }

  #store(at: AtMs, type: 'granted' | 'renewed' | 'released' | 'expired', options: StoreOptions): this {
    this.#g += 1;
    const holder = this.#holder ?? { name: 'nobody', token: undefined };
    const writes = type === 'granted' || type === 'renewed';
    const leaseMs = options.leaseMs === undefined ? 10_000 : options.leaseMs;
    return this.#add({
      at: us(at),
      who: 'store',
      type,
      g: this.#g,
      holder: holder.name,
      ...(holder.token === undefined ? {} : { token: holder.token }),
      ...(type === 'expired' ? {} : { by: options.by ?? holder.name }),
      ...(writes ? { leaseUs: leaseMs === null ? null : leaseMs * 1000 } : {}),
      ...(options.replaced === undefined ? {} : { replaced: options.replaced }),
    });
  }

  #add(event: HistoryEvent): this {
    this.#events.push(event);
    return this;
  }
}

/** Begins a history. */
export function historyOf(options: HistoryOptions = {}): HistoryBuilder {
  return new HistoryBuilder(options);
}

function us(at: AtMs): Instant {
  return typeof at === 'number' ? at * 1000 : [at[0] * 1000, at[1] * 1000];
}

function numbers({ token, term }: { token: string | undefined; term: string | undefined }): {
  token?: string;
  term?: string;
} {
  return { ...(token === undefined ? {} : { token }), ...(term === undefined ? {} : { term }) };
}
