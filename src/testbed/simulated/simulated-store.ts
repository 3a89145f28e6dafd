/**
 * The store of a world: one Redis server, or several that know nothing of each other, and the one ledger over them.
 */
import type { RedisScript } from '../../ports/redis.ts';
import type { Kernel } from './kernel.ts';
import { SimulatedRedis } from './simulated-redis.ts';
import { StoreLedger, type StoreLedgerOptions } from './store-ledger.ts';

export interface SimulatedStoreOptions extends StoreLedgerOptions {
  readonly kernel: Kernel;
  /** Whether a replica follows each of them, which is of use only where the plan lets it take over. */
  readonly replicated: boolean;
  /** Twins that they know from the beginning. */
  readonly scripts: readonly RedisScript[];
}

export class SimulatedStore {
  /** In the order of their numbers, the first of which is 1. */
  readonly members: readonly SimulatedRedis[];
  readonly #ledger: StoreLedger;

  constructor(options: SimulatedStoreOptions) {
    const { kernel, recorder, members, replicated, scripts } = options;
    const ledger = new StoreLedger(options);
    this.#ledger = ledger;
    const servers: SimulatedRedis[] = [];
    for (let number = 1; number <= members; number += 1) {
      const member = members === 1 ? undefined : number;
      servers.push(new SimulatedRedis({ kernel, recorder, ledger, member, replicated, scripts }));
    }
    this.members = servers;
  }

  /** Who holds the election by the ledger. */
  get holder(): string | undefined {
    return this.#ledger.holder;
  }
}
