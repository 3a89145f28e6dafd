/** The ports that were published when Toxiproxy started; plans borrow them. */
import type { ListenPort, ListenPorts } from '../toxiproxy.ts';

export class PortPool implements ListenPorts {
  readonly #free: ListenPort[];
  readonly #size: number;
  readonly #queue: { readonly count: number; readonly grant: (ports: readonly ListenPort[]) => void }[] = [];

  constructor(ports: readonly ListenPort[]) {
    this.#free = [...ports];
    this.#size = ports.length;
  }

  take(count: number): Promise<readonly ListenPort[]> {
    if (count > this.#size) {
      return Promise.reject(
        new RangeError(`a plan needs ${count} proxies; Toxiproxy has ${this.#size} published ports`),
      );
    }
    return new Promise((grant) => {
      this.#queue.push({ count, grant });
      this.#serve();
    });
  }

  give(ports: readonly ListenPort[]): void {
    this.#free.push(...ports);
    this.#serve();
  }

  /** In the order of asking, so that a plan with many candidates is not passed over for ever. */
  #serve(): void {
    for (let next = this.#queue[0]; next !== undefined && next.count <= this.#free.length; next = this.#queue[0]) {
      this.#queue.shift();
      next.grant(this.#free.splice(0, next.count));
    }
  }
}
