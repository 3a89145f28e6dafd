/**
 * Faults planted into good histories, each with the reason why the definition of its model does or does not allow the
 * result. What is planted stands far enough apart in time that no other order could save it.
 */
import { fieldOf, type Value } from '../../src/history/value.ts';
import type { Draw } from './draw.ts';
import type { DraftOperation } from './drafted-history.ts';

export interface PlantedFault {
  readonly name: string;
  /** The kind of history that it is planted into (`generatedKinds`). */
  readonly kind: string;
  /** Whether the definition of the model still allows the history, and why. */
  readonly isLegal: boolean;
  readonly why: string;
  /** Share of indeterminate operations in the history that it is planted into. */
  readonly indeterminateShare: number;
  /** The history with the fault; undefined where `draw` chose a place in which it cannot be. */
  readonly plant: (operations: readonly DraftOperation[], draw: Draw) => readonly DraftOperation[] | undefined;
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'stale read',
    kind: 'register',
    isLegal: false,
    why: 'a value that is written once was replaced before the read began',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const replaced = anOk(operations, draw, 'write');
      const write = anOkAfter(operations, draw, 'write', replaced);
      const read = anOkAfter(operations, draw, 'read', write);
      return read && replaced && replacing(operations, read, { ...read, output: replaced.input });
    },
  },
  {
    name: 'dual leader',
    kind: 'leader-lease',
    isLegal: false,
    why: 'the former leader is seen after the next one was seen, and tokens never fall',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const former = anOk(operations, draw, 'acquire');
      const next = anOkAfter(operations, draw, 'acquire', former);
      if (former === undefined || next === undefined) return undefined;
      const first = observation(operations, next.endAt + 1, leadershipOf(next));
      return [...operations, first, observation([first], first.endAt + 1, leadershipOf(former))];
    },
  },
  {
    name: 'token reuse',
    kind: 'fenced-lock',
    isLegal: false,
    why: 'every acquisition has a larger token than all before it',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const former = anOk(operations, draw, 'acquire');
      const next = anOkAfter(operations, draw, 'acquire', former);
      return next && former && replacing(operations, next, { ...next, output: withToken(next.output, former.output) });
    },
  },
  {
    name: 'token regression',
    kind: 'monotonic-token',
    isLegal: false,
    why: 'a token was handed out that is smaller than one that was handed out before it was asked for',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const former = anOk(operations, draw, 'acquire');
      const next = anOkAfter(operations, draw, 'acquire', former);
      if (former === undefined || next === undefined) return undefined;
      const changed = replacing(operations, next, { ...next, output: former.output });
      return replacing(changed, former, { ...former, output: next.output });
    },
  },
  {
    name: 'lost release',
    kind: 'fenced-lock',
    isLegal: false,
    why: 'a token is seen held after its release was acknowledged, and it is never acquired again',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const acquired = anOk(operations, draw, 'acquire');
      const release = acquired && following(operations, acquired);
      if (release?.f !== 'release' || release.outcome !== 'ok') return undefined;
      return [...operations, observation(operations, release.endAt + 1, acquired?.output ?? null)];
    },
  },
  {
    name: 'early expiry of a mutex',
    kind: 'owner-mutex',
    isLegal: false,
    why: 'a second owner acquires while the first holds, and a mutex never expires',
    indeterminateShare: 0.05,
    plant: (operations, draw) => {
      const held = aTenure(operations, draw);
      return held && [...operations, anotherOf(operations, held, 'acquire')];
    },
  },
  {
    name: 'early expiry of a lease',
    kind: 'fenced-lock',
    isLegal: true,
    why: 'when a lease may end is a question of time, and to the model its end is free',
    indeterminateShare: 0.1,
    plant: (operations) => {
      const last = largestToken(operations);
      const first = appended(operations, 'acquire', { token: String(last + 1) });
      return [...operations, first, appended([...operations, first], 'acquire', { token: String(last + 2) })];
    },
  },
  {
    name: 'resurrected info',
    kind: 'register',
    isLegal: false,
    why: 'the value of an indeterminate write is read, replaced, and read again',
    indeterminateShare: 0.2,
    plant: (operations, draw) => {
      const lost = draw.pick(operations);
      if (lost.f !== 'write' || lost.outcome !== 'info') return undefined;
      const seen = operations.find(
        ({ f, outcome, output }) => f === 'read' && outcome === 'ok' && output === lost.input,
      );
      const write = anOkAfter(operations, draw, 'write', seen);
      const read = anOkAfter(operations, draw, 'read', write);
      return read && replacing(operations, read, { ...read, output: lost.input });
    },
  },
  {
    name: 'wrong owner',
    kind: 'owner-mutex',
    isLegal: false,
    why: 'a process releases that never acquired, while another holds',
    indeterminateShare: 0.05,
    plant: (operations, draw) => {
      const held = aTenure(operations, draw);
      return held && [...operations, anotherOf(operations, held, 'release')];
    },
  },
  {
    name: 'split term',
    kind: 'set-once',
    isLegal: false,
    why: 'two owners claim the same term',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const claim = anOk(operations, draw, 'write');
      if (claim === undefined) return undefined;
      const process = newProcess(operations);
      const input = { token: fieldOf(claim.input, 'token') ?? null, owner: String(process) };
      const callAt = claim.endAt + 1;
      return [...operations, { ...claim, process, input, output: undefined, callAt, endAt: callAt + 1 }];
    },
  },
  {
    name: 'skipped term',
    kind: 'leader-lease',
    isLegal: true,
    why: 'tokens have to grow, and need not be next to each other',
    indeterminateShare: 0.1,
    plant: (operations) => [
      ...operations,
      appended(operations, 'acquire', { token: String(largestToken(operations) + 1000) }),
    ],
  },
  {
    name: 'skipped term that is seen',
    kind: 'leader-lease',
    isLegal: false,
    why: 'a term is seen that nobody can have led, since no acquisition is indeterminate',
    indeterminateShare: 0,
    plant: (operations, draw) => {
      const observed = anOk(operations, draw, 'observe');
      if (observed === undefined || fieldOf(observed.output, 'token') === undefined) return undefined;
      const output = withToken(observed.output, { token: String(largestToken(operations) + 1) });
      return replacing(operations, observed, { ...observed, output });
    },
  },
  {
    name: 'read from a failed operation',
    kind: 'register',
    isLegal: false,
    why: 'the value of a write that certainly had no effect is read, and nobody else wrote it',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const read = anOk(operations, draw, 'read');
      const write = read && writerOf(operations, read);
      return write?.outcome === 'ok' ? replacing(operations, write, { ...write, outcome: 'fail' }) : undefined;
    },
  },
  {
    name: 'clock skew',
    kind: 'register',
    isLegal: false,
    why: 'by the clock of one process, which is behind, it read a value before its write began',
    indeterminateShare: 0.1,
    plant: (operations, draw) => {
      const read = anOk(operations, draw, 'read');
      const write = read && writerOf(operations, read);
      if (read === undefined || write === undefined || write.process === read.process) return undefined;
      const behind = read.endAt - write.callAt + 1;
      // No time may be before the start: everybody else's clock is ahead instead.
      return operations.map((each) =>
        each.process === read.process ? each : { ...each, callAt: each.callAt + behind, endAt: each.endAt + behind },
      );
    },
  },
];

