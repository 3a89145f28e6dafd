/**
 * A lease in Redis with a fencing token, held to a deadline of its own.
 *
 * - The deadline counts from the moment at which a request was *sent*, on the clock that never steps, so it lies before
 *   the end of the record however late the reply is.
 * - Belief ends locally first, always: at the deadline, on a refused renewal, and before the record is deleted.
 * - An acquire whose reply was lost may have succeeded. The record says so, and it is renewed before it is believed.
 */
import type { CampaignCandidate, CandidateEnvironment, Leadership, LeaderView } from 'scrutineer/adapter';
import { acquireScript, releaseScript, RENEWED, renewScript } from './scripts.ts';
import { leaseTiming, type LeaseTiming } from './timing.ts';

/** A grant of the store that nobody believes in yet. */
interface Grant {
  readonly record: string;
  readonly token: bigint;
  /** When the request was sent that the store answered with this grant, or with its renewal. */
  readonly sentMs: number;
}

/** The leadership that this candidate believes in. */
interface Term {
  readonly record: string;
  readonly lost: AbortController;
  deadlineMs: number;
  cancelDeadline: () => void;
  cancelRenewal: () => void;
}

export class FencedCandidate implements CampaignCandidate {
  readonly #environment: CandidateEnvironment<'redis'>;
  readonly #timing: LeaseTiming;
  readonly #recordKey: string;
  readonly #counterKey: string;
  readonly #process: string;
  /** What a record of this process begins with. */
  readonly #ownPrefix: string;
  readonly #limits: { readonly timeoutMs: number };
  /** Calls that somebody must wait for before this candidate may say that it is closed. */
  readonly #inFlight: Promise<unknown>[] = [];
  #term: Term | undefined;
  /** The largest token that this process has led with or given back: its own record with a token up to it is over. */
  #lastToken = 0n;
  /** A record that was resigned and whose deletion is not certain. */
  #unreleased: string | undefined;
  #closed = false;

  constructor(environment: CandidateEnvironment<'redis'>, timing: LeaseTiming = leaseTiming(environment.leaseTtlMs)) {
    this.#environment = environment;
    this.#timing = timing;
    this.#recordKey = recordKey(environment.election);
    this.#counterKey = counterKey(environment.election);
    this.#process = `${environment.id}#${environment.incarnation}`;
    this.#ownPrefix = `${this.#process}:`;
    this.#limits = { timeoutMs: this.#timing.requestTimeoutMs };
  }

  async campaign({ signal }: { readonly signal: AbortSignal }): Promise<Leadership> {
    return await this.#tracked(this.#campaign(signal));
  }

  isLeader(): boolean {
    return this.#term !== undefined;
  }

  /** Whoever the record names, read from the store each time. Rejects where the store does not answer in time. */
  async leader(): Promise<LeaderView | undefined> {
    const record = await this.#environment.redis.get(this.#recordKey, this.#limits);
    return record === null ? undefined : parseRecord(record);
  }

