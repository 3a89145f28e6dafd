/**
 * Carries out the faults of a plan: waits for their anchors, resolves their targets, starts and ends them, and records
 * what was done and when. Then everything heals, and at last one candidate is cut off for good.
 *
 * A fault whose anchor never comes, or whose target nobody plays when it fires, did not happen and is not recorded.
 */
import type { FaultEvent, Micros } from '../../../spec/history.ts';
import type { Endings, Fault, Plan, Target } from '../../plan/plan.ts';
import type { CandidateNode } from './candidate-node.ts';
import { cutLinks } from './cut-link.ts';
import { injectFault, type FaultSubject } from './fault-actions.ts';
import type { FaultPlace } from './fired-fault.ts';
import type { Kernel } from './kernel.ts';
import type { Recorder } from './recorder.ts';
import type { Roles } from './roles.ts';
import type { SimulatedStore } from './simulated-store.ts';

export interface NemesisOptions {
  readonly kernel: Kernel;
  readonly recorder: Recorder;
  readonly roles: Roles;
  readonly plan: Plan;
  readonly nodes: readonly CandidateNode[];
  readonly store: SimulatedStore;
}

export class Nemesis {
  readonly #options: NemesisOptions;
  /** Ends of the faults that last, by the order in which they began. */
  readonly #active: Set<() => void> = new Set();
  readonly #armed: (() => void)[] = [];
  readonly #healUs: Micros;
  #healed = false;

  constructor(options: NemesisOptions) {
    this.#options = options;
    const { plan, kernel } = options;
    const { endings } = plan;
    this.#healUs = endings.healAtMs * 1000;
    this.#phase('trouble');
    plan.faults.forEach((fault, index) => this.#await(fault, index));
    kernel.schedule(this.#healUs, { run: () => this.#heal() });
    const { degraded } = endings;
    if (degraded !== undefined) kernel.schedule(endings.degradeAtMs * 1000, { run: () => this.#degrade(degraded) });
  }

  /** The world is over; to be called once, after its last event. */
  end(): void {
    this.#phase('end');
  }

  #await(fault: Fault, index: number): void {
    const { kernel, recorder } = this.#options;
    const afterUs = Math.round(fault.afterMs * 1000);
    // At an event the very next message counts, also one that is sent in the same turn.
    const isPrompt = fault.message !== undefined && afterUs === 0 && 'event' in fault.anchor;
    const fireAt = (atUs: Micros): void => {
      if (isPrompt) this.#fire(fault, index, atUs);
      else if (atUs < this.#healUs) kernel.schedule(atUs, { run: () => this.#fire(fault, index, atUs) });
    };
    if ('atMs' in fault.anchor) fireAt(Math.round(fault.anchor.atMs * 1000) + afterUs);
    else recorder.onNth(fault.anchor.event, fault.anchor.nth, (atUs) => fireAt(atUs + afterUs));
  }

  #fire(fault: Fault, index: number, intendedUs: Micros): void {
    if (this.#healed) return;
    const subject = this.#resolve(fault.target);
    if (subject === undefined) return;
    injectFault(
      subject,
      {
        fault,
        begin: (place, undo, atUs) => this.#begin({ fault, index, intendedUs, place, undo, atUs }),
        onHealed: (disarm) => this.#armed.push(disarm),
      },
      this.#options,
    );
  }

  #begin(begun: {
    fault: Fault;
    index: number;
    intendedUs: Micros;
    place: FaultPlace;
    undo: () => void;
    atUs: Micros | undefined;
  }): Micros {
    const { kernel } = this.#options;
    const { fault, index, intendedUs, place, undo } = begun;
    const atUs = begun.atUs ?? kernel.nowUs;
    // Its process stands still until everything has healed: there is nothing left to stop.
    if (atUs >= this.#healUs) return atUs;
    const forUs = Math.max(0, Math.round(fault.forMs * 1000));
    const stopUs = Math.max(atUs, Math.min(atUs + forUs, this.#healUs));
    this.#recordAt(atUs, { type: 'fault-start', fault: index, kind: fault.kind, intendedUs, ...place });
    const stop = (): void => {
      if (!this.#active.delete(stop)) return;
      undo();
      this.#recordAt(kernel.nowUs, {
        type: 'fault-stop',
        fault: index,
        kind: fault.kind,
        intendedUs: intendedUs + forUs,
        ...place,
      });
    };
    this.#active.add(stop);
    kernel.schedule(stopUs, { run: stop });
    return stopUs;
  }

  #recordAt(atUs: Micros, event: Omit<FaultEvent, 'at' | 'who'>): void {
    const { kernel, recorder } = this.#options;
    const record = (): void => recorder.record({ at: kernel.nowUs, who: 'nemesis', ...event });
    if (atUs <= kernel.nowUs) record();
    else kernel.schedule(atUs, { run: record });
  }

  #heal(): void {
    const { nodes, kernel } = this.#options;
    this.#healed = true;
    for (const disarm of this.#armed) disarm();
    for (const stop of [...this.#active]) stop();
    // A process that died of an error of its own is started again, too: from here on everything works. Each start is a
    // turn of its own.
    for (const node of nodes) {
      if (!node.dead) continue;
      kernel.schedule(kernel.nowUs, {
        run: () => {
          if (node.dead) node.start();
        },
      });
    }
    this.#phase('healed');
  }

  #degrade({ candidate, kind }: NonNullable<Endings['degraded']>): void {
    const { plan, nodes, kernel, recorder } = this.#options;
    this.#phase('degraded');
    const node = nodes.find((one) => one.id === candidate);
    if (node === undefined) return;
    cutLinks(node.storeLinks, kind, 1);
    const fault = plan.faults.length;
    const atUs = kernel.nowUs;
    recorder.record({
      at: atUs,
      who: 'nemesis',
      type: 'fault-start',
      fault,
      kind,
      intendedUs: atUs,
      from: node.id,
      to: 'store',
    });
  }

  #phase(phase: 'trouble' | 'healed' | 'degraded' | 'end'): void {
    const { kernel, recorder } = this.#options;
    recorder.record({ at: kernel.nowUs, who: 'nemesis', type: 'phase', phase });
  }

  #resolve(target: Target): FaultSubject | undefined {
    const { roles, store, nodes } = this.#options;
    if (target === 'store') return { store };
    const id = this.#playing(target, roles);
    const node = nodes.find((one) => one.id === id);
    return node === undefined ? undefined : { node };
  }

  #playing(target: Exclude<Target, 'store'>, roles: Roles): string | undefined {
    switch (target) {
      case 'leader':
        return roles.leader();
      case 'next-leader':
        return roles.nextLeader();
      case 'waiter':
        return roles.waiter();
      case 'former-leader':
        return roles.formerLeader();
      default:
        return target.slice('candidate:'.length);
    }
  }
}
