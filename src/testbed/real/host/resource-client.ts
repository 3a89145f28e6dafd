/** The candidate's end of its link to the protected resource: one connection, made when it is needed. */
import { connect, type Socket } from 'node:net';
import { isWriteReply, lineSplitter, type WriteRequest } from '../resource-protocol.ts';
import type { Address } from '../address.ts';

interface Pending {
  resolve(outcome: 'applied' | 'refused'): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

export class ResourceClient {
  readonly #address: Address;
  readonly #timeoutMs: number;
  readonly #pending = new Map<number, Pending>();
  #socket: Socket | undefined;
  #next = 0;

  constructor(address: Address, timeoutMs: number) {
    this.#address = address;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends a write. One that times out is not taken back: it may still arrive, as a late message does.
   * @throws when the outcome is not known
   */
  write(request: Omit<WriteRequest, 'id'>): Promise<'applied' | 'refused'> {
    this.#next += 1;
    const id = this.#next;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new Error(`the resource did not answer within ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      this.#connection().write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  #connection(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const socket = connect(this.#address.port, this.#address.host);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    const feed = lineSplitter(
      (line) => this.#settle(JSON.parse(line)),
      () => socket.destroy(),
    );
    socket.on('data', (chunk) => feed(String(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#closed(socket));
    return socket;
  }

  #settle(reply: unknown): void {
    if (!isWriteReply(reply)) return;
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    pending.resolve(reply.outcome);
  }

  #closed(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(new Error('the connection to the resource was lost'));
    }
    this.#pending.clear();
  }
}
