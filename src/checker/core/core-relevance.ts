/**
 * Which relaxed operations can help at all, and which states are as good as one another, when only some operations of a
 * history are kept. It keeps the question "have the kept ones an order?" small, and never changes its answer; each rule
 * says why.
 */
import { isList, valueKey, type Value } from '../../history/value.ts';
import type { ModelOperation } from '../model.ts';
import { acceptedIn, isRefusal } from '../models/fenced-store.ts';
import { stepsOf, type Registers } from '../models/multi-register.ts';
import { actorOf, namesNobody, tokenIn, tokenOf } from '../models/token-value.ts';

export interface Relevance {
  /** Whether a relaxed operation can be of any help. */
  matters(operation: ModelOperation): boolean;
  /** One state for all that no kept operation, and no relaxed one that matters, can tell from it. */
  canonical(state: unknown): unknown;
}

/** Relevance for the model of that name; where no rule is known, everything matters and every state is different. */
export function relevanceOf(
  model: string,
  kept: readonly ModelOperation[],
  relaxed: Iterable<ModelOperation>,
): Relevance {
  return rules[model]?.(kept, relaxed) ?? { matters: () => true, canonical: (state) => state };
}

/**
 * Whether an operation would lead to ever new states if it took effect again and again: an acquisition of which nobody
 * knows the token, and which may have got any. Relaxed, it takes effect once at most.
 */
export function isEndless(model: string, { f, output }: ModelOperation): boolean {
  return model === 'leader-lease' && f === 'acquire' && tokenIn(output) === undefined;
}

type Rule = (kept: readonly ModelOperation[], relaxed: Iterable<ModelOperation>) => Relevance;

/** Stands for every value that nobody asks for: no history has it. */
const UNASKED = '\u0000unasked';

/**
 * Values that a kept operation reads or expects are asked for, and those that lead to one by a relaxed cas. All others
 * look alike. Writing one of those helps only where a refused cas needs any value but its own.
 */
const registers: Rule = (kept, relaxed) => {
  const asked = new Set<string>();
  let isAvoiding = false;
  for (const operation of kept) {
    if (operation.f === 'read') asked.add(valueKey(operation.output ?? null));
    if (operation.f !== 'cas') continue;
    asked.add(valueKey(pairOf(operation.input)[0]));
    isAvoiding ||= operation.output === false;
  }
  const swaps = [...relaxed].filter(({ f }) => f === 'cas').map(({ input }) => pairOf(input).map(valueKey));
  for (let before = -1; before < asked.size;) {
    before = asked.size;
    for (const [from = '', to = ''] of swaps) if (asked.has(to)) asked.add(from);
  }
  return {
    matters: ({ f, input }) => isAvoiding || asked.has(valueKey(f === 'cas' ? pairOf(input)[1] : input)),
    canonical: (state) => (asked.has(valueKey(asValue(state))) ? state : UNASKED),
  };
};

/**
 * As for one register, with each value asked for in its own register. A relaxed operation that writes one may read others,
 * and so asks for those.
 */
const severalRegisters: Rule = (kept, relaxed) => {
  const asked = new Set<string>();
  const ask = (operation: ModelOperation): void => {
    for (const { writes, register, value } of stepsOf(operation) ?? []) {
      if (!writes && value !== undefined) asked.add(cellOf(register, value));
    }
  };
  const isAsked = (operation: ModelOperation): boolean =>
    (stepsOf(operation) ?? []).some(
      ({ writes, register, value }) => writes && asked.has(cellOf(register, value ?? null)),
    );
  kept.forEach(ask);
  const mixed = [...relaxed].filter((each) => (stepsOf(each) ?? []).some(({ writes }) => !writes));
  for (let before = -1; before < asked.size;) {
    before = asked.size;
    mixed.filter(isAsked).forEach(ask);
  }
  return {
    matters: isAsked,
    canonical: (state) => {
      const registers = Object.entries(state as Registers);
      const isPlain = registers.every(([name, value]) => value === UNASKED || asked.has(cellOf(name, value)));
      if (isPlain) return state;
      return Object.fromEntries(
        registers.map(([name, value]) => [name, asked.has(cellOf(name, value)) ? value : UNASKED]),
      );
    },
  };
};

