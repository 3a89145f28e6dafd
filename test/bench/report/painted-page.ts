/** A page in Chromium with a stopwatch in it: when it was last painted, and what its frames cost. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

/** Put into the page before anything else of it: notes every stroke on a canvas, and what each frame's own code takes. */
const STOPWATCH = `
window.bench = { strokeMs: 0, frames: [], frameAt: -1 };
for (const name of ['fillRect', 'stroke', 'fill', 'fillText']) {
  const own = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...args) {
    window.bench.strokeMs = performance.now();
    return own.apply(this, args);
  };
}
const request = window.requestAnimationFrame;
window.requestAnimationFrame = (callback) =>
  request((now) => {
    const begun = performance.now();
    callback(now);
    const { frames } = window.bench;
    // Callbacks of one frame are told the same time.
    if (now !== window.bench.frameAt) frames.push(0);
    window.bench.frameAt = now;
    frames[frames.length - 1] += performance.now() - begun;
  });`;

export interface Painted {
  /** Milliseconds from the beginning of the navigation: the first text, and the last stroke of the timeline. */
  readonly firstMs: number;
  readonly timelineMs: number;
}

/** Opens the file at its timeline in a context of its own, and waits until nothing is drawn any more. */
export async function openPainted(
  browser: Browser,
  file: string,
  view: string,
): Promise<{ readonly page: Page; readonly painted: Painted }> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.addInitScript(STOPWATCH);
  await page.goto(`${pathToFileURL(file).href}#${view}`);
  let before = -1;
  for (let round = 0; round < 100; round += 1) {
    await page.waitForTimeout(250);
    const now = await numberIn(page, 'window.bench.strokeMs');
    if (now > 0 && now === before) break;
    before = now;
  }
  return {
    page,
    painted: {
      firstMs: await numberIn(page, "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"),
      timelineMs: before,
    },
  };
}

export interface Frames {
  /** What the code of each frame took, in milliseconds, sorted. */
  readonly workMs: readonly number[];
  /** From frame to frame, sorted. */
  readonly deltasMs: readonly number[];
}

/** Drags the timeline to and fro, a step a frame, and measures the frames that this asks for. */
export async function panTimeline(page: Page, steps: number): Promise<Frames> {
  const found: unknown = await page.evaluate(
    `new Promise((resolve) => {
      const canvas = [...document.querySelectorAll('section:not([hidden]) canvas')].sort((one, other) => other.clientHeight - one.clientHeight)[0];
      const box = canvas.getBoundingClientRect();
      const send = (type, x) => canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, isPrimary: true, button: 0, buttons: 1, clientX: x, clientY: box.top + box.height / 2 }));
      canvas.setPointerCapture = () => undefined;
      canvas.hasPointerCapture = () => true;
      window.bench.frames = [];
      window.bench.frameAt = -1;
      const deltas = [];
      let last = 0;
      let step = 0;
      send('pointerdown', box.left + 600);
      const next = (now) => {
        if (last > 0) deltas.push(now - last);
        last = now;
        step += 1;
        send('pointermove', box.left + 600 + 250 * Math.sin(step / 12));
        if (step < ${steps}) return setTimeout(() => requestAnimationFrame(next));
        send('pointerup', box.left + 600);
        setTimeout(() => resolve([window.bench.frames, deltas]), 100);
      };
      requestAnimationFrame(next);
    })`,
  );
  const [work, deltas] = Array.isArray(found) ? found.map(sorted) : [[], []];
  return { workMs: work ?? [], deltasMs: deltas ?? [] };
}

function sorted(values: unknown): readonly number[] {
  return Array.isArray(values) ? values.map(Number).sort((left, right) => left - right) : [];
}

async function numberIn(page: Page, expression: string): Promise<number> {
  return Number(await page.evaluate(expression));
}
