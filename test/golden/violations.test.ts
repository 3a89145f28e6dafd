/**
 * Goal: each monitor of safety finds what breaks its promise, and tells it so that a person can check it by hand.
 * Method: for each property a few small bad histories, with the sentence of the witness, and beside each the good history
 * that differs from it in one event or time.
 */
import { describe, expect, test } from 'vitest';
import type { History } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import { historyOf } from './build-history.ts';
import type { HistoryBuilder } from './build-history.ts';
import { judgeSafety, violations } from './judge-safety.ts';
import { lateReplyHistory, led, ledUnfenced } from './led-histories.ts';

interface Case {
  readonly property: PropertyId;
  readonly what: string;
  readonly bad: () => History;
  /** The witness in words. */
  readonly says: string | RegExp;
  /** The same history with one thing put right: no longer a violation of this property. */
  readonly good: () => History;
}

/** The record of a has expired, and b is granted the given token and believes it. */
function succeeded(history: HistoryBuilder, token: number): HistoryBuilder {
  return history
    .lost(9500, 'a#0')
    .expired([11_000, 11_040])
    .campaigns(10_000, 'b#0')
    .granted(11_500, 'b#0', { token })
    .elected(11_510, 'b#0', token);
}

const tokensAndTerms: readonly Case[] = [
  {
    property: 'S1',
    what: 'a counter that starts again gives two candidates the same token',
    bad: () => succeeded(led(), 1).build(),
    says: 'a#0 and b#0 were both elected with token 1: a#0 at 1.010 s, b#0 at 11.510 s.',
    good: () => succeeded(led(), 2).build(),
  },
  {
    property: 'S1',
    what: 'a process that shares its identity is told the term of another',
    bad: () => historyOf().elected(1000, 'a#0', undefined, 5).elected(3000, 'b#0', undefined, 5).build(),
    says: /both elected with term 5/,
    good: () => historyOf().elected(1000, 'a#0', undefined, 5).elected(3000, 'b#0', undefined, 6).build(),
  },
  {
    property: 'S2a',
    what: 'the record of a later grant carries a smaller token',
    bad: () => succeeded(led(), 0).build(),
    says: 'The grant to b#0 at 11.500 s has token 0, which is not larger than token 1 of the earlier grant to a#0 at 1.000 s.',
    good: () => succeeded(led(), 2).build(),
  },
  {
    property: 'S2a',
    what: 'a slow winner draws its token after the next one: the token comes from the report',
    bad: () => drawnApart(2, 1),
    says: /grant to b#0 at 11\.500 s has token 1, which is not larger than token 2 of the earlier grant to a#0/,
    good: () => drawnApart(1, 2),
  },
  {
    property: 'S2a',
    what: 'the same holder gets the same token again, with another grant in between',
    bad: () => succeeded(led(), 2).released(12_000).granted(13_000, 'a#0', { token: 2 }).build(),
    says: /token 2, which is not larger than token 2/,
    good: () => led().released(12_000).granted(13_000, 'a#0', { token: 1 }).build(),
  },
  {
    property: 'S2a',
    what: 'the same holder gets the same token again, and nobody knows the token of the grant in between',
    bad: () => led().released(2000).granted(3000, 'b#0').released(4000).granted(5000, 'a#0', { token: 1 }).build(),
    says: /grant to a#0 at 5\.000 s has token 1, which is not larger than token 1/,
    good: () => led().released(2000).granted(3000, 'b#0').released(4000).granted(5000, 'a#0', { token: 2 }).build(),
  },
  {
    property: 'S2b',
    what: 'who campaigns after an election was reported gets a smaller token',
    bad: () => led({ ledger: false }).lost(5000, 'a#0').campaigns(6000, 'b#0').elected(7000, 'b#0', 0).build(),
    says: 'b#0 began to campaign at 6.000 s, after a#0 had been elected with token 1, and was elected with token 0.',
    good: () => led({ ledger: false }).lost(5000, 'a#0').campaigns(950, 'b#0').elected(7000, 'b#0', 0).build(),
  },
  {
    property: 'W2',
    what: 'a candidate forgets its term in a restart',
    bad: () =>
      historyOf().elected(1000, 'a#0', undefined, 5).crashed(2000, 'a#0').elected(3000, 'a#1', undefined, 4).build(),
    says: 'a#1 was elected with term 4 at 3.000 s, after a#0 had been elected with term 5 at 1.000 s.',
    good: () =>
      historyOf().elected(1000, 'a#0', undefined, 5).crashed(2000, 'a#0').elected(3000, 'a#1', undefined, 6).build(),
  },
];

