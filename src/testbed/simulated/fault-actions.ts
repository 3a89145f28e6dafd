/**
 * What each kind of fault does to its subject, and how it is undone.
 */
import type { FaultKind } from '../../../spec/faults.ts';
import type { Fault } from '../../plan/plan.ts';
import type { CandidateNode } from './candidate-node.ts';
import type { Kernel } from './kernel.ts';
import { MessageFault } from './message-fault.ts';
import { cutLink } from './cut-link.ts';
import type { FiredFault } from './fired-fault.ts';
import { PositionPause } from './position-pause.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedRedis } from './simulated-redis.ts';

/** Whom a fault hits. */
export type FaultSubject = { readonly node: CandidateNode } | { readonly store: SimulatedRedis };

export interface FaultSurroundings {
  readonly kernel: Kernel;
  readonly nodes: readonly CandidateNode[];
}

/** Starts a fault. Where the subject cannot suffer it (a pause of a dead process), nothing happens. */
export function injectFault(subject: FaultSubject, fired: FiredFault, surroundings: FaultSurroundings): void {
  if ('store' in subject) injectIntoStore(subject.store, fired, surroundings);
  else injectIntoNode(subject.node, fired, surroundings.kernel);
}

function injectIntoStore(store: SimulatedRedis, fired: FiredFault, surroundings: FaultSurroundings): void {
  const { fault } = fired;
  switch (fault.kind) {
    case 'store-restart':
    case 'store-wipe':
    case 'store-failover': {
      if (store.down) return;
      const links = surroundings.nodes.map((node) => node.storeLink);
      const isFailover = fault.kind === 'store-failover';
      const place = isFailover ? { on: 'store', amount: amountUs(fault) } : { on: 'store' };
      fired.begin(place, () => {
        store.start(fault.kind === 'store-restart' ? 'kept' : 'lost');
        for (const link of links) link.accept();
      });
      if (isFailover) store.fail(Math.max(0, amountUs(fault)));
      else store.stop();
      for (const link of links) link.refuse();
      break;
    }
    case 'store-step': {
      const byUs = amountUs(fault);
      fired.begin({ on: 'store', amount: byUs }, () => undefined);
      store.step(byUs);
      break;
    }
    default:
  }
}

function injectIntoNode(node: CandidateNode, fired: FiredFault, kernel: Kernel): void {
  const { fault } = fired;
  const toStore = { from: node.id, to: 'store' };
  switch (fault.kind) {
    case 'cut':
    case 'cut-requests':
    case 'cut-responses': {
      const { kind } = fault;
      cutLink(node, kind, 1);
      fired.begin(toStore, () => cutLink(node, kind, -1));
      break;
    }
    case 'refuse':
      node.storeLink.refuse();
      fired.begin(toStore, () => node.storeLink.accept());
      break;
    case 'reset':
      node.storeLink.reset();
      fired.begin(toStore, () => undefined);
      break;
    case 'slow':
    case 'slow-resource': {
      const link = fault.kind === 'slow' ? node.storeLink : node.resourceLink;
      const addedUs = amountUs(fault);
      link.addedUs += addedUs;
      fired.begin({ from: node.id, to: fault.kind === 'slow' ? 'store' : 'resource', amount: addedUs }, () => {
        link.addedUs -= addedUs;
      });
      break;
    }
    case 'hold':
    case 'drop':
    case 'replay':
      armMessageFault(node, fault.kind, fired);
      break;
    default:
      injectIntoProcess(node, fired, kernel);
  }
}

function armMessageFault(node: CandidateNode, kind: 'hold' | 'drop' | 'replay', fired: FiredFault): void {
  const { nth, leg } = fired.fault.message ?? { nth: 1, leg: 'request' };
  const armed = new MessageFault({
    kind,
    nth,
    leg,
    onHit: (detail, release) => {
      fired.begin({ from: node.id, to: 'store', detail }, release);
    },
  });
  node.storeLink.arm(armed);
  fired.onHealed(() => node.storeLink.disarm(armed));
}

function injectIntoProcess(node: CandidateNode, fired: FiredFault, kernel: Kernel): void {
  const { fault } = fired;
  const { process } = node;
  if (fault.kind === 'wall-step') {
    const byUs = amountUs(fault);
    node.clock.step(byUs);
    fired.begin({ on: process?.id ?? node.id, amount: byUs }, () => undefined);
    return;
  }
  if (fault.kind === 'clock-rate') {
    const ppm = fault.amount ?? 0;
    node.addRate(ppm);
    fired.begin({ on: process?.id ?? node.id, amount: ppm }, () => node.addRate(-ppm));
    return;
  }
  if (process === undefined || !node.running) return;
  if (fault.kind === 'pause') process.stall(fired.begin({ on: process.id }, () => undefined));
  else if (fault.kind === 'pause-at') armPositionPause(process, fired);
  else if (isDeath(fault.kind)) kill(node, process, fired, kernel);
}

function armPositionPause(process: SimulatedProcess, fired: FiredFault): void {
  process.armPause(
    new PositionPause(fired.fault.amount ?? 1, (stopped) =>
      fired.begin({ on: stopped.id }, () => undefined, stopped.nowUs),
    ),
  );
  fired.onHealed(() => process.disarmPauses());
}

function kill(node: CandidateNode, process: SimulatedProcess, fired: FiredFault, kernel: Kernel): void {
  const { kind } = fired.fault;
  fired.begin({ on: process.id }, () => {
    // Its own turn, since two candidates may be started again at the same time.
    if (node.process === process) kernel.schedule(kernel.nowUs, { run: () => startAgain(node, process) });
  });
  node.crash(kind === 'wipe' ? 'killed, and its disk lost' : 'killed');
  if (kind === 'wipe') node.disk.clear();
}

function startAgain(node: CandidateNode, process: SimulatedProcess): void {
  if (node.process === process) node.start();
}

function isDeath(kind: FaultKind): kind is 'crash' | 'wipe' {
  return kind === 'crash' || kind === 'wipe';
}

/** Plans count in milliseconds, histories in microseconds. */
function amountUs(fault: Fault): number {
  return Math.round((fault.amount ?? 0) * 1000);
}
