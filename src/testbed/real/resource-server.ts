/**
 * The protected resource of real testbeds: a small server in the runner, behind each candidate's own proxy. It numbers
 * the writes of each election and, by plan, refuses those with an outdated token.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { ResourceEvent } from '../../../spec/history.ts';
import { machineUs } from './machine-clock.ts';
import { ResourceRule, type ResourceRuleOptions } from '../resource-rule.ts';
import { isWriteRequest, lineSplitter, type WriteReply, type WriteRequest } from './resource-protocol.ts';

/** A resource event in the machine's microseconds. */
export type StampedWrite = ResourceEvent & { readonly at: number };

export interface ResourceOptions extends ResourceRuleOptions {
  onWrite(event: StampedWrite): void;
}

class ElectionResource {
  readonly #options: ResourceOptions;
  readonly #rule: ResourceRule;
  #count = 0;

  constructor(options: ResourceOptions) {
    this.#options = options;
    this.#rule = new ResourceRule(options);
  }

  write(request: WriteRequest): 'applied' | 'refused' {
    const outcome = this.#rule.decide(request.token);
    this.#count += 1;
    this.#options.onWrite({
      at: machineUs(),
      who: 'resource',
      type: outcome,
      n: this.#count,
      by: request.by,
      leadership: request.leadership,
      ...(request.token !== undefined && { token: request.token }),
      sentAt: request.sentAtUs,
    });
    return outcome;
  }
}

export class ResourceServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #elections = new Map<string, ElectionResource>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
  }

  /** Listens on a free port of `host`. */
  static listen(host: string): Promise<ResourceServer> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, host, () => resolve(new ResourceServer(server)));
    });
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Opens the resource of one election; the returned function forgets it. */
  open(election: string, options: ResourceOptions): () => void {
    this.#elections.set(election, new ElectionResource(options));
    return () => this.#elections.delete(election);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setEncoding('utf8');
    const feed = lineSplitter(
      (line) => this.#answer(socket, line),
      () => socket.destroy(),
    );
    socket.on('data', (chunk) => feed(String(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #answer(socket: Socket, line: string): void {
    const request = parsed(line);
    if (!isWriteRequest(request)) {
      socket.destroy();
      return;
    }
    const election = this.#elections.get(request.election);
    // A write that arrives after its history has ended has no one to be recorded for, and gets no answer.
    if (election === undefined) return;
    const reply: WriteReply = { id: request.id, outcome: election.write(request) };
    if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
