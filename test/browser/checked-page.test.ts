/**
 * The page of checked histories in a real browser: it shows what it says without a script, asks for nothing, fits a
 * telephone, and can be read by everybody in both colour schemes.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkHistory, type CheckLimits } from '../../src/checker/check-history.ts';
import { explain } from '../../src/checker/explain/explain.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { parseClientHistory } from '../../src/history/formats/read-client-history.ts';
import { renderCheckedPage, type CheckedHistory } from '../../src/report/checked/checked-page.ts';
import { readCheckedStyle } from '../../src/report/html.ts';
import { hasChromium, launchChromium, openPage } from '../support/chromium.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const limits: CheckLimits = { timeMs: 20_000, bytesMax: 2 ** 28, nowMs: () => performance.now() };

/** A stale read among others, with a client whose name would like to be an element. */
function staleRead(): CheckedHistory {
  const hostile = '<img src=x onerror=alert(1)>';
  const operations = [
    ['a', 'write', 1],
    ['b', 'read', 1],
    [hostile, 'write', 2],
    ['c', 'read', 2],
    ['d', 'read', 1],
  ] as const;
  const lines = operations.flatMap(([process, f, value]) =>
    ['invoke', 'ok'].map((type) =>
      JSON.stringify({ process, type, f, value: type === 'invoke' && f === 'read' ? null : value }),
    ),
  );
  const { history } = parseClientHistory(lines.join('\n'), { source: 'stale.jsonl', format: 'jsonl' });
  const model = modelNamed('register');
  if (model === undefined) throw new Error('there is no model register');
  const result = checkHistory(history, { model, limits });
  const explanation = explain(history, result, { model, limits });
  return { file: 'stale.jsonl', result, elapsedMs: 1, ...(explanation === undefined ? {} : { explanation }) };
}

describe.skipIf(!hasChromium)('the page of checked histories', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-checked-'));
    browser = await launchChromium();
    const page = renderCheckedPage([staleRead()], {
      command: 'npx scrutineer check stale.jsonl --model register',
      style: await readCheckedStyle(),
    });
    await writeFile(join(folder, 'checked.html'), page);
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    { colorScheme: 'light', width: 1200, javaScriptEnabled: true },
    { colorScheme: 'dark', width: 390, javaScriptEnabled: true },
    { colorScheme: 'dark', width: 1200, javaScriptEnabled: false },
  ] as const)('$colorScheme, $width pixels, scripts: $javaScriptEnabled', async ({ width, ...look }) => {
    const url = pathToFileURL(join(folder, 'checked.html')).href;
    const { page, offences } = await openPage(browser, url, { ...look, viewport: { width, height: 900 } });

    expect(await page.textContent('h1')).toBe(
      'Process d read 1 although process c had read 2 before it began and nothing wrote 1 in between.',
    );
    expect(await page.locator('svg rect.failing').first().isVisible()).toBe(true);
    expect(await page.locator('img').count()).toBe(0);
    if (look.javaScriptEnabled) {
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
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
});
