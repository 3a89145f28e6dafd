/**
 * `npm run pictures`: docs/*.png, taken in Chromium from the pages of reports/examples/, in both themes. SCRUTINEER_CHROMIUM
 * names another browser than /usr/bin/chromium. Run `npm run examples` first where the page has changed.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const BYTES_MAX = 150 * 1024;
const WIDTH = 1100;

/** A stretch of a page, from its top or from the heading that `from` names, as high as `height` CSS pixels. */
const pictures = [
  { name: 'verdict', example: 'two-leaders', hash: '', height: 880 },
  { name: 'order', example: 'not-linearizable', hash: '#violation', from: 'Why no other order works', height: 560 },
  { name: 'timeline', example: 'two-leaders', hash: '#timeline', height: 820 },
  { name: 'history', example: 'two-leaders', hash: '#history', height: 700 },
];

const browser = await chromium.launch({
  executablePath: process.env.SCRUTINEER_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});
try {
  for (const picture of pictures) for (const colorScheme of ['light', 'dark']) await take(picture, colorScheme);
} finally {
  await browser.close();
}

async function take({ name, example, hash, from, height }, colorScheme) {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width: WIDTH, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    process.stderr.write(`pictures: ${example}: ${error.message}\n`);
    process.exitCode = 1;
  });
  await page.goto(`${pathToFileURL(join(root, 'reports', 'examples', example, 'report.html')).href}${hash}`);
  // Events are inflated and drawn after the page is there.
  await page.waitForTimeout(1_000);
  const top = from === undefined ? 0 : await page.getByRole('heading', { name: from }).evaluate(topOf);
  const png = await page.screenshot({ fullPage: true, clip: { x: 0, y: top, width: WIDTH, height } });
  const file = join('docs', `${name}-${colorScheme}.png`);
  writeFileSync(join(root, file), png);
  process.stdout.write(`${file}: ${Math.ceil(png.length / 1024)} KiB\n`);
  if (png.length > BYTES_MAX) {
    process.stderr.write(`pictures: ${file} takes ${png.length} bytes, expected at most ${BYTES_MAX}\n`);
    process.exitCode = 1;
  }
  await context.close();
}

/** Runs in the page. A little air above the heading. */
function topOf(heading) {
  return Math.max(0, heading.getBoundingClientRect().top + globalThis.scrollY - 20);
}
