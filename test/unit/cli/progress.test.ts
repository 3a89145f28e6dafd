/** Progress: plain lines where nobody looks, a redrawn block on a terminal, nothing where nothing is asked for. */
import { describe, expect, test } from 'vitest';
import { blockLines } from '../../../src/cli/block-lines.ts';
import { progressView } from '../../../src/cli/progress.ts';
import type { ProgressMode, ProgressView } from '../../../src/cli/progress-view.ts';
import { displayWidth } from '../../../src/report/terminal/display-width.ts';
import type { CertifyProgress } from '../../../src/search/certify-options.ts';

const state: CertifyProgress = {
  adapter: 'mine',
  testbed: 'local',
  place: 1,
  places: 1,
  phase: 'trouble',
  histories: 20,
  historiesMax: 200,
  faultsActive: ['cut', 'pause'],
  beliefs: [{ candidate: 'a', leader: 'a' }, { candidate: 'b', leader: 'a' }, { candidate: 'c' }],
  operations: { ok: 940, fail: 40, info: 20 },
  violations: new Map(),
};

interface Shown {
  readonly view: ProgressView;
  /** Lets time pass, and ticks as a clock would. */
  readonly pass: (ms: number) => void;
  readonly text: () => string;
  readonly writes: () => number;
  readonly isStopped: () => boolean;
}

function shown(
  mode: ProgressMode,
  terminal: { readonly isTTY?: boolean; columns?: number; readonly rows?: number } = {},
  environment: Record<string, string> = {},
): Shown {
  let text = '';
  let writes = 0;
  let nowMs = 0;
  let tick: (() => void) | undefined;
  let periodMs = Infinity;
  const output = Object.assign(terminal, {
    write: (more: string) => {
      text += more;
      writes += 1;
    },
  });
  const view = progressView({
    mode,
    output,
    environment,
    nowMs: () => nowMs,
    every: (ms, call) => {
      [periodMs, tick] = [ms, call];
      return () => (tick = undefined);
    },
  });
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= periodMs) {
      nowMs += Math.min(left, periodMs);
      if (left >= periodMs) tick?.();
    }
  };
  return { view, pass, text: () => text, writes: () => writes, isStopped: () => tick === undefined };
}

