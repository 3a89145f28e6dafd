/**
 * Why no order of the operations of an election is legal, for the properties that ask for one. The checker is asked once
 * more about the stored history, with words that people understand. Plain JSON, since it travels inside the page.
 */
import { latest, type History } from '../../../spec/history.ts';
import type { ObjectName, ObjectOperation } from '../../../spec/linearizability.ts';
import { propertyById } from '../../../spec/properties.ts';
import type { PropertyId, Witness } from '../../../spec/property.ts';
import { checkHistory, type CheckLimits } from '../../checker/check-history.ts';
import { explain } from '../../checker/explain/explain.ts';
import type { Explanation, Role, ShownOperation } from '../../checker/explain/explanation.ts';
import { linearizable } from '../../judge/linearizability.ts';
import { drawOrder } from '../drawing/draw-order.ts';
import type { Drawing } from '../drawing/shapes.ts';
import { objectHistory, STORE, type ObjectHistory } from './object-history.ts';
import { moment } from '../words/quantities.ts';

export interface OrderExplanation {
  /** What was judged: `the election as those who took part saw it`. */
  readonly about: string;
  /** How many operations were judged. */
  readonly operations: number;
  /** The contradiction: an interval an operation, a row each of those who did them. */
  readonly drawing: Drawing;
  /** What is in it: how it looks, and what that means. */
  readonly legend: readonly (readonly [look: string, meaning: string])[];
  /** The operations in sentences, which refer to one another by their numbers; with the step of the witness that it is. */
  readonly story: readonly { readonly words: string; readonly step?: number }[];
  /** What they prove together. */
  readonly meaning: readonly string[];
  /** How far an order comes: how many operations it has, and its last ones. */
  readonly prefix?: {
    readonly length: number;
    readonly last: readonly { readonly words: string; readonly after: string }[];
  };
  /** Why it comes no further. */
  readonly stuck: readonly string[];
}

/** How often the checker may ask whether its time is over: a bound of work, since the report must not depend on a clock. */
const ASKED_MAX = 20_000;
const BYTES_MAX = 2 ** 26;

/** Undefined for a property that asks for no order, and where the order was not what it was broken by. */
export function explainOrder(history: History, property: PropertyId, witness: Witness): OrderExplanation | undefined {
  const asked = refutedIn(history, property);
  if (asked === undefined) return undefined;
  const subject = objectHistory(asked.object, asked.operations, history.events);
  const { model } = subject;
  const limits = workLimits();
  const result = checkHistory(subject.history, { model, limits });
  const { failure } = result;
  if (failure === undefined) return undefined;
  // A monitor gives its reason in numbers of the model, which nobody else has seen.
  const { reason: _unseen, ...unexplained } = failure;
  const explanation = explain(subject.history, { ...result, failure: unexplained }, { model, limits });
  return explanation === undefined ? undefined : told(explanation, subject, witness);
}

interface Asked {
  readonly object: ObjectName;
  readonly operations: readonly ObjectOperation[];
}

/** What the monitor of the property had the checker refute, if anything. */
function refutedIn({ header, events }: History, id: PropertyId): Asked | undefined {
  let refuted: Asked | undefined;
  const property = propertyById(id);
  const monitor = property.start({
    header,
    linearizable: (object, operations) => {
      const answer = linearizable(object, operations);
      if (answer.verdict === 'not-linearizable') refuted = { object, operations };
      return answer;
    },
  });
  const reads = new Set(property.reads);
  events.forEach((event, index) => {
    if (reads.has(event.type)) monitor.step(event, index);
  });
  monitor.end(events.reduce((end, { at }) => Math.max(end, latest(at)), 0));
  return refuted;
}

function workLimits(): CheckLimits {
  let asked = 0;
  return { timeMs: ASKED_MAX, bytesMax: BYTES_MAX, nowMs: () => (asked += 1) };
}

function told(explanation: Explanation, { about, events }: ObjectHistory, witness: Witness): OrderExplanation {
  const { operations, meaning, prefix, stuck, story } = explanation;
  return {
    about,
    operations,
    drawing: drawOrder(explanation.told, story.map(people).join(' ')),
    legend: legendOf(explanation.told),
    story: story.map((line, index) => {
      const operation = explanation.told[index];
      const step = operation === undefined ? 0 : witness.events.indexOf(events[operation.place] ?? -1) + 1;
      return { words: `${people(line)}${timesOf(operation)}`, ...(step === 0 ? {} : { step }) };
    }),
    meaning: meaning.map(people),
    ...(prefix === undefined
      ? {}
      : {
          prefix: {
            length: prefix.length,
            last: prefix.last.map(({ operation, after }) => ({
              words: `${operation.process} ${operation.did}`,
              after,
            })),
          },
        }),
    // What keeps a record is no client of whom one could ask why it comes no sooner.
    stuck: stuck.filter(({ operation }) => operation.process !== STORE).map(({ why }) => people(why)),
  };
}

const roles: Readonly<Record<Role, string>> = {
  failing: 'cannot be placed',
  core: 'contradicts it',
  context: 'the others need it',
  other: 'another operation',
};

function legendOf(operations: readonly ShownOperation[]): OrderExplanation['legend'] {
  return [
    ...[...new Set(operations.map(({ role }) => role))].map((role) => [role, roles[role]] as const),
    ['none', 'from left to right in the order of beginnings and ends; distances mean nothing'],
  ];
}

/** The checker calls everybody a process; here they have names. */
function people(line: string): string {
  const text = line.replace(/\bprocess /gi, '');
  return text.charAt(0) === 't' ? `T${text.slice(1)}` : text;
}

function timesOf(operation: ShownOperation | undefined): string {
  if (operation?.callUs === undefined) return '';
  const from = moment(operation.callUs);
  if (operation.endUs === undefined) return ` From ${from}, and its end was not seen.`;
  const to = moment(operation.endUs);
  return to === from ? ` At ${from}.` : ` Between ${from} and ${to}.`;
}
