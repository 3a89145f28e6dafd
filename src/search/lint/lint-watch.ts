/**
 * Looks over the shoulder of an adapter: at what its methods are given back, which no history holds. What passes through
 * is left as it is, and nothing is awaited in between.
 */
import type { ElectionAdapter, LeadershipReport } from '../../adapter.ts';
import type { LintNotebook } from './lint-notebook.ts';
import type { LintCode } from './lint-report.ts';

/** The adapter, with every candidate of it watched. `place` tells which history runs. */
export function watchAdapter(
  adapter: ElectionAdapter,
  { notebook, place }: { readonly notebook: LintNotebook; readonly place: () => number },
): ElectionAdapter {
  const create: ElectionAdapter['createCandidate'] = async (environment) => {
    const startMs = environment.clock.monotonicMs();
    const note = (code: LintCode, sentence: string): void => {
      const at = Math.round((environment.clock.monotonicMs() - startMs) * 1000);
      notebook.note(code, () => sentence, { candidate: environment.id, at, history: place() });
    };
    try {
      const created = await adapter.createCandidate(environment);
      checkCandidate(created, note);
      const candidates = new Set([environment.id, ...environment.peers]);
      const isViewPromised = adapter.claims({ leaseTtlMs: environment.leaseTtlMs }).leaderView !== 'none';
      return watchCandidate(created, new CandidateWatch(note, isViewPromised ? candidates : undefined));
    } catch (error) {
      note('LINT-CREATE-FAILS', `createCandidate failed: ${textOf(error)}.`);
      throw error;
    }
  };
  const { grants } = adapter;
  const watchedGrants = grants === undefined ? undefined : watchGrants(grants, notebook, place);
  return over(adapter, { createCandidate: create, grants: watchedGrants });
}

type Note = (code: LintCode, sentence: string) => void;

/** An object with some of its members replaced; methods keep the object that they belong to. */
function over<T extends object>(target: T, replaced: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get: (object, key): unknown => {
      if (typeof key === 'string' && replaced[key] !== undefined) return replaced[key];
      const value: unknown = Reflect.get(object, key, object);
      return typeof value === 'function' ? value.bind(object) : value;
    },
  });
}

function watchGrants(
  grants: NonNullable<ElectionAdapter['grants']>,
  notebook: LintNotebook,
  place: () => number,
): NonNullable<ElectionAdapter['grants']> {
  const guarded = <T>(name: string, call: () => T, otherwise: T): T => {
    try {
      return call();
    } catch (error) {
      notebook.note('LINT-GRANTS-THROW', () => `grants.${name} threw in history ${place()}: ${textOf(error)}.`);
      return otherwise;
    }
  };
  return {
    keys: (election) => guarded('keys', () => grants.keys(election), []),
    holder: (records, election) => guarded('holder', () => grants.holder(records, election), undefined),
  };
}

function checkCandidate(created: unknown, note: Note): void {
  const missing = ['resign', 'close'].filter((name) => !isMethod(created, name));
  if (!isMethod(created, 'campaign') && !isMethod(created, 'start')) missing.unshift('campaign (or start)');
  if (missing.length > 0) {
    note('LINT-CANDIDATE-SHAPE', `createCandidate resolved to a candidate without ${missing.join(', ')}.`);
  }
}

class CandidateWatch {
  readonly #note: Note;
  /** The names that leader() may give; undefined where it promises nothing. */
  readonly #names: ReadonlySet<string> | undefined;

  constructor(note: Note, names: ReadonlySet<string> | undefined) {
    this.#note = note;
    this.#names = names;
  }

  readonly leadership = (value: unknown): void => {
    const lost = member(value, 'lost');
    if (typeof member(lost, 'aborted') !== 'boolean' || !isMethod(lost, 'addEventListener')) {
      this.#note('LINT-LEADERSHIP-SHAPE', `campaign settled with ${shown(value)}, whose lost is no AbortSignal.`);
    }
    this.numbers('campaign settled with', value);
  };

  /** Tokens and terms are bigints, wherever they are handed over. */
  numbers(how: string, value: unknown): void {
    for (const name of ['token', 'term']) {
      const number = member(value, name);
      if (number === undefined || typeof number === 'bigint') continue;
      this.#note('LINT-LEADERSHIP-SHAPE', `${how} a ${name} that is ${shown(number)} rather than a bigint.`);
    }
  }

  readonly view = (value: unknown): void => {
    if (value === undefined) return;
    const holder = member(value, 'holder');
    if (typeof holder !== 'string') {
      this.#note('LINT-LEADER-SHAPE', `leader() answered ${shown(value)} rather than { holder } or undefined.`);
    } else if (this.#names !== undefined && !this.#names.has(holder.replace(/#\d+$/, ''))) {
      this.#note('LINT-LEADER-SHAPE', `leader() named ${JSON.stringify(holder)}, which is no candidate.`);
    }
    for (const name of ['token', 'term']) {
      const number = member(value, name);
      if (number !== undefined && typeof number !== 'bigint') {
        this.#note(
          'LINT-LEADER-SHAPE',
          `leader() answered with a ${name} that is ${shown(number)} rather than a bigint.`,
        );
      }
    }
  };

  readonly answer = (value: unknown): void => {
    if (typeof value !== 'boolean') {
      this.#note('LINT-IS-LEADER-SHAPE', `isLeader() answered ${shown(value)} rather than true or false.`);
    }
  };
}

function watchCandidate<C extends object>(candidate: C, watch: CandidateWatch): C {
  const watching = (name: string, look: (value: unknown) => void): unknown => {
    const method: unknown = Reflect.get(candidate, name);
    if (typeof method !== 'function') return undefined;
    return (...args: readonly unknown[]): unknown => {
      const result: unknown = Reflect.apply(method, candidate, args);
      observe(result, look);
      return result;
    };
  };
  return over(candidate, {
    campaign: watching('campaign', watch.leadership),
    leader: watching('leader', watch.view),
    isLeader: watching('isLeader', watch.answer),
    start: watchStart(candidate, watch),
  });
}

function watchStart(candidate: object, watch: CandidateWatch): unknown {
  const start: unknown = Reflect.get(candidate, 'start');
  if (typeof start !== 'function') return undefined;
  return (report: LeadershipReport): unknown => {
    const watched: LeadershipReport = {
      elected: (leadership) => {
        watch.numbers('elected was called with', leadership);
        report.elected(leadership);
      },
      lost: (reason) => report.lost(reason),
    };
    return Reflect.apply(start, candidate, [watched]);
  };
}

/** Looks at an answer when it is there. What is refused is somebody else's business. */
function observe(result: unknown, look: (value: unknown) => void): void {
  const then = member(result, 'then');
  if (typeof then !== 'function') look(result);
  else Reflect.apply(then, result, [look, () => undefined]);
}

function isMethod(value: unknown, name: string): boolean {
  return typeof member(value, name) === 'function';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
}

function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return `an object with ${Object.keys(value).join(', ') || 'nothing in it'}`;
  if (typeof value === 'string') return `the text ${JSON.stringify(value)}`;
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${String(value)}`;
  return value === undefined ? 'nothing' : `a ${typeof value}`;
}
