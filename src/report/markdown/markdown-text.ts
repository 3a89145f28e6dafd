/** GitHub-flavoured Markdown around text that nobody has looked at, and no more of it than fits. */
import { cut, forTerminal } from '../words/plain-text.ts';
import { counted } from '../words/quantities.ts';

/** Job summaries larger than 1 MiB are dropped whole; this stays far below. */
const BYTES_MAX = 64 * 1024;

/**
 * As many of `sections` below `head` as fit into 64 KiB, each whole: a table or a fence is never cut. What is left out is
 * counted, and `elsewhere` says where it is. `head` must leave room for that.
 */
export function fitted(head: string, sections: readonly string[], elsewhere: string): string {
  let text = head;
  for (const [index, section] of sections.entries()) {
    const rest = `\n${counted(sections.length - index, 'section was', 'sections were')} left out to stay below 64 KiB; ${elsewhere} has everything.\n`;
    // Room for the sentence is kept, unless nothing comes after this section.
    const needed = index === sections.length - 1 ? '' : rest;
    if (Buffer.byteLength(`${text}\n${section}${needed}`) > BYTES_MAX) return text + rest;
    text = `${text}\n${section}`;
  }
  return text;
}

/** Text of the implementation under test, at most `most` characters of it: nothing in it is markup, a mention or a link. */
export function escaped(text: string, most = 2_000): string {
  return cut(forTerminal(text), most)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#!|~]/g, (character) => `\\${character}`)
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/\bwww\./gi, (word) => `${word.slice(0, 3)}&#46;`);
}

/** A code span of at most `most` characters, whose fence is longer than any run of backticks inside. */
export function code(text: string, most = 1_000): string {
  const content = cut(forTerminal(text), most).replace(/\|/g, '¦');
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${content}${space}${fence}`;
}

/** A link whose address cannot end it. */
export function link(words: string, address: string): string {
  return `[${escaped(words)}](<${address.replace(/[<>\\\s|]/g, (character) => encodeURIComponent(character))}>)`;
}