/** What stands on a terminal's screen after these writes, as far as the sequences that we use go. */
function screenOf(text: string): readonly string[] {
  const rows: string[] = [''];
  for (const [, up, rest] of text.matchAll(/(?:\u001B\[(\d+)A\u001B\[0J)?([^\u001B]*)/g)) {
    if (up !== undefined) rows.splice(rows.length - 1 - Number(up), Infinity, '');
    const [first = '', ...others] = (rest ?? '').split('\n');
    rows[rows.length - 1] += first;
    rows.push(...others);
  }
  return rows;
}

describe('plain lines', () => {
  test('one names histories, operations, faults, who leads by whom, violations and time', () => {
    const { view, text } = shown('auto');
    view.show(state);
    expect(text()).toBe(
      'mine on local: trouble, 20 of 200 histories, operations 1,000 ok 94.0 % fail 4.0 % info 2.0 %, ' +
        'faults cut pause, leader by a: itself b: a c: nobody, no violation, 0 s elapsed\n',
    );
  });

  test('come every ten seconds, also where nothing is told, and at a new violation or phase at once', () => {
    const { view, text, pass } = shown('plain', { isTTY: true }, { NO_COLOR: '1' });
    view.show(state);
    pass(9_000);
    view.show({ ...state, histories: 40 });
    expect(text().split('\n')).toHaveLength(2);
    view.show({ ...state, histories: 41, violations: new Map([['S4', 1]]) });
    pass(10_000);
    view.show({ ...state, histories: 60, violations: new Map([['S4', 2]]), phase: 'shrinking' });
    expect(text().trimEnd().split('\n').slice(1)).toEqual([
      expect.stringMatching(/41 of 200 .*violations S4 in 1 history, 9 s elapsed, about 1 min 8 s left$/),
      expect.stringMatching(/41 of 200 .*, 19 s elapsed/),
      expect.stringMatching(/: shrinking, 60 of 200 .*violations S4 in 2 histories, 19 s elapsed$/),
    ]);
    expect(text()).not.toContain('\u001B');
  });

  test('FORCE_COLOR paints what is broken, and moves no cursor', () => {
    const { view, text } = shown('auto', {}, { FORCE_COLOR: '1' });
    view.show({ ...state, violations: new Map([['S4', 1]]) });
    expect(text()).toContain('\u001B[31mviolations S4 in 1 history\u001B[39m');
    expect(text()).not.toMatch(/\u001B\[\d*[A-HJK]/);
  });

  test('are what CI and a dumb terminal get, and `none` is silent', () => {
    for (const environment of [{ CI: 'true' }, { CI: '1' }, { TERM: 'dumb' }]) {
      const plain = shown('auto', { isTTY: true }, environment);
      plain.view.show(state);
      expect(plain.text()).toMatch(/^mine on local: trouble, /);
      expect(plain.text().replaceAll(/\u001B\[\d+m/g, '')).not.toContain('\u001B');
    }
    const silent = shown('none', { isTTY: true });
    silent.view.show(state);
    expect(silent.text()).toBe('');
  });
});

describe('the live block', () => {
  test('has everything, and is taken away again', () => {
    const { view, text, pass, isStopped } = shown('auto', { isTTY: true, columns: 100 }, { NO_COLOR: '1' });
    view.show({ ...state, place: 2, places: 5, budgetMs: 60_000 });
    pass(2_000);
    expect(screenOf(text())).toEqual([
      'mine on local, adapter 2 of 5',
      '  phase       trouble',
      '  histories   20 of 200',
      '  operations  1,000  500 a second  ok 94.0 %  fail 4.0 %  info 2.0 %',
      '  faults now  cut  pause',
      '  leader by   a: itself  b: a  c: nobody',
      '  violations  none so far',
      '  time        2 s elapsed  about 58 s left',
      '',
    ]);
    view.end();
    expect(screenOf(text())).toEqual(['']);
    expect(isStopped()).toBe(true);
  });

  test('is drawn at most ten times a second, however often it is told', () => {
    const { view, writes, pass } = shown('auto', { isTTY: true, columns: 100 });
    for (let told = 0; told < 10_000; told += 1) view.show({ ...state, histories: told });
    expect(writes()).toBe(1);
    pass(100);
    view.show({ ...state, histories: 10_000 });
    view.show({ ...state, histories: 10_000, violations: new Map([['S4', 1]]) });
    expect(writes()).toBe(3);
  });

  test('is erased whole after the terminal was made narrower', () => {
    const terminal = { isTTY: true, columns: 100 };
    const { view, text } = shown('auto', terminal, { NO_COLOR: '1' });
    view.show(state);
    const before = text().length;
    terminal.columns = 40;
    view.clear();
    // Eight lines, of which the one of operations (54 columns) takes two rows by now.
    expect(text().slice(before)).toBe('\u001B[9A\u001B[0J');
  });

  test('fits from 40 to 200 columns, and into few rows', () => {
    const crowded: CertifyProgress = {
      ...state,
      adapter: '選舉-of-a-very-long-name-that-goes-on-and-on',
      faultsActive: ['cut', 'cut-requests', 'slow-resource', 'store-failover', 'clock-rate', 'wall-step', 'pause-at'],
      beliefs: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((candidate) => ({ candidate, leader: '選舉'.repeat(30) })),
      violations: new Map([
        ['S4', 1],
        ['S3u', 1_200],
        ['S6', 7],
      ]),
    };
    for (const width of [40, 41, 63, 80, 120, 200]) {
      const lines = blockLines(crowded, {
        width,
        linesMax: 30,
        elapsedMs: 3_700_000,
        adapterMs: 3_600_000,
        leftMs: 61_000,
      });
      expect(Math.max(...lines.map(({ text }) => displayWidth(text)))).toBeLessThanOrEqual(width);
      expect(lines.map(({ text }) => text).join('\n')).toContain('S6 in 7 histories');
    }
    expect(blockLines(crowded, { width: 40, linesMax: 5, elapsedMs: 0, adapterMs: 0, leftMs: undefined })).toHaveLength(
      5,
    );
  });

  test('a terminal that does not know its width gets whole lines', () => {
    const { view, text } = shown('auto', { isTTY: true, columns: 0, rows: 0 });
    view.show(state);
    expect(text()).toContain('  leader by   a: itself  b: a  c: nobody\n');
  });

  test('names of an implementation cannot command the terminal', () => {
    const { view, text } = shown('auto', { isTTY: true, columns: 100 }, { NO_COLOR: '1' });
    view.show({ ...state, beliefs: [{ candidate: 'a', leader: '\u001B]0;owned\u0007\u001B[2J\u202E' }] });
    expect(text()).not.toMatch(/[\u001B\u0007\u202E]/);
  });
});
