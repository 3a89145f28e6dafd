/** The store of one batch: its ledger, which writes grants into the elections' records, and its stops and starts. */
import type { ElectionAdapter } from '../../../adapter.ts';
import { latest, type StoreLifeEvent } from '../../../../spec/history.ts';
import type { Plan } from '../../../plan/plan.ts';
import { GrantTracker } from '../../grants.ts';
import { openRedisLedger, type RedisLedger } from '../ledger/redis.ts';
import { machineUs, realPause, withinMs } from '../machine-clock.ts';
import type { RedisServer } from '../servers/servers.ts';
import type { ProxiedLink } from '../toxiproxy.ts';
import type { ElectionRecord } from './election-record.ts';
import type { StoreControl } from './inject.ts';

const DRAIN_MS = 20_000;
/** What the server had already sent when it was killed is read within this. */
const LAST_WORDS_MS = 20;

export interface StoreWatchOptions {
  readonly redis: RedisServer;
  readonly adapter: ElectionAdapter;
  readonly plan: Plan;
  readonly elections: readonly ElectionRecord[];
  /** The candidates' links to this server. */
  readonly links: () => readonly ProxiedLink[];
}

export class StoreWatch implements StoreControl {
  readonly #options: StoreWatchOptions;
  readonly #ledger: RedisLedger | undefined;
  #g = 0;
  #lastUs = 0;
  #up = true;
  /** While it comes back without its data: what is gone then was lost, which its start says, and did not expire. */
  #isComingBackEmpty = false;
  readonly #problems: readonly string[];

  private constructor(options: StoreWatchOptions, ledger: RedisLedger | undefined, problems: readonly string[]) {
    this.#options = options;
    this.#ledger = ledger;
    this.#problems = problems;
  }

  /** Opens the ledger, where the adapter says how to read it. */
  static async open(options: StoreWatchOptions): Promise<StoreWatch> {
    const { redis, adapter, elections } = options;
    const reader = adapter.grants;
    if (reader === undefined) return new StoreWatch(options, undefined, []);
    const problems: string[] = [];
    const ledger = await openRedisLedger({
      ...redis.address,
      elections: elections.map(({ name }) => ({ election: name, keys: reader.keys(name) })),
      onProblem: (problem) => problems.push(problem),
    });
    const opened = new StoreWatch(options, ledger, problems);
    const trackers = new Map(
      elections.map((election) => [
        election.name,
        new GrantTracker({
          reader,
          election: election.name,
          candidates: options.plan.candidates.map(({ id }) => id),
          emit: (event) => {
            if (!opened.#isComingBackEmpty || event.type !== 'expired') election.add(event);
          },
        }),
      ]),
    );
    ledger.onChange((name, { by, ...batch }) => {
      opened.#g += 1;
      opened.#lastUs = Math.max(opened.#lastUs, latest(batch.at));
      trackers.get(name)?.apply({ ...batch, g: opened.#g, ...(by !== undefined && { by: processOf(by) }) });
    });
    return opened;
  }

  get up(): boolean {
    return this.#up;
  }

  /** What kept the ledger from following, if anything did: then it must not be judged by. */
  get problem(): string | undefined {
    return this.#problems[0];
  }

  async stop(): Promise<readonly [number, number]> {
    this.#up = false;
    const before = machineUs();
    await this.#options.redis.kill();
    const after = machineUs();
    // Candidates get in again only when the ledger listens, or it would miss what they do first.
    await Promise.all(this.#options.links().map((link) => link.refuse()));
    await realPause(LAST_WORDS_MS);
    this.#recordLife({ type: 'store-stopped' }, [before, after]);
    return [before, after];
  }

  async start(keepData: boolean): Promise<readonly [number, number]> {
    const before = machineUs();
    this.#isComingBackEmpty = !keepData;
    await this.#options.redis.start({ keepData });
    await this.drain();
    this.#isComingBackEmpty = false;
    await Promise.all(this.#options.links().map((link) => link.accept()));
    const at: readonly [number, number] = [before, machineUs()];
    this.#recordLife({ type: 'store-started', durable: keepData }, at);
    this.#up = true;
    return at;
  }

  /** Everything that the server did so far is in the records. */
  async drain(): Promise<void> {
    if (this.#ledger !== undefined) {
      await withinMs(this.#ledger.drain(), DRAIN_MS, `the ledger did not hear from the store within ${DRAIN_MS} ms`);
    }
  }

  async close(): Promise<void> {
    await this.#ledger?.close();
  }

  #recordLife(life: Pick<StoreLifeEvent, 'type' | 'durable'>, at: readonly [number, number]): void {
    this.#g += 1;
    // The store's own order is known: this came after everything that the ledger heard before.
    const from = Math.min(Math.max(at[0], this.#lastUs), at[1]);
    for (const election of this.#options.elections)
      election.add({ at: [from, at[1]], who: 'store', g: this.#g, ...life });
  }
}

/** `b#0` of the connection name `b#0@e12`. */
function processOf(clientName: string): string {
  const mark = clientName.lastIndexOf('@');
  return mark < 0 ? clientName : clientName.slice(0, mark);
}
