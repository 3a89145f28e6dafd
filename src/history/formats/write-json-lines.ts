/**
 * Writes a client history as JSON lines, piece by piece: each invocation and each completion on a line, in the order of
 * their times.
 */
import { INFO, NEVER, NONE, functionOf, type ClientHistory } from '../client-history.ts';
import { eventsByTime } from './events-by-time.ts';

const PIECE_LENGTH = 1 << 16;
const typeNames = ['ok', 'fail', 'info'];

/** The text in pieces. What is read back from it is the same history. */
export function* writeJsonLines(history: ClientHistory): Generator<string> {
  const names = history.processes.map((name) => JSON.stringify(name));
  const events = eventsByTime(history);
  let piece = '';
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] ?? 0;
    const place = event >> 1;
    const isInvocation = (event & 1) === 0;
    const at = timeOf(history, place, isInvocation);
    const who = names[history.process[place] ?? 0] ?? '';
    const type = isInvocation ? 'invoke' : (typeNames[history.outcome[place] ?? INFO] ?? '');
    const f = isInvocation ? `,"f":"${functionOf(history, place)}"${keyText(history, place)}` : '';
    const value = (isInvocation ? history.input : history.output)[place] ?? NONE;
    const carried = value === NONE ? '' : `,"value":${JSON.stringify(history.values[value])}`;
    piece += `{${at}"who":${who},"type":"${type}","op":${place}${f}${carried}}\n`;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function keyText({ key, keys }: ClientHistory, place: number): string {
  const index = key[place] ?? NONE;
  return index === NONE ? '' : `,"key":${JSON.stringify(keys[index])}`;
}

/** When an indeterminate operation was given up is not known any more, and means nothing: the last time of all will do. */
function timeOf({ times, count, end }: ClientHistory, place: number, isInvocation: boolean): string {
  if (times === undefined) return '';
  if (isInvocation) return `"at":${times.callUs[place] ?? 0},`;
  if (end[place] !== NEVER) return `"at":${times.endUs[place] ?? 0},`;
  return `"at":${Math.max(times.callUs[count - 1] ?? 0, times.callUs[place] ?? 0)},`;
}
