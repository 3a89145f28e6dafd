/**
 * The History view in a real browser: what a reader types, presses and clicks is asked of the page, on the hand-written
 * run and on one of 400,000 events, of which only the rows in sight may be in the document.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { earliest } from '../../spec/history.ts';
import type { History, HistoryEvent } from '../../spec/history.ts';
import { properties } from '../../spec/properties.ts';
import { decodeHistory } from '../../src/history/json-lines.ts';
import { readPageAssets, renderHtml } from '../../src/report/html.ts';
import { reportModel } from '../../src/report/model.ts';
import { hasChromium, launchChromium, openPage } from '../support/chromium.ts';
import { counterexample, history, holdingAdapter, plan, runOf, violatingAdapter } from '../unit/report/example-run.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const WRITES = 100_000;

const long: History = {
  ...history,
  events: Array.from({ length: WRITES }, (_, n): readonly HistoryEvent[] => [
    { at: n * 400, who: `${'abc'[n % 3]}#0`, type: 'invoke', op: n, f: 'write', value: { token: '3' } },
    { at: n * 400 + 100, who: 'resource', type: 'applied', n: n + 1, by: 'a#0', leadership: 1, token: '3' },
    { at: [n * 400 + 150, n * 400 + 200], who: 'store', type: 'renewed', g: n + 1, holder: 'a#0' },
    { at: n * 400 + 300, who: `${'abc'[n % 3]}#0`, type: 'ok', op: n, value: { outcome: 'applied' } },
  ]).flat(),
};
/** As a run stores it; the example is in the order in which it is told. */
const sorted: History = {
  ...history,
  events: [...history.events].sort((left, right) => earliest(left.at) - earliest(right.at)),
};
const hostile = '<img src=x onerror="window.owned=1">\u202e "\\';
const hostileHistory: History = {
  ...history,
  events: [
    { at: 0, who: hostile, type: 'lost', leadership: 0, reason: hostile.repeat(200) },
    { at: 1, who: 'store', type: 'granted', g: 1, holder: hostile, token: '7' },
  ],
};

const report = reportModel(runOf(violatingAdapter, holdingAdapter), properties, [
  { adapter: 'redis-lease', testbed: 'simulated', counterexample, history, plan },
  { adapter: 'redis-fencing', testbed: 'simulated', history: long },
  { adapter: 'redis-fencing', testbed: 'simulated', history: hostileHistory },
  { adapter: 'redis-fencing', testbed: 'simulated', missing: 'The file is gone.' },
  { adapter: 'a/b', testbed: 'simulated', history: sorted },
]);
const witness = counterexample.witness.events;

