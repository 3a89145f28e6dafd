/** How the run of one history was set up: by whom, with what lease, what was claimed and what was assumed. In words. */
import type { Claims } from '../../../spec/claims.ts';
import type { HistoryHeader } from '../../../spec/history.ts';
import { assumptionsOf } from '../words/assumption-words.ts';
import { count, seconds } from '../words/quantities.ts';

/** Names and values. */
export function configurationOf(header: HistoryHeader): readonly (readonly [name: string, value: string])[] {
  const { adapter, testbed, leaseTtlMs, candidates, claims, resource, ownResource, seed, planHash, election } = header;
  const rates = candidates.map(({ id, leaseTtlMs: own, clockRatePpm = 0 }) => {
    const differs = [
      ...(own === leaseTtlMs ? [] : [`lease ${seconds(own * 1_000)}`]),
      ...(clockRatePpm === 0 ? [] : [`clocks ${clockRatePpm} ppm off`]),
    ];
    return differs.length === 0 ? id : `${id} (${differs.join(', ')})`;
  });
  return [
    ['implementation', adapter],
    ['testbed', testbed === 'simulated' ? testbed : `${testbed}, election ${election + 1} of its plan`],
    ['lease', seconds(leaseTtlMs * 1_000)],
    ['candidates', rates.join(', ')],
    ['promises', promises(claims)],
    [
      'resource',
      `${resource === 'enforcing' ? 'refuses outdated tokens' : 'applies every write'}${ownResource === true ? ', brought by the adapter' : ''}`,
    ],
    ['seed', String(seed)],
    ['plan', planHash],
    ...assumptionsOf(claims, header),
  ];
}

function promises({ fencing, exclusivity, leaderView, liveness, bypassesMax }: Claims): string {
  const view =
    typeof leaderView === 'string' ? leaderView : `at most ${seconds(leaderView.staleMsMax * 1_000)} out of date`;
  return [
    fencing === 'none' ? 'no fencing tokens' : 'fencing tokens that grow',
    exclusivity === 'none' ? 'no exclusivity by time' : 'at most one leader at a time',
    `answers about the leader: ${view === 'none' ? 'no promise' : view}`,
    liveness ? 'a leader in bounded time' : 'no bounds of time',
    ...(bypassesMax === undefined ? [] : [`passed over at most ${count(bypassesMax)} times`]),
  ].join('; ');
}
