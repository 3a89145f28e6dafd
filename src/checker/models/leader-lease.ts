/**
 * Leadership under a lease, seen as the sequential election object of the specification: to acquire is to campaign, to
 * release is to resign, and an observation is a view. The end of a lease may come at any time. Who does not lead resigns
 * without effect: unlike a lock, an election does not tell a former leader that it comes too late.
 */
import { nextElection, type ElectionState } from '../../../spec/election.ts';
import { valueText, type Value } from '../../history/value.ts';
import type { Model, ModelOperation } from '../model.ts';
import { deadlineOfLock, describeLock, misfitOfLock, progressOfLock } from './fenced-lock.ts';
import { actorOf, isOwnerless, namesNobody, ownerIn, tokenIn, tokenOf } from './token-value.ts';

/** null: nobody has led, and so a first leadership may have any number. */
export type LeaderLeaseState = ElectionState | null;

export const leaderLease: Model<LeaderLeaseState> = {
  name: 'leader-lease',
  title: 'Leadership with growing tokens that ends by resignation or at any time by expiry',
  functions: ['acquire', 'release', 'observe', 'read'],
  partition: 'key',
  hasOwners: true,
  ownerless: ['observe', 'read'],
  initial: initialLeader,
  step: stepLeader,
  isReadOnly: ({ f, output }) => (f === 'observe' || f === 'read') && !namesNobody(output),
  stateKey: (state) => (state === null ? '' : `${state.number} ${JSON.stringify(state.holder ?? null)}`),
  progress: (state) => (state === null ? undefined : progressOfLock(String(state.number), state.holder !== undefined)),
  deadline: (operation) => (operation.f === 'release' ? undefined : deadlineOfLock(operation)),
  isExpiry: ({ f, output }) => f === 'release' || (f !== 'acquire' && namesNobody(output)),
  misfit: (operation, outcome) => {
    const { f, output } = operation;
    const namesLeaderAlone = ownerIn(output) !== undefined && tokenIn(output) === undefined;
    if ((f === 'observe' || f === 'read') && namesLeaderAlone && !isOwnerless(output)) return undefined;
    return misfitOfLock(operation, outcome);
  },
  describe: describeLock,
  describeState: (state) => {
    if (state === null) return 'nobody leads, and nobody has';
    if (state.holder === undefined) return `nobody leads, and the last token is ${state.number}`;
    return `${state.holder} leads with token ${state.number}`;
  },
};

function initialLeader(value: Value | undefined): LeaderLeaseState {
  if (value === undefined || value === null) return null;
  const [token, holder] = [tokenIn(value), ownerIn(value)];
  if (token !== undefined && holder !== undefined) return { holder, number: BigInt(token) };
  throw new RangeError(
    `the model leader-lease begins with null (nobody has led) or with its leader, {"token": "3", "owner": "a"}; found ${valueText(value)}`,
  );
}

function stepLeader(state: LeaderLeaseState, operation: ModelOperation): LeaderLeaseState | undefined {
  const { f, output } = operation;
  if (f === 'acquire') return campaign(state, operation);
  if (state === null) return f === 'release' || namesNobody(output) ? state : undefined;
  if (f === 'release') return resign(state, operation);
  const told = tokenIn(output);
  if (namesNobody(output)) return nextElection(expired(state), { name: 'view', holder: undefined });
  return nextElection(state, {
    name: 'view',
    // A token alone says that its leader leads, whoever that is. An election in which nobody leads confirms no token.
    holder: ownerIn(output) ?? state.holder ?? '',
    ...(told === undefined ? {} : { number: BigInt(told) }),
  });
}

/** A campaign of which nobody knows the token got the next one: no other leaves more tokens to those that follow. */
function campaign(state: LeaderLeaseState, operation: ModelOperation): ElectionState | undefined {
  const token = tokenIn(operation.output);
  const before = state === null ? { holder: undefined, number: BigInt(token ?? 0) - 1n } : expired(state);
  const by = actorOf(operation);
  if (token === undefined) return nextElection(before, { name: 'campaign', by });
  return nextElection(before, { name: 'campaign', by, number: BigInt(token) });
}

/** A resignation is from one leadership: with the token of an earlier one it has no effect on a later one. */
function resign(state: ElectionState, operation: ModelOperation): ElectionState | undefined {
  const token = tokenOf(operation);
  if (token !== undefined && BigInt(token) !== state.number) return state;
  return nextElection(state, { name: 'resign', by: actorOf(operation) });
}

function expired(state: ElectionState): ElectionState {
  return nextElection(state, { name: 'expire' }) ?? state;
}
