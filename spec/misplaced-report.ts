/** Puts a report that does not fit into words; S8 and W3 both need it. */
import type { MisplacedReport } from './belief.ts';
import { earliest, latest } from './history.ts';
import { moment, withNumber } from './phrases.ts';
import type { Witness } from './property.ts';

/** The witness of a second `elected`, a `lost` of nothing, or a report after the process has closed. */
export function misplacedWitness({ kind, event, index, conflictIndex }: MisplacedReport): Witness {
  const report = `${event.who} reports ${event.type}${withNumber(event)}`;
  const before = {
    'elected-twice': 'is elected, and is not lost after that',
    'lost-without-elected': 'reported for the last time before',
    'after-close': 'has closed for good',
  }[kind];
  const why = {
    'elected-twice': 'although it had not lost the leadership before',
    'lost-without-elected': 'although it was not elected before',
    'after-close': 'although it had closed for good before',
  }[kind];
  return {
    sentence: `${report} ${moment(event.at)}, ${why}.`,
    events: conflictIndex === undefined ? [index] : [conflictIndex, index],
    steps: [...(conflictIndex === undefined ? [] : [`${event.who} ${before}.`]), `${report}, ${why}.`],
    fromUs: earliest(event.at),
    toUs: latest(event.at),
  };
}