function cellOf(register: string, value: Value): string {
  return `${valueKey(register)} ${valueKey(value)}`;
}

/** A text that begins no text that is read can only be replaced, and so all such texts are one. */
const texts: Rule = (kept) => {
  const read = kept.flatMap(({ f, output }) => (f === 'read' ? [typeof output === 'string' ? output : ''] : []));
  const begins = (text: unknown): boolean => typeof text === 'string' && read.some((each) => each.startsWith(text));
  return {
    matters: ({ f, input }) =>
      f === 'append' ? typeof input === 'string' && read.some((each) => each.includes(input)) : begins(input),
    canonical: (text) => (begins(text) ? text : UNASKED),
  };
};

/**
 * Taking relaxed operations on a token that no kept one names out of an order leaves an order: what comes after needs a
 * larger token, this very one, or nobody. Only operations that name an owner instead of a token may need any of the
 * owner's.
 */
const tokens: Rule = (kept) => {
  const named = new Set<string>();
  const owners = new Set<string>();
  for (const operation of kept) {
    const token = tokenOf(operation);
    if (token !== undefined) named.add(token);
    else if (operation.f === 'release' || !namesNobody(operation.output)) owners.add(actorOf(operation));
  }
  return {
    matters: (operation) => {
      const token = tokenOf(operation);
      return token === undefined || named.has(token) || owners.has(actorOf(operation));
    },
    canonical: (state) => state,
  };
};

/** A read needs a write with its token; one that shows a value alone, or a refusal, may need a write with any. */
const stores: Rule = (kept) => {
  const named = new Set<string>();
  let isOpen = false;
  for (const { f, output } of kept) {
    const shown = f === 'read' ? acceptedIn(output) : undefined;
    if (shown !== undefined) named.add(shown.token);
    else isOpen ||= isRefusal(output) || (f === 'read' && (output ?? null) !== null);
  }
  return {
    matters: ({ input }) => isOpen || named.has(acceptedIn(input)?.token ?? ''),
    canonical: (state) => state,
  };
};

/**
 * A holder that acquired once more often than its kept releases can undo depends on relaxed ones, which repeat as often
 * as it takes: how much more often makes no difference.
 */
const counts: Rule = (kept) => {
  const releases = new Map<string, number>();
  for (const { f, process } of kept) if (f === 'release') releases.set(process, (releases.get(process) ?? 0) + 1);
  return {
    matters: () => true,
    canonical: (state) => {
      if (!isHolding(state) || state.owner === null) return state;
      const times = Math.min(state.times, (releases.get(state.owner) ?? 0) + 1);
      return times === state.times ? state : { ...state, times };
    },
  };
};

const rules: Readonly<Record<string, Rule>> = {
  register: registers,
  'cas-register': registers,
  'multi-register': severalRegisters,
  kv: texts,
  'reentrant-mutex': counts,
  'fenced-lock': tokens,
  'leader-lease': tokens,
  'fenced-store': stores,
  'monotonic-token': tokens,
};

function pairOf(input: Value | undefined): readonly [from: Value, to: Value] {
  const [from = null, to = null] = isList(input) ? input : [];
  return [from, to];
}

function asValue(state: unknown): Value {
  return typeof state === 'string' || typeof state === 'number' || typeof state === 'boolean' || state === null
    ? state
    : (state as Value);
}

function isHolding(state: unknown): state is { readonly owner: string | null; readonly times: number } {
  return (
    typeof state === 'object' &&
    state !== null &&
    'owner' in state &&
    'times' in state &&
    typeof state.times === 'number'
  );
}
