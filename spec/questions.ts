/** Answered `is-leader` calls. */
import type { CompletionEvent, EventType, HistoryEvent, InvokeEvent, ProcessId } from './history.ts';
import type { Evidence } from './shared-evidence.ts';

/** The event types from which questions are gathered. */
export const questionReads: readonly EventType[] = ['invoke', 'ok'];

/** One `is-leader` call that was answered. */
export interface Question {
  readonly invoked: InvokeEvent;
  readonly invokedIndex: number;
  readonly answered: CompletionEvent;
  readonly answeredIndex: number;
  readonly leading: boolean;
}

/** Gathers questions. */
export class Questions implements Evidence {
  readonly reads: readonly EventType[] = questionReads;
  readonly answered: readonly Question[];
  readonly #answered: Question[] = [];
  /** The driver asks a process again only when it has answered, so one open question a process is enough. */
  readonly #open: Map<ProcessId, { readonly invoked: InvokeEvent; readonly invokedIndex: number }> = new Map();

  constructor() {
    this.answered = this.#answered;
  }

  step(event: HistoryEvent, index: number): void {
    if (event.type === 'invoke') {
      if (event.f === 'is-leader') this.#open.set(event.who, { invoked: event, invokedIndex: index });
    } else if (event.type === 'ok') {
      const leading = event.value?.leading;
      if (leading === undefined) return;
      const open = this.#open.get(event.who);
      if (open === undefined || open.invoked.op !== event.op) return;
      // Spelled out: a spread is many times slower, and this is done for every question.
      const { invoked, invokedIndex } = open;
      this.#answered.push({ invoked, invokedIndex, answered: event, answeredIndex: index, leading });
    }
  }
}
