/** The formats in which a history may come, and how to tell them apart. */

/** A form in which a history is written. */
export type HistoryFormat = 'edn' | 'etcd-log' | 'kv-log' | 'jsonl';

/** As `--format` names them. */
export const historyFormats: readonly HistoryFormat[] = ['edn', 'etcd-log', 'kv-log', 'jsonl'];

/** The format of a text that begins with `head`; undefined for none of ours. */
export function formatOf(head: string): HistoryFormat | undefined {
  const text = head.replace(/^(?:\s|;.*\n)+/, '');
  // A JSON list of events is told so by the reader of JSON lines.
  if (/^(?:\[\s*)?\{\s*"/.test(text)) return 'jsonl';
  if (/^\{[^{}]*:f\s+:(?:get|put|append)\b/.test(text) && /^\{[^{}]*:key\s/.test(text)) return 'kv-log';
  if (/^(?:[[({]|#)/.test(text)) return 'edn';
  return /^.*jepsen\.util\s+-\s/m.test(head) ? 'etcd-log' : undefined;
}
