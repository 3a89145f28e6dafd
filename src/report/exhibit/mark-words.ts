/** An event of a witness in a few words that stand in its picture: who did what, without the numbers of operations. */
import type { HistoryEvent, InvokeEvent, OperationName, OperationValue } from '../../../spec/history.ts';
import { describeEvent } from '../words/describe-event.ts';

/** `call`: what began an operation, where `event` is its end. */
export function markWords(event: HistoryEvent, call: InvokeEvent | undefined): string {
  const { who } = event;
  if (event.type === 'invoke') return `${who} ${asked(event.f)}`;
  if (event.type !== 'ok' || call === undefined) return `${who} ${describeEvent(event)}`;
  const answer = answered(call, event.value ?? {});
  return `${who} ${answer ?? describeEvent(event)}`;
}

function asked(f: OperationName): string {
  switch (f) {
    case 'campaign':
    case 'start':
      return 'begins to campaign';
    case 'resign':
      return 'is asked to resign';
    case 'is-leader':
      return 'is asked whether it leads';
    case 'leader':
      return 'asks who leads';
    case 'write':
      return 'sends a write';
    case 'close':
      return 'is asked to close';
  }
}

/** Undefined where the answer says no more than that the operation is over. */
function answered({ f, value: sent = {} }: InvokeEvent, value: OperationValue): string | undefined {
  if (f === 'is-leader') return value.leading === true ? 'answers that it leads' : 'answers that it does not lead';
  if (f === 'leader') return `is told that ${value.holder ?? 'nobody'} leads${numberOf(value)}`;
  if (f === 'write') return `is told that its write${numberOf({ ...sent, ...value })} was ${value.outcome ?? 'done'}`;
  return f === 'resign' ? 'has resigned' : undefined;
}

function numberOf({ token, term }: OperationValue): string {
  if (token !== undefined) return ` with token ${token}`;
  return term === undefined ? '' : ` with term ${term}`;
}
