/**
 * The report in a real browser: it renders, asks for nothing, prints no error, and nothing that an implementation
 * wrote can act in it. Method: write the page to disk, open it as a reader would, listen to everything.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { properties } from '../../spec/properties.ts';
import { readPageAssets, renderHtml } from '../../src/report/html.ts';
import { reportModel } from '../../src/report/model.ts';
import type { ReportModel } from '../../src/report/model.ts';
import { counterexample, history, holdingAdapter, plan, runOf, violatingAdapter } from '../unit/report/example-run.ts';
import { hasChromium, launchChromium, openPage, type OpenedPage } from '../support/chromium.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const violating = reportModel(
  runOf(violatingAdapter, holdingAdapter),
  properties,
  violatingAdapter.counterexamples.map((found) => ({
    adapter: 'redis-lease',
    testbed: 'simulated',
    counterexample: found,
    history,
    plan,
  })),
);
const passing = reportModel(runOf(holdingAdapter), properties, [
  { adapter: 'redis-fencing', testbed: 'simulated', history, plan },
]);

/** Opens a page made from `model`, and collects whatever it should not do. */
class Reader {
  readonly #browser: Browser;
  readonly #folder: string;

  constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  async open(
    model: ReportModel,
    look: { readonly colorScheme: 'light' | 'dark'; readonly width: number },
  ): Promise<OpenedPage> {
    const path = join(this.#folder, 'report.html');
    await writeFile(path, renderHtml(model, await readPageAssets()));
    const { colorScheme, width } = look;
    return openPage(this.#browser, pathToFileURL(path).href, { colorScheme, viewport: { width, height: 900 } });
  }
}

async function axeFindings(page: Page): Promise<readonly string[]> {
  // Through the debugger, since the page's own policy refuses foreign scripts.
  await page.evaluate(await readFile(axe, 'utf8'));
  const found: unknown = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))',
  );
  return Array.isArray(found) ? found.map(String) : ['axe gave no list'];
}

/** Twice, since what is folded inside an exhibit is made when the exhibit is opened. */
async function unfoldAll(page: Page): Promise<void> {
  for (let depth = 0; depth < 2; depth += 1) {
    await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
    await page.evaluate('new Promise((done) => setTimeout(done, 100))');
  }
  expect(
    await page.evaluate(
      '[...document.querySelectorAll("details")].filter((one) => !one.open || one.childElementCount < 2).length',
    ),
  ).toBe(0);
}