/** SET and INCR are two commands: the record has no token, and both report what they drew. */
function drawnApart(first: number, second: number): History {
  return historyOf()
    .campaigns(900, 'a#0')
    .granted(1000, 'a#0')
    .paused(1001, 12_000, 'a#0')
    .expired([11_000, 11_040])
    .campaigns(11_000, 'b#0')
    .granted(11_500, 'b#0')
    .elected(11_520, 'b#0', second)
    .elected(12_010, 'a#0', first)
    .build();
}

const resource: readonly Case[] = [
  {
    property: 'S3a',
    what: 'tokens compared as text: 9 after 10',
    bad: () => fenced(10, 'applied'),
    says: 'The resource applied a write of a#0 with token 9 at 12.000 s, after it had applied one of b#0 with token 10 at 11.600 s.',
    good: () => fenced(10, 'refused'),
  },
  {
    property: 'S3a',
    what: 'a token that was never granted to the writer',
    bad: () => led().wrote(2000, 'a#0', 'applied', { leadership: 1, token: 4 }).build(),
    says: 'The resource applied a write of a#0 with token 4 at 2.000 s, a token which the store had not granted to it by then.',
    good: () => led().wrote(2000, 'a#0', 'applied', { leadership: 1, token: 1 }).build(),
  },
  {
    property: 'S3b',
    what: 'the rightful leader is fenced out by a token that was drawn out of order',
    bad: () => succeeded(led(), 2).wrote(12_000, 'b#0', 'refused').build(),
    says: 'The resource refused a write of b#0 with token 2 at 12.000 s, although its grant at 11.500 s was the newest and its record was live all the time.',
    good: () => succeeded(led(), 2).wrote(12_000, 'a#0', 'refused').build(),
  },
  {
    property: 'S3u',
    what: 'a write of the old leader arrives after one of the new leader',
    bad: () => stale(11_700),
    says: 'A write of a#0, elected at 1.010 s, was applied at 11.700 s, after one of b#0, the newer leader, elected at 11.510 s.',
    good: () => stale(11_550),
  },
];

function fenced(second: number, late: 'applied' | 'refused'): History {
  return historyOf()
    .granted(1000, 'a#0', { token: 9 })
    .elected(1010, 'a#0', 9)
    .wrote(1500, 'a#0')
    .lost(9500, 'a#0')
    .expired([11_000, 11_040])
    .granted(11_500, 'b#0', { token: second })
    .elected(11_510, 'b#0', second)
    .wrote(11_600, 'b#0')
    .wrote(12_000, 'a#0', late, { leadership: 1, token: 9 })
    .build();
}

/** The write of b is at 11.6 s; the orders of the builder are those of its calls, so the earlier of the two comes first. */
function stale(lateMs: number): History {
  const history = ledUnfenced()
    .lost(9500, 'a#0')
    .expired([11_000, 11_040])
    .granted(11_500, 'b#0')
    .elected(11_510, 'b#0');
  if (lateMs < 11_600) return history.wrote(lateMs, 'a#0').wrote(11_600, 'b#0').build();
  return history.wrote(11_600, 'b#0').wrote(lateMs, 'a#0').build();
}

