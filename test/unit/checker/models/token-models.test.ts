/** The objects with tokens, one step at a time: what is possible in which state, and what comes of it. */
import { describe, expect, test } from 'vitest';
import { modelNamed } from '../../../../src/checker/models.ts';
import type { AnyModel, ModelOperation } from '../../../../src/checker/model.ts';
import type { ClientFunction } from '../../../../src/history/client-history.ts';
import type { Value } from '../../../../src/history/value.ts';

function model(name: string): AnyModel {
  const found = modelNamed(name);
  if (found === undefined) throw new Error(`there is no model ${name}`);
  return found;
}

interface Step {
  readonly by?: string;
  readonly f: ClientFunction;
  readonly input?: Value;
  readonly output?: Value;
}

function operation({ by = 'a', f, input, output }: Step): ModelOperation {
  return { f, input, output, process: by };
}

/** The state after all steps, in words; `impossible` and the number of the step that is. */
function run(name: string, steps: readonly Step[], initial?: Value): string {
  const { initial: begin, step, describeState } = model(name);
  let state = begin(initial);
  for (const [index, each] of steps.entries()) {
    const next = step(state, operation(each));
    if (next === undefined) return `impossible: ${index}`;
    state = next;
  }
  return describeState(state);
}

const acquire = (token: Value, by = 'a'): Step => ({ by, f: 'acquire', output: { token } });
const observe = (output?: Value): Step => ({ by: 'o', f: 'observe', ...(output === undefined ? {} : { output }) });
const release = (input?: Value, by = 'a'): Step => ({ by, f: 'release', ...(input === undefined ? {} : { input }) });

describe.each(['fenced-lock', 'leader-lease'])('%s', (name) => {
  test('tokens grow, as numbers of any size and however they are written', () => {
    expect(run(name, [acquire(9), acquire('10')])).toMatch(/^a \w+ (it )?with token 10$/);
    expect(run(name, [acquire('10'), acquire(9)])).toBe('impossible: 1');
    expect(run(name, [acquire(3), acquire('3')])).toBe('impossible: 1');
    expect(run(name, [acquire('18446744073709551615'), acquire('18446744073709551616')])).toContain('551616');
    expect(run(name, [acquire('007'), observe({ token: 7 })])).toContain('token 7');
  });

  test('the first token may be 0', () => {
    expect(run(name, [acquire(0), observe({ token: '0' })])).toContain('token 0');
  });

  test('a lease may end at any time: somebody else acquires, or nobody is seen', () => {
    expect(run(name, [acquire(1), acquire(2, 'b'), observe({ token: 2, owner: 'b' })])).toContain('token 2');
    expect(run(name, [acquire(1), observe(null), observe({ token: 1 })])).toBe('impossible: 2');
    expect(run(name, [observe(), observe(null), observe({ token: null, owner: null })])).toContain('nobody has');
  });

  test('the owner is the one that was named, else the process', () => {
    expect(run(name, [acquire(1), observe({ token: 1, owner: 'a' })])).toContain('a ');
    expect(run(name, [acquire(1), observe({ token: 1, owner: 'b' })])).toBe('impossible: 1');
    const named: Step = { f: 'acquire', input: { owner: 'n' }, output: { token: 1 } };
    expect(run(name, [named, observe({ token: 1, owner: 'n' })])).toContain('n ');
    expect(run(name, [named, observe({ token: 1, owner: 'a' })])).toBe('impossible: 1');
  });

  test('after a release nobody holds', () => {
    expect(run(name, [acquire(1), release({ token: 1 }), observe(null)])).toMatch(/^nobody .* the last token is 1$/);
    expect(run(name, [acquire(1), release({ token: 1 }), observe({ token: 1 })])).toBe('impossible: 2');
  });

  test('it may begin with a holder, and with nothing else', () => {
    expect(run(name, [observe({ token: 3, owner: 'x' })], { token: 3, owner: 'x' })).toContain('token 3');
    expect(run(name, [acquire(3)], { token: 3, owner: 'x' })).toBe('impossible: 0');
    expect(() => model(name).initial('x')).toThrow(RangeError);
  });

  test('an operation without its token is a misfit', () => {
    const misfit = model(name).misfit;
    expect(misfit?.(operation({ f: 'acquire', output: null }), 'ok')).toEqual({
      expected: 'the token that was got, as in {"token": "3"}',
      found: 'nothing',
    });
    expect(misfit?.(operation({ f: 'acquire' }), 'info')).toBeUndefined();
    expect(misfit?.(operation(observe({ token: 3, owner: null })), 'ok')?.found).toBe('{"owner":null,"token":3}');
    expect(misfit?.(operation(observe({ token: 1.5 })), 'ok')).toBeDefined();
    // JSON has rounded it, and nobody knows what it was.
    expect(misfit?.(operation(observe({ token: 2 ** 53 })), 'ok')).toBeDefined();
  });

  test('the sight of nobody is not read-only: it may be the end of a lease', () => {
    expect(model(name).isReadOnly(operation(observe(null)))).toBe(false);
    expect(model(name).isReadOnly(operation(observe({ token: 1 })))).toBe(true);
  });
});

