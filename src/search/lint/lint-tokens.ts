/** Tokens of one fault-free history: there, never used twice, never going down. */
import {
  compareTokens,
  earliest,
  type ElectedEvent,
  type Micros,
  type ProcessId,
  type Token,
} from '../../../spec/history.ts';
import { moment } from '../../../spec/phrases.ts';
import type { LintCode } from './lint-report.ts';

export class TokenWatch {
  readonly #isPromised: boolean;
  readonly #note: (code: LintCode, who: ProcessId, at: Micros, sentence: () => string) => void;
  readonly #users = new Map<Token, ElectedEvent>();
  #largest: ElectedEvent | undefined;

  /** `isPromised`: the claims promise tokens that grow. */
  constructor(isPromised: boolean, note: (code: LintCode, who: ProcessId, at: Micros, sentence: () => string) => void) {
    this.#isPromised = isPromised;
    this.#note = note;
  }

  elected(event: ElectedEvent): void {
    const { token, who } = event;
    const at = earliest(event.at);
    if (token === undefined) {
      if (!this.#isPromised) return;
      this.#note(
        'LINT-NO-TOKEN',
        who,
        at,
        () => `${who} was elected ${moment(event.at)} without a token, although the claims say fencing: "monotonic".`,
      );
      return;
    }
    const user = this.#users.get(token);
    const largest = this.#largest;
    if (user !== undefined) {
      this.#note(
        'LINT-TOKEN-REUSED',
        who,
        at,
        () =>
          `${who} was elected with token ${token} ${moment(event.at)}, the token of an earlier leadership of ${user.who} (${moment(user.at)}).`,
      );
    } else if (this.#isPromised && largest?.token !== undefined && compareTokens(token, largest.token) < 0) {
      this.#note(
        'LINT-TOKEN-DOWN',
        who,
        at,
        () =>
          `${who} was elected with token ${token} ${moment(event.at)}, after ${largest.who} had been elected with ${largest.token ?? ''} ${moment(largest.at)}.`,
      );
    }
    this.#users.set(token, event);
    if (largest?.token === undefined || compareTokens(token, largest.token) > 0) this.#largest = event;
  }
}
