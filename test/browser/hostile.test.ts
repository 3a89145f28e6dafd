/**
 * Something hostile in every string of a run, its histories and its plans: the page shows it and nothing else happens, and
 * no other format lets it out of its place.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { properties } from '../../spec/properties.ts';
import { annotationsOf, workflowCommand } from '../../src/report/annotations.ts';
import { asciiTimeline } from '../../src/report/terminal/ascii-timeline.ts';
import { renderJunit } from '../../src/report/junit/junit.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { reportModel } from '../../src/report/model.ts';
import type { StoredExhibit } from '../../src/report/model.ts';
import { renderClosing } from '../../src/report/terminal/terminal.ts';
import { hasChromium, launchChromium } from '../support/chromium.ts';
import { poisoned } from '../support/poisoned.ts';
import { openReport, settled, visitViews } from '../support/report-page.ts';
import { history, holdingAdapter, plan, runOf, violatingAdapter } from '../unit/report/example-run.ts';

const run = poisoned(
  runOf(
    {
      ...violatingAdapter,
      file: './adapters/redis-lease/adapter.ts',
      reason: 'stopped',
      certificate: { level: 'simulated', missing: ['faults on real servers'] },
    },
    { ...holdingAdapter, certificate: { level: 'none', missing: ['everything'] } },
  ),
);
const stored: readonly StoredExhibit[] = [
  ...run.adapters.flatMap(({ name, testbed, counterexamples }) =>
    counterexamples.map((counterexample, index) => ({
      adapter: name,
      testbed,
      counterexample,
      ...(index === 0 ? poisoned({ history, plan }) : poisoned({ missing: 'The history could not be read: gone' })),
    })),
  ),
  poisoned({ adapter: 'redis-fencing', testbed: 'simulated', history, plan }),
];
const report = reportModel(
  run,
  poisoned(properties.map(({ sources, ...rest }) => ({ ...rest, sources: [...sources] }))),
  stored,
);

/** What only a page may show, and only as text: control characters, and those that turn the direction of a line. */
const UNSHOWN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe.skipIf(!hasChromium)('the page of a hostile run', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scrutineer-hostile-'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([1280, 360])(
    'at %i pixels, every view clicked through: nothing runs, asks, prints or opens',
    async (width) => {
      const { page, offences } = await openReport(browser, folder, report, { colorScheme: 'light', width });
      const views: string[] = [];
      await visitViews(page, async (view) => {
        views.push(view);
        const found = await page.evaluate(
          `({
          foreign: document.querySelectorAll('img, iframe, object, embed, link[rel=stylesheet], base, meta[http-equiv=refresh]').length,
          links: [...document.querySelectorAll('[href]')].filter((node) => !/^(#|data:,$)/.test(node.getAttribute('href'))).length,
          handlers: [...document.querySelectorAll('*')].filter((node) => [...node.attributes].some(({ name }) => /^on|^style$/.test(name) && !(name === 'style' && node.style.length > 0))).length,
          scripts: document.scripts.length,
          owned: typeof window.owned,
          wide: document.documentElement.scrollWidth > ${width},
        })`,
        );
        expect({ view, ...(found as object) }).toEqual({
          view,
          foreign: 0,
          links: 0,
          handlers: 0,
          scripts: 2,
          owned: 'undefined',
          wide: false,
        });
        const text = String(await page.evaluate('document.querySelector("main > section:not([hidden])").textContent'));
        expect(UNSHOWN.exec(text)?.index).toBeUndefined();
      });
      expect(views).toHaveLength(6);
      expect(offences).toEqual([]);
    },
  );

  test('what is hostile is shown as what it is', async () => {
    const { page } = await openReport(browser, folder, report, { colorScheme: 'light', width: 1280 });
    await settled(page);
    const text = String(await page.evaluate('document.body.innerText'));
    expect(text).toContain('<script>alert(2)');
    expect(text).toContain('\\u{202e}');
    expect(text).toContain('\\u{1b}');
  });

  test('a text of a hundred thousand characters is cut, and shown whole on request', async () => {
    const [told] = report.exhibits;
    if (told?.counterexample === undefined) throw new Error('the example shows a violation');
    const sentence = 'y'.repeat(100_000);
    const exhibits = [{ ...told, counterexample: { ...told.counterexample, sentence } }];
    const { page } = await openReport(browser, folder, { ...report, exhibits }, { colorScheme: 'light', width: 1280 });
    const heading = page.locator('section.verdict h2');
    expect((await heading.textContent())?.length).toBeLessThan(2_100);
    await heading.getByRole('button', { name: 'show all 100000 characters' }).click();
    expect((await heading.textContent())?.trim()).toBe(sentence);
  });
});

describe('the other formats of a hostile run', () => {
  const drawings = stored.flatMap(({ counterexample, history: own }) =>
    counterexample === undefined || own === undefined
      ? []
      : [{ counterexample, drawing: asciiTimeline(own, counterexample.witness) }],
  );

  test('the terminal gets no command', () => {
    const text = renderClosing(run, { colour: false, cwd: '/project', folder: '/project/run', columns: 100 });
    expect(UNSHOWN.exec(text)?.index).toBeUndefined();
    expect(text).not.toContain('\u001b');
  });

  test('Markdown stays text, and small enough for a build server', () => {
    const text = renderMarkdown(run, drawings);
    // What stands between backticks or tildes is text for Markdown, too.
    const outside = text.replace(/^(~{3,})[^]*?^\1$/gm, '').replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/<(img|script|svg|\/?template|\/script)/i);
    expect(outside).not.toMatch(/(?<!\\)\]\((?!https:|#)/);
    expect(UNSHOWN.exec(text)?.index).toBeUndefined();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
  });

  test('JUnit has only the characters that XML has, and no element but its own', () => {
    const text = renderJunit(run, drawings);
    expect(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/.exec(text)?.index,
    ).toBeUndefined();
    expect(text).not.toMatch(/<(img|script|svg|template)/i);
  });

  test('a workflow command is one line that begins one command', () => {
    const commands = annotationsOf(run).map((annotation) => workflowCommand(annotation, undefined));
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      expect(command.split(/[\r\n]/)).toHaveLength(1);
      expect(UNSHOWN.exec(command)?.index).toBeUndefined();
    }
  });
});
