/**
 * What the protected resource did, as operations on one object each: the writes as those who sent them know them, and
 * the numbers that the resource gave to what reached it.
 */
import { compareTokens, earliest, latest } from './history.ts';
import type { HistoryHeader, Micros, Token } from './history.ts';
import type { ObjectOperation } from './linearizability.ts';
import type { Participation, SentWrite } from './participation.ts';
import type { WriteEntry } from './writes.ts';

/** A write as an operation of a store that is guarded by tokens. */
export interface WriteOperation extends ObjectOperation {
  readonly write: SentWrite;
}

/**
 * The writes as operations on a fenced store. A write without a reply may have been applied at any time since it was sent,
 * or never, whatever its error was taken for: that only weakens what the others prove.
 *
 * A write without a token counts as one with the smallest of all: it is applied until tokens are in use. What a resource
 * of the adapter's own does with such a write is its own affair, and so is whom else it refuses: it may know newer tokens
 * from elsewhere than from writes. So of such a resource only what it applied with a token is looked at.
 */
export function fencedWrites(participation: Participation, header: HistoryHeader): readonly WriteOperation[] {
  const isOwn = header.ownResource === true;
  const sent: SentWrite[] = [];
  for (const { writes } of participation.all()) {
    for (const write of writes)
      if (!isOwn || (write.token !== undefined && write.outcome !== 'refused')) sent.push(write);
  }
  const placeOf = placesOf(sent);
  return sent.map((write) => {
    const { invoked, replied, outcome, token } = write;
    const isKnown = replied !== undefined && outcome !== undefined;
    return {
      does: outcome === 'refused' ? 'refuse' : 'accept',
      number: token === undefined ? 0 : placeOf(token),
      fromUs: earliest(invoked.at) - header.uncertaintyUs,
      toUs: isKnown ? latest(replied.at) + header.uncertaintyUs : Infinity,
      happened: isKnown,
      write,
    };
  });
}

/** The place of each token among all, from 1. There are few of them, and writes come in runs of one. */
function placesOf(writes: readonly SentWrite[]): (token: Token) => number {
  const tokens: Token[] = [];
  let last: Token | undefined;
  for (const { token } of writes) {
    if (token === undefined || token === last) continue;
    last = token;
    if (!tokens.includes(token)) tokens.push(token);
  }
  tokens.sort(compareTokens);
  return (token) => tokens.indexOf(token) + 1;
}

/** A number that the resource gave. */
export interface CountOperation extends ObjectOperation {
  readonly entry: WriteEntry;
}

/**
 * Whether nothing arrived before something with a smaller number was sent, and no number was given twice, which is all that
 * can be wrong with numbers. `entries` are in their order. It is asked for every history, so nothing is made for it.
 */
export function areInOrder(entries: readonly WriteEntry[], uncertaintyUs: Micros): boolean {
  let sentUs = -Infinity;
  let last: number | undefined;
  for (let place = 0; place < entries.length; place += 1) {
    const event = entries[place]?.event;
    if (event === undefined) break;
    const { at, n, sentAt = at } = event;
    if (n === last || latest(at) + uncertaintyUs < sentUs - uncertaintyUs) return false;
    last = n;
    sentUs = Math.max(sentUs, earliest(sentAt));
  }
  return true;
}

/** The numbers that the resource gave, each between the sending of a write and its arrival. `entries` are in their order. */
export function numberedWrites(entries: readonly WriteEntry[], uncertaintyUs: Micros): readonly CountOperation[] {
  const operations: CountOperation[] = [];
  let number = 0;
  let last: number | undefined;
  for (const entry of entries) {
    const { at, sentAt = at, n } = entry.event;
    // Which numbers they are does not matter, only whether two are equal.
    if (n !== last) number += 1;
    last = n;
    const fromUs = earliest(sentAt) - uncertaintyUs;
    operations.push({ does: 'count', number, fromUs, toUs: latest(at) + uncertaintyUs, happened: true, entry });
  }
  return operations;
}
