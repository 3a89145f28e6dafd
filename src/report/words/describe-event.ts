/** One event of a history as a phrase, for the list of events beside the picture. */
import type { HistoryEvent, OperationValue, StoreLifeEvent } from '../../../spec/history.ts';
import { seconds } from './quantities.ts';
import { faultName } from '../timeline.ts';

/** What happened, without who and when: `believes that it leads, token 3`. */
export function describeEvent(event: HistoryEvent): string {
  switch (event.type) {
    case 'invoke':
      return `calls ${event.f}${valueOf(event.value)} (operation ${event.op})`;
    case 'ok':
      return event.value?.holder === undefined
        ? `operation ${event.op} succeeds${valueOf(event.value)}`
        : `is told that ${event.value.holder} leads${tokenOf(event.value)}`;
    case 'fail':
      return `operation ${event.op} fails, certainly without effect${because(event.error)}`;
    case 'info':
      return `operation ${event.op} ends without anybody knowing its effect${because(event.error)}`;
    case 'elected':
      return `believes that it leads${tokenOf(event)}`;
    case 'lost':
      return `no longer believes that it leads${tokenOf(event)}${because(event.reason)}`;
    case 'started':
      return `starts${because(event.reason)}`;
    case 'crashed':
      return `crashes${because(event.reason)}`;
    case 'closed':
      return `closes for good${because(event.reason)}`;
    case 'stall':
      return `stands still for up to ${seconds(event.at[1] - event.at[0])}`;
    case 'granted':
    case 'renewed':
    case 'released':
    case 'expired':
      return describeStoreEvent(event);
    case 'store-stopped':
      return `stops${memberOf(event)}`;
    case 'store-started':
      return `starts ${dataOf(event)}${memberOf(event)}`;
    case 'applied':
    case 'refused':
      return `${event.type === 'applied' ? 'applies' : 'refuses'} write ${event.n} of ${event.by}${tokenOf(event)}`;
    case 'fault-start':
      return `begins: ${faultName(event)}`;
    case 'fault-stop':
      return `ends: ${faultName(event)}`;
    case 'phase':
      return `phase: ${event.phase}`;
  }
}

function dataOf({ durable, keptUntilUs }: StoreLifeEvent): string {
  if (durable !== false) return 'with its data';
  return keptUntilUs === undefined ? 'empty' : `with what it had at ${seconds(keptUntilUs)}`;
}

function memberOf({ member }: StoreLifeEvent): string {
  return member === undefined ? '' : `: member ${member}`;
}

function describeStoreEvent(event: Extract<HistoryEvent, { readonly g: number; readonly holder: string }>): string {
  const by = event.by === undefined || event.by === event.holder ? '' : `, by a command of ${event.by}`;
  const lifetime =
    event.leaseUs === undefined ? '' : event.leaseUs === null ? ', without end' : ` for ${seconds(event.leaseUs)}`;
  switch (event.type) {
    case 'granted': {
      const replaced = event.replaced === undefined ? '' : `, over the live record of ${event.replaced}`;
      return `grants to ${event.holder}${tokenOf(event)}${lifetime}${replaced}${by}`;
    }
    case 'renewed':
      return `renews ${event.holder}${lifetime}${by}`;
    case 'released':
      return `releases ${event.holder}${by}`;
    case 'expired':
      return `lets the record of ${event.holder} expire`;
  }
}

function tokenOf(event: { readonly token?: string; readonly term?: string }): string {
  const token = event.token === undefined ? '' : `, token ${event.token}`;
  return event.term === undefined ? token : `${token}, term ${event.term}`;
}

function valueOf(value: OperationValue | undefined): string {
  if (value === undefined) return '';
  const parts = Object.entries(value).map(([name, content]) => `${name} ${String(content)}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`;
}
