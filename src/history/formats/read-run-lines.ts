/**
 * Reads the history of one of Scrutineer's own runs as its clients saw it: a campaign acquires, a resignation releases,
 * a view of the leader observes, and a write goes to the protected resource. All other events are passed over.
 */
import { candidateOf, earliest, latest, type CompletionEvent, type HistoryEvent } from '../../../spec/history.ts';
import { parseJson, parseWith } from '../../schemas/malformed-input.ts';
import { FAIL, INFO, NONE, OK, type ClientFunction, type ClientHistory } from '../client-history.ts';
import { ClientHistoryBuilder, functionCode } from '../client-history-builder.ts';
import { historyEventSchema, historyHeaderSchema } from '../history-schema.ts';
import type { Value } from '../value.ts';
import type { LineReader } from './for-each-line.ts';
import type { HistorySource } from './source.ts';

/** Whether a header is that of a run: only a run says what its adapter claims. */
export function isRunHeader(header: object): boolean {
  return 'claims' in header;
}

/** Takes in the lines after the header. Throws `MalformedInputError` for a header or a line that no run writes. */
export function readRunLines(source: HistorySource, header: object): LineReader {
  const { uncertaintyUs } = parseWith(historyHeaderSchema, header, { source: source.name, line: 1, what: 'history' });
  const run = new RunOperations(source, uncertaintyUs);
  return {
    line: (bytes, start, end, line) => {
      const origin = { source: source.name, line, what: 'history' };
      run.event(parseWith(historyEventSchema, parseJson(bytes.toString('utf8', start, end), origin), origin), line);
    },
    finish: () => run.finish(),
  };
}

const outcomes: Readonly<Record<CompletionEvent['type'], number>> = { ok: OK, fail: FAIL, info: INFO };

/** A client of a run whose operations may overlap, and which goes on after `info`: each of its lanes is a process. */
interface Client {
  readonly candidate: string;
  /** From when on each lane is free; never while an operation is open in it, and after one of unknown end. */
  readonly freeFromUs: number[];
  /** By the number that the run gives them: operations that are open. */
  readonly open: Map<number, OpenOperation>;
  /** The token of its last leadership. */
  token: string | undefined;
  /** The acquisition that an event-style candidate has under way. */
  campaigning: OpenOperation | undefined;
}

interface OpenOperation {
  readonly f: ClientFunction;
  readonly operation: number;
  readonly lane: number;
}

class RunOperations {
  readonly #source: HistorySource;
  readonly #builder: ClientHistoryBuilder;
  readonly #clients = new Map<string, Client>();
  /** Processes have clocks of their own, which differ by as much: every operation may have begun and ended so much earlier or later. */
  readonly #uncertaintyUs: number;

  constructor(source: HistorySource, uncertaintyUs: number) {
    this.#source = source;
    this.#uncertaintyUs = uncertaintyUs;
    this.#builder = new ClientHistoryBuilder({ source: source.name, placedBy: 'line', timed: true });
  }

  event(event: HistoryEvent, line: number): void {
    switch (event.type) {
      case 'invoke':
        return this.#invoke(event, line);
      case 'ok':
      case 'fail':
      case 'info':
        return this.#complete(event, line);
      case 'elected':
        return this.#elected(event, line);
      default:
        return undefined;
    }
  }

  finish(): ClientHistory {
    return this.#builder.finish();
  }

