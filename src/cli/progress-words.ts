/** Where a run stands, in phrases. What comes from an implementation cannot command the terminal. */
import { forTerminal } from '../report/words/plain-text.ts';
import { count } from '../report/words/quantities.ts';
import type { CertifyProgress } from '../search/certify-options.ts';

/** In milliseconds. */
export interface PaceWords {
  /** Since the run began. */
  readonly elapsedMs: number;
  /** Since this adapter's turn on this testbed began. */
  readonly adapterMs: number;
  /** Until its search ends: a guess, undefined where there is none. */
  readonly leftMs: number | undefined;
}

/** `redis-lease on simulated, adapter 2 of 5` */
export function whoWords({ adapter, testbed, place, places }: CertifyProgress): string {
  return `${forTerminal(adapter)} on ${testbed}${places > 1 ? `, adapter ${place} of ${places}` : ''}`;
}

/** `1,250 of 2,000` */
export function historiesWords({ histories, historiesMax }: CertifyProgress): string {
  return historiesMax === undefined ? count(histories) : `${count(histories)} of ${count(historiesMax)}`;
}

/** `48,120`, `3,950 a second`, `ok 93.5 %`, `fail 4.2 %`, `info 2.3 %` */
export function operationsWords({ operations }: CertifyProgress, { adapterMs }: PaceWords): readonly string[] {
  const { ok, fail, info } = operations;
  const all = ok + fail + info;
  if (all === 0) return [];
  const share = (part: number): string => `${((part / all) * 100).toFixed(1)} %`;
  const rate = adapterMs < 1_000 ? [] : [`${count(Math.round((all / adapterMs) * 1_000))} a second`];
  return [count(all), ...rate, `ok ${share(ok)}`, `fail ${share(fail)}`, `info ${share(info)}`];
}

/** `a: itself`, `b: a`, `c: nobody` */
export function beliefsWords({ beliefs }: CertifyProgress): readonly string[] {
  return beliefs.map(({ candidate, leader }) => {
    const whom = leader === undefined ? 'nobody' : leader === candidate ? 'itself' : forTerminal(leader);
    return `${forTerminal(candidate)}: ${whom}`;
  });
}

/** `S4 in 3 histories`; none where nothing was broken. */
export function violationsWords({ violations }: CertifyProgress): readonly string[] {
  return [...violations].map(
    ([property, histories]) => `${property} in ${count(histories)} ${histories === 1 ? 'history' : 'histories'}`,
  );
}

/** `12 s elapsed`, `about 40 s left` */
export function paceWords({ elapsedMs, leftMs }: PaceWords): readonly string[] {
  return [`${clock(elapsedMs)} elapsed`, ...(leftMs === undefined ? [] : [`about ${clock(leftMs)} left`])];
}

/** Whole seconds, since anything finer only flickers. */
function clock(ms: number): string {
  const all = Math.round(ms / 1_000);
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor((all % 3_600) / 60), all % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`;
}
