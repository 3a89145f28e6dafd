/** The browser in which pages are tested: found or missed aloud, and listened to while it shows one. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const executable = process.env['SCRUTINEER_CHROMIUM'] ?? '/usr/bin/chromium';
const isRequired = (process.env['SCRUTINEER_REQUIRE'] ?? '').split(',').includes('browser');

/** Whether there is a browser. Importing this throws where there is none and SCRUTINEER_REQUIRE names one. */
export const hasChromium: boolean = existsSync(executable);
if (!hasChromium) {
  const message = `no Chromium at ${executable} (SCRUTINEER_CHROMIUM names another)`;
  if (isRequired) throw new Error(`SCRUTINEER_REQUIRE names browser, but there is ${message}.`);
  process.stderr.write(`browser tests skipped: ${message}\n`);
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: executable, args: flags });
}

export interface OpenedPage {
  readonly page: Page;
  /** What a page that is complete in itself does not do: ask for something, print, fail, or open a dialog. It grows. */
  readonly offences: readonly string[];
}

/** Opens the page at `url` in a context of its own. */
export async function openPage(browser: Browser, url: string, look: BrowserContextOptions): Promise<OpenedPage> {
  const context = await browser.newContext(look);
  const page = await context.newPage();
  const offences: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url.split('#', 1)[0] && request.url() !== 'data:,') offences.push(`request ${request.url()}`);
  });
  page.on('console', (message) => offences.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => offences.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    offences.push(`dialog ${dialog.message()}`);
    dialog.dismiss().catch(() => undefined);
  });
  await page.goto(url);
  // A script may have to inflate the page first.
  await page.locator('main').first().waitFor({ state: 'attached' });
  return { page, offences };
}
