/**
 * Asks the candidate periodically whether it leads and who does. A question without an answer yet is not asked again.
 */
import type { DriverContext } from './driver.ts';

export function observePeriodically(context: DriverContext): void {
  const { workload, candidate, clock, operations } = context;
  if (workload.observeEveryMs <= 0) return;
  let asking = 0;
  const answered = (): void => {
    asking -= 1;
  };
  const ask = (): void => {
    if (context.ended()) return;
    clock.after(workload.observeEveryMs, ask);
    if (asking > 0) return;
    if (candidate.isLeader !== undefined) {
      const isLeader = candidate.isLeader.bind(candidate);
      asking += 1;
      operations.run('is-leader', undefined, isLeader, answered, (leading) => ({ leading }));
    }
    if (candidate.leader !== undefined) {
      const leader = candidate.leader.bind(candidate);
      asking += 1;
      operations.run('leader', undefined, leader, answered, (view) =>
        view === undefined
          ? undefined
          : { holder: view.holder, ...(view.token === undefined ? {} : { token: view.token.toString() }) },
      );
    }
  };
  clock.after(workload.observeEveryMs, ask);
}
