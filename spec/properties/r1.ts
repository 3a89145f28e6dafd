import { earliest, latest, type Instant, type ResourceEvent } from '../history.ts';
import { linearizability, type LinearizabilityAnswer } from '../linearizability.ts';
import { participationOf, participationReads, type SentWrite } from '../participation.ts';
import { moment } from '../phrases.ts';
import type { Judgement, MonitorContext, Property, Witness } from '../property.ts';
import {
  areInOrder,
  fencedWrites,
  numberedWrites,
  type CountOperation,
  type WriteOperation,
} from '../resource-history.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { resourceReads, writesOf, type WriteEntry } from '../writes.ts';

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
      const numbered = judgeNumbers(context, writes.inOrder());
      if (header.resource === 'open' || numbered.judged === 0) return numbered;
      return numbered.witness === undefined ? judgeFencing(context, fencedWrites(participation, header)) : numbered;
    });
  },
};

function judgeNumbers(context: MonitorContext, entries: readonly WriteEntry[]): Judgement {
  const { uncertaintyUs } = context.header;
  if (areInOrder(entries, uncertaintyUs)) return { judged: entries.length, inconclusive: 0 };
  const numbered = numberedWrites(entries, uncertaintyUs);
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

/** The culprits are two, of which one cannot have come before the other; or, with equal numbers, any two. */
function disordered(counted: readonly CountOperation[]): Witness {
  const entries = counted.map(({ entry }) => entry).sort((left, right) => left.index - right.index);
  const [first, last] = [entries[0]?.event, entries.at(-1)?.event];
  const isTwice = first !== undefined && first.n === last?.n;
  const after = `one of ${last?.by ?? ''} that was sent only ${moment(sentAt(last))} as its number ${last?.n ?? 0}`;
  return {
    sentence: isTwice
      ? `The resource gave the number ${first.n} twice: ${moment(first.at)} and ${moment(last?.at ?? first.at)}.`
      : `The resource took a write of ${first?.by ?? ''} ${moment(first?.at ?? 0)} as its number ${first?.n ?? 0}, and ${after}.`,
    events: entries.map(({ index }) => index),
    steps: entries.map(
      ({ event }) => `Number ${event.n} is given to a write of ${event.by}, sent ${moment(sentAt(event))}.`,
    ),
    fromUs: Math.min(...entries.map(({ event }) => earliest(sentAt(event)))),
    toUs: Math.max(...entries.map(({ event }) => latest(event.at))),
  };
}

function sentAt(event: ResourceEvent | undefined): Instant {
  return event?.sentAt ?? event?.at ?? 0;
}

function unfenced(operations: readonly WriteOperation[]): Witness {
  const writes = operations.map(({ write }) => write).sort((left, right) => shownAt(left) - shownAt(right));
  const [last, ...before] = writes.toReversed();
  const others = before.toReversed().map(outcomeOf);
  return {
    sentence:
      last === undefined || others.length === 0
        ? `${writes.map(outcomeOf).join()}, which no order of the writes explains.`
        : `${outcomeOf(last)}, which fits into no order with this: ${others.map(uncapitalised).join('; ')}.`,
    events: writes.map(shownAt),
    steps: writes.map((write) => `${outcomeOf(write)}; it was sent ${moment(write.invoked.at)}.`),
    fromUs: Math.min(...writes.map(({ invoked }) => earliest(invoked.at))),
    toUs: Math.max(...writes.map(({ invoked, replied }) => latest((replied ?? invoked).at))),
  };
}

function outcomeOf({ who, token, outcome, replied }: SentWrite): string {
  const write = `A write of ${who} ${token === undefined ? 'without a token' : `with token ${token}`}`;
  return outcome === undefined || replied === undefined
    ? `${write} has no reply`
    : `${write} was ${outcome} ${moment(replied.at)}`;
}

function uncapitalised(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function shownAt({ repliedIndex, invokedIndex }: SentWrite): number {
  return repliedIndex < 0 ? invokedIndex : repliedIndex;
}
