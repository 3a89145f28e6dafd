/**
 * What the runner and a candidate host say to each other, over the channel that Node gives to child processes. A host
 * is one candidate in one incarnation; it runs that candidate in every election of the batch.
 */
import type { Claims } from '../../../../spec/claims.ts';
import type { FaultKind } from '../../../../spec/faults.ts';
import type { ProcessId } from '../../../../spec/history.ts';
import type { CandidatePlan, Workload } from '../../../plan/plan.ts';
import type { DriverEvent } from '../../candidate/driver-host.ts';
import type { Address } from '../address.ts';

/** What a host must know before it can run. */
export interface HostSetup {
  readonly type: 'setup';
  readonly adapterUrl: string;
  readonly process: ProcessId;
  readonly incarnation: number;
  readonly rank: number;
  readonly peers: readonly string[];
  readonly plan: CandidatePlan;
  readonly workload: Workload;
  readonly leaseTtlMs: number;
  readonly seed: number;
  readonly store: Address;
  readonly resource: Address;
  /** One sub-folder an election, kept over restarts. */
  readonly diskFolder: string;
  /** Names of the elections; messages speak of them by index. */
  readonly elections: readonly string[];
}

export type MessageFaultKind = Extract<FaultKind, 'hold' | 'drop' | 'replay'>;

/** One message of one election is to be hit. */
export interface ArmMessage {
  readonly type: 'arm';
  readonly election: number;
  readonly fault: number;
  readonly kind: MessageFaultKind;
  readonly nth: number;
  readonly leg: 'request' | 'response';
  /** From the moment at which the message is hit. */
  readonly forMs: number;
}

export type ToHost =
  | HostSetup
  /** All elections begin; times of the plan count from `startUs` of the machine's clock. */
  | { readonly type: 'join'; readonly startUs: number }
  | { readonly type: 'wall-step'; readonly stepMs: number }
  | ArmMessage
  /** Everything heals: what is held is delivered, what is to be replayed is replayed, what was not hit will not be. */
  | { readonly type: 'disarm' }
  | { readonly type: 'stop' };

export type FromHost =
  | { readonly type: 'ready'; readonly claims: Claims }
  | { readonly type: 'event'; readonly election: number; readonly atUs: number; readonly event: DriverEvent }
  | { readonly type: 'stall'; readonly fromUs: number; readonly toUs: number }
  | {
      readonly type: 'message-fault';
      readonly edge: 'start' | 'stop';
      readonly election: number;
      readonly fault: number;
      readonly kind: MessageFaultKind;
      readonly atUs: number;
      readonly detail: string;
    }
  | { readonly type: 'wall-stepped'; readonly atUs: number }
  | { readonly type: 'log'; readonly text: string }
  /** The host cannot run at all, for instance because the adapter does not load. */
  | { readonly type: 'failed'; readonly reason: string }
  /** The reason of an end that follows: an error that nobody caught. */
  | { readonly type: 'dying'; readonly reason: string }
  | { readonly type: 'stopped' };

const hostMessages: ReadonlySet<unknown> = new Set<FromHost['type']>([
  'ready',
  'event',
  'stall',
  'message-fault',
  'wall-stepped',
  'log',
  'failed',
  'dying',
  'stopped',
]);
const runnerMessages: ReadonlySet<unknown> = new Set<ToHost['type']>([
  'setup',
  'join',
  'wall-step',
  'arm',
  'disarm',
  'stop',
]);

/** Both ends of the channel are ours and of one version: the kind is checked, the content is trusted. */
export function isFromHost(value: unknown): value is FromHost {
  return typeof value === 'object' && value !== null && 'type' in value && hostMessages.has(value.type);
}

export function isToHost(value: unknown): value is ToHost {
  return typeof value === 'object' && value !== null && 'type' in value && runnerMessages.has(value.type);
}
