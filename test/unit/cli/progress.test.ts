/** Progress: plain lines where nobody looks, a redrawn block on a terminal, nothing where nothing is asked for. */
import { describe, expect, test } from 'vitest';
import { progressView, type ProgressMode } from '../../../src/cli/progress.ts';
import type { CertifyProgress } from '../../../src/search/certify-options.ts';

const state: CertifyProgress = {
  adapter: 'mine',
  testbed: 'local',
  phase: 'trouble',
  histories: 20,
  historiesMax: 200,
  faultsActive: ['cut', 'pause'],
  believers: ['a', 'c'],
  violations: new Map(),
};

function shown(
  mode: ProgressMode,
  isTTY: boolean,
  environment: Record<string, string> = {},
): { text: () => string; view: ReturnType<typeof progressView>; clock: { nowMs: number } } {
  let text = '';
  const clock = { nowMs: 0 };
  const output = { isTTY, columns: 200, write: (more: string) => (text += more) };
  return { view: progressView({ mode, output, environment, nowMs: () => clock.nowMs }), text: () => text, clock };
}

describe('progress', () => {
  test('a terminal that does not know its width gets whole lines', () => {
    let text = '';
    const output = { isTTY: true, columns: 0, write: (more: string) => (text += more) };
    progressView({ mode: 'auto', output, environment: {}, nowMs: () => 0 }).show(state);
    expect(text).toContain('faults now  cut pause\n  leading     a c\n  so far      no violation');
  });

  test('a plain line names histories, faults, who leads and violations', () => {
    const { view, text } = shown('auto', false);
    view.show(state);
    expect(text()).toBe('mine on local: trouble, 20 of 200 histories, faults cut pause, leading a c, no violation\n');
  });

  test('plain lines come every ten seconds, and at a new violation at once', () => {
    const { view, text, clock } = shown('plain', true);
    view.show(state);
    clock.nowMs = 9_999;
    view.show({ ...state, histories: 40 });
    expect(text().split('\n')).toHaveLength(2);
    view.show({ ...state, histories: 41, violations: new Map([['S4', 1]]) });
    clock.nowMs = 30_000;
    view.show({ ...state, histories: 60, violations: new Map([['S4', 2]]) });
    expect(text().trimEnd().split('\n').slice(1)).toEqual([
      expect.stringContaining('41 of 200 histories, faults cut pause, leading a c, violations S4 ×1'),
      expect.stringContaining('violations S4 ×2'),
    ]);
    expect(text()).not.toContain('\u001B');
  });

  test('a terminal gets a block that is taken away again', () => {
    const { view, text } = shown('auto', true);
    view.show(state);
    expect(text()).toMatch(/leading +a c/);
    view.clear();
    expect(text()).toContain('\u001B[6A\u001B[0J');
  });

  test('in CI there are no cursor codes, and `none` is silent', () => {
    const ci = shown('auto', true, { CI: 'true' });
    ci.view.show(state);
    expect(ci.text()).not.toContain('\u001B');
    const silent = shown('none', true);
    silent.view.show(state);
    expect(silent.text()).toBe('');
  });
});
