/**
 * `npm run bench report`: prints the figures that the page is held to, each as its target, what this machine reaches, and
 * times also as a ratio to an anchor measured beside them. A figure that is not met says so; nothing is asserted.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { properties } from '../../../spec/properties.ts';
import { readPageAssets, renderHtml, shellBytes } from '../../../src/report/html.ts';
import { reportModel } from '../../../src/report/model.ts';
import { longHistory } from '../../support/long-history.ts';
import { counterexample, plan, runOf, violatingAdapter } from '../../unit/report/example-run.ts';
import { measureAnchor } from '../anchor.ts';
import { nowUs } from '../stopwatch.ts';
import { openPainted, panTimeline, type Painted } from './painted-page.ts';

const OPERATIONS = 100_000;
const EVENTS_LARGE = 1_500_000;
/** Of the generator, about. */
const EVENTS_PER_OPERATION = 2.35;
const ROUNDS = 3;
const PAN_STEPS = 120;
const FRAME_MS = 16;

const executable = process.env['SCRUTINEER_CHROMIUM'] ?? '/usr/bin/chromium';

interface Made {
  readonly file: string;
  readonly events: number;
  readonly shown: number;
  readonly bytes: number;
  readonly writtenMs: number;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scrutineer-bench-report-'));
  const anchorMs = (await measureAnchor()).processorUs * 1_000;
  print(`The report page on Node ${process.version}, ${cpus().length} processors, ${cpus()[0]?.model ?? 'unknown'}`);
  print('Times are by the clock; in brackets as so many times an anchor, a million hops of a promise.');
  const ratio = (ms: number): string => `${ms.toFixed(0)} ms (${(ms / anchorMs).toFixed(1)} anchors)`;
  let browser: Browser | undefined;
  try {
    await shellLines();
    const long = await pageOf(folder, OPERATIONS);
    print(`${thousands(OPERATIONS)} operations, ${thousands(long.events)} events`);
    line('page', '<= 1,500,000 bytes', `${thousands(long.bytes)} bytes`, long.bytes <= 1_500_000);
    line('written in', '', ratio(long.writtenMs));
    browser = await chromium.launch({
      executablePath: executable,
      args: ['--headless', '--no-sandbox', '--disable-gpu'],
    });
    await paintedLines(browser, long.file, ratio);
    const large = await pageOf(folder, Math.ceil(EVENTS_LARGE / EVENTS_PER_OPERATION));
    print(`${thousands(large.events)} events`);
    line('page', '', `${thousands(large.bytes)} bytes, with ${thousands(large.shown)} of the events`);
    line('written in', '', ratio(large.writtenMs));
    const { page, painted } = await openPainted(browser, large.file, 'timeline');
    line('first text', '', ratio(painted.firstMs));
    line('timeline painted', '', ratio(painted.timelineMs));
    await page.evaluate("location.hash = '#history'");
    await page.waitForTimeout(3_000);
    const text = await page.locator('section.history').innerText();
    line('says', 'how much is shown', /^.*[Ss]howing.*$/m.exec(text)?.[0] ?? 'nothing', /[Ss]howing/.test(text));
  } finally {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function shellLines(): Promise<void> {
  const assets = await readPageAssets();
  const bytes = shellBytes(assets);
  print('The page itself');
  line('script and style, as they travel', '<= 60,000 bytes', `${thousands(bytes)} bytes`, bytes <= 60_000);
  line('the same unpacked', '', `${thousands(assets.script.length)} script, ${thousands(assets.style.length)} style`);
}

async function paintedLines(browser: Browser, file: string, ratio: (ms: number) => string): Promise<void> {
  const rounds: Painted[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { page, painted } = await openPainted(browser, file, 'timeline');
    rounds.push(painted);
    if (round < ROUNDS - 1) await page.context().close();
    else await panLines(page);
  }
  const best = (of: (painted: Painted) => number): number => Math.min(...rounds.map(of));
  line('first text', '', ratio(best(({ firstMs }) => firstMs)));
  const whole = best(({ timelineMs }) => timelineMs);
  line('timeline painted', '<= 1,500 ms', ratio(whole), whole <= 1_500);
}

async function panLines(page: Parameters<typeof panTimeline>[0]): Promise<void> {
  for (const [what, presses] of [
    ['all of it', 0],
    ['zoomed in', 8],
  ] as const) {
    await page.locator('section:not([hidden]) canvas').last().focus();
    for (let press = 0; press < presses; press += 1) await page.keyboard.press('+');
    const { workMs, deltasMs } = await panTimeline(page, PAN_STEPS);
    const at = (values: readonly number[], share: number): number =>
      values[Math.floor((values.length - 1) * share)] ?? Number.NaN;
    const worst = at(workMs, 0.95);
    line(
      `a frame while panning, ${what}`,
      `<= ${FRAME_MS} ms`,
      `own work median ${at(workMs, 0.5).toFixed(1)}, 95 % ${worst.toFixed(1)}, most ${at(workMs, 1).toFixed(1)} ms; from frame to frame median ${at(deltasMs, 0.5).toFixed(1)}, 95 % ${at(deltasMs, 0.95).toFixed(1)} ms (${workMs.length})`,
      worst <= FRAME_MS,
    );
  }
}

/** The page of one violation in a history of so many operations. */
async function pageOf(folder: string, operations: number): Promise<Made> {
  const { history, witness } = longHistory(operations, 1);
  const found = { ...counterexample, witness, sentence: witness.sentence };
  const adapter = { ...violatingAdapter, counterexamples: [found] };
  const startUs = nowUs();
  const stored = [{ adapter: adapter.name, testbed: adapter.testbed, counterexample: found, history, plan }];
  const report = reportModel(runOf(adapter), properties, stored);
  const file = join(folder, `report-${operations}.html`);
  await writeFile(file, renderHtml(report, await readPageAssets()));
  const writtenMs = (nowUs() - startUs) / 1_000;
  const { size } = await stat(file);
  return { file, events: history.events.length, shown: report.events[0]?.length ?? 0, bytes: size, writtenMs };
}

function line(what: string, target: string, measured: string, isMet?: boolean): void {
  const standing = isMet === undefined ? '' : isMet ? 'met' : 'NOT MET';
  print(`  ${what.padEnd(40)} ${target.padEnd(20)} ${measured}${standing === '' ? '' : `   ${standing}`}`);
}

function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
