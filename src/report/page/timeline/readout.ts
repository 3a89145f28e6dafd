/** What the picture shows at a place, in words. */
import { earliest, latest } from '../../../../spec/history.ts';
import type { HistoryEvent, Micros } from '../../../../spec/history.ts';
import { describeEvent } from '../../words/describe-event.ts';
import { cut } from '../../words/plain-text.ts';
import { count, seconds } from '../../words/quantities.ts';
import type { Hit } from './hit.ts';
import { outcomes } from './operation-rows.ts';
import type { Scene } from './scene.ts';
import { at, nearest } from './track.ts';

/** The history view has the rest. */
const WORDS_MAX = 400;

/** A moment to the microsecond: `12.803412 s`. */
export function exactly(us: Micros): string {
  return `${(us / 1_000_000).toFixed(6)} s`;
}

/** An event in full: `12.803412 s, b#0 believes that it leads, token 4`. */
export function eventWords(event: HistoryEvent): string {
  const from = earliest(event.at);
  const to = latest(event.at);
  const when = from === to || event.type === 'stall' ? exactly(from) : `between ${exactly(from)} and ${exactly(to)}`;
  return cut(`${when}, ${event.who} ${describeEvent(event)}`, WORDS_MAX);
}

/** What was hit: the event that begins it, and until when it goes on. `atUs` is the moment that is pointed at. */
export function hitWords(scene: Scene, hit: Hit, atUs: Micros): string {
  const { row, place, crowd } = hit;
  const event = scene.history.events[at(row.track.event, place)];
  if (event === undefined) return '';
  const crowded = crowd > 1 ? `${count(crowd)} begin here, zoom in to tell them apart; one: ` : '';
  return `${crowded}${eventWords(event)}${untilWords(scene, hit)}${disputeWords(scene, hit, atUs)}`;
}

function untilWords(scene: Scene, { row, place }: Hit): string {
  const fromUs = at(row.track.fromUs, place);
  const toUs = at(row.track.toUs, place);
  if (row.kind === 'operations') {
    const outcome = outcomes[at(row.track.look, place)];
    return outcome === 'open' ? '; never completes' : `; ${outcome} after ${seconds(toUs - fromUs)}`;
  }
  if (toUs === fromUs || row.kind === 'renewed' || row.kind === 'writes') return '';
  return `; until ${toUs >= scene.endUs ? 'the end' : exactly(toUs)}, ${seconds(toUs - fromUs)}`;
}

function disputeWords(scene: Scene, { row }: Hit, atUs: Micros): string {
  const lane = row.kind === 'believed' && row.lane !== undefined ? scene.lanes[row.lane] : undefined;
  return lane !== undefined && nearest(lane.disputed, atUs, 0) >= 0 ? '; here the store does not name it' : '';
}
