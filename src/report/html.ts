/** `report.html`: one self-contained page. It asks for nothing, and its policy forbids whatever is not in it. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const sentence = markup(runSentence(model.run));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="scrutineer">
<title>${sentence}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<noscript><main><h1>${sentence}</h1><p>The details of this page need JavaScript; summary.md beside it says the same in text.</p></main></noscript>
<script type="application/json" id="report-data">${jsonForScript(model)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that cannot end its script element, and that no parser of JavaScript trips over. */
function jsonForScript(model: ReportModel): string {
  return JSON.stringify(model).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As a content security policy names what it lets through. */
export function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** This file runs from src/ and from dist/src/: the package is where package.json is. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
