/**
 * The protected resource: numbers the writes that reach it, and refuses those with an outdated token where it enforces.
 */
import {
  compareTokens,
  type LeadershipNumber,
  type Micros,
  type ProcessId,
  type Token,
} from '../../../spec/history.ts';
import type { ProtectedResource } from '../../adapter.ts';
import type { Kernel } from './kernel.ts';
import type { Recorder } from './recorder.ts';
import type { RemoteRequest } from './remote-call.ts';

export interface ResourceWrite {
  readonly by: ProcessId;
  readonly leadership: LeadershipNumber;
  readonly token: Token | undefined;
  readonly sentAtUs: Micros;
}

export class SimulatedResource {
  /** It is always there. */
  readonly down = false;
  readonly #kernel: Kernel;
  readonly #recorder: Recorder;
  readonly #enforcing: boolean;
  /** The adapter's own resource decides where it brings one. */
  readonly #own: ProtectedResource | undefined;
  #largest: Token | undefined;
  #n = 0;

  constructor(options: {
    readonly kernel: Kernel;
    readonly recorder: Recorder;
    readonly enforcing: boolean;
    readonly own: ProtectedResource | undefined;
  }) {
    this.#kernel = options.kernel;
    this.#recorder = options.recorder;
    this.#enforcing = options.enforcing;
    this.#own = options.own;
  }

  receive(write: ResourceWrite): 'applied' | 'refused' {
    const { token } = write;
    const type = this.#decide(token);
    this.#n += 1;
    const at = this.#kernel.nowUs;
    const { by, leadership, sentAtUs: sentAt } = write;
    const n = this.#n;
    this.#recorder.record(
      token === undefined
        ? { at, who: 'resource', type, n, by, leadership, sentAt }
        : { at, who: 'resource', type, n, by, leadership, token, sentAt },
    );
    return type;
  }

  #decide(token: Token | undefined): 'applied' | 'refused' {
    if (!this.#enforcing) return 'applied';
    if (this.#own !== undefined) return this.#own.write(token === undefined ? undefined : BigInt(token));
    // Once tokens are in use, a write without one could be anybody's.
    if (token === undefined) return this.#largest === undefined ? 'applied' : 'refused';
    if (this.#largest !== undefined && compareTokens(token, this.#largest) < 0) return 'refused';
    this.#largest = token;
    return 'applied';
  }
}

/** A write that asks the resource to be applied. */
export class WriteRequest implements RemoteRequest<'applied' | 'refused'> {
  readonly command = 'WRITE';
  readonly #resource: SimulatedResource;
  readonly #write: ResourceWrite;

  constructor(resource: SimulatedResource, write: ResourceWrite) {
    this.#resource = resource;
    this.#write = write;
  }

  perform(): 'applied' | 'refused' {
    return this.#resource.receive(this.#write);
  }
}