  #invoke(event: Extract<HistoryEvent, { type: 'invoke' }>, line: number): void {
    const client = this.#client(event.who);
    const begin = (f: ClientFunction, input: Value | undefined): OpenOperation | undefined =>
      this.#begin(client, event.who, { f, input, at: earliest(event.at), line });
    const owner = client.candidate;
    switch (event.f) {
      case 'campaign':
        return remember(client, event.op, begin('acquire', { owner }));
      case 'start':
        client.campaigning = begin('acquire', { owner });
        return undefined;
      case 'resign':
        return remember(client, event.op, begin('release', { owner, ...tokenField(client.token) }));
      case 'leader':
        return remember(client, event.op, begin('observe', undefined));
      case 'write':
        return remember(client, event.op, begin('write', tokenField(event.value?.token ?? event.value?.term)));
      case 'is-leader':
      case 'close':
        return undefined;
    }
  }

  #complete(event: CompletionEvent, line: number): void {
    const client = this.#client(event.who);
    const open = client.open.get(event.op);
    if (open === undefined) return;
    client.open.delete(event.op);
    const { value } = event;
    const token = value?.token ?? value?.term;
    if (open.f === 'acquire' && event.type === 'ok') client.token = token;
    this.#end(client, open, {
      outcome: outcomes[event.type],
      output: outputOf(open.f, event),
      at: latest(event.at),
      line,
    });
  }

  /**
   * A candidate that campaigns by itself tells only that it was elected: some time after it began, or after it was
   * elected before. It campaigns on at once, since it may be elected again before it tells that it lost.
   */
  #elected(event: Extract<HistoryEvent, { type: 'elected' }>, line: number): void {
    const client = this.#client(event.who);
    const { campaigning } = client;
    if (campaigning === undefined) return;
    const token = event.token ?? event.term;
    client.token = token;
    this.#end(client, campaigning, { outcome: OK, output: tokenField(token), at: latest(event.at), line });
    const again = { f: 'acquire', input: { owner: client.candidate }, at: earliest(event.at), line } as const;
    client.campaigning = this.#begin(client, event.who, again);
  }

  #client(who: string): Client {
    const known = this.#clients.get(who);
    if (known !== undefined) return known;
    const client: Client = {
      candidate: candidateOf(who),
      freeFromUs: [],
      open: new Map<number, OpenOperation>(),
      token: undefined,
      campaigning: undefined,
    };
    this.#clients.set(who, client);
    return client;
  }

  #begin(
    client: Client,
    who: string,
    { f, input, at, line }: { f: ClientFunction; input: Value | undefined; at: number; line: number },
  ): OpenOperation | undefined {
    if (this.#source.functions?.includes(f) === false) return undefined;
    const fromUs = at - this.#uncertaintyUs;
    const free = client.freeFromUs.findIndex((freeFromUs) => freeFromUs <= fromUs);
    const lane = free === -1 ? client.freeFromUs.length : free;
    const builder = this.#builder;
    const operation = builder.invoke({
      f: functionCode(f),
      process: builder.processIndex(lane === 0 ? who : `${who}/${lane + 1}`),
      key: NONE,
      input: builder.valueIndex(input),
      at: fromUs,
      place: line,
    });
    client.freeFromUs[lane] = Infinity;
    return { f, operation, lane };
  }

  #end(
    client: Client,
    { operation, lane }: OpenOperation,
    { outcome, output, at, line }: { outcome: number; output: Value | undefined; at: number; line: number },
  ): void {
    const toUs = at + this.#uncertaintyUs;
    client.freeFromUs[lane] = outcome === INFO ? Infinity : toUs;
    this.#builder.complete(operation, { outcome, output: this.#builder.valueIndex(output), at: toUs, place: line });
  }
}

function remember(client: Client, op: number, open: OpenOperation | undefined): void {
  if (open !== undefined) client.open.set(op, open);
}

function tokenField(token: string | undefined): { readonly token?: string } | undefined {
  return token === undefined ? undefined : { token };
}

function outputOf(f: ClientFunction, { type, value }: CompletionEvent): Value | undefined {
  if (type !== 'ok') return undefined;
  const token = value?.token ?? value?.term;
  if (f === 'write') return value?.outcome === 'refused' ? { outcome: 'refused' } : undefined;
  if (f === 'acquire') return tokenField(token);
  if (f === 'release') return undefined;
  return value?.holder === undefined ? null : { owner: candidateOf(value.holder), ...tokenField(token) };
}