const belief: readonly Case[] = [
  {
    property: 'S4',
    what: 'the holder has no deadline of its own',
    bad: () =>
      led()
        .expired([11_000, 11_040])
        .granted(11_500, 'b#0', { token: 2 })
        .elected(11_510, 'b#0', 2)
        .lost(13_010, 'a#0')
        .build(),
    says: 'a#0 with token 1 and b#0 with token 2 both believed that they lead for 1.500 s, from 11.510 s to 13.010 s.',
    good: () =>
      led()
        .expired([11_000, 11_040])
        .granted(11_500, 'b#0', { token: 2 })
        .elected(11_510, 'b#0', 2)
        .lost(11_510, 'a#0')
        .build(),
  },
  {
    property: 'S4',
    what: 'a holder that was paused goes on believing beyond the grace after its resume',
    bad: () => overslept(14_000),
    says: /both believed that they lead for 1\.000 s, from 13\.000 s to 14\.000 s/,
    good: () => overslept(13_000),
  },
  {
    property: 'S4',
    what: 'the one elected first stalled when the other was elected: it is still told first',
    bad: () => led().stalled(1400, 3000, 'a#0').elected(1500, 'b#0', 2).lost(9000, 'a#0').build(),
    says: /^a#0 with token 1 and b#0 with token 2 both believed that they lead .* to 9\.000 s/,
    good: () => led().stalled(1400, 3000, 'a#0').elected(1500, 'b#0', 2).lost(3000, 'a#0').build(),
  },
  {
    property: 'S4',
    what: 'a third candidate overlaps with the first, not with the second',
    bad: () => led().elected(2000, 'b#0', 2).paused(1000, 58_000, 'b#0').elected(3000, 'c#0', 3).build(),
    says: /^a#0 with token 1 and c#0 with token 3 both believed/,
    good: () =>
      led()
        .elected(2000, 'b#0', 2)
        .paused(1000, 58_000, 'b#0')
        .lost(2500, 'a#0')
        .elected(3000, 'c#0', 3)
        .crashed(50_000, 'c#0')
        .build(),
  },
  {
    property: 'S7',
    what: 'resign deletes first and gives up when the reply comes',
    bad: () =>
      led().invoked(3000, 'a#0', 'resign').released(3020).lost(3040, 'a#0').ended(3040, 'a#0', 'resign').build(),
    says: 'a#0 deleted its record with token 1 at 3.020 s and went on believing that it leads for 20 ms.',
    good: () =>
      led().invoked(3000, 'a#0', 'resign').lost(3000, 'a#0').released(3020).ended(3040, 'a#0', 'resign').build(),
  },
  {
    property: 'S7',
    what: 'resign succeeds before it has told the application',
    bad: () => led().invoked(3000, 'a#0', 'resign').ended(3040, 'a#0', 'resign').lost(3040, 'a#0').build(),
    says: 'resign of a#0 succeeded at 3.040 s, but a#0 had not given up its leadership with token 1, elected at 1.010 s.',
    good: () => led().invoked(3000, 'a#0', 'resign').lost(3040, 'a#0').ended(3040, 'a#0', 'resign').build(),
  },
  {
    property: 'S8',
    what: 'lost without elected',
    bad: () => led().lost(3000, 'a#0').lost(4000, 'a#0', 0).build(),
    says: 'a#0 reports lost at 4.000 s, although it was not elected before.',
    good: () => led().lost(3000, 'a#0').build(),
  },
  {
    property: 'S8',
    what: 'isLeader says yes though lost was reported',
    bad: () => led().lost(3000, 'a#0').asked(4000, 'a#0', true).build(),
    says: 'isLeader of a#0 answered yes at 4.000 s, but its last leadership with token 1 had ended at 3.000 s.',
    good: () => led().lost(3000, 'a#0').asked(3000, 'a#0', true).asked(4000, 'a#0', false).build(),
  },
  {
    property: 'S8',
    what: 'isLeader says no long before lost is reported',
    bad: () => led().asked(2990, 'a#0', false).lost(3000, 'a#0').build(),
    says: 'isLeader of a#0 answered no at 2.990 s, but it was elected with token 1 at 1.010 s and had not lost.',
    good: () => led().asked(2999, 'a#0', false).lost(3000, 'a#0').build(),
  },
  {
    property: 'W3',
    what: 'the renewal loop dies silently',
    bad: () => led().expired([11_000, 11_040]).build(),
    says: /^The record of a#0 with token 1 was expired between 11\.000 s and 11\.040 s; it never reported that it lost, 48\.960 s of its running time later/,
    good: () => led().expired([11_000, 11_040]).crashed(19_000, 'a#0').build(),
  },
  {
    property: 'W3',
    what: 'elected twice in a row',
    bad: () => led().elected(3000, 'a#0', 2).build(),
    says: 'a#0 reports elected with token 2 at 3.000 s, although it had not lost the leadership before.',
    good: () => led().lost(2000, 'a#0').elected(3000, 'a#0', 2).lost(3500, 'a#0').build(),
  },
  {
    property: 'W3',
    what: 'an acquisition under way is reported after close',
    bad: () => historyOf().closed(2000, 'a#0').elected(2500, 'a#0', 1).build(),
    says: 'a#0 reports elected with token 1 at 2.500 s, although it had closed for good before.',
    good: () => historyOf().elected(1500, 'a#0', 1).lost(1900, 'a#0').closed(2000, 'a#0').build(),
  },
];

/** a stands still from 2 s to 12 s; its grace of 1 s ends at 13 s. */
function overslept(lostMs: number): History {
  return led()
    .paused(2000, 12_000, 'a#0')
    .expired([11_000, 11_040])
    .granted(11_100, 'b#0', { token: 2 })
    .elected(11_110, 'b#0', 2)
    .lost(lostMs, 'a#0')
    .build();
}

