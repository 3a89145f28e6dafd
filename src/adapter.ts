/**
 * The contract that an implementation fulfils, published as `scrutineer/adapter`.
 *
 * An adapter is a default export that names the implementation, says what its documentation promises, and creates
 * candidates. Everything that a candidate may touch comes to it in its `CandidateEnvironment`.
 */
import type { Claims, Timing, Tolerance } from '../spec/claims.ts';
import type { TestbedKind } from '../spec/history.ts';
import type { PropertyId } from '../spec/property.ts';
import type { Plan } from './plan/plan.ts';
import type {
  CallOptions,
  RedisPort,
  RedisRecord,
  RedisReply,
  RedisScript,
  ScriptCommand,
  SetArgument,
} from './ports/redis.ts';

export type { Claims, Timing, Tolerance, TestbedKind, PropertyId, Plan };
export type { CallOptions, RedisPort, RedisRecord, RedisReply, RedisScript, ScriptCommand, SetArgument };

/** Store kinds and the port that each hands to a candidate. */
export interface StorePorts {
  redis: {
    readonly redis: RedisPort;
    /** A port to each of the adapter's `members`; the first of them is `redis`. */
    readonly redisMembers: readonly RedisPort[];
  };
}

/** Store kinds and what their ledger records. */
export interface StoreRecords {
  redis: RedisRecord;
}

export type StoreKind = keyof StorePorts;

export interface ElectionAdapter<S extends StoreKind = StoreKind> {
  /** Lower-case words joined by hyphens: `redis-lease`. */
  readonly name: string;
  readonly title: string;
  readonly store: S;
  /** Where it can run; a portable adapter lists all three. */
  readonly testbeds: readonly TestbedKind[];
  /**
   * How many independent stores it uses, for algorithms that ask a majority of them. Each has its own clock, its own links
   * and its own troubles. More than one are there in the simulation only. @defaultValue 1
   */
  readonly members?: number;
  /** The lease times that it accepts: whole seconds are `{ min: 1000, step: 1000 }`. */
  readonly leaseTtlMs: { readonly min: number; readonly step: number };
  /**
   * Asks that, in the simulation, the platform's own names belong to the candidate whose turn it is, so that code which
   * knows nothing of the environment runs unchanged: `Date`, `setTimeout` and its kin, `node:timers`,
   * `node:timers/promises`, `AbortSignal.timeout`, `performance.now`, `process.hrtime`, `process.uptime`, `Math.random`
   * and the random functions of `crypto` read that candidate's clock and random source; a timer belongs to the candidate
   * that set it, waits while it is paused and dies with it; the console is silent. Files and sockets
   * remain mistakes. Without it every one of these calls is a mistake that names the caller. On real testbeds, where a
   * candidate has a process of its own, it changes nothing; a step of the wall clock, which there is made in
   * `environment.clock`, does not reach `Date`.
   *
   * Modules are loaded once a worker, before any world: what they do while they load uses the real platform. A date or
   * a random number taken there is the same for all candidates and not reproducible, a timer set there runs in real
   * time and belongs to nobody, and variables of a module are shared by all candidates of all worlds. Code that does
   * any of this needs a small change: do it in the constructor.
   */
  readonly globals?: 'virtual';
  /**
   * Twins of Lua that the implementation sends by itself, by `eval` or `evalsha`. In the simulation Lua without a twin is
   * interpreted, which costs about as much as ten simulated calls.
   */
  readonly scripts?: readonly RedisScript[];
  /** What its documentation promises; only promises are certified. */
  claims(options: { readonly leaseTtlMs: number }): Claims;
  /** Promises that it is known to break, each with a stored plan that shows it. */
  readonly knownDeviations?: readonly Deviation[];
  createCandidate(environment: CandidateEnvironment<S>): Promise<Candidate>;
  /** How to read who holds the election from the store's own ledger. Without it, what needs grants is not claimed. */
  readonly grants?: GrantReader<S>;
  /** Its own protected resource, where it brings one. */
  resource?(): ProtectedResource;
  /** Asked first whether an error certainly had no effect (`fail`) or not (`info`); then the store's table; else `info`. */
  classifyError?(error: unknown): 'fail' | 'info' | undefined;
}