describe.skipIf(!hasChromium)('the History view', () => {
  let browser: Browser;
  let folder: string;
  let path: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-history-'));
    path = join(folder, 'report.html');
    await writeFile(path, renderHtml(report, await readPageAssets()));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (
    hash: string,
    { colorScheme = 'light', width = 1280 }: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {},
  ): Promise<{ readonly page: Page; readonly offences: readonly string[]; readonly rows: Locator }> => {
    const opened = await openPage(browser, `${pathToFileURL(path).href}${hash}`, {
      colorScheme,
      viewport: { width, height: 900 },
    });
    return { ...opened, rows: opened.page.locator('.event') };
  };
  const active = (page: Page): Locator => page.locator('.event.active');
  const query = async (page: Page): Promise<Record<string, string>> =>
    Object.fromEntries(new URLSearchParams((await page.evaluate<string>('location.hash')).split('?')[1]));

  test('shows every event: when, who, what, and how long its operation took', async () => {
    const { page, offences, rows } = await open('#history');
    await rows.first().waitFor();
    expect(await page.locator('.showing').textContent()).toBe(
      `Showing ${history.events.length} of ${history.events.length} events.`,
    );
    const cells = async (position: number): Promise<string[]> =>
      page.locator(`#event-row-${position} [role=gridcell]`).allTextContents();
    expect(await cells(4)).toEqual([
      '0.002 s',
      'a#0',
      'invoke',
      'calls campaign (operation 1)',
      '1 ↓ 1.21 s',
      'in the timeline',
    ]);
    const open1 = history.events.findIndex((event) => event.type === 'invoke' && event.who === 'c#0');
    expect((await cells(open1))[4]).toBe('1 open');
    const expired = witness[1] ?? -1;
    expect((await cells(expired)).slice(0, 4)).toEqual([
      '7.710–7.714 s',
      'store',
      'expired',
      '2lets the record of a#0 expire',
    ]);
    expect(await page.locator('.event .number').allTextContents()).toEqual(['1', '2', '3', '4']);
    expect(offences).toEqual([]);
  });

  test('filters as one types, keeps it in the address, and counts', async () => {
    const { page, offences, rows } = await open('#history');
    await rows.first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('who:a type:elected,lost');
    await expect.poll(() => rows.count()).toBe(2);
    expect(await page.locator('.showing[role=status]').textContent()).toBe(
      `Showing 2 of ${history.events.length} events.`,
    );
    expect((await query(page))['q']).toBe('who:a type:elected,lost');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(20);
    expect(await query(page)).toEqual({});
    expect(offences).toEqual([]);
  });

  test('an address brings its filter and its event; what is wrong is told under the field', async () => {
    const { page, rows } = await open(`#history?q=is%3Awitness+tpye%3Ax&event=${witness[2]}`);
    await expect.poll(() => rows.count()).toBe(4);
    expect(await page.inputValue('#event-filter')).toBe('is:witness tpye:x');
    expect(await page.locator('#filter-problems').textContent()).toContain(
      'tpye:x there is no key “tpye”, did you mean type:x?',
    );
    expect(await page.getAttribute('#event-filter', 'aria-invalid')).toBe('true');
    expect(await page.locator('.event[aria-selected=true]').textContent()).toContain('believes that it leads, token 4');
    expect(await active(page).count()).toBe(1);
  });

  test('an example of this history is pressed into the filter and out of it', async () => {
    const { page, rows } = await open('#history');
    await page.getByText('What the filter understands').click();
    const pause = page.getByRole('button', { name: 'fault:pause', exact: true });
    await pause.click();
    await page.getByRole('button', { name: 'who:b#0', exact: true }).click();
    expect(await page.inputValue('#event-filter')).toBe('fault:pause who:b#0');
    expect(await pause.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => rows.count()).toBe(2);
    await pause.click();
    expect(await page.inputValue('#event-filter')).toBe('who:b#0');
    expect(await page.getByRole('button', { name: 'fault:cut' }).count()).toBe(0);
  });

  test('the keyboard moves, selects and clears; the details say how things stood', async () => {
    const { page } = await open('#history?q=is%3Awitness');
    await page.locator('.event').first().waitFor();
    await page.locator('.event-grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await expect.poll(() => page.getAttribute('.event-grid', 'aria-activedescendant')).toBe('event-row-3');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await query(page)).toEqual({ q: 'is:witness', event: String(witness[2]) });
    const detail = page.getByRole('region', { name: 'The selected event' });
    const fact = (name: string): Promise<string | null> =>
      detail
        .locator('dl > div', { has: page.locator(`dt:text-is("${name}")`) })
        .locator('dd')
        .textContent();
    expect(await detail.locator('h3').textContent()).toContain('b#0 believes that it leads, token 4');
    expect(await fact('When')).toBe('8.104000 s');
    expect(await fact('Believed to lead')).toBe('a#0 (3) since 1.210 sb#0 (4) since 8.104 s');
    expect(await fact('Named by the store')).toBe('b#0 (4) since 8.102 s');
    expect(await fact('Faults active')).toContain('pause a#0 since 3.312 s');
    expect(await fact('leadership')).toBe('1');
    await page.keyboard.press('Escape');
    expect(await query(page)).toEqual({ q: 'is:witness' });
    expect(await detail.count()).toBe(0);
  });

  test('an operation leads to its other half, a row into the timeline and back', async () => {
    const { page } = await open('#history');
    const campaign = history.events.findIndex((event) => event.type === 'invoke' && event.who === 'a#0');
    await page
      .locator(`#event-row-${campaign}`)
      .getByRole('link', { name: /go to its end/ })
      .click();
    const end = (await query(page))['event'] ?? '';
    expect(history.events[Number(end)]).toMatchObject({ type: 'ok', who: 'a#0', op: 1 });
    await active(page).getByRole('link', { name: 'in the timeline' }).click();
    expect(await page.evaluate('location.hash')).toBe(`#timeline?from=0&to=3710000&event=${end}`);
    await page.evaluate('history.back()');
    await expect.poll(() => active(page).textContent()).toContain('operation 1 succeeds');
  });

  test('an event that the filter hides is shown all the same, with a way to its row', async () => {
    const { page } = await open(`#history?q=who%3Ab&event=${witness[0]}`);
    await page.getByText('The filter hides its row').waitFor();
    await page.getByRole('link', { name: 'show all events' }).click();
    await expect.poll(() => active(page).textContent()).toContain('believes that it leads, token 3');
    expect(await page.inputValue('#event-filter')).toBe('');
    await page.fill('#event-filter', 'who:b');
    await expect.poll(() => query(page)).toMatchObject({ q: 'who:b' });
    await page.evaluate(`location.hash = '#history?event=${witness[0]}'`);
    await expect.poll(() => page.inputValue('#event-filter')).toBe('');
  });

  test('of 400,000 events only those in sight are in the document, and each is reached', async () => {
    const { page, offences, rows } = await open('#history/2');
    await rows.first().waitFor();
    const total = WRITES * 4;
    expect(await page.getAttribute('.event-grid', 'aria-rowcount')).toBe(String(total + 1));
    expect(await rows.count()).toBeLessThan(80);
    await page.locator('.event-grid').focus();
    await page.keyboard.press('End');
    await expect.poll(() => active(page).getAttribute('aria-rowindex')).toBe(String(total + 1));
    expect(await active(page).textContent()).toContain(`operation ${WRITES - 1} succeeds`);
    await page.keyboard.press('Enter');
    await page.locator('.detail h3').waitFor();
    const isInSight = `(() => {
      const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
      return (box('.event.active')?.bottom ?? Infinity) <= box('.event-grid').bottom + 1;
    })()`;
    await expect.poll(() => page.evaluate(isInSight)).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('PageUp');
    await expect.poll(async () => Number(await active(page).getAttribute('aria-rowindex'))).toBeLessThan(total - 5);
    await page.evaluate('{ const g = document.querySelector(".event-grid"); g.scrollTop = g.scrollHeight / 2; }');
    await expect
      .poll(async () => Number(await rows.first().getAttribute('aria-rowindex')))
      .toBeGreaterThan(total * 0.49);
    expect(await rows.count()).toBeLessThan(80);
    await page.evaluate(`location.hash = '#history/2?q=op:77777&event=${77_777 * 4}'`);
    await expect.poll(() => rows.count()).toBe(2);
    expect(await active(page).textContent()).toContain('calls write: token 3 (operation 77777)');
    await page.fill('#event-filter', '"write 99999 of"');
    await expect
      .poll(() => page.locator('.showing').textContent(), { timeout: 10_000 })
      .toContain('Showing 1 of 400,000');
    expect(offences).toEqual([]);
  });

  test('what is saved is read by the decoder: all of it, and what passes with the calls that it needs', async () => {
    const { page } = await open('#history/5?q=type%3Aok');
    await page.locator('.event').first().waitFor();
    const saved = async (name: string): Promise<History> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      expect(download.suggestedFilename()).toMatch(/^a-b-simulated-5-(filtered|events)\.jsonl$/);
      return decodeHistory(await readFile(await download.path(), 'utf8'), 'saved');
    };
    expect(await saved('Save all events')).toEqual(sorted);
    const { header, events } = await saved('Save what is shown');
    expect(header).toEqual(sorted.header);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['invoke', 'ok']));
    expect(events.filter(({ type }) => type === 'ok')).toEqual(sorted.events.filter(({ type }) => type === 'ok'));
  });

  test('what is shown is copied as JSON lines', async () => {
    const { page } = await open('#history?q=who%3Aa+type%3Alost');
    await page.locator('.event').first().waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy what is shown' }).click();
    await page.getByText('1 event copied as JSON lines.').waitFor();
    const lost = history.events.filter(({ who, type }) => who === 'a#0' && type === 'lost');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${JSON.stringify(lost[0])}\n`);
  });

  test('hostile names are shown, quoted in examples, and do nothing', async () => {
    const { page, offences, rows } = await open('#history/3?event=0');
    await rows.first().waitFor();
    await page.getByText('What the filter understands').click();
    await page.locator('.examples button').first().click();
    await expect.poll(() => rows.count()).toBe(1);
    expect(await page.locator('#filter-problems li').count()).toBe(0);
    expect(await page.locator('.detail').textContent()).toContain('\\u{202e}');
    expect(await page.evaluate('[document.images.length, typeof window.owned]')).toEqual([0, 'undefined']);
    expect(offences).toEqual([]);
  });

  test('a history that could not be read says why', async () => {
    const { page } = await open('#history/4');
    await page.getByText('The file is gone.').waitFor();
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)('accessible in %s at %i pixels, with help, a problem and a selection', async (colorScheme, width) => {
    const { page, offences } = await open(`#history?q=fault%3Apause+x%3Ay&event=${witness[2]}`, { colorScheme, width });
    await page.getByText('What the filter understands').click();
    await page.locator('.detail h3').waitFor();
    await page.evaluate(await readFile(axe, 'utf8'));
    const found: unknown = await page.evaluate(
      'axe.run("main").then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))',
    );
    expect(found).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(offences).toEqual([]);
  });
});
