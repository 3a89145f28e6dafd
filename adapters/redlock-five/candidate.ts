/** An election by Redlock: whoever has the lock leads, and extends it until it resigns or can do so no longer. */
import type { CampaignCandidate, CandidateEnvironment, Leadership } from 'scrutineer/adapter';
import { Redlock, type Grant } from './redlock.ts';
import { redlockTiming, type RedlockTiming } from './timing.ts';

interface Term {
  readonly value: string;
  readonly lost: AbortController;
  deadlineMs: number;
  cancelDeadline: () => void;
  cancelExtension: () => void;
}

export class RedlockCandidate implements CampaignCandidate {
  readonly #environment: CandidateEnvironment<'redis'>;
  readonly #timing: RedlockTiming;
  readonly #redlock: Redlock;
  /** What somebody must wait for before this candidate may say that it is closed. */
  readonly #inFlight = new Set<Promise<unknown>>();
  #term: Term | undefined;
  /** A lock that was resigned and is not certain to be gone. */
  #unreleased: string | undefined;
  #closed = false;

  constructor(environment: CandidateEnvironment<'redis'>) {
    this.#environment = environment;
    this.#timing = redlockTiming(environment.leaseTtlMs);
    this.#redlock = new Redlock(environment, this.#timing);
  }

  async campaign({ signal }: { readonly signal: AbortSignal }): Promise<Leadership> {
    return await this.#tracked(this.#campaign(signal));
  }

  isLeader(): boolean {
    return this.#term !== undefined;
  }

  /** Demotes first, then unlocks. Rejects while no majority has confirmed it; call it again then. */
  async resign(): Promise<void> {
    const term = this.#term;
    if (term !== undefined) {
      this.#demote(term, 'resigned');
      this.#unreleased = term.value;
    }
    const value = this.#unreleased;
    if (value === undefined) return;
    const isGone = await this.#tracked(this.#redlock.unlock(value));
    if (!isGone) throw new Error('no majority of the servers has confirmed that the lock is gone');
    if (this.#unreleased === value) this.#unreleased = undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#inFlight);
    await this.resign();
    await Promise.allSettled(this.#inFlight);
  }

  async #campaign(signal: AbortSignal): Promise<Leadership> {
    if (this.#term !== undefined) throw new Error('this candidate leads already; resign before campaigning again');
    const { clock, random } = this.#environment;
    while (!this.#over(signal)) {
      const grant = await this.#redlock.lock();
      if (grant !== undefined) {
        if (!this.#over(signal)) return this.#lead(grant);
        await this.#redlock.unlock(grant.value);
      }
      if (this.#over(signal)) break;
      await clock.sleep(this.#timing.retryMs * (1 + random()), signal).catch(() => undefined);
    }
    throw new Error('the campaign was cancelled', { cause: signal.reason });
  }

  #over(signal: AbortSignal): boolean {
    return signal.aborted || this.#closed;
  }

  #lead(grant: Grant): Leadership {
    const term: Term = {
      value: grant.value,
      lost: new AbortController(),
      deadlineMs: 0,
      cancelDeadline: () => undefined,
      cancelExtension: () => undefined,
    };
    this.#term = term;
    this.#prolong(term, grant);
    return { lost: term.lost.signal };
  }

  /** Believes until the validity of the grant is over, and extends the lock before. */
  #prolong(term: Term, grant: Grant): void {
    term.deadlineMs = grant.validUntilMs;
    const nowMs = this.#armDeadline(term);
    const extendAtMs = grant.validUntilMs - this.#timing.validityMs + this.#timing.extendMs;
    if (this.#term === term) this.#extendAfter(term, extendAtMs - nowMs);
  }

  /**
   * A process can be stopped between reading the clock and setting the timer, which is then late by as much. So the
   * clock is read again afterwards, and the timer set again, until no time to speak of has passed in between.
   */
  #armDeadline(term: Term): number {
    const { clock } = this.#environment;
    for (;;) {
      const nowMs = clock.monotonicMs();
      term.cancelDeadline();
      const leftMs = Math.max(0, term.deadlineMs - nowMs);
      term.cancelDeadline = clock.after(leftMs, () => this.#demote(term, 'the lock was not extended in time'));
      const armedMs = clock.monotonicMs();
      if (armedMs >= term.deadlineMs) this.#demote(term, 'the lock ended before it was believed');
      if (armedMs - nowMs <= this.#timing.timerSlackMs || this.#term !== term) return armedMs;
    }
  }

  #extendAfter(term: Term, ms: number): void {
    term.cancelExtension = this.#environment.clock.after(Math.max(0, ms), () => {
      void this.#tracked(this.#extend(term));
    });
  }

  /** Never rejects: an extension without a majority is tried again until the deadline ends the term. */
  async #extend(term: Term): Promise<void> {
    const grant = await this.#redlock.extend(term.value);
    if (this.#term !== term) return;
    if (this.#environment.clock.monotonicMs() >= term.deadlineMs) this.#demote(term, 'the lock was extended too late');
    else if (grant === undefined) this.#extendAfter(term, this.#timing.extendAgainMs);
    else this.#prolong(term, grant);
  }

  #demote(term: Term, reason: string): void {
    if (this.#term !== term) return;
    this.#term = undefined;
    term.cancelDeadline();
    term.cancelExtension();
    term.lost.abort(reason);
  }

  #tracked<T>(call: Promise<T>): Promise<T> {
    this.#inFlight.add(call);
    const done = (): void => {
      this.#inFlight.delete(call);
    };
    call.then(done, done);
    return call;
  }
}
