/** What the protected resource applied and refused, in its own order `n`. */
import type { EventType, HistoryEvent, ResourceEvent } from './history.ts';
import { sharedEvidence } from './shared-evidence.ts';
import type { Evidence, Feeding } from './shared-evidence.ts';
import type { MonitorContext } from './property.ts';

/** The event types from which writes are gathered. */
export const resourceReads: readonly EventType[] = ['applied', 'refused'];

/** An event of the resource and its place in the history. */
export interface WriteEntry {
  readonly event: ResourceEvent;
  readonly index: number;
}

/** Gathers writes. */
export class Writes implements Evidence {
  readonly reads: readonly EventType[] = resourceReads;
  feeding: Feeding | undefined = undefined;
  readonly #entries: WriteEntry[] = [];
  #lastN = -Infinity;
  #inOrder = true;

  step(event: HistoryEvent, index: number): void {
    if (event.type !== 'applied' && event.type !== 'refused') return;
    if (event.n < this.#lastN) this.#inOrder = false;
    this.#lastN = event.n;
    this.#entries.push({ event, index });
  }

  /** All of them in the resource's order. Ask only when the history has ended. */
  inOrder(): readonly WriteEntry[] {
    if (!this.#inOrder) {
      this.#entries.sort((left, right) => left.event.n - right.event.n);
      this.#inOrder = true;
    }
    return this.#entries;
  }
}

/** The writes of the history that a context stands for. */
export const writesOf: (context: MonitorContext) => Writes = sharedEvidence(() => new Writes());
