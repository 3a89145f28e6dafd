/** The message faults of one election on a real testbed: decides in the port's tap which message is hit. */
import type { MessageFate, MessageTap, TappedCall } from '../../message-tap.ts';
import type { ArmMessage } from './protocol.ts';

interface Armed extends ArmMessage {
  seen: number;
}

export interface ArmedMessagesOptions {
  /** A message was hit (`start`), or what was held or repeated goes its way (`stop`). */
  onEdge(edge: 'start' | 'stop', armed: ArmMessage, detail: string): void;
}

export class ArmedMessages implements MessageTap {
  readonly #options: ArmedMessagesOptions;
  #armed: Armed[] = [];
  readonly #releases = new Set<() => void>();

  constructor(options: ArmedMessagesOptions) {
    this.#options = options;
  }

  arm(message: ArmMessage): void {
    // Only a request has an effect when it arrives twice.
    this.#armed.push({ ...message, leg: message.kind === 'replay' ? 'request' : message.leg, seen: 0 });
  }

  /** Nothing is hit any more, and what is held goes its way. */
  disarm(): void {
    this.#armed = [];
    for (const release of this.#releases) release();
  }

  onRequest(call: TappedCall): MessageFate {
    return this.#decide('request', call);
  }

  onResponse(call: TappedCall): MessageFate {
    return this.#decide('response', call);
  }

  #decide(leg: 'request' | 'response', call: TappedCall): MessageFate {
    let hit: Armed | undefined;
    for (const armed of this.#armed) {
      if (armed.leg !== leg) continue;
      armed.seen += 1;
      // Of two that want the same message one gets the next.
      if (armed.seen >= armed.nth) hit ??= armed;
    }
    if (hit === undefined) return 'pass';
    const chosen = hit;
    this.#armed = this.#armed.filter((armed) => armed !== chosen);
    return this.#strike(chosen, `${leg} of ${call.command.toLowerCase()}`);
  }

  #strike(armed: Armed, detail: string): MessageFate {
    this.#options.onEdge('start', armed, detail);
    if (armed.kind === 'drop') {
      this.#options.onEdge('stop', armed, detail);
      return 'drop';
    }
    const until = new Promise<void>((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        this.#releases.delete(release);
        this.#options.onEdge('stop', armed, detail);
        resolve();
      };
      const timer = setTimeout(release, armed.forMs);
      this.#releases.add(release);
    });
    return armed.kind === 'hold' ? { kind: 'hold', released: until } : { kind: 'replay', again: until };
  }
}
