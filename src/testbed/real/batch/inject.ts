/** How each kind of fault is brought about on real servers, and how it ends. */
import { faults as descriptions, type FaultKind } from '../../../../spec/faults.ts';
import type { CandidateId, FaultEvent } from '../../../../spec/history.ts';
import { beginLinkFault, endLinkFault, isLinkFault, type LinkFaultKind } from './link-faults.ts';
import type { Member } from './member.ts';

type Span = readonly [number, number];

/** The store of a batch, as faults see it. */
export interface StoreControl {
  readonly up: boolean;
  stop(): Promise<Span>;
  start(keepData: boolean): Promise<Span>;
}

/** Everything that faults act on. */
export class Field {
  readonly members: ReadonlyMap<CandidateId, Member>;
  readonly store: StoreControl;

  constructor(members: ReadonlyMap<CandidateId, Member>, store: StoreControl) {
    this.members = members;
    this.store = store;
  }

  isStoreFault(kind: FaultKind): boolean {
    return descriptions[kind].scope === 'store';
  }

  /** The candidates that a fault of this kind can hit now. */
  present(kind: FaultKind): readonly CandidateId[] {
    const all = [...this.members.values()];
    return (descriptions[kind].scope === 'link' ? all : all.filter((member) => member.running)).map(
      (member) => member.id,
    );
  }
}

export interface Injection {
  readonly kind: FaultKind;
  readonly target: CandidateId | 'store';
  /** Of the fault in its plan. */
  readonly index: number;
  readonly amountMs: number;
}

export interface Injected {
  /** Between these moments it took hold. */
  readonly at: Span;
  readonly where: Pick<FaultEvent, 'from' | 'to' | 'on' | 'amount'>;
  end(): Promise<Span>;
}

/** Injects a fault; undefined when there is nothing that it could hit any more. */
export async function inject(field: Field, injection: Injection): Promise<Injected | undefined> {
  const { kind, target } = injection;
  if (field.isStoreFault(kind)) return injectIntoStore(field.store, kind);
  const member = field.members.get(target);
  if (member === undefined) return undefined;
  if (isLinkFault(kind)) return injectIntoLink(member, kind, injection);
  return member.running ? injectIntoProcess(member, kind, injection.amountMs) : undefined;
}

async function injectIntoLink(member: Member, kind: LinkFaultKind, injection: Injection): Promise<Injected> {
  const toResource = kind === 'slow-resource';
  const link = toResource ? member.resourceLink : member.storeLink;
  const fault = { kind, key: `fault-${injection.index}`, amountMs: injection.amountMs };
  const delays = kind === 'slow' || toResource;
  return {
    at: await beginLinkFault(link, fault),
    where: {
      from: member.id,
      to: toResource ? 'resource' : 'store',
      ...(delays && { amount: injection.amountMs * 1000 }),
    },
    end: () => endLinkFault(link, fault),
  };
}

async function injectIntoProcess(member: Member, kind: FaultKind, amountMs: number): Promise<Injected | undefined> {
  const where = { on: member.process };
  switch (kind) {
    case 'pause':
      return { at: await member.pause(), where, end: () => member.resume() };
    case 'crash':
    case 'wipe':
      return { at: await member.crash({ wipe: kind === 'wipe', reason: kind }), where, end: () => member.restart() };
    case 'wall-step': {
      const at = await member.stepWall(amountMs);
      return { at, where: { ...where, amount: amountMs * 1000 }, end: () => Promise.resolve(at) };
    }
    default:
      return undefined;
  }
}

async function injectIntoStore(store: StoreControl, kind: FaultKind): Promise<Injected | undefined> {
  if (!store.up || (kind !== 'store-restart' && kind !== 'store-wipe')) return undefined;
  return { at: await store.stop(), where: { on: 'store' }, end: () => store.start(kind === 'store-restart') };
}
