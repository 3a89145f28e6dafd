/** A protected resource that keeps the largest token and refuses smaller ones, and then any write without a token. */
import type { ProtectedResource } from 'scrutineer/adapter';

export class TokenGate implements ProtectedResource {
  #largest: bigint | undefined;

  write(token: bigint | undefined): 'applied' | 'refused' {
    if (token === undefined) return this.#largest === undefined ? 'applied' : 'refused';
    if (this.#largest !== undefined && token < this.#largest) return 'refused';
    this.#largest = token;
    return 'applied';
  }
}