test('a lock is released by its token, once, and not after another has it', () => {
  expect(run('fenced-lock', [acquire(1), release({ token: 1 }), release({ token: 1 })])).toBe('impossible: 2');
  expect(run('fenced-lock', [acquire(1), acquire(2, 'b'), release({ token: 1 })])).toBe('impossible: 2');
  expect(run('fenced-lock', [acquire(1), release()])).toContain('nobody holds');
  expect(run('fenced-lock', [acquire(1), release(undefined, 'b')])).toBe('impossible: 1');
});

test('an election is resigned from without effect by whoever does not lead', () => {
  expect(run('leader-lease', [release()])).toContain('nobody has');
  expect(run('leader-lease', [acquire(1), release(undefined, 'b')])).toBe('a leads with token 1');
  expect(run('leader-lease', [acquire(1), acquire(2), release({ token: 1 })])).toBe('a leads with token 2');
  expect(run('leader-lease', [acquire(1), release()])).toContain('nobody leads');
  expect(run('leader-lease', [acquire(1), observe({ owner: 'a' })])).toBe('a leads with token 1');
  expect(run('leader-lease', [acquire(1), observe({ owner: 'b' })])).toBe('impossible: 1');
});

describe('fenced-store', () => {
  const write = (input: Value, output?: Value): Step => ({
    f: 'write',
    input,
    ...(output === undefined ? {} : { output }),
  });
  const read = (output: Value): Step => ({ f: 'read', output });

  test('accepts the same token again, and no smaller one', () => {
    expect(run('fenced-store', [write({ token: 2, value: 'x' }), write({ token: 2, value: 'y' })])).toContain('"y"');
    expect(run('fenced-store', [write({ token: 2 }), write({ token: 1 })])).toBe('impossible: 1');
  });

  test('refuses smaller tokens, and no others', () => {
    const refused = { outcome: 'refused' };
    expect(run('fenced-store', [write({ token: 2 }), write({ token: 1 }, refused)])).toContain('token 2');
    expect(run('fenced-store', [write({ token: 2 }), write({ token: 2 }, refused)])).toBe('impossible: 1');
    expect(run('fenced-store', [write({ token: 2 }, refused)])).toBe('impossible: 0');
  });

  test('a read shows the token, both, or the value alone', () => {
    const one = write({ token: 1, value: 7 });
    for (const shown of [{ token: '1' }, { token: 1, value: 7 }, 7])
      expect(run('fenced-store', [one, read(shown)])).toContain('7');
    for (const shown of [{ token: 2 }, { token: 1, value: 8 }, 8, null]) {
      expect(run('fenced-store', [one, read(shown)])).toBe('impossible: 1');
    }
    expect(run('fenced-store', [read(null)])).toBe('nothing was accepted');
    expect(run('fenced-store', [read({ token: 4 })], { token: 4 })).toContain('token 4');
  });
});

test('set-once: the first claim settles the owner of a term', () => {
  const claim = (owner: string): Step => ({ f: 'acquire', input: { token: 1, owner } });
  const read = (output: Value): Step => ({ f: 'read', input: { token: 1 }, output });
  expect(run('set-once', [read({ token: 1 }), claim('x'), claim('x'), read({ token: 1, owner: 'x' })])).toBe(
    'owned by x',
  );
  expect(run('set-once', [claim('x'), claim('y')])).toBe('impossible: 1');
  expect(run('set-once', [claim('x'), read({ token: 1, owner: null })])).toBe('impossible: 1');
  expect(model('set-once').misfit?.(operation({ f: 'write', input: { owner: 'x' } }), 'info')?.expected).toContain(
    'term',
  );
  expect(() => model('set-once').initial('x')).toThrow('set-once begins with null');
});

test('monotonic-token: every token is larger than all before, and readers see the last', () => {
  const read = (output?: Value): Step => ({ f: 'read', ...(output === undefined ? {} : { output }) });
  expect(run('monotonic-token', [read(), acquire(4), read({ token: 4 }), acquire(7)])).toBe('the last token is 7');
  expect(run('monotonic-token', [acquire(4), acquire(4)])).toBe('impossible: 1');
  expect(run('monotonic-token', [acquire(4), read(null)])).toBe('impossible: 1');
  expect(run('monotonic-token', [acquire(5)], '5')).toBe('impossible: 0');
});
