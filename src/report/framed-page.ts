/** What every page that Scrutineer writes has around its content: it asks for nothing, and its policy forbids whatever is not in it. */
import { createHash } from 'node:crypto';
import { markup } from './markup.ts';

export interface PageContent {
  /** As text; it is escaped here. */
  readonly title: string;
  /** Of the page from the start; absent where a script brings it. */
  readonly style?: string;
  /** What is in `body`, or brought by what is: nothing else applies, and nothing else runs. */
  readonly allowed?: { readonly scripts: readonly string[]; readonly styles: readonly string[] };
  /** As markup. */
  readonly body: string;
}

/** The whole page. Pure. */
export function framedPage({ title, style, allowed, body }: PageContent): string {
  const styles = [...(style === undefined ? [] : [style]), ...(allowed?.styles ?? [])];
  const scripts = allowed?.scripts ?? [];
  const policy = [
    "default-src 'none'",
    ...(scripts.length === 0 ? [] : [`script-src ${scripts.map(hashOf).join(' ')}`]),
    `style-src ${styles.map(hashOf).join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="scrutineer">
<title>${markup(title)}</title>
<link rel="icon" href="data:,">
${style === undefined ? '' : `<style>${style}</style>\n`}</head>
<body>
${body}
</body>
</html>
`;
}

/** As a content security policy names what it lets through. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
