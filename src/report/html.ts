/** `report.html`: one self-contained page. It asks for nothing, and its policy forbids whatever is not in it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { framedPage } from './framed-page.ts';
import { markup } from './markup.ts';
import type { ReportModel } from './model.ts';
import { runSentence } from './verdict-words.ts';

/** The page's own code, made by the build. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** Reads the page's script and style from the build's output. Throws where the build has not run. */
export async function readPageAssets(): Promise<PageAssets> {
  const folder = join(packageRoot(), 'dist', 'report-assets');
  if (!existsSync(join(folder, 'page.js'))) {
    throw new Error(`The report page is not built: expected ${join(folder, 'page.js')}. Run \`npm run build\`.`);
  }
  const [script, style] = await Promise.all([
    readFile(join(folder, 'page.js'), 'utf8'),
    readFile(join(folder, 'style.css'), 'utf8'),
  ]);
  return { script, style };
}

/** The style of the page of checked histories, which has no script. Throws where the build has not run. */
export async function readCheckedStyle(): Promise<string> {
  const file = join(packageRoot(), 'dist', 'report-assets', 'checked.css');
  if (!existsSync(file)) throw new Error(`The report page is not built: expected ${file}. Run \`npm run build\`.`);
  return readFile(file, 'utf8');
}

/** The whole page. Pure: the same model and assets give the same text. */
export function renderHtml(model: ReportModel, { script, style }: PageAssets): string {
  const sentence = runSentence(model.run);
  const body = `<noscript><main><h1>${markup(sentence)}</h1><p>The details of this page need JavaScript; summary.md beside it says the same in text.</p></main></noscript>
<script type="application/json" id="report-data">${jsonForScript(model)}</script>
<script>${script}</script>`;
  return framedPage({ title: sentence, style, script, body });
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
