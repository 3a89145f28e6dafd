/** Words about operations and states, from what a model says of them. */
import { INFO, NEVER, NONE, processOf, type ClientHistory } from '../../history/client-history.ts';
import type { AnyModel } from '../model.ts';
import { modelOperation, type Subject } from '../subject.ts';
import type { Role, ShownOperation } from './explanation.ts';

/** An operation, ready to be shown. */
export function shown({ history, model }: Subject, place: number, role: Role): ShownOperation {
  const does = model.describe(modelOperation(history, place));
  const end = history.end[place] ?? NEVER;
  const { times } = history;
  const [callUs, endUs] = [times?.callUs[place], times?.endUs[place]];
  return {
    place,
    role,
    process: processOf(history, place),
    does,
    did: inPast(does),
    outcome: history.outcome[place] === INFO ? 'info' : 'ok',
    call: history.call[place] ?? 0,
    ...(end === NEVER ? {} : { end }),
    ...(callUs === undefined ? {} : { callUs }),
    ...(endUs === undefined || !Number.isFinite(endUs) ? {} : { endUs }),
    where: whereIs(history, place),
  };
}

/** `entries 480 and 491`, `line 12`: where the operation begins and where it ends in the source. */
function whereIs({ invokedAt, completedAt, placedBy }: ClientHistory, place: number): string {
  const from = invokedAt[place] ?? NONE;
  const to = completedAt[place] ?? NONE;
  const [one, several] = placedBy === 'line' ? ['line', 'lines'] : ['entry', 'entries'];
  return to === NONE || to === from ? `${one} ${from}` : `${several} ${from} and ${to}`;
}

interface Forms {
  readonly past: string;
  readonly participle: string;
  readonly infinitive: string;
}

/** The verbs with which the models describe operations. */
const verbs: Readonly<Record<string, Forms>> = {
  acquires: { past: 'acquired', participle: 'acquired', infinitive: 'acquire' },
  appends: { past: 'appended', participle: 'appended', infinitive: 'append' },
  claims: { past: 'claimed', participle: 'claimed', infinitive: 'claim' },
  fails: { past: 'failed', participle: 'failed', infinitive: 'fail' },
  gets: { past: 'got', participle: 'got', infinitive: 'get' },
  is: { past: 'was', participle: 'been', infinitive: 'be' },
  reads: { past: 'read', participle: 'read', infinitive: 'read' },
  releases: { past: 'released', participle: 'released', infinitive: 'release' },
  replaces: { past: 'replaced', participle: 'replaced', infinitive: 'replace' },
  sees: { past: 'saw', participle: 'seen', infinitive: 'see' },
  writes: { past: 'wrote', participle: 'written', infinitive: 'write' },
};

/** `reads 0` as `read 0`. Each clause begins with its verb; what the table does not know stays as it is. */
export function inPast(does: string): string {
  return conjugated(does, 'past');
}

/** `reads 0` as `read 0` after "had". */
export function asParticiple(does: string): string {
  return conjugated(does, 'participle');
}

/** `reads 0` as `read 0` after "cannot". */
export function asInfinitive(does: string): string {
  return conjugated(does, 'infinitive');
}

function conjugated(does: string, form: keyof Forms): string {
  return does.replace(/(^|, )([a-z]+)/g, (whole, before: string, verb: string) => {
    const forms = verbs[verb];
    return forms === undefined ? whole : `${before}${forms[form]}`;
  });
}

/** A state as the end of a sentence: `the register holds 3`. */
export function stateClause(model: AnyModel, state: unknown): string {
  return `${subjects[model.name] ?? 'the state is: '}${model.describeState(state)}`;
}

const subjects: Readonly<Record<string, string>> = {
  register: 'the register holds ',
  'cas-register': 'the register holds ',
  'multi-register': 'the registers hold ',
  kv: 'the key holds ',
  mutex: 'the lock is ',
  'owner-mutex': 'the lock is ',
  'reentrant-mutex': 'the lock is ',
  'fenced-lock': '',
  'leader-lease': '',
  'fenced-store': '',
  'set-once': 'the term has ',
  'monotonic-token': '',
};

/** `process 70` */
export function who({ process }: { readonly process: string }): string {
  return `process ${process}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** With a capital and a full stop. */
export function sentence(text: string): string {
  const whole = capital(text);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

/** `a, b and c` */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
