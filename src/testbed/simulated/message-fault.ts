/**
 * Hold, drop or replay of the n-th message after the fault was armed.
 */
import type { ArmedMessageFault, InterceptedMessage } from './link.ts';

export interface MessageFaultOptions {
  readonly kind: 'hold' | 'drop' | 'replay';
  readonly nth: number;
  readonly leg: 'request' | 'response';
  /** The fault begins; `release` is to be called when it ends. `detail` says what was hit. */
  readonly onHit: (detail: string, release: () => void) => void;
}

export class MessageFault implements ArmedMessageFault {
  readonly leg: 'request' | 'response';
  readonly #options: MessageFaultOptions;
  #seen = 0;

  constructor(options: MessageFaultOptions) {
    this.#options = options;
    // A response is not replayed: no client has a use for a second answer.
    this.leg = options.kind === 'replay' ? 'request' : options.leg;
  }

  meets(message: InterceptedMessage): 'pass' | 'taken' | 'done-and-pass' {
    this.#seen += 1;
    const { kind, nth, onHit } = this.#options;
    if (this.#seen < nth) return 'pass';
    const detail = `${this.leg} of ${message.command.toLowerCase()}`;
    if (kind === 'drop') onHit(detail, () => undefined);
    else if (kind === 'hold') onHit(detail, () => message.deliver());
    else onHit(detail, () => message.again());
    return kind === 'replay' ? 'done-and-pass' : 'taken';
  }

  misses(): void {
    this.#seen += 1;
  }
}
