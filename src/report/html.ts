/** `report.html`: one self-contained page. It asks for nothing, and its policy forbids whatever is not in it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { framedPage } from './framed-page.ts';
import { markup } from './markup.ts';
import type { Report, ReportModel } from './model.ts';
import { packEvents } from './packed/packed-events.ts';
import { toText85 } from './packed/text85.ts';
import { runSentence } from './words/verdict-words.ts';

/** The page's own code, made by the build. */
export interface PageAssets {
  /** Puts in the other two, which travel compressed. */
  readonly loader: string;
  readonly script: string;
  readonly style: string;
}

/** Reads the page's script and style from the build's output. Throws where the build has not run. */
export async function readPageAssets(): Promise<PageAssets> {
  const folder = join(packageRoot(), 'dist', 'report-assets');
  if (!existsSync(join(folder, 'page.js'))) {
    throw new Error(`The report page is not built: expected ${join(folder, 'page.js')}. Run \`npm run build\`.`);
  }
  const [loader, script, style] = await Promise.all([
    readFile(join(folder, 'load.js'), 'utf8'),
    readFile(join(folder, 'page.js'), 'utf8'),
    readFile(join(folder, 'style.css'), 'utf8'),
  ]);
  return { loader, script, style };
}

/** The style of the page of checked histories, which has no script. Throws where the build has not run. */
export function readCheckedStyle(): Promise<string> {
  return readStyle('checked.css');
}

/** The style of the page of several runs, which has no script. Throws where the build has not run. */
export function readIndexStyle(): Promise<string> {
  return readStyle('index.css');
}

async function readStyle(name: string): Promise<string> {
  const file = join(packageRoot(), 'dist', 'report-assets', name);
  if (!existsSync(file)) throw new Error(`The report page is not built: expected ${file}. Run \`npm run build\`.`);
  return readFile(file, 'utf8');
}

/** The bytes that the page's own code takes in it, compressed as it travels. */
export function shellBytes({ loader, script, style }: PageAssets): number {
  return loader.length + compressedText(style).length + compressedText(script).length;
}

/** The whole page. Pure: the same report and assets give the same text. The events come last, since the verdict needs none. */
export function renderHtml({ events, ...model }: Report, { loader, script, style }: PageAssets): string {
  const sentence = runSentence(model.run);
  const body = `<noscript><main><h1>${markup(sentence)}</h1><p>The details of this page need JavaScript; summary.md beside it says the same in text.</p></main></noscript>
<script type="application/json" id="report-data">${jsonForScript(model)}</script>
<template id="report-code">${compressedText(style)}\n${compressedText(script)}</template>
<script>${loader}</script>
<template id="report-events">${events.map((each) => (each === undefined ? '' : compressedText(packEvents(each)))).join('\n')}</template>`;
  return framedPage({ title: sentence, allowed: { scripts: [loader, script], styles: [style] }, body });
}

/** The system in the header of gzip, which Node names after the machine: unknown, so that every machine writes the same page. */
const GZIP_SYSTEM_BYTE = 9;
const GZIP_SYSTEM_UNKNOWN = 255;

/** As text of gzip. */
function compressedText(content: string | Uint8Array): string {
  const compressed = gzipSync(content, { level: 9 });
  compressed[GZIP_SYSTEM_BYTE] = GZIP_SYSTEM_UNKNOWN;
  return toText85(compressed);
}

/** JSON that cannot end its script element, and that no parser of JavaScript trips over. */
function jsonForScript(model: ReportModel): string {
  return JSON.stringify(model).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** This file runs from src/ and from dist/src/: the package is where package.json is. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
