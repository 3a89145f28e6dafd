/** The view of coverage and of the run in a real browser: what was tried, what is owed, and everything to take away. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeHistory } from '../../src/history/json-lines.ts';
import { hasChromium, launchChromium, type OpenedPage } from '../support/chromium.ts';
import { disorderedReport } from '../support/disordered-report.ts';
import { axeFindings, openReport, violatingReport } from '../support/report-page.ts';
import { history, plan } from '../unit/report/example-run.ts';

describe.skipIf(!hasChromium)('the view of coverage and of the run', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-coverage-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (report: typeof violatingReport, hash = '#coverage'): Promise<OpenedPage> =>
    openReport(browser, folder, report, { colorScheme: 'light', width: 1280, hash });

  test('the evidence of each promise: judged, undecided, and why not', async () => {
    const { page, offences } = await open(violatingReport);
    const table = page.getByRole('region', { name: 'Evidence of redis-lease on simulated' });
    const cells = await table.locator('tbody tr').first().locator('th, td').allTextContents();
    expect(cells.slice(0, 4).map((text) => text.trim())).toEqual([
      'S4 At most one candidate believes that it leads',
      '✗ violated',
      '31,870',
      '12',
    ]);
    expect(await table.textContent()).toContain('no stretch of calm was long enough');
    expect(await table.textContent()).not.toContain('S1');
    expect(offences).toEqual([]);
  });

  test('the matrix says how often, what is owed and what cannot be; the faults say what was not injected', async () => {
    const { page } = await open(violatingReport);
    const summary = page.locator('section.coverage summary').first();
    expect(await summary.textContent()).toContain('8 of 9 mandatory cells');
    await summary.click();
    const matrix = page.locator('.matrix').first();
    await expect.poll(() => matrix.locator('.missed').allTextContents()).toEqual(['✗ missed']);
    expect(await matrix.locator('thead th').nth(2).getAttribute('title')).toContain('nothing passes');
    expect(await page.getByRole('region', { name: 'Table of faults' }).textContent()).toContain('– not injected');
  });

  test('the run of a history: its plan, its configuration, and what its candidates printed', async () => {
    const { page } = await open(violatingReport, '#coverage/2');
    expect(await page.locator('section.coverage select').inputValue()).toBe('1');
    const text = (await page.locator('section.coverage').textContent()) ?? '';
    expect(text).toContain('npx scrutineer certify redis-lease --seed 42 --histories 20000');
    expect(text).toContain('Candidate b has clocks off by -80 ppm');
    expect(text).toContain('no fencing tokens; at most one leader at a time');
    expect(text).not.toContain('printed');
    const { page: real } = await open(disorderedReport);
    await real.getByText('What a#0 printed, without 1,200 bytes before').click();
    expect(await real.locator('pre[aria-label="Output of a#0"]').textContent()).toBe('renewal failed: ECONNRESET');
  });

  test('the history, the plan and the run can be taken away, as they were stored', async () => {
    const { page, offences } = await open(violatingReport);
    const taken = async (name: string): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Download ${name}`, exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
      const path = join(folder, name);
      await download.saveAs(path);
      return readFile(path, 'utf8');
    };
    expect(JSON.parse(await taken('run.json'))).toEqual(violatingReport.run);
    expect(JSON.parse(await taken('a1b2c3d4.plan.json'))).toEqual(plan);
    const lines = (await taken('a1b2c3d4.jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([history.header, ...history.events]);
    // What is taken away is what the tools read.
    const sorted = lines.slice(1).sort((one, other) => firstOf(one) - firstOf(other));
    expect(decodeHistory([lines[0], ...sorted].join('\n'), 'a1b2c3d4.jsonl').events).toHaveLength(
      history.events.length,
    );
    expect(offences.filter((offence) => !offence.startsWith('request blob:'))).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('is accessible and fits a narrow screen, %s', async (colorScheme) => {
    const look = { colorScheme, width: 360, hash: '#coverage' };
    const { page } = await openReport(browser, folder, violatingReport, look);
    await page.locator('section.coverage summary').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
  });
});

function firstOf(line: string): number {
  const { at } = JSON.parse(line) as { readonly at: number | readonly number[] };
  return typeof at === 'number' ? at : (at[0] ?? 0);
}
