/** Which faults a real testbed injects, and why it cannot inject the others. */
import { faults, type FaultKind } from '../../../spec/faults.ts';
import type { TestbedCapabilities } from '../testbed.ts';

const impossible: readonly (readonly [FaultKind, string])[] = [
  ['pause-at', 'a real process cannot be stopped at an exact interaction; `pause` stops it at a time'],
  ['clock-rate', 'all processes of a machine share the rate of its clock'],
  ['store-step', 'the wall clock of a real server is that of the machine, which is not ours to change'],
  ['store-failover', 'the real testbeds run one Redis server, without a replica that could take over'],
];

/** Windows has no signal that stops a process and lets it go on. */
const withoutSignals: readonly (readonly [FaultKind, string])[] = [
  ['pause', 'this platform cannot stop a process and let it go on'],
];

export function realCapabilities(platform: string): TestbedCapabilities {
  const missing = new Map(platform === 'win32' ? [...impossible, ...withoutSignals] : impossible);
  const kinds = Object.values(faults).map((fault) => fault.kind);
  return { faults: new Set(kinds.filter((kind) => !missing.has(kind))), missing };
}
