/**
 * The Violation view in a real browser: somebody who reads nothing else is told what was promised, what happened when,
 * what conflicts, and how to see it again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, type OpenedPage } from '../support/chromium.ts';
import { disorderedReport } from '../support/disordered-report.ts';
import { axeFindings, openReport, passingReport, violatingReport } from '../support/report-page.ts';
import { counterexample, plan } from '../unit/report/example-run.ts';

describe.skipIf(!hasChromium)('the Violation view', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-violation-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (report: typeof violatingReport, hash: string, width = 1280): Promise<OpenedPage> =>
    openReport(browser, folder, report, { colorScheme: 'light', width, hash });

  test('promise, picture and steps say the same, and the two that conflict are outlined in both', async () => {
    const { page, offences } = await open(violatingReport, '#violation');
    const view = page.locator('section.violation');
    expect(await view.locator('.sentence').textContent()).toBe(counterexample.sentence);
    expect(await view.locator('.promise').textContent()).toContain('At most one candidate believes that it leads.');
    expect(await view.locator('.formula').textContent()).not.toBe('');
    const times = await view.locator('.steps .time').allTextContents();
    expect(times).toEqual(['1.210 s: ', '7.714 s: ', '8.104 s: ', '10.420 s: ']);
    expect(await view.locator('.steps .conflict .number').allTextContents()).toEqual(['3', '4']);
    expect(await view.locator('svg .mark').count()).toBe(4);
    expect(await view.locator('svg .ring').count()).toBe(2);
    expect(await view.locator('svg .caption-text').allTextContents()).toEqual([
      '3  8.104 s: b#0 believes that it leads, token 4',
      '4  10.420 s: a#0 no longer believes that it leads, token 3: the renewal found another holder',
    ]);
    expect(await view.locator('svg').first().textContent()).toContain('broken for 1.11 s, 9.312 s to 10.420 s');
    expect(offences).toEqual([]);
  });

  test('what is hatched is hatched, though another view that is hidden shows a picture, too', async () => {
    const { page } = await open(violatingReport, '#violation');
    expect(
      await page.evaluate('getComputedStyle(document.querySelector("section.violation svg .disputed")).fill'),
    ).toContain('#hatch-disputed');
    expect(await page.locator('pattern#hatch-disputed').count()).toBe(1);
    expect(await page.evaluate('document.querySelector("svg.hatching").closest("[hidden]")')).toBeNull();
  });

  test('how the election stood is a table, and links lead to the timeline and to the events of the violation', async () => {
    const { page } = await open(violatingReport, '#violation');
    const rows = page.locator('section.violation .states tbody tr');
    expect(await rows.first().locator('td').allTextContents()).toEqual([
      'a#0, token 3 and b#0, token 4',
      'a#0, token 3 and b#0, token 4',
      'b#0, token 4',
    ]);
    const links = page.locator('section.violation .links a');
    expect(await links.nth(0).getAttribute('href')).toMatch(/^#timeline\?from=8812000&to=10920000&event=\d+$/);
    expect(await links.nth(1).getAttribute('href')).toMatch(/^#history\?q=%408\.812-10\.92&event=\d+$/);
    await links.nth(0).click();
    await expect.poll(() => page.locator('section.timeline-view').isVisible()).toBe(true);
  });

  test('the cause, the replay, what it was shrunk from, and the plan in prose and as JSON', async () => {
    const { page } = await open(violatingReport, '#violation');
    const text = (await page.locator('section.violation').textContent()) ?? '';
    expect(text).toContain('What usually causes this, and where to look');
    expect(text).toContain(counterexample.replay);
    expect(text).toContain('Shrunk from 6 faults and 5 candidates to 3 faults and 3 candidates, in 71 runs.');
    expect(text).toContain('On local: showed again in 31 of 40 histories (2 of 2 runs).');
    expect(text).toContain('Candidate b has clocks off by -80 ppm');
    await page.locator('section.violation details summary').click();
    const shown = (await page.locator('section.violation details code').textContent()) ?? '';
    expect(JSON.parse(shown)).toEqual(plan);
    expect(await page.getByRole('button', { name: 'Copy: the plan as JSON' }).count()).toBe(1);
  });

  test('all violations are listed; each is a way to its own', async () => {
    const { page } = await open(violatingReport, '#violation');
    const listed = page.locator('section.violation .violations li');
    expect(await listed.count()).toBe(2);
    expect(await listed.nth(1).textContent()).toContain('violated (declared)');
    await listed.nth(1).locator('a').click();
    expect(new URL(page.url()).hash).toBe('#violation/2');
    await expect
      .poll(() => page.locator('section.violation .sentence').textContent())
      .toBe('a#0 renewed the record of b#0 at 9.602 s');
    expect(await page.locator('section.violation select').inputValue()).toBe('1');
  });

  test('where no order works, it is shown how far one comes and why no further', async () => {
    const { page, offences } = await open(disorderedReport, '#violation/1');
    const view = page.locator('section.violation');
    expect(await view.getByRole('region', { name: 'The operations that contradict one another' }).count()).toBe(1);
    const answers = (await view.textContent()) ?? '';
    expect(answers).toContain('Why no other order works');
    expect(answers).toContain('c#0 cannot be told that a#0 with token 1 leads next: b#0 with token 2 leads.');
    expect(answers).toContain('The longest legal order has all 2 that completed before');
    await view.locator('.violations a').nth(1).click();
    await expect
      .poll(() => view.textContent())
      .toContain('a#0 cannot write with token 9 next: token 10 was applied last.');
    expect(offences).toEqual([]);
  });

  test('a sample has no violation to tell, and still its picture and its plan', async () => {
    const { page, offences } = await open(passingReport, '#violation');
    const text = (await page.locator('section.violation').textContent()) ?? '';
    expect(text).toContain('in which every judged promise held');
    expect(text).toContain('The plan');
    expect(await page.locator('section.violation svg .mark').count()).toBe(0);
    expect(await page.locator('section.violation svg .believed').count()).toBeGreaterThan(0);
    expect(offences).toEqual([]);
  });

  test.each([
    ['light', 'two leaders', violatingReport],
    ['dark', 'two leaders', violatingReport],
    ['light', 'no order', disorderedReport],
    ['dark', 'no order', disorderedReport],
  ] as const)('is accessible and fits a narrow screen, %s: %s', { timeout: 60_000 }, async (colorScheme, _, report) => {
    const { page } = await openReport(browser, folder, report, { colorScheme, width: 360, hash: '#violation' });
    await page.locator('section.violation .steps').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
  });
});
