/**
 * Every kind of fault: what it does, where it acts, which of its parameters count, and on which assumptions of the
 * fault model it leans (spec/assumptions.ts says which properties may still be judged then). These are the columns of
 * the coverage matrix.
 */

export type FaultKind =
  | 'refuse'
  | 'cut'
  | 'cut-requests'
  | 'cut-responses'
  | 'slow'
  | 'reset'
  | 'hold'
  | 'drop'
  | 'replay'
  | 'slow-resource'
  | 'pause'
  | 'pause-at'
  | 'crash'
  | 'wipe'
  | 'wall-step'
  | 'clock-rate'
  | 'store-restart'
  | 'store-wipe'
  | 'store-step'
  | 'store-failover';

/** Where a fault acts: on the link between a candidate and the store or resource, on one message of it, on a process, on its clock, or on the store. */
export type FaultScope = 'link' | 'message' | 'process' | 'clock' | 'store';

/** The columns of the table of assumptions (spec/assumptions.ts): what a history may contain. */
export type Circumstance =
  | 'cut'
  | 'late-delivery'
  | 'restart'
  | 'wipe'
  | 'pause-bounded'
  | 'pause-unbounded'
  | 'rate-bounded'
  | 'rate-unbounded'
  | 'candidate-wall-step'
  | 'store-clock-step'
  | 'store-failover'
  | 'store-lossy'
  | 'store-minority';

export interface FaultDescription {
  readonly kind: FaultKind;
  /** One sentence: what happens while it lasts. */
  readonly sentence: string;
  readonly scope: FaultScope;
  /**
   * What a history that contains it must be labelled with. Pauses and rates are refined by their size against the claims,
   * store faults by whether data were lost, and by how many members of the store they hit.
   */
  readonly circumstance: Circumstance;
  /** True where it ends by itself in an instant (`forMs` is not used). */
  readonly instantaneous: boolean;
}

export const faults: Readonly<Record<FaultKind, FaultDescription>> = {
  refuse: describe('refuse', 'link', 'cut', 'new connections are refused and open ones are closed'),
  cut: describe('cut', 'link', 'cut', 'nothing passes in either direction, connections stay open'),
  'cut-requests': describe('cut-requests', 'link', 'cut', 'requests vanish on their way, nothing is answered'),
  'cut-responses': describe('cut-responses', 'link', 'cut', 'requests take effect, their responses vanish'),
  slow: describe('slow', 'link', 'late-delivery', 'each message takes longer, order is kept'),
  reset: describe('reset', 'link', 'cut', 'open connections are reset, new ones succeed', true),
  hold: describe('hold', 'message', 'late-delivery', 'one message is delivered only when the fault ends'),
  drop: describe('drop', 'message', 'cut', 'one message is lost', true),
  replay: describe('replay', 'message', 'late-delivery', 'one request is delivered a second time when the fault ends'),
  'slow-resource': describe('slow-resource', 'link', 'late-delivery', 'writes reach the protected resource later'),
  pause: describe(
    'pause',
    'process',
    'pause-bounded',
    'the process stands still, then goes on as if nothing had happened',
  ),
  'pause-at': describe(
    'pause-at',
    'process',
    'pause-bounded',
    'the process stands still from its n-th interaction with its environment on',
  ),
  crash: describe(
    'crash',
    'process',
    'restart',
    'the process dies; a new incarnation starts when the fault ends, its disk kept',
  ),
  wipe: describe(
    'wipe',
    'process',
    'wipe',
    'the process dies; a new incarnation starts when the fault ends, its disk empty',
  ),
  'wall-step': describe('wall-step', 'clock', 'candidate-wall-step', 'the wall clock of a candidate jumps', true),
  'clock-rate': describe('clock-rate', 'clock', 'rate-bounded', 'the clocks of a candidate run fast or slow'),
  'store-restart': describe('store-restart', 'store', 'restart', 'the store is down, and comes back with its data'),
  'store-wipe': describe('store-wipe', 'store', 'store-lossy', 'the store is down, and comes back empty'),
  'store-step': describe('store-step', 'store', 'store-clock-step', 'the wall clock of the store jumps', true),
  'store-failover': describe(
    'store-failover',
    'store',
    'store-failover',
    'the primary of the store is gone; when the fault ends its replica takes over, without the writes that it had not received yet',
  ),
};

function describe(
  kind: FaultKind,
  scope: FaultScope,
  circumstance: Circumstance,
  sentence: string,
  instantaneous = false,
): FaultDescription {
  return { kind, scope, circumstance, sentence, instantaneous };
}
