/** Writes to the protected resource: one JSON object a line, in both directions. */
import type { LeadershipNumber, ProcessId, Token } from '../../../spec/history.ts';

export interface WriteRequest {
  readonly id: number;
  /** The election's name. */
  readonly election: string;
  readonly by: ProcessId;
  readonly leadership: LeadershipNumber;
  readonly token?: Token;
  readonly sentAtUs: number;
}

export interface WriteReply {
  readonly id: number;
  readonly outcome: 'applied' | 'refused';
}

/** Longer lines than this are nobody's. */
const LINE_MAX = 64 * 1024;

/** Cuts a stream of text into lines; gives undefined when a line never ends. */
export function lineSplitter(onLine: (line: string) => void, onOverflow: () => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length > LINE_MAX) onOverflow();
  };
}

export function isWriteRequest(value: unknown): value is WriteRequest {
  return typeof value === 'object' && value !== null && 'election' in value && 'by' in value && 'leadership' in value;
}

export function isWriteReply(value: unknown): value is WriteReply {
  return typeof value === 'object' && value !== null && 'id' in value && 'outcome' in value;
}
