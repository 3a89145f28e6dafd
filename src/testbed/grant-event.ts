/** What trackers of grants write into a history. */
import type { Micros, StoreEvent, Token } from '../../spec/history.ts';
import type { ChangeBatch } from './change-batch.ts';

/** A grant as its events name it. */
export interface NamedGrant {
  /** The process where known. */
  readonly holder: string;
  readonly token: Token | undefined;
}

export interface LeaseTold {
  /** How long the record lives from now on; null: without end. */
  readonly leaseUs: Micros | null;
  /** Whose live record was replaced. */
  readonly replaced?: string | undefined;
}

/** A grant begins, or its lease is another one. */
export function leaseEvent(
  type: 'granted' | 'renewed',
  { holder, token }: NamedGrant,
  { at, g, by }: ChangeBatch,
  { leaseUs, replaced }: LeaseTold,
): StoreEvent {
  // Nearly every grant has a token and an author, and replaces nobody: no spread for those.
  if (token !== undefined && by !== undefined && replaced === undefined)
    return { at, who: 'store', type, g, holder, token, by, leaseUs };
  return {
    at,
    who: 'store',
    type,
    g,
    holder,
    ...(token !== undefined && { token }),
    ...(by !== undefined && { by }),
    leaseUs,
    ...(replaced !== undefined && { replaced }),
  };
}

/** A grant is over: somebody's command ended it, or nobody's. */
export function endEvent({ holder, token }: NamedGrant, { at, g, by, cause }: ChangeBatch): StoreEvent {
  return {
    at,
    who: 'store',
    type: cause === 'command' ? 'released' : 'expired',
    g,
    holder,
    ...(token !== undefined && { token }),
    ...(by !== undefined && { by }),
  };
}
