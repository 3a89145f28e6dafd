/**
 * The report in a real browser: one view at a time by its address, the first page complete in itself, nothing asked for,
 * nothing printed, and every view fit for everybody.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPageAssets, shellBytes } from '../../src/report/html.ts';
import type { Report } from '../../src/report/model.ts';
import { viewNames } from '../../src/report/page/address.ts';
import { hasChromium, launchChromium, type OpenedPage } from '../support/chromium.ts';
import {
  axeFindings,
  openReport,
  passingReport,
  settled,
  violatingReport,
  visitViews,
  type Look,
} from '../support/report-page.ts';
import { counterexample, history, holdingAdapter } from '../unit/report/example-run.ts';

const DESKTOP: Look = { colorScheme: 'light', width: 1280 };

describe.skipIf(!hasChromium)('report.html', () => {
  let browser: Browser;
  let folder: string;
  const open = (report: Report, look: Look & { readonly hash?: string } = DESKTOP): Promise<OpenedPage> =>
    openReport(browser, folder, report, look);
  const shown = (page: Page): Promise<unknown> =>
    page.evaluate('[...document.querySelectorAll("main > section")].map((section) => !section.hidden)');
  const only = (view: string): readonly boolean[] => viewNames.map((name) => name === view);
  const focused = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.tagName');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-report-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe('the first page', () => {
    test('tells a violation: sentence, promise, picture, steps, replay, and a link to the rest', async () => {
      const { page, offences } = await open(violatingReport);
      const verdict = page.locator('section.verdict');
      expect(await verdict.locator('h2').textContent()).toBe(counterexample.sentence);
      expect(await verdict.locator('.kicker').textContent()).toContain('violated redis-lease on simulated');
      expect(await verdict.locator('.lede').textContent()).toContain('S4 At most one candidate believes that it leads');
      await settled(page);
      expect(await verdict.locator('svg').textContent()).toContain('broken for 1.11 s');
      expect(await verdict.locator('.steps .time').allTextContents()).toEqual([
        '1.210 s: ',
        '7.714 s: ',
        '8.104 s: ',
        '10.420 s: ',
      ]);
      expect(await verdict.locator('.steps').textContent()).toContain('a#0 goes on, still believes that it leads');
      expect(await verdict.textContent()).toContain(counterexample.replay);
      expect(await verdict.textContent()).toContain('redis-lease on simulated: a#0 renewed the record of b#0');
      await page.getByRole('link', { name: 'The whole story' }).click();
      await expect.poll(() => shown(page)).toEqual(only('violation'));
      expect(offences).toEqual([]);
    });

    test('says of a passing run what was judged, on how much, and what was assumed', async () => {
      const { page, offences } = await open(passingReport);
      expect(await page.locator('section.verdict h2').textContent()).toContain('redis-fencing keeps every promise');
      const row = page.getByRole('row', { name: /^S4 / });
      expect(await row.getByRole('cell').allTextContents()).toEqual(['✓ holds', '1,204', '–', '–']);
      expect(await page.locator('.promises tbody tr').count()).toBe(holdingAdapter.properties.length);
      const text = await page.locator('section.verdict').textContent();
      expect(text).toContain('stand still for at most 500 ms at a time');
      expect(text).toContain('frees a record at most 100 ms after its end');
      expect(text).toContain('npx scrutineer certify redis-lease --seed 42');
      expect(offences).toEqual([]);
    });

    test('says what is missing for the next level of the certificate', async () => {
      const [column] = passingReport.verdict.columns;
      if (column === undefined) throw new Error('the example has an adapter');
      const certificate = { level: 'level simulated', missing: ['every fault on real servers'] };
      const { page } = await open({
        ...passingReport,
        verdict: { ...passingReport.verdict, columns: [{ ...column, certificate }] },
      });
      const text = await page.locator('section.verdict').textContent();
      expect(text).toContain('Reached: level simulated. For the next level is missing:every fault on real servers');
    });

    test('is there before the events are read', async () => {
      const broken = { ...violatingReport, events: violatingReport.events.map(() => undefined) };
      const { page, offences } = await open(broken);
      expect(await page.locator('section.verdict h2').textContent()).toBe(counterexample.sentence);
      expect(offences).toEqual([]);
    });
  });

  describe('the way around', () => {
    test('one view is shown, by address; its link is current, and it names the document', async () => {
      const { page, offences } = await open(violatingReport, { ...DESKTOP, hash: '#timing' });
      expect(await shown(page)).toEqual(only('timing'));
      expect(await page.title()).toMatch(/^Timing: redis-lease breaks/);
      expect(await focused(page)).toBe('BODY');
      expect(await page.locator('nav a[aria-current=page]').allTextContents()).toEqual(['Timing']);
      await page.evaluate('location.hash = "#nonsense/9?x=1"');
      expect(await shown(page)).toEqual(only('verdict'));
      expect(offences).toEqual([]);
    });

    test('a link and a digit go to a view and its heading; a digit that is typed does not', async () => {
      const { page } = await open(violatingReport);
      await page.getByRole('link', { name: 'History', exact: true }).click();
      await settled(page);
      expect(await shown(page)).toEqual(only('history'));
      expect(await focused(page)).toBe('H2');
      await page.locator('section.history input').first().focus();
      await page.keyboard.press('1');
      expect(await shown(page)).toEqual(only('history'));
      await page.getByRole('link', { name: 'History', exact: true }).focus();
      for (const [index, view] of viewNames.entries()) {
        await page.keyboard.press(String(index + 1));
        await settled(page);
        expect(await shown(page)).toEqual(only(view));
      }
      await page.goBack();
      await settled(page);
      expect(await shown(page)).toEqual(only('timing'));
    });

    test('the skip link goes to the content, and leaves the view as it is', async () => {
      const { page } = await open(violatingReport, { ...DESKTOP, hash: '#history' });
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('MAIN');
      expect(await shown(page)).toEqual(only('history'));
    });

    test('another exhibit is chosen where there are several', async () => {
      const { page } = await open(violatingReport, { ...DESKTOP, hash: '#history' });
      await settled(page);
      await page.locator('section.history .exhibit-choice select').selectOption('1');
      await settled(page);
      expect(await page.evaluate('location.hash')).toMatch(/^#history\/2/);
    });
  });

  test('no part of a view has the name of a view, since the browser would scroll to it', async () => {
    const { page } = await open(violatingReport);
    await visitViews(page, () => Promise.resolve());
    const named = viewNames.map((name) => `#${name}`).join();
    expect(await page.locator(named).count()).toBe(0);
  });

  test('the events come inflated, all of them, and their element is let go', async () => {
    const { page, offences } = await open(passingReport, { ...DESKTOP, hash: '#history' });
    await settled(page);
    expect(await page.locator('section.history').textContent()).toContain(String(history.events.length));
    expect(await page.evaluate('document.querySelectorAll("template, script[type]").length')).toBe(0);
    expect(offences).toEqual([]);
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    'every view is accessible in %s at %i pixels, and never wider than the window',
    async (colorScheme, width) => {
      const { page, offences } = await open(violatingReport, { colorScheme, width });
      const found: string[] = [];
      await visitViews(page, async (view) => {
        const findings = await axeFindings(page);
        const actual = Number(await page.evaluate('document.documentElement.scrollWidth'));
        found.push(
          ...findings.map((finding) => `${view}: ${finding}`),
          ...(actual > width ? [`${view}: ${actual} wide`] : []),
        );
      });
      expect(found).toEqual([]);
      expect(offences).toEqual([]);
    },
  );

  test('the theme button switches, and is named after what it does', async () => {
    const { page } = await open(passingReport);
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const before = await ground();
    await page.getByRole('button', { name: 'Switch to dark colours' }).click();
    expect(await ground()).not.toBe(before);
    expect(await page.getByRole('button', { name: 'Switch to light colours' }).count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
  });
});

test('the page itself is at most 60 KB', async () => {
  expect(shellBytes(await readPageAssets())).toBeLessThanOrEqual(60_000);
});
