/**
 * Transitions × faults: in how many histories a transition happened while a kind of fault was active, or within a lease
 * time after it. Counts are plain data, and adding them is associative, as with tallies.
 */
import { actionOf, actions, type ActionName } from '../../spec/actions.ts';
import type { Claims } from '../../spec/claims.ts';
import {
  coverageColumns,
  mandatoryCells,
  unreachableCells,
  type CoverageCell,
  type CoverageColumn,
  type UnreachableCells,
} from '../../spec/coverage-cells.ts';
import type { FaultKind } from '../../spec/faults.ts';
import { latest, type CompletionEvent, type FaultEvent, type History, type OperationName } from '../../spec/history.ts';

/** The rows. */
export const coverageActions: readonly ActionName[] = actions.map(({ name }) => name);

const rows: ReadonlyMap<ActionName, number> = new Map(coverageActions.map((name, row) => [name, row]));
const columns: ReadonlyMap<CoverageColumn, number> = new Map(coverageColumns.map((kind, column) => [kind, column]));

/** Histories by cell, row after row. */
export type Coverage = number[];

export function emptyCoverage(): Coverage {
  return Array.from({ length: coverageActions.length * coverageColumns.length }, () => 0);
}

/** Adds `more` to `coverage`. */
export function addCoverage(coverage: Coverage, more: Coverage): void {
  for (let cell = 0; cell < more.length; cell += 1) coverage[cell] = (coverage[cell] ?? 0) + (more[cell] ?? 0);
}

/** Histories in which the transition happened under the fault. */
export function covered(coverage: Coverage, action: ActionName, fault: CoverageColumn): number {
  return coverage[(rows.get(action) ?? 0) * coverageColumns.length + (columns.get(fault) ?? 0)] ?? 0;
}

/** What a run covered, for its result. */
export interface CoverageResult {
  readonly actions: readonly ActionName[];
  readonly faults: readonly CoverageColumn[];
  /** Histories, a row for each of `actions` and a column for each of `faults`. */
  readonly histories: readonly (readonly number[])[];
  /** Cells that a full certification must reach, of those whose faults this run could inject. Absent on real testbeds. */
  readonly mandatory?: { readonly cells: number; readonly missed: readonly CoverageCell[] };
  /** Cells that stay empty, and why. */
  readonly unreachable: readonly UnreachableCells[];
}

export interface CoverageResultOptions {
  readonly claims: Pick<Claims, 'fencing'>;
  readonly hasLedger: boolean;
  /** Kinds that may have been injected. */
  readonly injectable: ReadonlySet<FaultKind>;
  readonly isSimulated: boolean;
}

/** The matrix with only those columns that this run could fill. */
export function coverageResult(coverage: Coverage, options: CoverageResultOptions): CoverageResult {
  const { injectable, isSimulated } = options;
  const isAsked = (fault: CoverageColumn): boolean => fault === 'none' || injectable.has(fault);
  const shown = coverageColumns.filter(isAsked);
  const cells = mandatoryCells(options).filter(({ fault }) => isAsked(fault));
  const missed = cells.filter(({ action, fault }) => covered(coverage, action, fault) === 0);
  return {
    actions: coverageActions,
    faults: shown,
    histories: coverageActions.map((action) => shown.map((fault) => covered(coverage, action, fault))),
    ...(isSimulated ? { mandatory: { cells: cells.length, missed } } : {}),
    unreachable: unreachableCells(options)
      .map((each) => ({ ...each, faults: each.faults.filter(isAsked) }))
      .filter((each) => each.faults.length > 0),
  };
}

/** Adds one history: one pass over its events, in which the faults of a moment are the bits of a number. */
export function countCoverage(coverage: Coverage, history: History): void {
  const seen = new Seen(history.header.leaseTtlMs * 1000);
  for (const event of history.events) {
    switch (event.type) {
      case 'fault-start':
      case 'fault-stop':
        seen.fault(event);
        break;
      case 'ok':
      case 'fail':
      case 'info': {
        const f = seen.completes(event);
        if (f !== undefined) seen.action(actionOf(event, f), latest(event.at));
        break;
      }
      case 'invoke':
        if (isFollowed(event.f)) seen.open.push(event);
        seen.action(actionOf(event), latest(event.at));
        break;
      default:
        seen.action(actionOf(event), latest(event.at));
    }
  }
  seen.addTo(coverage);
}

/** Operations whose end is a transition, too. */
function isFollowed(f: OperationName): boolean {
  return f === 'campaign' || f === 'start' || f === 'resign';
}

/** What one history shows. */
class Seen {
  readonly open: { readonly who: string; readonly op: number; readonly f: OperationName }[] = [];
  readonly #lingerUs: number;
  /** For each row the columns under which it happened, as bits. */
  readonly #columns = new Int32Array(coverageActions.length);
  /** The columns of this moment. */
  #now = 1;
  /** Ends of the faults that are over, each with the time to which it still counts. */
  readonly #over: { readonly bit: number; readonly untilUs: number }[] = [];
  readonly #active: { readonly fault: number; readonly bit: number }[] = [];

  constructor(lingerUs: number) {
    this.#lingerUs = lingerUs;
  }

  fault(event: FaultEvent): void {
    const bit = 1 << (columns.get(event.kind) ?? 0);
    if (event.type === 'fault-start') this.#active.push({ fault: event.fault, bit });
    else {
      const place = this.#active.findIndex(({ fault }) => fault === event.fault);
      if (place >= 0) this.#active.splice(place, 1);
      this.#over.push({ bit, untilUs: latest(event.at) + this.#lingerUs });
    }
    this.#look(latest(event.at));
  }

  action(action: ActionName | undefined, atUs: number): void {
    if (action === undefined) return;
    const next = this.#over[0];
    if (next !== undefined && atUs > next.untilUs) this.#look(atUs);
    const row = rows.get(action) ?? 0;
    this.#columns[row] = (this.#columns[row] ?? 0) | this.#now;
  }

  /** What was invoked, where its end may be a transition. */
  completes({ who, op }: CompletionEvent): OperationName | undefined {
    const place = this.open.findIndex((each) => each.op === op && each.who === who);
    return place < 0 ? undefined : this.open.splice(place, 1)[0]?.f;
  }

  addTo(coverage: Coverage): void {
    this.#columns.forEach((bits, row) => {
      for (let left = bits; left !== 0; left &= left - 1) {
        const cell = row * coverageColumns.length + (31 - Math.clz32(left & -left));
        coverage[cell] = (coverage[cell] ?? 0) + 1;
      }
    });
  }

  /** Faults end in the order in which they are recorded, and all linger equally long. */
  #look(atUs: number): void {
    while ((this.#over[0]?.untilUs ?? Infinity) < atUs) this.#over.shift();
    let now = 0;
    for (const { bit } of this.#active) now |= bit;
    for (const { bit } of this.#over) now |= bit;
    this.#now = now === 0 ? 1 : now;
  }
}
