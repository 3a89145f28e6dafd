/** One candidate of a batch over all its incarnations: its links, its disk, the process that it is at the moment. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CandidateId, HistoryEvent, ProcessId } from '../../../../spec/history.ts';
import type { CandidatePlan } from '../../../plan/plan.ts';
import type { ProcessOutput } from '../../process-output.ts';
import { HostProcess } from '../host-process.ts';
import type { ArmMessage, FromHost, HostSetup, ToHost } from '../host/protocol.ts';
import { machineUs } from '../machine-clock.ts';
import type { Reaper } from '../reaper-client.ts';
import type { ProxiedLink } from '../toxiproxy.ts';

/** A supervisor restarts what died by itself after this long, this often. */
const RESTART_MS = 500;
const RESTARTS_MAX = 20;

export interface MemberOptions {
  readonly plan: CandidatePlan;
  readonly storeLink: ProxiedLink;
  readonly resourceLink: ProxiedLink;
  readonly reaper: Reaper;
  /** Where what its processes print is kept. It exists. */
  readonly outputFolder: string;
  /** Everything that a host must know besides what changes with each incarnation. */
  readonly setup: Omit<HostSetup, 'type' | 'process' | 'incarnation'>;
  /** An event of one election, or of all. */
  record(event: HistoryEvent, election?: number): void;
  onMessageFault(message: Extract<FromHost, { type: 'message-fault' }>, process: ProcessId): void;
  /** Something that makes the whole run worthless. */
  onFailure(error: unknown): void;
}

type State = 'absent' | 'running' | 'paused' | 'down' | 'stopped';

export class Member {
  readonly id: CandidateId;
  readonly storeLink: ProxiedLink;
  readonly resourceLink: ProxiedLink;
  readonly #options: MemberOptions;
  #incarnation = 0;
  #host: HostProcess;
  #prepared: Promise<unknown>;
  #state: State = 'absent';
  #startUs = 0;
  #lastEventUs = 0;
  #deaths = 0;
  readonly #outputs: ProcessOutput[] = [];
  #closedIn = new Set<number>();
  /** Message faults that hit nothing yet. They are about the candidate's messages, whichever of its processes sends them. */
  readonly #armed = new Map<string, ArmMessage>();

  constructor(options: MemberOptions) {
    this.id = options.plan.id;
    this.storeLink = options.storeLink;
    this.resourceLink = options.resourceLink;
    this.#options = options;
    this.#host = this.#spawn();
    this.#prepared = this.#prepare();
  }

  get process(): ProcessId {
    return `${this.id}#${this.#incarnation}`;
  }

  /** There, and neither paused nor down: a fault of its process has something to hit. */
  get running(): boolean {
    return this.#state === 'running' && this.#closedIn.size < this.#options.setup.elections.length;
  }

  /** The first process is ready to join. */
  async ready(): Promise<void> {
    await this.#prepared;
  }

  /** Begins to take part in every election. */
  join(startUs: number): void {
    this.#startUs = startUs;
    this.#state = 'running';
    this.#options.record({ at: machineUs(), who: this.process, type: 'started' });
    for (const armed of this.#armed.values()) this.#host.send(armed);
    this.#host.send({ type: 'join', startUs });
  }

  send(message: ToHost): void {
    if (message.type === 'arm') this.#armed.set(faultKey(message), message);
    else if (message.type === 'disarm') this.#armed.clear();
    this.#host.send(message);
  }

  async pause(): Promise<readonly [number, number]> {
    this.#state = 'paused';
    return this.#host.pause();
  }

  async resume(): Promise<readonly [number, number]> {
    const at = await this.#host.resume();
    if (this.#state === 'paused') this.#state = 'running';
    return at;
  }

  stepWall(stepMs: number): Promise<readonly [number, number]> {
    return this.#host.stepWall(stepMs);
  }

  /** Kills the process; the next incarnation is made ready at once and joins at `restart`. */
  async crash(options: { readonly wipe: boolean; readonly reason: string }): Promise<readonly [number, number]> {
    this.#state = 'down';
    const [before, after] = await this.#host.kill();
    const at: readonly [number, number] = [Math.min(Math.max(before, this.#lastEventUs), after), after];
    this.#options.record({ at, who: this.process, type: 'crashed', reason: options.reason });
    if (options.wipe) rmSync(this.#options.setup.diskFolder, { recursive: true, force: true });
    this.#replace();
    return at;
  }

  /** The next incarnation joins. */
  async restart(): Promise<readonly [number, number]> {
    const before = machineUs();
    if (this.#state !== 'down') return [before, before];
    await this.#prepared;
    if (this.#state !== 'down') return [before, machineUs()];
    const joining = machineUs();
    this.join(this.#startUs);
    return [joining, machineUs()];
  }

  /** Ends the recording and the process. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    await this.#host.stop();
  }

  /** What each of its processes printed last, one after the other. */
  outputs(): readonly ProcessOutput[] {
    return [...this.#outputs, this.#host.output()].filter((output) => output !== undefined);
  }

  #replace(): void {
    const output = this.#host.output();
    if (output !== undefined) this.#outputs.push(output);
    this.#incarnation += 1;
    this.#host = this.#spawn();
    this.#prepared = this.#prepare();
    // The next use awaits it; until then a failure is not unhandled.
    this.#prepared.catch(() => undefined);
  }

  #spawn(): HostProcess {
    const { process } = this;
    const outputFile = join(this.#options.outputFolder, `${this.#incarnation}.log`);
    return new HostProcess(process, outputFile, this.#options.reaper, {
      onMessage: (message) => this.#hear(message, process),
      onDeath: (reason) => this.#died(reason, process),
    });
  }

  #prepare(): Promise<unknown> {
    return this.#host.prepare({
      ...this.#options.setup,
      type: 'setup',
      process: this.process,
      incarnation: this.#incarnation,
    });
  }

  #hear(message: FromHost, process: ProcessId): void {
    const { record } = this.#options;
    if (message.type === 'event') {
      this.#lastEventUs = message.atUs;
      if (message.event.type === 'closed') this.#closedIn.add(message.election);
      record({ at: message.atUs, who: process, ...message.event }, message.election);
    } else if (message.type === 'stall') {
      record({ at: [message.fromUs, message.toUs], who: process, type: 'stall' });
    } else if (message.type === 'message-fault') {
      this.#armed.delete(faultKey(message));
      this.#options.onMessageFault(message, process);
    }
  }

  /** It died by itself: an error that the adapter let escape. */
  #died(reason: string, process: ProcessId): void {
    if (process !== this.process || this.#state === 'stopped') return;
    if (this.#state === 'absent' || this.#state === 'down') return;
    this.#state = 'down';
    this.#deaths += 1;
    const nowUs = machineUs();
    this.#options.record({ at: [Math.min(this.#lastEventUs, nowUs), nowUs], who: process, type: 'crashed', reason });
    if (this.#deaths > RESTARTS_MAX) return;
    this.#replace();
    setTimeout(() => {
      this.restart().catch((error: unknown) => this.#options.onFailure(error));
    }, RESTART_MS);
  }
}

function faultKey({ fault, election }: { readonly fault: number; readonly election: number }): string {
  return `${fault}/${election}`;
}
