/** Link faults as toxics: how each begins and how it heals. */
import type { FaultKind } from '../../../../spec/faults.ts';
import { timed } from '../machine-clock.ts';
import type { ProxiedLink, Stream, ToxicType } from '../toxiproxy.ts';

export type LinkFaultKind = Extract<
  FaultKind,
  'refuse' | 'cut' | 'cut-requests' | 'cut-responses' | 'slow' | 'reset' | 'slow-resource'
>;

interface ToxicPlan {
  readonly type: ToxicType;
  readonly streams: readonly Stream[];
}

/**
 * Upstream is from the candidate to the server. A `timeout` toxic of 0 drops everything and closes the connection when
 * it is removed: a partition, and a reset when it heals. `latency` holds back and loses nothing.
 */
const toxics: Readonly<Record<Exclude<LinkFaultKind, 'refuse'>, ToxicPlan>> = {
  cut: { type: 'timeout', streams: ['upstream', 'downstream'] },
  'cut-requests': { type: 'timeout', streams: ['upstream'] },
  'cut-responses': { type: 'timeout', streams: ['downstream'] },
  slow: { type: 'latency', streams: ['upstream', 'downstream'] },
  'slow-resource': { type: 'latency', streams: ['upstream', 'downstream'] },
  reset: { type: 'reset_peer', streams: ['downstream'] },
};

export function isLinkFault(kind: FaultKind): kind is LinkFaultKind {
  return kind === 'refuse' || kind in toxics;
}

/** Begins a fault on a link; says between which two moments it took hold. `key` names it among the faults of the link. */
export function beginLinkFault(
  link: ProxiedLink,
  fault: { readonly kind: LinkFaultKind; readonly key: string; readonly amountMs: number },
): Promise<readonly [number, number]> {
  const { kind, key, amountMs } = fault;
  return timed(async () => {
    if (kind === 'refuse') {
      await link.refuse();
      return;
    }
    const { type, streams } = toxics[kind];
    const attributes: Record<string, number> = type === 'latency' ? { latency: amountMs, jitter: 0 } : { timeout: 0 };
    await Promise.all(streams.map((stream) => link.addToxic(`${key}-${stream}`, type, stream, attributes)));
  });
}

/** Heals it. */
export function endLinkFault(
  link: ProxiedLink,
  fault: { readonly kind: LinkFaultKind; readonly key: string },
): Promise<readonly [number, number]> {
  const { kind, key } = fault;
  return timed(async () => {
    if (kind === 'refuse') {
      await link.accept();
      return;
    }
    await Promise.all(toxics[kind].streams.map((stream) => link.removeToxic(`${key}-${stream}`)));
  });
}