function replacing(
  operations: readonly DraftOperation[],
  old: DraftOperation,
  changed: DraftOperation,
): readonly DraftOperation[] {
  return operations.map((each) => (each === old ? changed : each));
}

function anOk(
  operations: readonly DraftOperation[],
  draw: Draw,
  f: DraftOperation['f'],
  fromUs = 0,
): DraftOperation | undefined {
  const from = draw.below(operations.length);
  for (let at = from; at < operations.length; at += 1) {
    const each = operations[at];
    if (each?.f === f && each.outcome === 'ok' && each.callAt > fromUs) return each;
  }
  return undefined;
}

/** One that was called after `earlier` had ended. */
function anOkAfter(
  operations: readonly DraftOperation[],
  draw: Draw,
  f: DraftOperation['f'],
  earlier: DraftOperation | undefined,
): DraftOperation | undefined {
  return earlier === undefined ? undefined : anOk(operations, draw, f, earlier.endAt);
}

/** What the same process did next. */
function following(operations: readonly DraftOperation[], first: DraftOperation): DraftOperation | undefined {
  return operations.find(({ process, callAt }) => process === first.process && callAt > first.endAt);
}

function writerOf(operations: readonly DraftOperation[], read: DraftOperation): DraftOperation | undefined {
  return operations.find(({ f, input }) => f === 'write' && input === read.output);
}

/** An acquisition whose process certainly holds the mutex until it calls what it does next. */
function aTenure(operations: readonly DraftOperation[], draw: Draw): DraftOperation | undefined {
  const acquired = anOk(operations, draw, 'acquire');
  return acquired !== undefined && following(operations, acquired) !== undefined ? acquired : undefined;
}

/** Another process does `f` right after `held` ended, and is done before anything else happens. */
function anotherOf(
  operations: readonly DraftOperation[],
  held: DraftOperation,
  f: DraftOperation['f'],
): DraftOperation {
  return { ...held, f, process: newProcess(operations), callAt: held.endAt + 1, endAt: held.endAt + 2 };
}

/** Another process sees `output` at that moment. */
function observation(operations: readonly DraftOperation[], callAt: number, output: Value): DraftOperation {
  const process = newProcess(operations);
  return { f: 'observe', process, key: undefined, input: undefined, output, outcome: 'ok', callAt, endAt: callAt + 1 };
}

/** Another process does this after everything else. */
function appended(operations: readonly DraftOperation[], f: DraftOperation['f'], output: Value): DraftOperation {
  const callAt = operations.reduce(
    (latest, each) => Math.max(latest, each.callAt, each.endAt === Infinity ? 0 : each.endAt),
    0,
  );
  return { ...observation(operations, callAt + 1, output), f };
}

function newProcess(operations: readonly DraftOperation[]): number {
  return operations.reduce((largest, { process }) => Math.max(largest, process), 0) + 1;
}

/** What an observer is told of the leadership that an acquisition began. */
function leadershipOf({ output, process }: DraftOperation): Value {
  return { token: fieldOf(output, 'token') ?? null, owner: String(process) };
}

function withToken(value: Value | undefined, other: Value | undefined): Value {
  const token = fieldOf(other, 'token') ?? null;
  const owner = fieldOf(value, 'owner');
  return owner === undefined ? { token } : { token, owner };
}

function largestToken(operations: readonly DraftOperation[]): number {
  return operations.reduce((largest, { output }) => Math.max(largest, Number(fieldOf(output, 'token') ?? 0)), 0);
}