describe.skipIf(!hasChromium)('report.html', () => {
  let browser: Browser;
  let folder: string;
  let reader: Reader;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-report-'));
    browser = await launchChromium();
    reader = new Reader(browser, folder);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('a violation is told first: sentence, picture, steps, promise, replay', async () => {
    const { page, offences } = await reader.open(violating, { colorScheme: 'light', width: 1280 });
    expect(await page.textContent('h1')).toBe(counterexample.sentence);
    expect(await page.textContent('.kicker')).toContain('violated');
    expect(await page.locator('#violation-1 svg .mark').count()).toBe(counterexample.witness.events.length);
    expect(await page.locator('#violation-1 svg .ring').count()).toBe(2);
    expect(await page.locator('#violation-1 svg').textContent()).toContain('broken for 1.11 s');
    expect(await page.locator('#violation-1 .steps li').allTextContents()).toEqual(
      counterexample.witness.steps.map((step, index) => `${index + 1}${step}`),
    );
    expect(await page.locator('#violation-1').textContent()).toContain(counterexample.replay);
    expect(await page.locator('#violation-1 .formula').textContent()).not.toBe('');
    expect(offences).toEqual([]);
  });

  test('a passing run shows its verdict, its promises and a sample', async () => {
    const { page, offences } = await reader.open(passing, { colorScheme: 'light', width: 1280 });
    expect(await page.textContent('h1')).toContain('redis-fencing keeps every promise');
    expect(await page.locator('.promises tbody tr').count()).toBe(holdingAdapter.properties.length);
    expect(await page.locator('#sample-1 svg').count()).toBe(1);
    expect(offences).toEqual([]);
  });

  test('the coverage is a table: how often, what is owed, what cannot be; and what was shrunk is told', async () => {
    const { page, offences } = await reader.open(violating, { colorScheme: 'light', width: 1280 });
    expect(await page.locator('#coverage summary').first().textContent()).toContain('8 of 9 mandatory cells');
    await page.locator('#coverage summary').first().click();
    const table = page.getByRole('table', { name: 'Histories of redis-lease on simulated' });
    const row = (name: string): Promise<string[]> =>
      table
        .getByRole('row', { name: new RegExp(`^${name} `) })
        .getByRole('cell')
        .allTextContents();
    expect(await row('campaign')).toEqual(['20,000', '9,120', '4,000', '1']);
    expect(await row('elected')).toEqual(['19,870', '8,004', '12', '✗ missed']);
    expect(await row('crashed')).toEqual(['–', '3', '0', '3,004']);
    expect(await page.locator('#coverage').textContent()).toContain('No tokens are promised.');
    const exhibit = await page.locator('#violation-1').textContent();
    expect(exhibit).toContain('Shrunk from 6 faults and 5 candidates to 3 faults and 3 candidates, in 71 runs.');
    expect(exhibit).toContain('On local: showed again in 31 of 40 histories (2 of 2 runs).');
    expect(offences).toEqual([]);
  });

  test('belief and grant are drawn where they were', async () => {
    const { page } = await reader.open(violating, { colorScheme: 'light', width: 1280 });
    await page.getByRole('button', { name: 'Whole history, 20 s' }).first().click();
    const edges: unknown = await page.evaluate(
      '[...document.querySelectorAll("#violation-1 svg rect.believed")].map((bar) => [bar.x.baseVal.value, bar.x.baseVal.value + bar.width.baseVal.value])',
    );
    const width = Number(await page.locator('#violation-1 svg').getAttribute('width'));
    const at = (seconds: number): number => 92 + (seconds / 20) * (width - 18 - 92);
    expect(edges).toEqual([
      [expect.closeTo(at(1.21), 1), expect.closeTo(at(10.42), 1)],
      [expect.closeTo(at(8.104), 1), expect.closeTo(at(20), 1)],
    ]);
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)(
    'accessible in %s at %i pixels, everything unfolded, never wider than the window',
    async (colorScheme, width) => {
      const { page, offences } = await reader.open(violating, { colorScheme, width });
      await unfoldAll(page);
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(offences).toEqual([]);
    },
  );

  test('the theme button switches, and is named after what it does', async () => {
    const { page } = await reader.open(passing, { colorScheme: 'light', width: 1280 });
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const before = await ground();
    await page.getByRole('button', { name: 'Switch to dark colours' }).click();
    expect(await ground()).not.toBe(before);
    expect(await page.getByRole('button', { name: 'Switch to light colours' }).count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
  });

  test('hostile text in every string of the model does nothing but show', async () => {
    const { page, offences } = await reader.open(poisoned(violating), { colorScheme: 'light', width: 1280 });
    await unfoldAll(page);
    await page.waitForTimeout(200);
    expect(offences).toEqual([]);
    expect(
      await page.evaluate(
        '[document.images.length, document.querySelectorAll("iframe, object, embed, link[rel=stylesheet], a[href^=javascript]").length, document.scripts.length, typeof window.owned]',
      ),
    ).toEqual([0, 0, 1, 'undefined']);
    expect(await page.evaluate('document.body.innerText')).toContain('\\u{202e}');
    expect(await page.evaluate('/[\\u202e\\u2066\\u0000-\\u0008]/.test(document.body.textContent)')).toBe(false);
    expect(await page.locator('h1').textContent()).toContain('<img src=x');
  });

  test('a text of a megabyte is cut, and shown whole on request', async () => {
    const [exhibit] = violating.exhibits;
    if (exhibit?.counterexample === undefined) throw new Error('the example shows a violation');
    const long = { ...exhibit, counterexample: { ...exhibit.counterexample, sentence: 'x'.repeat(1_000_000) } };
    const { page } = await reader.open({ ...violating, exhibits: [long] }, { colorScheme: 'light', width: 1280 });
    expect((await page.textContent('h1'))?.length).toBeLessThan(2_100);
    await page.getByRole('button', { name: 'show all 1000000 characters' }).first().click();
    expect((await page.textContent('h1'))?.trim().length).toBe(1_000_000);
  });
});

test('the page itself is at most 60 KB', async () => {
  const { script, style } = await readPageAssets();
  expect(script.length + style.length).toBeLessThanOrEqual(60_000);
});

/** Words that decide how the page is built, rather than being shown on it. */
const STRUCTURAL = new Set(['schema', 'type', 'kind', 'verdict', 'id', 'property', 'event', 'phase']);
const HOSTILE =
  '<img src=x onerror="alert(1);window.owned=1"></script><script>alert(2)</script>\u202e\u2066\u0000"\'`${alert(3)} javascript:alert(4) {{x}} &lt;b&gt;';

/** The model with hostile text in every string; keys of records that an implementation names are left as they are. */
function poisoned(model: ReportModel): ReportModel {
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return STRUCTURAL.has(key) ? value : `${value}${HOSTILE}`;
    if (Array.isArray(value)) return value.map((entry) => poison(entry, key));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, poison(content, name)]));
    return value;
  };
  return poison(model, '') as ReportModel;
}
