/**
 * What each kind of fault does to its subject, and how it is undone.
 */
import type { FaultKind } from '../../../spec/faults.ts';
import { memberName } from '../../../spec/history.ts';
import type { Fault } from '../../plan/plan.ts';
import type { CandidateNode } from './candidate-node.ts';
import type { Kernel } from './kernel.ts';
import { MessageFault } from './message-fault.ts';
import { cutLinks } from './cut-link.ts';
import type { FaultPlace, FiredFault } from './fired-fault.ts';
import type { Link } from './link.ts';
import { PositionPause } from './position-pause.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedStore } from './simulated-store.ts';

/** Whom a fault hits. */
export type FaultSubject = { readonly node: CandidateNode } | { readonly store: SimulatedStore };

export interface FaultSurroundings {
  readonly kernel: Kernel;
  readonly nodes: readonly CandidateNode[];
}

/** Starts a fault. Where the subject cannot suffer it (a pause of a dead process), nothing happens. */
export function injectFault(subject: FaultSubject, fired: FiredFault, surroundings: FaultSurroundings): void {
  if ('store' in subject) injectIntoStore(subject.store, fired, surroundings);
  else injectIntoNode(subject.node, fired, surroundings.kernel);
}

/** How the store, or the one member of it that a fault is about, is called in its events. */
function storeName({ member }: Fault, members: number): string {
  return member === undefined || members === 1 ? 'store' : memberName(member);
}

function injectIntoStore(store: SimulatedStore, fired: FiredFault, { nodes }: FaultSurroundings): void {
  const { fault } = fired;
  const on = storeName(fault, store.members.length);
  const amount = amountUs(fault);
  const hit = store.members.filter((redis, index) => isAbout(fault, index + 1) && (isStep(fault) || !redis.down));
  if (hit.length === 0) return;
  if (isStep(fault)) {
    fired.begin({ on, amount }, () => undefined);
    for (const redis of hit) redis.step(amount);
    return;
  }
  const links = nodes.flatMap((node) =>
    node.storeLinks.filter((_, index) => hit.some((redis) => redis === store.members[index])),
  );
  const isFailover = fault.kind === 'store-failover';
  fired.begin(isFailover ? { on, amount } : { on }, () => {
    for (const redis of hit) redis.start(fault.kind === 'store-restart' ? 'kept' : 'lost');
    for (const link of links) link.accept();
  });
  for (const redis of hit) {
    if (isFailover) redis.fail(Math.max(0, amount));
    else redis.stop();
  }
  for (const link of links) link.refuse();
}

function isAbout({ member }: Fault, number: number): boolean {
  return member === undefined || member === number;
}

function isStep({ kind }: Fault): boolean {
  return kind === 'store-step';
}

function injectIntoNode(node: CandidateNode, fired: FiredFault, kernel: Kernel): void {
  const { fault } = fired;
  const links = node.linksTo(fault.member);
  if (links.length === 0) return;
  const toStore = { from: node.id, to: storeName(fault, node.storeLinks.length) };
  switch (fault.kind) {
    case 'cut':
    case 'cut-requests':
    case 'cut-responses': {
      const { kind } = fault;
      cutLinks(links, kind, 1);
      fired.begin(toStore, () => cutLinks(links, kind, -1));
      break;
    }
    case 'refuse':
      for (const link of links) link.refuse();
      fired.begin(toStore, () => {
        for (const link of links) link.accept();
      });
      break;
    case 'reset':
      for (const link of links) link.reset();
      fired.begin(toStore, () => undefined);
      break;
    case 'slow':
      slowDown(links, fired, toStore);
      break;
    case 'slow-resource':
      slowDown([node.resourceLink], fired, { from: node.id, to: 'resource' });
      break;
    case 'hold':
    case 'drop':
    case 'replay':
      armMessageFault(links, fault.kind, fired, toStore);
      break;
    default:
      injectIntoProcess(node, fired, kernel);
  }
}

function slowDown(links: readonly Link[], fired: FiredFault, place: FaultPlace): void {
  const addedUs = amountUs(fired.fault);
  for (const link of links) link.addedUs += addedUs;
  fired.begin({ ...place, amount: addedUs }, () => {
    for (const link of links) link.addedUs -= addedUs;
  });
}

/** Of several links it is the n-th message on any of them. */
function armMessageFault(
  links: readonly Link[],
  kind: 'hold' | 'drop' | 'replay',
  fired: FiredFault,
  place: FaultPlace,
): void {
  const { nth, leg } = fired.fault.message ?? { nth: 1, leg: 'request' };
  const disarm = (): void => {
    for (const link of links) link.disarm(armed);
  };
  const armed: MessageFault = new MessageFault({
    kind,
    nth,
    leg,
    onHit: (detail, release) => {
      disarm();
      fired.begin({ ...place, detail }, release);
    },
  });
  for (const link of links) link.arm(armed);
  fired.onHealed(disarm);
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
