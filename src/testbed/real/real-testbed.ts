/** The real testbeds: the adapter's own code on real servers behind a real Toxiproxy. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { History } from '../../../spec/history.ts';
import { loadAdapter } from '../../load-adapter.ts';
import type { Plan } from '../../plan/plan.ts';
import type { AdapterReference, RunOptions, Testbed } from '../testbed.ts';
import { runBatch } from './batch/batch.ts';
import { ElectionRecord } from './batch/election-record.ts';
import { realCapabilities } from './capabilities.ts';
import { Reaper } from './reaper-client.ts';
import { ResourceServer } from './resource-server.ts';
import { startContainerServers } from './servers/containers.ts';
import { startLocalServers } from './servers/local.ts';
import { RedisPool } from './servers/redis-pool.ts';
import type { Servers } from './servers/servers.ts';

export type RealTestbedKind = 'local' | 'containers';

export interface RealTestbedOptions {
  /** How many independent elections each plan runs at once, each with a history of its own. @defaultValue 20 */
  readonly electionsPerPlan?: number;
}

const ELECTIONS_PER_PLAN = 20;

/** A testbed that also says what it runs on. */
export interface RealTestbed extends Testbed {
  /** `redis` and `toxiproxy` to their versions, for the report. */
  readonly versions: Readonly<Record<string, string>>;
  /** What its containers and networks are labelled with (`scrutineer.run`), where it has any. */
  readonly label: string | undefined;
}

/**
 * Starts the servers that all plans share. `run` may be called again before an earlier one has settled; each plan has a
 * Redis, proxies and processes of its own.
 *
 * @throws TestbedUnavailable when this machine lacks something
 */
export async function realTestbed(kind: RealTestbedKind, options: RealTestbedOptions = {}): Promise<RealTestbed> {
  const reaper = new Reaper();
  try {
    const servers = await (kind === 'local' ? startLocalServers(reaper) : startContainerServers(reaper));
    const resource = await ResourceServer.listen(servers.self.listenHost);
    return new ServedTestbed({
      kind,
      servers,
      resource,
      reaper,
      electionsPerPlan: options.electionsPerPlan ?? ELECTIONS_PER_PLAN,
    });
  } catch (error) {
    reaper.close();
    throw error;
  }
}

interface Parts {
  readonly kind: RealTestbedKind;
  readonly servers: Servers;
  readonly resource: ResourceServer;
  readonly reaper: Reaper;
  readonly electionsPerPlan: number;
}

class ServedTestbed implements RealTestbed {
  readonly kind: RealTestbedKind;
  readonly capabilities: Testbed['capabilities'] = realCapabilities(process.platform);
  readonly versions: Readonly<Record<string, string>>;
  readonly label: string | undefined;
  readonly #parts: Parts;
  readonly #pool: RedisPool;
  readonly #running = new Set<Promise<unknown>>();
  #plans = 0;

  constructor(parts: Parts) {
    this.kind = parts.kind;
    this.versions = parts.servers.versions;
    this.label = parts.servers.label;
    this.#parts = parts;
    this.#pool = new RedisPool(parts.servers);
  }

  run(reference: AdapterReference, plan: Plan, run: RunOptions): Promise<readonly History[]> {
    const running = this.#run(reference, plan, run);
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return running;
  }

  async close(): Promise<void> {
    await Promise.all(this.#running);
    await this.#parts.resource.close();
    await this.#parts.servers.close();
    this.#parts.reaper.close();
  }

  async #run(reference: AdapterReference, plan: Plan, run: RunOptions): Promise<readonly History[]> {
    const { reaper, servers, resource } = this.#parts;
    this.#plans += 1;
    const name = `plan-${this.#plans}`;
    const adapter = await loadAdapter(new URL(reference.url));
    const elections = Array.from(
      { length: this.#parts.electionsPerPlan },
      (_none, index) => new ElectionRecord(index, `${name}-election-${index}`),
    );
    const redis = await this.#pool.take();
    const folder = mkdtempSync(join(tmpdir(), 'scrutineer-'));
    reaper.folder(folder);
    try {
      return await runBatch({
        testbed: this.kind,
        adapter,
        reference,
        plan,
        run,
        servers,
        redis,
        resource,
        reaper,
        folder,
        elections,
      });
    } finally {
      reaper.removeFolder(folder);
      this.#pool.give(redis);
    }
  }
}
