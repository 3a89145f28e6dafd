/**
 * Elements as text, for what the page shows without its script. Whatever is given as text stays text: it is escaped
 * here and nowhere else, so nothing in a history can become an element.
 */
import { markup } from '../markup.ts';
import { cut } from '../plain-text.ts';

/** A finished piece of the page. Only this file makes one. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string | undefined;
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Longer texts are folded. */
const TEXT_LENGTH_MAX = 2_000;

/** Elements that have no content and no end. */
const EMPTY = new Set(['br', 'hr', 'img', 'input', 'wbr']);

/** An element of HTML or SVG. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${markup(String(value))}"`))
    .join('');
  const end = EMPTY.has(name) ? '' : `</${name}>`;
  return { markup: `<${name}${written}>${markupOf(children)}${end}` };
}

/** Several pieces after each other. */
export function markupOf(children: readonly Child[]): string {
  return children
    .map((child) => (child === undefined ? '' : typeof child === 'string' ? markup(child) : child.markup))
    .join('');
}

/** Text of any length: what is too long is folded, and shown whole on request. */
export function longText(text: string): Child {
  if (text.length <= TEXT_LENGTH_MAX) return text;
  return element(
    'details',
    { class: 'long' },
    element('summary', {}, cut(text, TEXT_LENGTH_MAX), ` show all ${text.length} characters`),
    element('span', {}, text),
  );
}

/** A list of definitions: what it is called, what it says. */
export function facts(entries: readonly (readonly [name: string, value: Child])[]): Markup {
  return element(
    'dl',
    { class: 'facts' },
    ...entries.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** A command in a box. The button is there once the page's script has come to it: without it nothing is copied. */
export function command(text: string, label: string): Markup {
  return element(
    'div',
    { class: 'command' },
    element('code', { tabindex: '0' }, text),
    element(
      'span',
      { class: 'command-side' },
      element('span', { class: 'quiet', 'aria-live': 'polite' }),
      element('button', { type: 'button', 'data-copies': '', hidden: '', 'aria-label': `Copy: ${label}` }, 'Copy'),
    ),
  );
}
