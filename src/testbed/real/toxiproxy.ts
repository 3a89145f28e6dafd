/**
 * Toxiproxy through its client library, with what the library lacks: a deadline for each call, and errors that say what
 * was asked.
 */
import type { Toxiproxy as Client, Proxy } from 'toxiproxy-node-client';
import { withinMs } from './machine-clock.ts';
import type { Address } from './address.ts';

/** Far longer than a call takes: it is there for a server that died, not for a machine that is busy. */
const CALL_MS = 20_000;

export type Stream = 'upstream' | 'downstream';
/** `timeout` drops everything while it is there; `latency` holds everything back in order; `reset_peer` resets connections. */
export type ToxicType = 'timeout' | 'latency' | 'reset_peer';

/** Where proxies listen: any free port, or one of a fixed number that were published when Toxiproxy started. */
export interface ListenPorts {
  /** Waits until `count` are free, takes all of them at once, so that two plans cannot each wait for the other's. */
  take(count: number): Promise<readonly ListenPort[]>;
  give(ports: readonly ListenPort[]): void;
}

export interface ListenPort {
  /** As Toxiproxy is told. */
  readonly listen: string;
  /** Where clients find it; absent: where Toxiproxy says that it listens. */
  readonly address?: Address;
}

export class Toxiproxy {
  readonly ports: ListenPorts;
  readonly #client: Client;

  private constructor(client: Client, ports: ListenPorts) {
    this.#client = client;
    this.ports = ports;
  }

  /** The library is loaded only here: whoever simulates need not have it. */
  static async at(apiUrl: string, ports: ListenPorts): Promise<Toxiproxy> {
    const { Toxiproxy: Library } = await import('toxiproxy-node-client');
    return new Toxiproxy(new Library(apiUrl), ports);
  }

  /** The server's version; rejects when it does not answer. */
  async version(): Promise<string> {
    const text = await asked('tell its version', this.#client.getVersion());
    return /"version":\s*"([^"]*)"/.exec(text)?.[1] ?? text.trim();
  }

  async createLink(name: string, port: ListenPort, upstream: string): Promise<ProxiedLink> {
    const proxy = await asked(
      `create the proxy ${name} to ${upstream}`,
      this.#client.createProxy({ name, listen: port.listen, upstream, enabled: true }),
    );
    const mark = proxy.listen.lastIndexOf(':');
    const address = port.address ?? { host: proxy.listen.slice(0, mark), port: Number(proxy.listen.slice(mark + 1)) };
    return new ProxiedLink(proxy, address);
  }
}

/** The link between one candidate and one server: a proxy of its own. */
export class ProxiedLink {
  /** Where the candidate finds the server. */
  readonly address: Address;
  #proxy: Proxy;
  #refusals = 0;

  constructor(proxy: Proxy, address: Address) {
    this.#proxy = proxy;
    this.address = address;
  }

  async addToxic(
    name: string,
    type: ToxicType,
    stream: Stream,
    attributes: Readonly<Record<string, number>>,
  ): Promise<void> {
    await asked(
      `add ${type} to ${this.#proxy.name}`,
      this.#proxy.addToxic({ name, type, stream, toxicity: 1, attributes }),
    );
  }

  async removeToxic(name: string): Promise<void> {
    // The library removes a toxic only through an object that it fetched first; its own HTTP client does it in one call.
    await asked(
      `remove ${name} from ${this.#proxy.name}`,
      this.#proxy.api.delete(`${this.#proxy.getPath()}/toxics/${name}`),
    );
  }

  /** New connections are refused and open ones closed, until each `refuse` was taken back by an `accept`. */
  async refuse(): Promise<void> {
    this.#refusals += 1;
    if (this.#refusals === 1) await this.#enable(false);
  }

  async accept(): Promise<void> {
    this.#refusals -= 1;
    if (this.#refusals === 0) await this.#enable(true);
  }

  async remove(): Promise<void> {
    await asked(`remove the proxy ${this.#proxy.name}`, this.#proxy.remove());
  }

  async #enable(enabled: boolean): Promise<void> {
    const { listen, upstream } = this.#proxy;
    this.#proxy = await asked(
      `${enabled ? 'enable' : 'disable'} ${this.#proxy.name}`,
      this.#proxy.update({ enabled, listen, upstream }),
    );
  }
}

async function asked<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await withinMs(call, CALL_MS, `no answer within ${CALL_MS} ms`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Toxiproxy did not ${what}: ${reason}`, { cause: error });
  }
}
