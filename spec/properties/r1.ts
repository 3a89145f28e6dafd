import { earliest, latest } from '../history.ts';
import { linearizability, type LinearizabilityAnswer } from '../linearizability.ts';
import { participationOf, participationReads, type SentWrite } from '../participation.ts';
import { moment } from '../phrases.ts';
import type { Judgement, MonitorContext, Property, Witness } from '../property.ts';
import { fencedWrites, numberedWrites, type CountOperation, type WriteOperation } from '../resource-history.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { resourceReads, writesOf } from '../writes.ts';

/**
 * Atomic resource: the resource's own promise, on which S3a, S3b and S3u rest as evidence. What its writers were told is
 * linearizable as a store that is guarded by tokens, where it enforces them; and the order of its own numbers is one in
 * which the writes can have come.
 */
export const r1: Property = {
  id: 'R1',
  title: 'The protected resource takes writes one at a time, by the rule of fencing where it enforces',
  formula:
    'exists a total order of writes that extends real time, in which each is applied iff its token >= all that were applied before; sent(n) > arrived(m) => n > m',
  kind: 'always',
  sources: [
    'Herlihy and Wing, Linearizability (1990)',
    'Kleppmann, How to do distributed locking (2016)',
    'Burrows, The Chubby lock service (2006), sequencers',
  ],
  usualCause:
    'The resource compares tokens as text, remembers the last token instead of the largest, or checks the token in one step and writes in another. Where the adapter brought the resource, look there; otherwise the testbed is at fault, and not the election.',
  reads: eventTypes(resourceReads, participationReads),
  needsLedger: false,
  claimed: () => true,
  start: (context) => {
    const participation = participationOf(context);
    const writes = writesOf(context);
    const { header } = context;
    return judgeAtEnd([participation, writes], () => {
      const numbered = judgeNumbers(context, numberedWrites(writes.inOrder(), header.uncertaintyUs));
      if (header.resource === 'open' || numbered.judged === 0) return numbered;
      return numbered.witness === undefined ? judgeFencing(context, fencedWrites(participation, header)) : numbered;
    });
  },
};

function judgeNumbers(context: MonitorContext, numbered: readonly CountOperation[]): Judgement {
  const answer = linearizability(context, 'numbering', numbered);
  return judgement(answer, numbered.length, (culprits) =>
    disordered(culprits.flatMap((place) => numbered[place] ?? [])),
  );
}

function judgeFencing(context: MonitorContext, sent: readonly WriteOperation[]): Judgement {
  const answer = linearizability(context, 'fenced-store', sent);
  let answered = 0;
  for (const { happened } of sent) if (happened) answered += 1;
  return judgement(answer, answered, (culprits) => unfenced(culprits.flatMap((place) => sent[place] ?? [])));
}

function judgement(
  answer: LinearizabilityAnswer,
  evidence: number,
  witness: (culprits: readonly number[]) => Witness,
): Judgement {
  switch (answer.verdict) {
    case 'linearizable':
      return { judged: evidence, inconclusive: 0 };
    case 'unknown':
      return { judged: 0, inconclusive: evidence, reason: answer.reason };
    case 'not-linearizable':
      return { judged: evidence, inconclusive: 0, witness: witness(answer.culprits) };
  }
}

function disordered(counted: readonly CountOperation[]): Witness {
  const entries = counted.map(({ entry }) => entry).sort((left, right) => left.index - right.index);
  const said = entries.map(({ event }) => `${event.n} to a write of ${event.by}, which arrived ${moment(event.at)}`);
  return {
    sentence: `The resource gave the numbers ${said.join(', and ')}: in no order did they arrive as they are numbered.`,
    events: entries.map(({ index }) => index),
    steps: entries.map(
      ({ event }) =>
        `Number ${event.n} is given to a write of ${event.by} that was sent ${moment(event.sentAt ?? event.at)}.`,
    ),
    fromUs: Math.min(...entries.map(({ event }) => earliest(event.sentAt ?? event.at))),
    toUs: Math.max(...entries.map(({ event }) => latest(event.at))),
  };
}

function unfenced(operations: readonly WriteOperation[]): Witness {
  const writes = operations.map(({ write }) => write).sort((left, right) => shownAt(left) - shownAt(right));
  const last = writes.at(-1);
  const others = writes.slice(0, -1).map((write) => `${described(write)} ${outcomeOf(write)}`);
  return {
    sentence:
      last === undefined
        ? 'No order of the writes fits the rule of fencing.'
        : `${described(last)} ${outcomeOf(last)}, which fits into no order with ${others.length === 0 ? 'what was applied' : `${others.join(', and ')}`}.`,
    events: writes.map(shownAt),
    steps: writes.map((write) => `${described(write)} ${outcomeOf(write)}; it was sent ${moment(write.invoked.at)}.`),
    fromUs: Math.min(...writes.map(({ invoked }) => earliest(invoked.at))),
    toUs: Math.max(...writes.map(({ invoked, replied }) => latest((replied ?? invoked).at))),
  };
}

function described({ who, token }: SentWrite): string {
  return `A write of ${who} ${token === undefined ? 'without a token' : `with token ${token}`}`;
}

function outcomeOf({ outcome, replied }: SentWrite): string {
  return outcome === undefined || replied === undefined ? 'has no reply' : `was ${outcome} (${moment(replied.at)})`;
}

function shownAt({ repliedIndex, invokedIndex }: SentWrite): number {
  return repliedIndex < 0 ? invokedIndex : repliedIndex;
}
