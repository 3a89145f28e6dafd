/**
 * The protected resource: numbers the writes that reach it, and refuses those with an outdated token where it enforces.
 */
import type { LeadershipNumber, Micros, ProcessId, Token } from '../../../spec/history.ts';
import { ResourceRule, type ResourceRuleOptions } from '../resource-rule.ts';
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
  readonly #rule: ResourceRule;
  #n = 0;

  constructor(options: ResourceRuleOptions & { readonly kernel: Kernel; readonly recorder: Recorder }) {
    this.#kernel = options.kernel;
    this.#recorder = options.recorder;
    this.#rule = new ResourceRule(options);
  }

  receive(write: ResourceWrite): 'applied' | 'refused' {
    const { token } = write;
    const type = this.#rule.decide(token);
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
