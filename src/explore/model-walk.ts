/**
 * Walks the model along a history: each event that shows a transition must be a step that the model can take from where
 * it stands, so that the history is a path of the model, or it names the first event that is not.
 *
 * The model is the one without time. What a history does not show is silent:
 * - messages in flight are in the model's states already (a term's standing says what may be on its way);
 * - giving up a grant is taken as late as possible, just before the release that it allows. It allows nothing else and
 *   forbids only to lead with the grant, so no earlier choice could let more histories through;
 * - a grant that a process has not led with when it ends is given up then, which allows its release and forbids nothing
 *   any more.
 * So one state is followed rather than a set of them, and a history is accepted exactly if some choice of silent steps
 * makes it a path. Tokens need only rise from grant to grant: the model numbers them 1, 2, 3 in their order. Of time only
 * this is checked: a record does not expire before the end of its lifetime, by the store's clock. Events of one instant
 * are taken in the order in which they were recorded, which in the simulation is the order in which they happened.
 */
import type { HistoryEvent, HistoryHeader, OperationName, ProcessId, StoreEvent } from '../../spec/history.ts';
import { candidateOf, compareTokens, earliest, latest } from '../../spec/history.ts';
import type { ModelAction, ModelActionName, ModelStep } from '../../spec/model/action.ts';
import { initialState, modelActions } from '../../spec/model/election.ts';
import type { ElectionState, Scope } from '../../spec/model/state.ts';

/** The first event that is not a step of the model. */
export interface Misfit {
  readonly event: HistoryEvent;
  /** The action that the event shows. */
  readonly action: ModelActionName;
  /** What the action needs, or what else is wrong. */
  readonly why: string;
}

const byName: ReadonlyMap<ModelActionName, ModelAction> = new Map(
  modelActions.map((action): [ModelActionName, ModelAction] => [action.name, action]),
);

export class ModelWalk {
  readonly #scope: Scope;
  readonly #elector: ReadonlyMap<string, number>;
  readonly #onStep: ((step: ModelStep) => void) | undefined;
  #state: ElectionState;
  /** The process of each elector that lives or lived last; undefined before the first. */
  readonly #processes: (ProcessId | undefined)[];
  /** The process that each term was granted to. */
  readonly #grantees: ProcessId[] = [];
  /** The token of each term as the history tells it, and the terms by it. */
  readonly #told: string[] = [];
  readonly #terms: Map<string, number> = new Map();
  readonly #invoked: Map<string, OperationName> = new Map();
  /** When the record in the store ends, by a store clock without steps; -Infinity where there is none, Infinity where it never ends. */
  #endsUs = -Infinity;
  /** The forward steps of the store's clock since the record was last written. */
  #steppedUs = 0;
  #misfit: Misfit | undefined;

