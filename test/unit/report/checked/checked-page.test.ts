/**
 * The page of checked histories as text: what it says, that it asks for nothing and runs nothing, and that nothing in a
 * history becomes markup.
 */
import { describe, expect, test } from 'vitest';
import type { Explanation, ShownOperation } from '../../../../src/checker/explain/explanation.ts';
import { layOut } from '../../../../src/report/checked/core-drawing.ts';
import { renderCheckedPage, type CheckedHistory } from '../../../../src/report/checked/checked-page.ts';

function operation(place: number, process: string, does: string, interval: readonly [number, number?]): ShownOperation {
  const [call, end] = interval;
  return {
    place,
    role: place === 2 ? 'failing' : 'core',
    process,
    does,
    did: does.replace('reads', 'read').replace('writes', 'wrote'),
    outcome: end === undefined ? 'info' : 'ok',
    call,
    ...(end === undefined ? {} : { end }),
    where: `lines ${call} and ${end}`,
  };
}

const told = [
  operation(0, 'a', 'writes 1', [0, 1]),
  operation(1, 'b', 'writes 2', [2]),
  operation(2, 'a', 'reads 1', [3, 4]),
];

const explanation: Explanation = {
  source: 'history.edn',
  model: 'register',
  operations: 3,
  headline: 'Process a read 1 although <b>2</b> had been written.',
  core: told,
  certainty: 'confirmed',
  context: [],
  told,
  story: ['a wrote 1.', 'b wrote <script>alert(1)</script>.', 'a read 1.'],
  meaning: ['No order.'],
  prefix: {
    length: 2,
    last: told
      .slice(0, 1)
      .map((each) => ({ operation: each, before: 'the register holds nothing', after: 'the register holds 1' })),
  },
  stuck: told.slice(2).map((each) => ({ operation: each, why: 'Process a cannot read 1 next: the register holds 2.' })),
  neighbourhood: told,
  hints: ['Try another beginning.'],
};

const bad: CheckedHistory = {
  file: 'runs/<i>history</i>.edn',
  result: { verdict: 'not-linearizable', model: 'register', engine: 'search', operations: 3 },
  elapsedMs: 1.5,
  explanation,
};
const good: CheckedHistory = {
  file: 'good.edn',
  result: { verdict: 'linearizable', model: 'register', engine: 'monitor', operations: 12_000 },
  elapsedMs: 0.2,
};
const unknown: CheckedHistory = {
  file: 'large.edn',
  result: {
    verdict: 'unknown',
    model: 'register',
    engine: 'search',
    operations: 5,
    reason: 'the limit of time (10 ms) was reached',
  },
  elapsedMs: 10,
};
const options = { command: "npx scrutineer check 'a b.edn' --model register", style: ':root { --x: 1 }' };

describe('one history', () => {
  const page = renderCheckedPage([bad], options);

  test('says the verdict, the reason, the states around the end of the prefix, and how to get it again', () => {
    for (const text of [
      'not linearizable',
      'although &lt;b&gt;2&lt;/b&gt; had been written',
      'the register holds nothing',
      'Process a cannot read 1 next: the register holds 2.',
      'Try another beginning.',
      'npx scrutineer check',
      'judged by search in 1.5 ms',
    ]) {
      expect(page).toContain(text);
    }
  });

  test('draws one bar an operation, with its words', () => {
    const [picture = ''] = /<svg[^]*?<\/svg>/.exec(page) ?? [];
    expect(picture.match(/<rect /g)).toHaveLength(3);
    expect(picture).toContain('3  reads 1');
    expect(picture).toContain('class="open-end"');
  });

  test('runs nothing, asks for nothing, and makes no markup of what a history says', () => {
    expect(page).not.toMatch(/<script|<i>|<b>|javascript:|https?:(?!\/\/www\.w3\.org)/);
    expect(page).not.toMatch(/ style="| on[a-z]+="/);
    expect(page).toContain("default-src 'none'");
  });
});

test('several histories have a list with a link to each', () => {
  const page = renderCheckedPage([bad, good, unknown], options);
  expect(page).toContain('3 histories checked');
  for (const id of ['history-1', 'history-2', 'history-3']) {
    expect(page).toContain(`href="#${id}"`);
    expect(page).toContain(`id="${id}"`);
  }
  expect(page).toContain('12,000 operations of the model register, judged by a typed monitor');
  expect(page).toContain('the limit of time (10 ms) was reached');
});

describe('the layout', () => {
  const layout = layOut(told, { gap: 2, room: () => 10 });

  test('has one row a process, in the order of their first calls', () => {
    expect(layout.rows.map(({ process, operations }) => [process, operations.map(({ number }) => number)])).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
    ]);
  });

  test('keeps the order of calls and ends, gives each bar its room, and lets open ones run on', () => {
    const [first, third] = layout.rows[0]?.operations ?? [];
    const [second] = layout.rows[1]?.operations ?? [];
    expect(first).toMatchObject({ from: 0, to: 10 });
    expect(second).toEqual(expect.not.objectContaining({ to: expect.anything() }));
    expect(second?.from).toBe(12);
    expect(third).toMatchObject({ from: 14, to: 24 });
    expect(layout.width).toBeGreaterThanOrEqual(26);
  });
});