export interface Deviation {
  readonly property: PropertyId;
  /** What goes wrong, in a sentence. */
  readonly why: string;
  /** Where it is described. */
  readonly source: string;
  /** A stored plan that shows it, relative to the adapter's folder: `plans/s4.json`. */
  readonly plan: string;
}

export interface ProtectedResource {
  write(token: bigint | undefined): 'applied' | 'refused';
}

/** Reads the ledger: which keys matter, and who holds the election by them. Pure. */
export interface GrantReader<S extends StoreKind = StoreKind> {
  keys(election: string): readonly string[];
  /**
   * `holder` is a candidate's id or `id#incarnation`, as the implementation writes it. Asked again when a value has
   * changed, not when a lifetime has. `records` has the keys that are there by their names, or by `member/key`
   * (`2/leader`) where the adapter has several members.
   */
  holder(
    records: ReadonlyMap<string, StoreRecords[S]>,
    election: string,
  ): { readonly holder: string; readonly token?: bigint } | undefined;
}

export type Candidate = CampaignCandidate | EventCandidate;

export interface CandidateBase {
  /** Gives up leadership. Not leading: resolves. */
  resign(): Promise<void>;
  isLeader?(): boolean | Promise<boolean>;
  /** Who leads, as this candidate sees it. */
  leader?(): Promise<LeaderView | undefined>;
  close(): Promise<void>;
}

export interface CampaignCandidate extends CandidateBase {
  /** Settles when elected. Rejects when `signal` aborts; a grant that arrives late must be released. */
  campaign(options: { readonly signal: AbortSignal }): Promise<Leadership>;
}

/** Libraries that campaign by themselves and call back. */
export interface EventCandidate extends CandidateBase {
  start(report: LeadershipReport): Promise<void>;
}

export interface LeadershipReport {
  elected(leadership?: { readonly token?: bigint; readonly term?: bigint }): void;
  lost(reason?: string): void;
}

export interface Leadership {
  readonly token?: bigint;
  readonly term?: bigint;
  /** Aborted when this candidate no longer believes that it leads; before `resign` or `close` settles. */
  readonly lost: AbortSignal;
}

/** Who leads, as a candidate was told. */
export interface LeaderView {
  /** The process (`b#0`) or candidate (`b`) that leads, or the name by which `grants` finds it in the store's record. */
  readonly holder: string;
  readonly token?: bigint;
  readonly term?: bigint;
}

/** Everything that a candidate may touch. */
export type CandidateEnvironment<S extends StoreKind = StoreKind> = CommonEnvironment & StorePorts[S];

export interface CommonEnvironment {
  /** The candidate's name, the same in every incarnation. */
  readonly id: string;
  /** How often it was restarted before, from 0. `id#incarnation` names this process. */
  readonly incarnation: number;
  /** A unique number among the candidates: a bully's id, a priority. */
  readonly rank: number;
  /** The election's name: two elections with different names have nothing in common. */
  readonly election: string;
  /** The ids of the other candidates. */
  readonly peers: readonly string[];
  readonly leaseTtlMs: number;
  readonly clock: Clock;
  /** Uniform in [0, 1), from the plan's seed. */
  readonly random: () => number;
  readonly disk: Disk;
  /** Addresses of the store for a client of your own; behind the proxies on real testbeds, empty in the simulation. */
  readonly endpoints: readonly Endpoint[];
  log(message: string): void;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The candidate's own clocks and timers. Do not use the platform's: they know nothing of the faults. */
export interface Clock {
  /** Milliseconds on a clock that never steps; may have a fraction. */
  monotonicMs(): number;
  /** Milliseconds since the epoch by the wall clock, which may step. */
  wallMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

/** Small durable storage: survives a restart, not a wipe. */
export interface Disk {
  read(name: string): Promise<string | undefined>;
  /** Durable once it settles. */
  write(name: string, content: string): Promise<void>;
}

/** Types an adapter without losing the inference of its store. */
export function defineAdapter<S extends StoreKind>(adapter: ElectionAdapter<S>): ElectionAdapter<S> {
  return adapter;
}

/** Types a script and freezes it. */
export function defineScript(script: RedisScript): RedisScript {
  return Object.freeze(script);
}
