/**
 * The timeline in a real browser. Method: open the page at an address, do what a reader does with mouse, keys and
 * fingers, and read what the page says: the readout, the stretch, the list, the address, the pixels of the canvas.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { properties } from '../../spec/properties.ts';
import { readPageAssets, renderHtml } from '../../src/report/html.ts';
import { reportModel } from '../../src/report/model.ts';
import { layoutOf } from '../../src/report/page/timeline/layout.ts';
import type { RowKind } from '../../src/report/page/timeline/layout.ts';
import { linearScale, viewportOf } from '../../src/report/page/timeline/scale.ts';
import { sceneOf } from '../../src/report/page/timeline/scene.ts';
import { hasChromium, launchChromium, openPage, type OpenedPage } from '../support/chromium.ts';
import { longHistory } from '../support/long-history.ts';
import { counterexample, history, plan, runOf, violatingAdapter } from '../unit/report/example-run.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const WIDE: BrowserContextOptions = { colorScheme: 'light', viewport: { width: 1280, height: 1000 } };
const WHOLE = '#timeline?from=0&to=20000000';

const later: typeof counterexample = { ...counterexample, property: 'S6', history: 'histories/other.jsonl.gz' };
const long = longHistory(3_000, 7);
const stored = (found: typeof counterexample, of = history): Parameters<typeof reportModel>[2][number] => ({
  adapter: 'redis-lease',
  testbed: 'simulated',
  counterexample: found,
  history: of,
  plan,
});
const report = reportModel(runOf(violatingAdapter), properties, [stored(counterexample), stored(later)]);
const longReport = reportModel(runOf(violatingAdapter), properties, [
  stored({ ...counterexample, witness: long.witness }, long.history),
]);

/** Candidate a with a name that is long, and would act, hide or turn what follows it if it could. */
const name = `<img src=x onerror="alert(1)">\u202e\u0007${'x'.repeat(100_000)}`;
const hostile = JSON.parse(
  JSON.stringify(history)
    .replaceAll('"a#0"', JSON.stringify(`${name}#0`))
    .replaceAll('"a"', JSON.stringify(name)),
) as typeof history;
const hostileReport = reportModel(runOf(violatingAdapter), properties, [stored(counterexample, hostile)]);

const text = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();
const where = (page: Page): Promise<string> => text(page, '.time-where');
const readout = (page: Page): Promise<string> => text(page, '.time-readout > span');
const hashOf = async (page: Page): Promise<string> => String(await page.evaluate('location.hash'));
const query = async (page: Page): Promise<URLSearchParams> => new URLSearchParams((await hashOf(page)).split('?')[1]);
const stretchOf = async (page: Page): Promise<readonly [number, number]> => {
  await page.waitForTimeout(500);
  const words = await query(page);
  return [Number(words.get('from')), Number(words.get('to'))];
};

/** Where on the window a moment of the whole history is in a row, when the page was opened at `WHOLE`. */
async function placeOf(
  page: Page,
  kind: RowKind,
  lane: number | undefined,
  us: number,
): Promise<{ x: number; y: number }> {
  const box = await page.locator('.time-picture').boundingBox();
  if (box === null) throw new Error('no canvas');
  const layout = layoutOf(sceneOf(history), Math.floor(box.width));
  const { x } = viewportOf(linearScale(20_000_000), { fromUs: 0, toUs: 20_000_000 }, layout.left, layout.right);
  const row = layout.rows.find((each) => each.kind === kind && each.lane === lane);
  return { x: box.x + x(us), y: box.y + (row?.y ?? 0) + (row?.height ?? 0) / 2 };
}

