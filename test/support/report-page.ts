/** The report in a browser, as a reader has it: written to disk, opened as a file, looked at view by view. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { properties } from '../../spec/properties.ts';
import { readPageAssets, renderHtml } from '../../src/report/html.ts';
import { reportModel } from '../../src/report/model.ts';
import type { Report } from '../../src/report/model.ts';
import { viewNames } from '../../src/report/page/address.ts';
import type { ViewName } from '../../src/report/page/address.ts';
import { history, holdingAdapter, plan, runOf, violatingAdapter } from '../unit/report/example-run.ts';
import { openPage, type OpenedPage } from './chromium.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Two violations of one adapter, and another that holds. */
export const violatingReport: Report = reportModel(
  runOf(violatingAdapter, holdingAdapter),
  properties,
  violatingAdapter.counterexamples.map((counterexample) => ({
    adapter: 'redis-lease',
    testbed: 'simulated',
    counterexample,
    history,
    plan,
  })),
);

/** One adapter that holds, with a sample of what it did. */
export const passingReport: Report = reportModel(runOf(holdingAdapter), properties, [
  { adapter: 'redis-fencing', testbed: 'simulated', history, plan },
]);

export interface Look {
  readonly colorScheme: 'light' | 'dark';
  /** In pixels. */
  readonly width: number;
}

/** Opens the page of a report, written into `folder`, at an address of it. */
export async function openReport(
  browser: Browser,
  folder: string,
  report: Report,
  { colorScheme, width, hash = '' }: Look & { readonly hash?: string },
): Promise<OpenedPage> {
  const path = join(folder, 'report.html');
  await writeFile(path, renderHtml(report, await readPageAssets()));
  return openPage(browser, `${pathToFileURL(path).href}${hash}`, { colorScheme, viewport: { width, height: 900 } });
}

/** Clicks through the views and unfolds what is folded; `look` is called in each, when nothing changes any more. */
export async function visitViews(page: Page, look: (view: ViewName) => Promise<void>): Promise<void> {
  for (const [index, view] of viewNames.entries()) {
    await page.locator('header nav a').nth(index).click();
    await settled(page);
    // Twice, since what is folded inside another is made when that is opened.
    for (let depth = 0; depth < 2; depth += 1) {
      await page.evaluate(
        'for (const folded of document.querySelectorAll("section:not([hidden]) details")) folded.open = true',
      );
      await settled(page);
    }
    await look(view);
  }
}

/** Until the view that is shown has been the same for a while: events are inflated and filtered in the background. */
export async function settled(page: Page): Promise<void> {
  let before = '';
  for (let round = 0; round < 50; round += 1) {
    await page.waitForTimeout(60);
    const now = String(
      await page.evaluate('document.body.innerText.length + " " + document.querySelectorAll("*").length'),
    );
    if (now === before) return;
    before = now;
  }
}

/** What axe-core has to say of the page as it is; nothing where all is well. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Through the debugger, since the page's own policy refuses foreign scripts.
  await page.evaluate(await readFile(axe, 'utf8'));
  const found: unknown = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html, failureSummary }) => html.slice(0, 160) + " " + failureSummary.slice(0, 200)).join(" | ")))',
  );
  return Array.isArray(found) ? found.map(String) : ['axe gave no list'];
}
