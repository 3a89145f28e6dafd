/**
 * The operations that the specification handed to the checker, once more as a client history: this time with the names of
 * those who took part and with words for what they did, to be explained to people.
 */
import type { LeadershipOperation } from '../../../spec/leadership-history.ts';
import type { ObjectName, ObjectOperation } from '../../../spec/linearizability.ts';
import type { CountOperation, WriteOperation } from '../../../spec/resource-history.ts';
import type { HistoryEvent } from '../../../spec/history.ts';
import type { AnyModel, ModelOperation } from '../../checker/model.ts';
import { modelNamed } from '../../checker/models.ts';
import { ClientHistoryBuilder, functionCode } from '../../history/client-history-builder.ts';
import { NONE, OK, type ClientFunction, type ClientHistory } from '../../history/client-history.ts';
import { fieldOf, type Value } from '../../history/value.ts';

export interface ObjectHistory {
  readonly history: ClientHistory;
  /** The model of the object, with words of ours. */
  readonly model: AnyModel;
  /** What was judged, in a phrase: `the election as its clients saw it`. */
  readonly about: string;
  /** By the place of an operation in `history`: the event of the history of the election that shows it. */
  readonly events: readonly number[];
}

/** Whoever keeps a record is no client: what it knows is told as a view, too. */
export const STORE = 'the store';

interface ToldOperation {
  readonly f: ClientFunction;
  readonly who: string;
  readonly event: number;
  readonly input?: Value;
  readonly output?: Value;
}

/** Throws where `object` is one that nobody asks about, which would be a mistake of ours. */
export function objectHistory(
  object: ObjectName,
  operations: readonly ObjectOperation[],
  events: readonly HistoryEvent[],
): ObjectHistory {
  const builder = new ClientHistoryBuilder({ source: object, placedBy: 'entry', timed: true });
  const shownBy: number[] = [];
  const inOrder = operations.toSorted((left, right) => left.fromUs - right.fromUs);
  for (const operation of inOrder) {
    const { f, who, event, input, output } = toldOf(object, operation);
    const place = builder.invoke({
      f: functionCode(f),
      process: builder.processIndex(who),
      key: NONE,
      input: builder.valueIndex(input),
      at: Math.max(0, Math.floor(operation.fromUs)),
      place: event,
    });
    shownBy.push(event);
    if (!operation.happened || operation.toUs === Infinity) continue;
    const at = Math.max(0, Math.ceil(operation.toUs));
    builder.complete(place, { outcome: OK, output: builder.valueIndex(output), at, place: event });
  }
  const { name, about, words } = objects[object];
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}: this should never happen`);
  return {
    history: builder.finish(),
    model: { ...model, ...words(namesOf(object, operations, events)) },
    about,
    events: shownBy,
  };
}

function toldOf(object: ObjectName, operation: ObjectOperation): ToldOperation {
  const token = { token: String(operation.number) };
  // The specification gives each object operations of its own kind, which know more than the checker needs.
  if (object === 'fenced-store') {
    const { write } = operation as WriteOperation;
    const event = write.repliedIndex < 0 ? write.invokedIndex : write.repliedIndex;
    const refused = operation.does === 'refuse' ? { output: { outcome: 'refused' } } : {};
    return { f: 'write', who: write.who, event, input: token, ...refused };
  }
  if (object === 'numbering') {
    const { entry } = operation as CountOperation;
    return { f: 'acquire', who: entry.event.by, event: entry.index, output: token };
  }
  const { who, index: event, view } = operation as LeadershipOperation;
  if (operation.does === 'campaign') return { f: 'acquire', who, event, output: token };
  if (operation.does === 'resign') return { f: 'release', who, event, input: token };
  return { f: 'observe', who: view === undefined ? STORE : who, event, output: operation.number === 0 ? null : token };
}

/** ` with token 7` of `b#0 with token 7`; nothing where the leader has no token. */
function withToken(name: string): string {
  const from = name.indexOf(' with token ');
  return from < 0 ? '' : name.slice(from);
}

/** What people call the numbers of an object's operations. */
type NameOf = (number: string) => string;

function namesOf(object: ObjectName, operations: readonly ObjectOperation[], events: readonly HistoryEvent[]): NameOf {
  const names = new Map<string, string>();
  for (const operation of operations) {
    const name = nameIn(object, operation, events);
    if (name !== undefined) names.set(String(operation.number), name);
  }
  return (number) => names.get(number) ?? number;
}

function nameIn(object: ObjectName, operation: ObjectOperation, events: readonly HistoryEvent[]): string | undefined {
  if (object === 'fenced-store') return (operation as WriteOperation).write.token;
  if (object === 'numbering') return String((operation as CountOperation).entry.event.n);
  if (operation.does !== 'campaign') return undefined;
  const { who, index } = operation as LeadershipOperation;
  const event = events[index];
  const number = event !== undefined && 'token' in event ? event.token : undefined;
  return number === undefined ? who : `${who} with token ${number}`;
}

type Words = Pick<AnyModel, 'describe' | 'describeState'>;

interface ObjectWords {
  /** Of the checker's model. */
  readonly name: string;
  readonly about: string;
  words(nameOf: NameOf): Words;
}

const tokenIn = (value: Value | undefined): string | undefined => {
  const token = fieldOf(value, 'token');
  return typeof token === 'string' ? token : undefined;
};

const objects: Readonly<Record<ObjectName, ObjectWords>> = {
  election: { name: 'leader-lease', about: 'the election as those who took part saw it', words: electionWords },
  'fenced-store': { name: 'fenced-store', about: 'the protected resource as its writers saw it', words: storeWords },
  numbering: { name: 'monotonic-token', about: 'the numbers that the resource gave to writes', words: numberWords },
};

function electionWords(nameOf: NameOf): Words {
  const leader = (value: Value | undefined): string => {
    const token = tokenIn(value);
    return token === undefined ? 'nobody' : nameOf(token);
  };
  return {
    describe: ({ f, input, output, process }: ModelOperation) => {
      if (f === 'acquire') return `is elected${withToken(leader(output))}`;
      if (f === 'release') return `is done with its resignation${withToken(leader(input))}`;
      return process === STORE ? `is holding the record of ${leader(output)}` : `is told that ${leader(output)} leads`;
    },
    describeState: (state: { readonly holder?: string; readonly number: bigint } | null) => {
      if (state === null) return 'nobody has led';
      const name = nameOf(String(state.number));
      return state.holder === undefined ? `nobody leads after ${name}` : `${name} leads`;
    },
  };
}

function storeWords(nameOf: NameOf): Words {
  return {
    describe: ({ input, output }: ModelOperation) => {
      const token = tokenIn(input) ?? '0';
      const name = token === '0' ? 'without a token' : `with token ${nameOf(token)}`;
      return fieldOf(output, 'outcome') === 'refused' ? `is refused a write ${name}` : `writes ${name}`;
    },
    describeState: (state: { readonly token: string } | null) =>
      state === null ? 'nothing was applied' : `token ${nameOf(state.token)} was applied last`,
  };
}

function numberWords(nameOf: NameOf): Words {
  return {
    describe: ({ output }: ModelOperation) => `gets number ${nameOf(tokenIn(output) ?? '0')}`,
    describeState: (last: string | null) =>
      last === null ? 'no number was given' : `the last number is ${nameOf(last)}`,
  };
}
