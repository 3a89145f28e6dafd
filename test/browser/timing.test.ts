/**
 * The view of availability and timing in a real browser: every figure of a plot is there as text, the claimed point lies
 * where the envelope says, the strip leads to the timeline. Method: a page from figures by hand, in both themes and narrow.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { properties } from '../../spec/properties.ts';
import { readPageAssets, renderHtml } from '../../src/report/html.ts';
import { reportModel } from '../../src/report/model.ts';
import { hasChromium, launchChromium, openPage, type OpenedPage } from '../support/chromium.ts';
import { counterexample, history, holdingAdapter, plan, runOf } from '../unit/report/example-run.ts';
import { timedAdapter } from '../unit/report/example-timing.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const report = reportModel(runOf(timedAdapter, { ...holdingAdapter, testbed: 'local' }), properties, [
  { adapter: 'redis-fencing', testbed: 'simulated', counterexample, history, plan },
  { adapter: 'redis-fencing', testbed: 'local', history, plan },
]);

describe.skipIf(!hasChromium)('availability and timing', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-timing-'));
    browser = await launchChromium();
    await writeFile(join(folder, 'report.html'), renderHtml(report, await readPageAssets()));
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(look: { readonly colorScheme: 'light' | 'dark'; readonly width: number }): Promise<OpenedPage> {
    const { colorScheme, width } = look;
    const opened = await openPage(browser, pathToFileURL(join(folder, 'report.html')).href, {
      colorScheme,
      viewport: { width, height: 900 },
    });
    await opened.page.evaluate("location.hash = '#timing'");
    await opened.page.locator('.who-led svg').waitFor();
    return opened;
  }

  test('says the share without a leader, and each measure in words and as a row', async () => {
    const { page, offences } = await open({ colorScheme: 'light', width: 1280 });
    expect(await page.locator('.timed').first().textContent()).toContain('Nobody led for 2.1 % of the time');
    const captions = await page.locator('.plots figcaption h4').allTextContents();
    expect(captions).toEqual(['Leaderless stretches L1', 'Failover L2', 'Handover L4', 'Demotion L3']);
    const failover = page.locator('.plots figure').nth(1);
    expect(await failover.textContent()).toContain('Median 41 % of the bound, 99 of 100 within 64 %, max 93 %');
    expect(await failover.textContent()).toContain('Not in the plot: 7 came while no bound ran');
    expect(await page.locator('.plots figure').nth(3).textContent()).toContain('Nothing was judged.');
    const row = page.locator('.timed table').first().locator('tbody tr').nth(1);
    expect(await row.locator('th, td').allTextContents()).toEqual([
      'Failover',
      '100',
      '0',
      '41 %',
      '64 %',
      '93 %',
      '1.5 s',
      '5.1 s',
      '11 s',
      '12.5 s',
    ]);
    expect(await page.locator('.timed').nth(1).textContent()).toContain('was not measured in this run');
    expect(offences).toEqual([]);
  });

  test('a bar is as high as its pieces, and what is beyond lies behind the bound', async () => {
    const { page } = await open({ colorScheme: 'light', width: 1280 });
    const heights: unknown = await page.evaluate(
      `[...document.querySelectorAll('.plots figure:nth-child(2) rect')].map((bar) => Number(bar.getAttribute('height')))`,
    );
    if (!Array.isArray(heights)) throw new Error('the plot has bars');
    expect(heights[2] / heights[8]).toBeCloseTo(10 / 60, 5);
    expect(heights[20]).toBe(0);
    const [beyond, bound]: [number, number] = JSON.parse(
      String(
        await page.evaluate(
          `JSON.stringify([document.querySelector('.plots figure:nth-child(3) .bar-beyond'), document.querySelector('.plots figure:nth-child(3) .bound')].map((node) => node.getBoundingClientRect().left))`,
        ),
      ),
    ) as [number, number];
    expect(beyond).toBeGreaterThan(bound);
  });

  test('the envelope says inside and outside in words, and draws the claim between the lines', async () => {
    const { page } = await open({ colorScheme: 'dark', width: 1280 });
    const said = await page.locator('.envelope-plot figcaption').textContent();
    expect(said).toContain('✓ inside for exclusive belief (S4): there is room for a pause of 560 ms at that delay');
    expect(said).toContain(
      '✗ outside for exclusive effects without fencing (S3u): there is room for a pause of 459 ms',
    );
    const ends: unknown = await page.evaluate(
      `['.edge-belief', '.claim'].map((each) => document.querySelector('.envelope-plot ' + each).getBoundingClientRect().top)`,
    );
    if (!Array.isArray(ends)) throw new Error('the picture has a line and a point');
    expect(Number(ends[0])).toBeLessThan(Number(ends[1]));
  });

  test('the strip tells the gaps of the chosen history, and a gap leads to the timeline', async () => {
    const { page, offences } = await open({ colorScheme: 'light', width: 1280 });
    expect(await page.locator('.who-led').textContent()).toContain(
      'Nobody led for 1.21 s of 20 s, in 1 stretch. Stood still while leading (dashed): a 6 s.',
    );
    await page.locator('.who-led select').focus();
    await page.locator('.who-led select').selectOption('1');
    await page.locator('.who-led a[href^="#timeline/2"]').first().waitFor();
    expect(await page.evaluate('location.hash')).toBe('#timing/2');
    // Who chose by keyboard goes on from there.
    expect(await page.locator('.who-led select:focus').count()).toBe(1);
    await page.locator('.who-led a', { hasText: 'at 0.00 s for 1.21 s' }).click();
    expect(await page.evaluate('location.hash')).toBe('#timeline/2?from=0&to=1815000');
    expect(offences).toEqual([]);
  });

  test.each([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 360 },
  ] as const)('%o: nothing overflows, and axe finds nothing', async (look) => {
    const { page } = await open(look);
    await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(look.width);
    await page.evaluate(await readFile(axe, 'utf8'));
    const found: unknown = await page.evaluate(
      'axe.run("main").then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))',
    );
    expect(found).toEqual([]);
  });
});