describe.skipIf(!hasChromium)('timeline', () => {
  let browser: Browser;
  let folder: string;
  const urls = { short: '', long: '', hostile: '' };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-timeline-'));
    const assets = await readPageAssets();
    for (const [name, model] of [
      ['short', report],
      ['long', longReport],
      ['hostile', hostileReport],
    ] as const) {
      const path = join(folder, `${name}.html`);
      await writeFile(path, renderHtml(model, assets));
      urls[name] = pathToFileURL(path).href;
    }
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(hash: string, look = WIDE, name: keyof typeof urls = 'short'): Promise<OpenedPage> {
    const opened = await openPage(browser, `${urls[name]}${hash}`, look);
    await opened.page.locator('.time-list li').first().waitFor();
    return {
      page: opened.page,
      offences: opened.offences.filter((offence) => !offence.startsWith('request file:')),
    } as OpenedPage;
  }

  test('begins with the violation and what is around it', async () => {
    const { page, offences } = await open('#timeline');
    expect(await where(page)).toBe('0.000000 s to 12.262000 s: 12.26 s of 20 s');
    expect(await text(page, '.time-events h3')).toBe('33 events in view');
    expect(offences).toEqual([]);
  });

  test('says what is under the pointer, to the microsecond', async () => {
    const { page } = await open(WHOLE);
    const hover = async (kind: RowKind, lane: number | undefined, us: number): Promise<string> => {
      const { x, y } = await placeOf(page, kind, lane, us);
      await page.mouse.move(x, y);
      return readout(page);
    };
    expect(await hover('believed', 0, 9_000_000)).toBe(
      '1.210000 s, a#0 believes that it leads, token 3; until 10.420000 s, 9.21 s; here the store does not name it',
    );
    expect(await hover('writes', 0, 9_830_000)).toContain('9.830000 s, resource refuses write 9 of a#0');
    expect(await hover('strip', undefined, 13_000_000)).toContain('begins: crash c#0');
    expect(await hover('operations', 1, 4_000_000)).toContain('calls campaign (operation 1); ok after 8.1 s');
  });

  test('a click selects: address, list, readout, and the way to the history', async () => {
    const { page } = await open(WHOLE);
    const { x, y } = await placeOf(page, 'believed', 1, 15_000_000);
    await page.mouse.click(x, y);
    await page.mouse.move(0, 0);
    const event = history.events.findIndex(({ type, who }) => type === 'elected' && who === 'b#0');
    expect(await readout(page)).toBe('8.104000 s, b#0 believes that it leads, token 4');
    await page.waitForTimeout(500);
    expect((await query(page)).get('event')).toBe(String(event));
    expect(await text(page, '.time-list li[aria-selected=true]')).toContain('8.104000 s, b#0 believes');
    await page.locator('.time-picture').focus();
    await page.keyboard.press('Enter');
    expect(await hashOf(page)).toBe(`#history?event=${event}`);
  });

  test('keys zoom, pan, go from event to event, and let go', async () => {
    const { page } = await open(WHOLE);
    await page.locator('.time-picture').focus();
    await page.keyboard.press('+');
    expect(await stretchOf(page)).toEqual([4_000_000, 16_000_000]);
    await page.keyboard.press('ArrowRight');
    expect(await stretchOf(page)).toEqual([5_800_000, 17_800_000]);
    await page.keyboard.press('End');
    expect(await stretchOf(page)).toEqual([8_000_000, 20_000_000]);
    await page.keyboard.press('ArrowDown');
    expect(await readout(page)).toContain('8.102000 s, store grants to b#0');
    await page.keyboard.press('ArrowUp');
    expect(await readout(page)).toContain('between 7.710000 s and 7.714000 s, store lets the record of a#0 expire');
    await page.keyboard.press('Escape');
    expect(await readout(page)).toContain('Point at something');
    await page.keyboard.press('0');
    expect(await stretchOf(page)).toEqual([0, 20_000_000]);
  });

  test('n and p go round the violations, first to the one that is out of view', async () => {
    const { page } = await open('#timeline?from=15000000&to=20000000');
    await page.keyboard.press('n');
    expect((await stretchOf(page))[0]).toBe(0);
    await page.keyboard.press('n');
    await page.waitForFunction('location.hash.startsWith("#timeline/2")');
    await page.waitForTimeout(200);
    await page.keyboard.press('p');
    await page.waitForFunction('location.hash === "#timeline" || location.hash.startsWith("#timeline?")');
  });

  test('the list chooses with arrows and opens with Enter', async () => {
    const { page } = await open('#timeline');
    await page.locator('.time-list').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await readout(page)).toContain('0.001000 s, a#0 starts');
    expect(await page.getAttribute('.time-list', 'aria-activedescendant')).toBe('time-event-1');
    await page.keyboard.press('Enter');
    expect(await hashOf(page)).toBe('#history?event=1');
  });

  test('Ctrl and the wheel zoom around the pointer, Shift pans, a wheel alone does neither', async () => {
    const { page } = await open(WHOLE);
    const { x, y } = await placeOf(page, 'believed', 0, 5_000_000);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, 100);
    expect(await where(page)).toContain('20 s of 20 s');
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    const [from, to] = await stretchOf(page);
    expect(to - from).toBeCloseTo(20_000_000 * Math.exp(-0.5), -3);
    expect((5_000_000 - from) / (to - from)).toBeCloseTo(0.25, 2);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, 100);
    await page.keyboard.up('Shift');
    expect((await stretchOf(page))[0]).toBeGreaterThan(from + 500_000);
  });

  test('dragging pans, and the brush is dragged by its middle, by an edge, or put somewhere', async () => {
    const { page } = await open('#timeline?from=5000000&to=10000000');
    const picture = await page.locator('.time-picture').boundingBox();
    const strip = await page.locator('.time-overview').boundingBox();
    if (picture === null || strip === null) throw new Error('no canvas');
    const layout = layoutOf(sceneOf(history), Math.floor(picture.width));
    const share = (seconds: number): number => strip.x + layout.left + (seconds / 20) * (layout.right - layout.left);
    const drag = async (fromX: number, toX: number, y: number): Promise<readonly [number, number]> => {
      await page.mouse.move(fromX, y);
      await page.mouse.down();
      await page.mouse.move(toX, y, { steps: 4 });
      await page.mouse.up();
      const [from, to] = await stretchOf(page);
      return [from / 1e6, to / 1e6];
    };
    const seconds = (from: number, to: number): unknown => [expect.closeTo(from, 1), expect.closeTo(to, 1)];
    const stripY = strip.y + 20;
    expect(await drag(picture.x + 600, picture.x + 600 - (layout.right - layout.left) / 5, picture.y + 90)).toEqual(
      seconds(6, 11),
    );
    expect(await drag(share(8), share(9), stripY)).toEqual(seconds(7, 12));
    expect(await drag(share(12), share(15), stripY)).toEqual(seconds(7, 15));
    expect(await drag(share(16), share(16), stripY)).toEqual(seconds(12, 20));
  });

  test('time by rank is kept in the address, and comes back from it', async () => {
    const { page } = await open(WHOLE);
    await page.getByRole('button', { name: 'By rank' }).click();
    await page.waitForTimeout(500);
    expect((await query(page)).get('rank')).toBe('1');
    const again = await open(`${await hashOf(page)}&event=9`);
    expect(await again.page.getAttribute('button[aria-pressed]', 'aria-pressed')).toBe('true');
    expect(await readout(again.page)).toContain('1.210000 s, a#0 believes that it leads, token 3');
  });

  test('an address with an event alone shows where it is', async () => {
    const last = history.events.length - 1;
    const { page } = await open(`#timeline/2?event=${last}`);
    await page.keyboard.press('+');
    const [from, to] = await stretchOf(page);
    const at = history.events[last]?.at;
    expect(typeof at === 'number' && at >= from && at <= to).toBe(true);
    expect(to - from).toBeLessThan(20_000_000);
    expect((await query(page)).get('event')).toBe(String(last));
  });

  test('two fingers zoom, one pans', async () => {
    const { page } = await open(WHOLE, { ...WIDE, hasTouch: true });
    const { x, y } = await placeOf(page, 'believed', 0, 10_000_000);
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: readonly number[]): Promise<unknown> =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((each, id) => ({ x: each, y, id })) });
    await touch('touchStart', x - 100, x + 100);
    await touch('touchMove', x - 150, x + 150);
    await touch('touchMove', x - 200, x + 200);
    await touch('touchEnd');
    const [from, to] = await stretchOf(page);
    expect(to - from).toBeCloseTo(10_000_000, -6);
    await touch('touchStart', x);
    await touch('touchMove', x - 30);
    await touch('touchMove', x - 100);
    await touch('touchEnd');
    expect((await stretchOf(page))[0]).toBeGreaterThan(from + 500_000);
  });

  test('the canvas takes the colours of the theme, and takes them again', async () => {
    const { page } = await open(WHOLE);
    const place = await placeOf(page, 'believed', 0, 6_000_000);
    const colour = (): Promise<unknown> =>
      page.evaluate(
        `(() => { const c = document.querySelector('.time-picture'); const { left, top } = c.getBoundingClientRect(); return [...c.getContext('2d').getImageData((${place.x} - left) * devicePixelRatio, (${place.y} - top) * devicePixelRatio, 1, 1).data] })()`,
      );
    expect(await colour()).toEqual([0x2a, 0x63, 0xa5, 255]);
    await page.getByRole('button', { name: 'Switch to dark colours' }).click();
    await page.waitForTimeout(100);
    expect(await colour()).toEqual([0x2f, 0x6d, 0xb5, 255]);
  });

  test('a long list says what it leaves out, and keeps the selected event in it', async () => {
    const { page } = await open('#timeline', WIDE, 'long');
    await page.keyboard.press('0');
    await page.waitForTimeout(300);
    expect(await text(page, '.time-events')).toMatch(
      /events in view\n+100 of them here, from number 1 on; zoom in for others, or see them in the table/,
    );
    expect(await page.locator('.time-list li').count()).toBe(100);
    await page.getByRole('button', { name: 'Previous event' }).click();
    await page.waitForTimeout(300);
    expect(await page.locator('.time-list li').last().getAttribute('aria-selected')).toBe('true');
  });

  test('a hostile name of any length does nothing but show, cut, and holds nothing up', async () => {
    const { page, offences } = await open(WHOLE, WIDE, 'hostile');
    const startedAt = Date.now();
    const { x, y } = await placeOf(page, 'believed', 0, 5_000_000);
    await page.mouse.click(x, y);
    await page.mouse.move(x + 30, y + 20, { steps: 10 });
    await page.mouse.move(0, 0);
    expect(await readout(page)).toContain('1.210000 s, <img src=x onerror="alert(1)">\\u{202e}\\u{7}xxx');
    expect(Date.now() - startedAt).toBeLessThan(8_000);
    expect((await text(page, '.time-explorer')).length).toBeLessThan(40_000);
    expect(await page.evaluate('document.images.length')).toBe(0);
    expect(offences).toEqual([]);
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)('accessible in %s at %i pixels, and no wider than the window', async (colorScheme, width) => {
    const { page, offences } = await open('#timeline?event=9', { colorScheme, viewport: { width, height: 800 } });
    await page.locator('.time-explorer details').evaluate('(details) => { details.open = true; }');
    await page.evaluate(await readFile(axe, 'utf8'));
    const found = await page.evaluate(
      'axe.run(".timeline-view").then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))',
    );
    expect(found).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(offences).toEqual([]);
  });
});
