/** The page of several runs in a real browser: readable in both themes and on a phone, and complete in itself. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badgeOf, renderBadge } from '../../src/report/badge/badge.ts';
import { readIndexStyle } from '../../src/report/html.ts';
import { renderIndexPage } from '../../src/report/merged/index-page.ts';
import { hasChromium, launchChromium, openPage } from '../support/chromium.ts';
import { holdingAdapter, runOf, violatingAdapter } from '../unit/report/example-run.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const hostile = '<img src=x onerror=alert(1)>\u202e "x"';

describe.skipIf(!hasChromium)('the page of several runs', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-index-'));
    browser = await launchChromium();
    const certificate = { level: 'simulated', missing: ['It was not judged on real servers.'] } as const;
    const runs = [
      runOf({ ...holdingAdapter, certificate }, violatingAdapter),
      runOf({ ...violatingAdapter, testbed: 'local', reason: hostile }),
      runOf(
        { ...holdingAdapter, testbed: 'containers', verdict: 'inconclusive' },
        { ...holdingAdapter, name: hostile },
      ),
    ];
    const page = renderIndexPage(
      {
        runs: runs.map((run, index) => ({
          name: index === 2 ? hostile : `run-${index}`,
          folder: '',
          run,
          ...(index === 2 ? {} : { page: `runs/run-${index}/report.html` }),
        })),
        lost: [{ name: 'redis-lease-local', reason: 'There is no run.json in it: a run that was killed writes none.' }],
      },
      { style: await readIndexStyle() },
    );
    await writeFile(join(folder, 'index.html'), page);
    await mkdir(join(folder, 'runs', 'run-1'), { recursive: true });
    await writeFile(join(folder, 'runs', 'run-1', 'report.html'), '<title>the report</title>');
    const badge = renderBadge(badgeOf(hostile, [{ ...holdingAdapter, certificate }]));
    await writeFile(join(folder, 'badge.html'), `<!doctype html><main>${badge}</main>`);
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    { colorScheme: 'light', width: 1280, javaScriptEnabled: true },
    { colorScheme: 'dark', width: 1280, javaScriptEnabled: true },
    { colorScheme: 'light', width: 360, javaScriptEnabled: true },
    { colorScheme: 'dark', width: 360, javaScriptEnabled: true },
    { colorScheme: 'light', width: 1280, javaScriptEnabled: false },
  ] as const)('$colorScheme, $width pixels, scripts: $javaScriptEnabled', async ({ width, ...look }) => {
    const url = pathToFileURL(join(folder, 'index.html')).href;
    const { page, offences } = await openPage(browser, url, { ...look, viewport: { width, height: 900 } });

    expect(await page.textContent('h1')).toMatch(/^redis-lease breaks .*One of 4 runs is missing or cannot be read\.$/);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('#lost li').isVisible()).toBe(true);
    if (look.javaScriptEnabled) {
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      const ground = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
      expect(ground).toBe(look.colorScheme === 'dark' ? 'rgb(20, 21, 25)' : 'rgb(251, 250, 248)');
      // Through the debugger, since the page's own policy refuses scripts.
      await page.evaluate(await readFile(axe, 'utf8'));
      expect(
        await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))',
        ),
      ).toEqual([]);
    }
    expect(offences).toEqual([]);
    await page.context().close();
  });

  test('from a broken promise to the report that shows it, by keyboard', async () => {
    const { page } = await openPage(browser, pathToFileURL(join(folder, 'index.html')).href, {});
    const link = page.locator('a[href="runs/run-1/report.html#violation/1"]').first();
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs/run-1/report.html#violation/1');
    expect(await page.title()).toBe('the report');
    await page.context().close();
  });

  test('a badge is a picture with a name, and its words fit', async () => {
    const { page, offences } = await openPage(browser, pathToFileURL(join(folder, 'badge.html')).href, {});
    const boxes = await page.evaluate(
      '[...document.querySelectorAll("text")].map((text) => [text.getBBox().x, text.getBBox().x + text.getBBox().width])',
    );
    const width = Number(await page.evaluate('document.querySelector("svg").width.baseVal.value'));
    const [label = [0, 0], word = [0, 0]] = boxes as readonly (readonly [number, number])[];
    expect(label[0]).toBeGreaterThan(3);
    expect(word[0] - label[1]).toBeGreaterThan(8);
    expect(width - word[1]).toBeGreaterThan(3);
    expect(offences).toEqual([]);
    await page.context().close();
  });
});