const records: readonly Case[] = [
  {
    property: 'S6',
    what: 'GET and then EXPIRE: the renewal hits the record of another',
    bad: () => succeeded(led(), 2).renewed(12_000, { by: 'a#0' }).build(),
    says: 'a#0 renewed the live record of b#0 with token 2 at 12.000 s; it had been granted to b#0 at 11.500 s.',
    good: () => succeeded(led(), 2).renewed(12_000, { by: 'b#1' }).build(),
  },
  {
    property: 'S6',
    what: 'an unconditional delete hits the record of another',
    bad: () => succeeded(led(), 2).released(12_000, { by: 'a#0' }).build(),
    says: /^a#0 deleted the live record of b#0 with token 2 at 12\.000 s/,
    good: () => succeeded(led(), 2).released(12_000).build(),
  },
  {
    property: 'S6',
    what: 'a plain SET overwrites a live record',
    bad: () => led().granted(5000, 'b#0', { token: 2, replaced: 'a#0' }).build(),
    says: /^b#0 overwrote the live record of a#0 with token 1 at 5\.000 s/,
    good: () => led().expired([11_000, 11_040]).granted(12_000, 'b#0', { token: 2 }).build(),
  },
  {
    property: 'S9',
    what: 'SET NX and EXPIRE are two commands',
    bad: () => historyOf().granted(1000, 'a#0', { token: 1, leaseMs: null }).renewed(1001).build(),
    says: 'The record of a#0 with token 1 has no end since it was granted at 1.000 s: if its holder dies now, nobody can ever be elected.',
    good: () => historyOf().granted(1000, 'a#0', { token: 1 }).renewed(1001).build(),
  },
  {
    property: 'W1-weak',
    what: 'a phantom leader: a waiter whose record is gone believes that it was elected',
    bad: () => led().campaigns(3000, 'b#0').lost(5000, 'a#0').released(5010).elected(5030, 'b#0', 2).build(),
    says: 'b#0 was elected with token 2 at 5.030 s, but the store held no live record of it at any time of its campaign; the last word of the store is released a#0 with token 1 at 5.010 s.',
    good: () =>
      led()
        .campaigns(3000, 'b#0')
        .lost(5000, 'a#0')
        .released(5010)
        .granted(5020, 'b#0', { token: 2 })
        .elected(5030, 'b#0', 2)
        .build(),
  },
  {
    property: 'W1-weak',
    what: 'fencing is claimed and no token is reported',
    bad: () => historyOf().campaigns(900, 'a#0').granted(1000, 'a#0', { token: 1 }).elected(1010, 'a#0').build(),
    says: 'a#0 was elected at 1.010 s without a token, although fencing is claimed.',
    good: () => led().build(),
  },
  {
    property: 'W1-strong',
    what: 'a reply that comes after the lifetime of the record is taken as success',
    bad: () => lateReply(11_500),
    says: /^a#0 was elected with token 1 at 11\.500 s, but the store held no live record of it at that moment/,
    good: () => lateReply(11_020),
  },
  {
    property: 'ST1',
    what: 'the store frees a record early',
    bad: () => led().renewed(4000).expired([9000, 9040]).build(),
    says: 'The store freed the record of a#0 with token 1 between 9.000 s and 9.040 s, at most 5.040 s after it had accepted a lease of 10.000 s at 4.000 s.',
    good: () => led().renewed(4000).expired([14_000, 14_040]).build(),
  },
  {
    property: 'ST2',
    what: 'the store comes back empty',
    bad: () => led().storeStopped(3000).storeStarted(4000, false).build(),
    says: /^The store came back without its data at 4\.000 s; what it had acknowledged before, last the grant to a#0 with token 1/,
    good: () => led().storeStopped(3000).storeStarted(4000, true).build(),
  },
  {
    property: 'ST3',
    what: 'the clock of the store stands still, and nothing expires',
    bad: () => led().lost(9000, 'a#0').build(),
    says: /^The record of a#0 with token 1, last written at 1\.000 s with a lease of 10\.000 s, should have been gone by 11\.100 s and was still there at 60\.000 s/,
    good: () => led().lost(9000, 'a#0').expired([11_000, 11_090]).build(),
  },
  {
    property: 'ST3',
    what: 'a record that should have gone is renewed',
    bad: () => led().renewed(12_000).build(15_000),
    says: /still there at 12\.000 s/,
    good: () => led().storeStopped(2000).storeStarted(2500, true).renewed(12_000).build(15_000),
  },
];

function lateReply(electedMs: number): History {
  return lateReplyHistory(electedMs).build();
}

describe.each([...tokensAndTerms, ...resource, ...belief, ...records])(
  '$property: $what',
  ({ property, bad, says, good }) => {
    test('is found and told', () => {
      const said = violations(bad())[property];
      if (typeof says === 'string') expect(said).toBe(says);
      else expect(said).toMatch(says);
    });

    test('names events of the history and what each of them shows', () => {
      const history = bad();
      const witness = judgeSafety(history).get(property)?.witness;
      expect(witness?.events.length).toBeGreaterThan(0);
      expect(witness?.steps).toHaveLength(witness?.events.length ?? -1);
      for (const index of witness?.events ?? []) expect(history.events[index]).toBeDefined();
      expect(witness?.fromUs).toBeLessThanOrEqual(witness?.toUs ?? -1);
    });

    test('is not found once it is put right', () => {
      expect(violations(good())[property]).toBeUndefined();
    });
  },
);
