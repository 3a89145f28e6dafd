/** Walks over the lines of a source in the memory of one window. */
import type { ClientHistory } from '../client-history.ts';
import type { ByteWindow } from './byte-window.ts';

const NEWLINE = 0x0a;

/** A line is `bytes[start..end)`; at `end` there is always a line break, also after the last line. */
export type VisitLine = (bytes: Buffer, start: number, end: number, line: number) => void;

/** Takes in one line after the other, and gives the history at the end. */
export interface LineReader {
  /** Reads a line whose end is not known yet, and gives its end; -1 where it is left to `line`. */
  readonly plainLine?: (bytes: Buffer, start: number, line: number) => number;
  readonly line: VisitLine;
  finish(): ClientHistory;
}

/** Calls `visit` for each line that is not blank and that `plain` does not read. */
export function forEachLine(window: ByteWindow, visit: VisitLine, plain: LineReader['plainLine'] = () => -1): void {
  let line = 0;
  let start = 0;
  let linesBefore = 0;
  while (window.advance(start, line - linesBefore) || window.end > 0) {
    const { bytes, isComplete } = window;
    if (isComplete) bytes[window.end] = NEWLINE;
    const last = isComplete ? window.end : bytes.lastIndexOf(NEWLINE, window.end - 1);
    linesBefore = line;
    start = 0;
    while (start <= last) {
      line += 1;
      const plainEnd = plain(bytes, start, line);
      const end = plainEnd < 0 ? bytes.indexOf(NEWLINE, start) : plainEnd;
      if (plainEnd < 0 && !isBlank(bytes, start, end)) visit(bytes, start, end, line);
      start = end + 1;
    }
    if (isComplete) return;
  }
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
}
