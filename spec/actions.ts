/**
 * Every transition that the model knows, a sentence each. They are the rows of the coverage matrix: a run shows which of
 * them happened while which fault was active.
 */
import type { HistoryEvent, OperationName } from './history.ts';

export type ActionName =
  | 'start'
  | 'campaign'
  | 'cancel-campaign'
  | 'elected'
  | 'lost'
  | 'resign'
  | 'resign-ok'
  | 'resign-unknown'
  | 'close'
  | 'closed'
  | 'crashed'
  | 'observe'
  | 'granted'
  | 'overwritten'
  | 'renewed'
  | 'released'
  | 'expired'
  | 'store-stopped'
  | 'store-started'
  | 'write'
  | 'write-applied'
  | 'write-refused';

/** Whose transition it is: the three authorities of a history. */
export type ActionObject = 'candidate' | 'store' | 'resource';

export interface ActionDescription {
  readonly name: ActionName;
  /** One sentence in the present tense. */
  readonly sentence: string;
  readonly object: ActionObject;
  /** True where a fair run, in which everything heals, must come to it again and again. */
  readonly fair: boolean;
}

/** In the order in which the coverage matrix shows them. */
export const actions: readonly ActionDescription[] = [
  describe('start', 'candidate', 'A process of a candidate comes to life.'),
  describe('campaign', 'candidate', 'A candidate begins to campaign.', true),
  describe('cancel-campaign', 'candidate', 'A campaign ends without an election: cancelled, failed, or nobody knows.'),
  describe('elected', 'candidate', 'A candidate begins to believe that it leads.', true),
  describe('lost', 'candidate', 'A candidate stops believing that it leads.'),
  describe('resign', 'candidate', 'A candidate is asked to give up its leadership.'),
  describe('resign-ok', 'candidate', 'A resign succeeds: the leadership is over.'),
  describe('resign-unknown', 'candidate', 'A resign ends, and nobody knows whether it took effect.'),
  describe('close', 'candidate', 'A candidate is asked to stop for good.'),
  describe('closed', 'candidate', 'A process ends in an orderly way.'),
  describe('crashed', 'candidate', 'A process dies; its memory is lost.'),
  describe('observe', 'candidate', 'A candidate is asked whether it leads, or who does.'),
  describe('granted', 'store', 'The store records a holder where there was none.', true),
  describe('overwritten', 'store', 'The store records a holder in place of one whose record was live.'),
  describe('renewed', 'store', 'The record of the holder gets another lifetime.', true),
  describe('released', 'store', 'A client deletes the record of the holder.'),
  describe('expired', 'store', 'The store frees a record that was not renewed.', true),
  describe('store-stopped', 'store', 'The store goes down.'),
  describe('store-started', 'store', 'The store comes back, with or without what it knew.'),
  describe('write', 'candidate', 'A leader sends a write to the protected resource.'),
  describe('write-applied', 'resource', 'The resource applies a write.', true),
  describe('write-refused', 'resource', 'The resource refuses a write with an outdated token.'),
];

function describe(name: ActionName, object: ActionObject, sentence: string, fair = false): ActionDescription {
  return { name, object, sentence, fair };
}

const invocations: Readonly<Record<OperationName, ActionName>> = {
  campaign: 'campaign',
  start: 'campaign',
  resign: 'resign',
  'is-leader': 'observe',
  leader: 'observe',
  write: 'write',
  close: 'close',
};

/**
 * The transition that an event shows, or undefined where it shows none. A completion shows one only together with what
 * was invoked, so its `f` is needed.
 */
export function actionOf(event: HistoryEvent, f?: OperationName): ActionName | undefined {
  switch (event.type) {
    case 'invoke':
      return invocations[event.f];
    case 'ok':
      return f === 'resign' ? 'resign-ok' : undefined;
    case 'fail':
    case 'info':
      if (f === 'campaign' || f === 'start') return 'cancel-campaign';
      return f === 'resign' && event.type === 'info' ? 'resign-unknown' : undefined;
    case 'started':
      return 'start';
    case 'granted':
      return event.replaced === undefined ? 'granted' : 'overwritten';
    case 'applied':
      return 'write-applied';
    case 'refused':
      return 'write-refused';
    case 'elected':
    case 'lost':
    case 'closed':
    case 'crashed':
    case 'renewed':
    case 'released':
    case 'expired':
    case 'store-stopped':
    case 'store-started':
      return event.type;
    case 'stall':
    case 'fault-start':
    case 'fault-stop':
    case 'phase':
      return undefined;
  }
}