  /** Demotes first, then deletes. Rejects while the deletion is not certain; call it again then. */
  async resign(): Promise<void> {
    const term = this.#term;
    if (term !== undefined) {
      this.#demote(term, 'resigned');
      this.#unreleased = term.record;
    }
    const record = this.#unreleased;
    if (record === undefined) return;
    await this.#tracked(this.#release(record));
    if (this.#unreleased === record) this.#unreleased = undefined;
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
    let uncertain = false;
    while (!this.#over(signal)) {
      try {
        const grant = await this.#attempt();
        uncertain = false;
        if (grant !== undefined && !this.#over(signal) && this.#isFresh(grant)) return this.#lead(grant);
        if (grant !== undefined) {
          uncertain = true;
          await this.#release(grant.record);
          uncertain = false;
          continue;
        }
      } catch (error) {
        uncertain = true;
        this.#environment.log(`attempt failed: ${String(error)}`);
      }
      if (this.#over(signal)) break;
      try {
        await clock.sleep(this.#timing.retryMs * (1 + this.#timing.jitter * random()), signal);
      } catch {
        // Only the signal ends a sleep early.
        break;
      }
    }
    if (uncertain) await this.#releaseWhatWasGranted();
    throw new Error('the campaign was cancelled', { cause: signal.reason });
  }

  #over(signal: AbortSignal): boolean {
    return signal.aborted || this.#closed;
  }

  /** A reply can be so late that what it grants is over. */
  #isFresh(grant: Grant): boolean {
    return this.#environment.clock.monotonicMs() < grant.sentMs + this.#timing.validityMs;
  }

  /** One attempt: a grant, or undefined where another holds the election. Throws when nobody knows. */
  async #attempt(): Promise<Grant | undefined> {
    const { redis, clock } = this.#environment;
    const sentMs = clock.monotonicMs();
    const keys = [this.#recordKey, this.#counterKey];
    const reply = await redis.run(acquireScript, keys, [this.#process, this.#timing.leaseMs], this.#limits);
    const [granted, answer] = pairOf(reply);
    if (granted) return { record: `${this.#process}:${answer}`, token: BigInt(answer), sentMs };
    const token = this.#ownToken(answer);
    if (token === undefined) return undefined;
    if (token <= this.#lastToken) {
      await this.#release(answer);
      return undefined;
    }
    const renewedMs = clock.monotonicMs();
    return (await this.#renewRecord(answer)) === RENEWED ? { record: answer, token, sentMs: renewedMs } : undefined;
  }

  #ownToken(record: string): bigint | undefined {
    return record.startsWith(this.#ownPrefix) ? parseRecord(record)?.token : undefined;
  }

  #lead({ record, token, sentMs }: Grant): Leadership {
    const term: Term = {
      record,
      lost: new AbortController(),
      deadlineMs: 0,
      cancelDeadline: () => undefined,
      cancelRenewal: () => undefined,
    };
    this.#term = term;
    this.#lastToken = token;
    this.#extend(term, sentMs);
    return { token, lost: term.lost.signal };
  }

  /** The store granted what was asked for at `sentMs`: believes until D after it, and renews R after it. */
  #extend(term: Term, sentMs: number): void {
    term.deadlineMs = sentMs + this.#timing.validityMs;
    const nowMs = this.#armDeadline(term);
    if (this.#term === term) this.#renewAfter(term, sentMs + this.#timing.renewMs - nowMs);
  }

  /**
   * A process can be stopped between reading the clock and setting the timer, which is then late by as much. So the
   * clock is read again afterwards, and the timer set again, until no time to speak of has passed in between.
   */
  #armDeadline(term: Term): number {
    const { clock } = this.#environment;
    const slackMs = this.#timing.timerSlackMs;
    let nowMs = clock.monotonicMs();
    for (;;) {
      term.cancelDeadline();
      const leftMs = Math.max(0, term.deadlineMs - nowMs);
      term.cancelDeadline = clock.after(leftMs, () => this.#demote(term, 'the lease was not renewed in time'));
      const armedMs = clock.monotonicMs();
      if (armedMs >= term.deadlineMs) this.#demote(term, 'the lease ended before it was believed');
      if (armedMs - nowMs <= slackMs || this.#term !== term) return armedMs;
      nowMs = armedMs;
    }
  }

  #renewAfter(term: Term, ms: number): void {
    term.cancelRenewal = this.#environment.clock.after(Math.max(0, ms), () => {
      void this.#tracked(this.#renew(term));
    });
  }

  /** Never rejects: a renewal without an answer is tried again until the deadline ends the term. */
  async #renew(term: Term): Promise<void> {
    const { clock } = this.#environment;
    const sentMs = clock.monotonicMs();
    try {
      const renewed = (await this.#renewRecord(term.record)) === RENEWED;
      if (this.#term !== term) return;
      if (!renewed) this.#demote(term, 'the store holds another record');
      else if (clock.monotonicMs() >= term.deadlineMs) this.#demote(term, 'the lease was renewed too late');
      else this.#extend(term, sentMs);
    } catch (error) {
      if (this.#term !== term) return;
      this.#environment.log(`renewal failed: ${String(error)}`);
      this.#renewAfter(term, this.#timing.renewAgainMs);
    }
  }

  #demote(term: Term, reason: string): void {
    if (this.#term !== term) return;
    this.#term = undefined;
    term.cancelDeadline();
    term.cancelRenewal();
    term.lost.abort(reason);
  }

  /** `RENEWED` where the record was there and lives on. */
  #renewRecord(record: string): Promise<unknown> {
    const { redis } = this.#environment;
    return redis.run(renewScript, [this.#recordKey], [record, this.#timing.leaseMs], this.#limits);
  }

  /** The request may arrive late, so whatever becomes of it, this process never leads with that record again. */
  async #release(record: string): Promise<void> {
    const token = this.#ownToken(record);
    if (token !== undefined && token > this.#lastToken) this.#lastToken = token;
    await this.#environment.redis.run(releaseScript, [this.#recordKey], [record], this.#limits);
  }

  /** After a cancelled campaign with a lost reply. What cannot be released now ends by itself after T. */
  async #releaseWhatWasGranted(): Promise<void> {
    try {
      const record = await this.#environment.redis.get(this.#recordKey, this.#limits);
      if (record !== null && this.#ownToken(record) !== undefined) await this.#release(record);
    } catch (error) {
      this.#environment.log(`release after a cancelled campaign failed: ${String(error)}`);
    }
  }

  #tracked<T>(call: Promise<T>): Promise<T> {
    this.#inFlight.push(call);
    const done = (): void => {
      void this.#inFlight.splice(this.#inFlight.indexOf(call), 1);
    };
    call.then(done, done);
    return call;
  }
}

/** Both keys carry one hash tag, so that a cluster keeps them in one slot and the script may use both. */
export function recordKey(election: string): string {
  return `election:{${election}}:leader`;
}

export function counterKey(election: string): string {
  return `election:{${election}}:token`;
}

/** Splits `id#incarnation:token`; undefined for what this class did not write. */
export function parseRecord(record: string): { readonly holder: string; readonly token: bigint } | undefined {
  const mark = record.lastIndexOf(':');
  const token = record.slice(mark + 1);
  return mark > 0 && /^\d+$/.test(token) ? { holder: record.slice(0, mark), token: BigInt(token) } : undefined;
}

/** Throws when the reply of the acquire script does not have its form, which no server sends. */
function pairOf(reply: unknown): readonly [granted: boolean, answer: string] {
  if (!Array.isArray(reply) || reply.length !== 2)
    throw new Error(`unexpected reply of the acquire script: ${String(reply)}`);
  return [reply[0] === 1, String(reply[1])];
}
