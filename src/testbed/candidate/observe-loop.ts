/**
 * Asks the candidate periodically whether it leads and who does. A question without an answer yet is not asked again.
 */
import type { OperationValue } from '../../../spec/history.ts';
import type { LeaderView } from '../../adapter.ts';
import type { DriverContext } from './driver-context.ts';

export function observePeriodically(context: DriverContext): void {
  const { workload, candidate, clock, operations } = context;
  if (workload.observeEveryMs <= 0) return;
  const isLeader = candidate.isLeader?.bind(candidate);
  const leader = candidate.leader?.bind(candidate);
  let asking = 0;
  const answered = (): void => {
    asking -= 1;
  };
  const ask = (): void => {
    if (context.ended()) return;
    clock.after(workload.observeEveryMs, ask);
    if (asking > 0) return;
    if (isLeader !== undefined) {
      asking += 1;
      operations.run('is-leader', undefined, isLeader, answered, leadingAs);
    }
    if (leader !== undefined) {
      asking += 1;
      operations.run('leader', undefined, leader, answered, viewAs);
    }
  };
  clock.after(workload.observeEveryMs, ask);
}

function leadingAs(leading: boolean): OperationValue {
  return { leading };
}

function viewAs(view: LeaderView | undefined): OperationValue | undefined {
  if (view === undefined) return undefined;
  const { holder, token, term } = view;
  if (token !== undefined) return { holder, token: token.toString() };
  return term === undefined ? { holder } : { holder, term: term.toString() };
}
