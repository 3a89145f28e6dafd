/**
 * Which cells of the coverage matrix (rows: spec/actions.ts, columns: spec/faults.ts and `none`) a full certification in
 * the simulation must reach, and which cannot be reached, with the reason. The others depend on the implementation, or on
 * two faults that happen to fall together.
 */
import type { ActionName } from './actions.ts';
import type { Claims } from './claims.ts';
import { faults, type FaultKind } from './faults.ts';

/** A column: a kind of fault while it is active or within a lease time after it, or no fault at all. */
export type CoverageColumn = FaultKind | 'none';

export interface CoverageCell {
  readonly action: ActionName;
  readonly fault: CoverageColumn;
}

/** Cells that cannot be reached by an implementation that keeps its promises. */
export interface UnreachableCells {
  readonly action: ActionName;
  readonly faults: readonly CoverageColumn[];
  readonly why: string;
}

/** What decides which cells there are. */
export interface CoverageContext {
  readonly claims: Pick<Claims, 'fencing'>;
  /** False where nothing beside the store records who holds the election. */
  readonly hasLedger: boolean;
}

/** All columns, in the order in which the matrix shows them. */
export const coverageColumns: readonly CoverageColumn[] = ['none', ...Object.values(faults).map(({ kind }) => kind)];

const kindsOf = (...scopes: readonly string[]): readonly FaultKind[] =>
  Object.values(faults).flatMap(({ kind, scope }) => (scopes.includes(scope) ? [kind] : []));

const cuts: readonly FaultKind[] = ['cut', 'cut-requests', 'cut-responses'];
const pauses: readonly FaultKind[] = ['pause', 'pause-at'];
const deaths: readonly FaultKind[] = ['crash', 'wipe'];
const outages: readonly FaultKind[] = kindsOf('store').filter((kind) => kind !== 'store-step');

/** By transition: the columns under which it must have happened. */
const mandatory: Readonly<Partial<Record<ActionName, readonly CoverageColumn[]>>> = {
  // Whatever the trouble, somebody was elected in it, led, renewed, and was asked.
  elected: coverageColumns,
  renewed: coverageColumns,
  write: coverageColumns,
  'write-applied': coverageColumns,
  observe: coverageColumns,
  // What a fault is there to bring about.
  lost: ['none', ...cuts, ...pauses, 'hold', 'drop'],
  expired: ['cut', 'cut-requests', ...pauses, 'hold', 'crash'],
  granted: ['none', 'cut', 'cut-requests', ...pauses, 'hold', 'drop', 'crash'],
  crashed: deaths,
  start: ['none', ...deaths],
  'store-stopped': outages,
  'store-started': outages,
  'write-refused': pauses,
  // What candidates do of their own accord, undisturbed and in the trouble that disturbs it most.
  campaign: ['none', ...cuts, ...pauses, 'hold', 'drop', 'crash'],
  resign: ['none', ...cuts, ...pauses, 'hold', 'drop', 'crash'],
  'resign-ok': ['none', ...cuts, ...pauses, 'hold', 'drop', 'crash'],
  close: ['none', 'hold'],
  closed: ['none', 'hold'],
};

/** The cells that every full certification must reach. */
export function mandatoryCells(context: CoverageContext): readonly CoverageCell[] {
  const unreachable = unreachableCells(context);
  const cells: CoverageCell[] = [];
  for (const action of Object.keys(mandatory).filter(isMandatory)) {
    for (const fault of mandatory[action] ?? []) {
      const isReachable = !unreachable.some((each) => each.action === action && each.faults.includes(fault));
      if (isReachable) cells.push({ action, fault });
    }
  }
  return cells;
}

function isMandatory(name: string): name is ActionName {
  return name in mandatory;
}

/** The cells that stay empty, and why. */
export function unreachableCells({ claims, hasLedger }: CoverageContext): readonly UnreachableCells[] {
  const cells: UnreachableCells[] = [
    {
      action: 'overwritten',
      faults: coverageColumns,
      why: 'Only an implementation that takes a live record from its holder does this; where it happens, S9 or S4 says more.',
    },
    { action: 'crashed', faults: ['none'], why: 'Without a fault a process dies only of an error of its own.' },
    { action: 'store-stopped', faults: ['none'], why: 'Only a fault brings the store down.' },
    { action: 'store-started', faults: ['none'], why: 'Only a store that a fault brought down comes back.' },
    { action: 'resign-unknown', faults: ['none'], why: 'Without a fault every call is answered in time.' },
  ];
  if (claims.fencing === 'none') {
    const why = 'No tokens are promised, so that no resource refuses any.';
    cells.push({ action: 'write-refused', faults: coverageColumns, why });
  }
  if (!hasLedger) {
    const why = 'Nothing beside the store records who holds the election.';
    for (const action of ['granted', 'renewed', 'released', 'expired'] as const)
      cells.push({ action, faults: coverageColumns, why });
  }
  return cells;
}