  constructor(header: HistoryHeader, onStep?: (step: ModelStep) => void) {
    this.#scope = {
      electors: header.candidates.length,
      terms: Infinity,
      time: undefined,
      pauses: true,
      crashes: true,
      storeStops: true,
      writes: true,
      ...(header.resource === 'open' ? { without: 'resource-compares-tokens' } : {}),
    };
    this.#elector = new Map(header.candidates.map(({ id }, place) => [id, place]));
    this.#processes = header.candidates.map(() => undefined);
    this.#state = initialState(this.#scope);
    this.#onStep = onStep;
  }

  get state(): ElectionState {
    return this.#state;
  }

  /** Takes the next event. From the first misfit on, the same is given back. */
  step(event: HistoryEvent): Misfit | undefined {
    this.#misfit ??= this.#walk(event);
    return this.#misfit;
  }

  #walk(event: HistoryEvent): Misfit | undefined {
    switch (event.type) {
      case 'granted':
        return this.#granted(event);
      case 'renewed':
      case 'released':
        return this.#touched(event, event.type);
      case 'expired':
        return this.#expired(event);
      case 'store-stopped':
      case 'store-started':
        return this.#take(event, event.type, 0, 0);
      case 'applied':
      case 'refused':
        return this.#written(event);
      case 'fault-start':
        if (event.kind === 'store-step' && (event.amount ?? 0) > 0) this.#steppedUs += event.amount ?? 0;
        return undefined;
      case 'fault-stop':
      case 'phase':
      case 'stall':
        return undefined;
      default:
        return this.#ofProcess(event);
    }
  }

  #ofProcess(
    event: Extract<HistoryEvent, { readonly who: ProcessId; readonly type: ProcessEventType }>,
  ): Misfit | undefined {
    const elector = this.#elector.get(candidateOf(event.who));
    if (elector === undefined) return misfit(event, 'campaign', `there is no candidate ${event.who}`);
    switch (event.type) {
      case 'started': {
        const isFirst = this.#processes[elector] === undefined;
        this.#processes[elector] = event.who;
        return isFirst ? undefined : this.#take(event, 'start', elector, 0);
      }
      case 'crashed':
      case 'closed':
        return this.#take(event, event.type, elector, 0);
      case 'elected':
        return this.#elected(event, elector);
      case 'lost':
        return this.#named(event, 'lost', elector, event.token);
      case 'invoke':
        this.#invoked.set(`${event.who} ${event.op}`, event.f);
        if (event.f === 'campaign' || event.f === 'start') return this.#take(event, 'campaign', elector, 0);
        return event.f === 'write' ? this.#named(event, 'write', elector, event.value?.token) : undefined;
      default:
        return this.#completed(event, elector);
    }
  }

  #completed(
    event: Extract<HistoryEvent, { readonly type: 'ok' | 'fail' | 'info' }>,
    elector: number,
  ): Misfit | undefined {
    const key = `${event.who} ${event.op}`;
    const f = this.#invoked.get(key);
    this.#invoked.delete(key);
    if (f === 'resign' && event.type === 'ok') return this.#take(event, 'resign-ok', elector, 0);
    const isCampaign = f === 'campaign' || f === 'start';
    return isCampaign && event.type !== 'ok' ? this.#take(event, 'cancel-campaign', elector, 0) : undefined;
  }

  #elected(event: Extract<HistoryEvent, { readonly type: 'elected' }>, elector: number): Misfit | undefined {
    const token = this.#tokenOf(event.token ?? event.term);
    if (token === undefined) return misfit(event, 'elected', 'no term with this token was ever granted');
    if (this.#grantees[token - 1] !== event.who) {
      return misfit(event, 'elected', `term ${token} was granted to ${this.#grantees[token - 1] ?? 'nobody'}`);
    }
    return this.#take(event, 'elected', elector, token);
  }

  /** A step of a leader that says with which token it leads. */
  #named(event: HistoryEvent, name: 'lost' | 'write', elector: number, told: string | undefined): Misfit | undefined {
    const token = this.#state.electors[elector]?.token ?? 0;
    const misled = this.#take(event, name, elector, 0);
    const expected = this.#told[token - 1];
    if (misled !== undefined || told === undefined || told === expected) return misled;
    return misfit(event, name, `the candidate leads with token ${expected ?? 'none'}`);
  }

  #granted(event: StoreEvent): Misfit | undefined {
    const { by, holder, token } = event;
    const elector = by === undefined ? undefined : this.#elector.get(candidateOf(by));
    if (by === undefined || elector === undefined) return misfit(event, 'granted', 'it is not a candidate that asked');
    if (holder !== by) return misfit(event, 'granted', `${by} asked for it, ${holder} is the holder`);
    if (token === undefined) return misfit(event, 'granted', 'a grant has a token');
    const last = this.#told.at(-1);
    if (last !== undefined && compareTokens(token, last) <= 0)
      return misfit(event, 'granted', `the last token was ${last}, and the next one must be larger`);
    const isLiving = this.#processes[elector] === by && this.#state.electors[elector]?.phase !== 'ended';
    const found = this.#take(event, isLiving ? 'granted' : 'granted-too-late', elector, 0);
    this.#grantees.push(by);
    this.#told.push(token);
    this.#terms.set(token, this.#told.length);
    this.#noteLifetime(event);
    return found;
  }

  #touched(event: StoreEvent, name: 'renewed' | 'released'): Misfit | undefined {
    const token = this.#tokenOf(event.token);
    if (token === undefined) return misfit(event, name, 'no term with this token was ever granted');
    const grantee = this.#grantees[token - 1];
    if (event.by !== undefined && event.by !== grantee) {
      return misfit(event, name, `${event.by} asked for it, and term ${token} is of ${grantee ?? 'nobody'}`);
    }
    const elector = this.#state.terms[token - 1]?.to ?? 0;
    const giveUp = byName.get('give-up');
    if (name === 'released' && giveUp?.guard(this.#state, this.#scope, elector, token) === true) {
      this.#move(giveUp, elector, token);
    }
    const found = this.#take(event, name, elector, token);
    if (name === 'renewed') this.#noteLifetime(event);
    return found;
  }

  #expired(event: StoreEvent): Misfit | undefined {
    if (latest(event.at) < this.#endsUs - this.#steppedUs) {
      return misfit(event, 'expired', `the record lives until ${seconds(this.#endsUs - this.#steppedUs)}`);
    }
    return this.#take(event, 'expired', 0, 0);
  }

  #written(event: Extract<HistoryEvent, { readonly type: 'applied' | 'refused' }>): Misfit | undefined {
    const name = event.type === 'applied' ? 'write-applied' : 'write-refused';
    const token = this.#tokenOf(event.token);
    if (token === undefined) return misfit(event, name, 'no term with this token was ever granted');
    if (this.#grantees[token - 1] !== event.by) {
      return misfit(
        event,
        name,
        `${event.by} sent it, and term ${token} is of ${this.#grantees[token - 1] ?? 'nobody'}`,
      );
    }
    return this.#take(event, name, this.#state.terms[token - 1]?.to ?? 0, token);
  }

  /** The record was written: it lives for its lifetime from now on. */
  #noteLifetime(event: StoreEvent): void {
    this.#steppedUs = 0;
    this.#endsUs = event.leaseUs === undefined ? -Infinity : earliest(event.at) + (event.leaseUs ?? Infinity);
  }

  /** The model's token of a term. */
  #tokenOf(told: string | undefined): number | undefined {
    return told === undefined ? undefined : this.#terms.get(told);
  }

  #take(event: HistoryEvent, name: ModelActionName, elector: number, token: number): Misfit | undefined {
    const action = byName.get(name);
    if (action === undefined) throw new Error(`the model has no action ${name}`);
    if (!action.guard(this.#state, this.#scope, elector, token)) return misfit(event, name, `it needs ${action.needs}`);
    this.#move(action, elector, token);
    return undefined;
  }

  #move(action: ModelAction, elector: number, token: number): void {
    const before = this.#state;
    const after = action.next(before, this.#scope, elector, token);
    this.#state = after;
    this.#onStep?.({ before, action, elector, token, after });
  }
}

type ProcessEventType = 'started' | 'crashed' | 'closed' | 'elected' | 'lost' | 'invoke' | 'ok' | 'fail' | 'info';

function misfit(event: HistoryEvent, action: ModelActionName, why: string): Misfit {
  return { event, action, why };
}

function seconds(us: number): string {
  return `${(us / 1_000_000).toFixed(3)} s`;
}
