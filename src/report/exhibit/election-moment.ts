/** How an election stood at one moment: who believed that it leads, whom the store named, how far tokens had come. */
import { compareTokens, earliest, type History, type Micros, type Token } from '../../../spec/history.ts';
import { moment } from '../words/quantities.ts';
import { timelineOf, type Stretch, type Tenure } from '../timeline.ts';

export interface ElectionMoment {
  /** Which moment it is: `just before 9.312 s`. */
  readonly when: string;
  /** With their tokens. */
  readonly believers: readonly string[];
  readonly named: readonly string[];
  /** The largest token that anybody had been seen with by then; absent where there was none. */
  readonly token?: Token;
  /** The largest token with which the resource had applied a write by then; absent where there was none. */
  readonly applied?: Token;
}

/** Just before the promise was broken, while it was, and just after; a moment that has no length has no middle. */
export function momentsAround(history: History, broken: Stretch): readonly ElectionMoment[] {
  const { fromUs, toUs } = broken;
  const { lanes, store, endUs } = timelineOf(history);
  const believed = lanes.flatMap((lane) => lane.believed);
  const at = (us: Micros, when: string): ElectionMoment => ({
    when,
    believers: named(believed, us),
    named: named(store, us),
    ...largestTokens(history, us),
  });
  const middleUs = Math.floor((fromUs + toUs) / 2);
  return [
    ...(fromUs > 0 ? [at(fromUs - 1, `just before ${moment(fromUs)}`)] : []),
    ...(toUs > fromUs + 1 ? [at(middleUs, `while it was broken, at ${moment(middleUs)}`)] : []),
    toUs < endUs ? at(toUs + 1, `just after ${moment(toUs)}`) : at(endUs, `at the end, ${moment(endUs)}`),
  ];
}

function named(tenures: readonly Tenure[], us: Micros): readonly string[] {
  return tenures
    .filter(({ fromUs, toUs }) => fromUs <= us && us <= toUs)
    .map(({ holder, token }) => (token === undefined ? holder : `${holder}, token ${token}`));
}

function largestTokens({ events }: History, us: Micros): Pick<ElectionMoment, 'token' | 'applied'> {
  let seen: Token | undefined;
  let applied: Token | undefined;
  for (const event of events) {
    if (earliest(event.at) > us) continue;
    const token = 'token' in event ? event.token : undefined;
    if (token === undefined) continue;
    if (seen === undefined || compareTokens(token, seen) > 0) seen = token;
    if (event.type === 'applied' && (applied === undefined || compareTokens(token, applied) > 0)) applied = token;
  }
  return { ...(seen === undefined ? {} : { token: seen }), ...(applied === undefined ? {} : { applied }) };
}
