/** The runner's handle on one candidate host: its process, its messages, the signals that pause and kill it. */
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Claims } from '../../../spec/claims.ts';
import type { ProcessId } from '../../../spec/history.ts';
import { distEntry } from './dist-entry.ts';
import { isFromHost, type FromHost, type HostSetup, type ToHost } from './host/protocol.ts';
import { machineUs, realPause, timed, withinMs } from './machine-clock.ts';
import { endOfOutput } from './end-of-output.ts';
import type { ProcessOutput } from '../process-output.ts';
import type { Reaper } from './reaper-client.ts';

const READY_MS = 30_000;
const STOPPED_MS = 2000;

export interface HostEvents {
  onMessage(message: FromHost): void;
  /** It ended without being asked to. */
  onDeath(reason: string): void;
}

export class HostProcess {
  readonly id: ProcessId;
  readonly #child: ChildProcess;
  readonly #reaper: Reaper;
  readonly #gone: Promise<void>;
  #alive = true;
  #expected = false;
  #lastWords: string | undefined;
  #ready: ((claims: Claims) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;
  #stopped: (() => void) | undefined;
  #wallStepped: ((atUs: number) => void) | undefined;
  readonly #events: HostEvents;
  readonly #outputFile: string;

  /** What it prints goes to `outputFile`: into a pipe it would have to wait for whoever reads, which is this busy process. */
  constructor(id: ProcessId, outputFile: string, reaper: Reaper, events: HostEvents) {
    this.id = id;
    this.#reaper = reaper;
    this.#events = events;
    this.#outputFile = outputFile;
    const output = openSync(outputFile, 'a');
    try {
      this.#child = fork(distEntry('src/testbed/real/host/candidate-host.js'), [], {
        execArgv: [],
        stdio: ['ignore', output, output, 'ipc'],
      });
    } finally {
      closeSync(output);
    }
    if (this.#child.pid !== undefined) reaper.started(this.#child.pid);
    this.#child.on('message', (message) => {
      if (isFromHost(message)) this.#take(message);
    });
    this.#child.on('error', (error) => this.#failed?.(error));
    this.#gone = this.#whenGone();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The end of what it printed so far; undefined where it printed nothing. */
  output(): ProcessOutput | undefined {
    return endOfOutput(this.id, this.#outputFile);
  }

  /** Loads the adapter; gives what it claims. @throws when it cannot run */
  async prepare(setup: HostSetup): Promise<Claims> {
    const ready = new Promise<Claims>((resolve, reject) => {
      this.#ready = resolve;
      this.#failed = reject;
    });
    this.send(setup);
    return withinMs(ready, READY_MS, `the process of candidate ${this.id} was not ready within ${READY_MS / 1000} s`);
  }

  send(message: ToHost): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** SIGSTOP; settles when the process stands still. */
  pause(): Promise<readonly [number, number]> {
    return timed(async () => {
      this.#child.kill('SIGSTOP');
      for (let tries = 0; tries < 50 && !this.#standsStill(); tries += 1) await realPause(1);
    });
  }

  resume(): Promise<readonly [number, number]> {
    return timed(() => {
      this.#child.kill('SIGCONT');
    });
  }

  /** SIGKILL; settles when it is gone and everything that it still said was heard. */
  kill(): Promise<readonly [number, number]> {
    this.#expected = true;
    return timed(async () => {
      this.#child.kill('SIGKILL');
      await this.#gone;
    });
  }

  async stepWall(stepMs: number): Promise<readonly [number, number]> {
    const before = machineUs();
    const stepped = new Promise<number>((resolve) => {
      this.#wallStepped = resolve;
    });
    this.send({ type: 'wall-step', stepMs });
    const at = await withinMs(stepped, STOPPED_MS, `${this.id} did not step its clock`);
    return [Math.max(before, at - 1), at];
  }

  /** Ends its recording and then the process. */
  async stop(): Promise<void> {
    if (this.#alive) {
      const stopped = new Promise<void>((resolve) => {
        this.#stopped = resolve;
      });
      this.#child.kill('SIGCONT');
      this.send({ type: 'stop' });
      await Promise.race([stopped, realPause(STOPPED_MS), this.#gone]);
    }
    await this.kill();
  }

  #take(message: FromHost): void {
    if (message.type === 'ready') this.#ready?.(message.claims);
    else if (message.type === 'failed') this.#failed?.(new Error(message.reason));
    else if (message.type === 'stopped') this.#stopped?.();
    else if (message.type === 'wall-stepped') this.#wallStepped?.(message.atUs);
    else if (message.type === 'dying') this.#lastWords = message.reason;
    else this.#events.onMessage(message);
  }

  async #whenGone(): Promise<void> {
    const exited = new Promise<string>((resolve) => {
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${String(code)}`));
      this.#child.once('error', (error) => resolve(error.message));
    });
    const disconnected = new Promise<void>((resolve) => {
      this.#child.once('disconnect', () => resolve());
    });
    const how = await exited;
    this.#alive = false;
    if (this.#child.pid !== undefined) this.#reaper.ended(this.#child.pid);
    // What it said last may still be in the channel.
    await Promise.race([disconnected, realPause(500)]);
    const reason = this.#lastWords ?? how;
    this.#failed?.(new Error(`the process of candidate ${this.id} ended: ${reason}`));
    if (!this.#expected) this.#events.onDeath(reason);
  }

  #standsStill(): boolean {
    try {
      const status = readFileSync(`/proc/${String(this.#child.pid)}/stat`, 'utf8');
      return /^[Tt]/.test(status.slice(status.lastIndexOf(')') + 2));
    } catch {
      // No such file system here: the signal was sent, and that must do.
      return true;
    }
  }
}
